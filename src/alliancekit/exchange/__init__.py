"""Exchange records with other programs: what both sides know is converted, and everything else is reported.

`csl` exchanges sources with reference managers. `annotations` and `label_studio` exchange evidence with programs that
annotate texts. `followthemoney` exports entities for Aleph and OpenSanctions. Tables of `Correspondence` describe what
becomes of each field.
"""

from alliancekit.exchange._csl_variables import CSL_FIELDS
from alliancekit.exchange._ftm_fields import FTM_FIELDS
from alliancekit.exchange.annotations import ANNOTATION_FIELDS, from_annotations, to_annotations
from alliancekit.exchange.csl import from_csl, to_csl
from alliancekit.exchange.followthemoney import to_followthemoney
from alliancekit.exchange.label_studio import (
    LABEL_STUDIO_FIELDS,
    from_label_studio,
    label_studio_config,
    to_label_studio,
)
from alliancekit.exchange.mappings import Conversion, Correspondence
from alliancekit.exchange.results import Exported, Imported
from alliancekit.exchange.rules import RULES

__all__ = [
    "ANNOTATION_FIELDS",
    "CSL_FIELDS",
    "FTM_FIELDS",
    "LABEL_STUDIO_FIELDS",
    "RULES",
    "Conversion",
    "Correspondence",
    "Exported",
    "Imported",
    "from_annotations",
    "from_csl",
    "from_label_studio",
    "label_studio_config",
    "to_annotations",
    "to_csl",
    "to_followthemoney",
    "to_label_studio",
]
