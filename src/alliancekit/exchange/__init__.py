"""Exchange records with other programs: what both sides know is converted, and everything else is reported.

`csl` exchanges sources with reference managers, and `annotations` and `label_studio` exchange evidence with programs
that annotate texts. The tables of `Correspondence` say what stays the same.
"""

from alliancekit.exchange._csl_variables import CSL_FIELDS
from alliancekit.exchange.annotations import ANNOTATION_FIELDS, from_annotations, to_annotations
from alliancekit.exchange.csl import from_csl, to_csl
from alliancekit.exchange.label_studio import (
    LABEL_STUDIO_FIELDS,
    from_label_studio,
    label_studio_config,
    to_label_studio,
)
from alliancekit.exchange.mappings import Correspondence, Fate
from alliancekit.exchange.results import Exported, Imported
from alliancekit.exchange.rules import RULES

__all__ = [
    "ANNOTATION_FIELDS",
    "CSL_FIELDS",
    "LABEL_STUDIO_FIELDS",
    "RULES",
    "Correspondence",
    "Exported",
    "Fate",
    "Imported",
    "from_annotations",
    "from_csl",
    "from_label_studio",
    "label_studio_config",
    "to_annotations",
    "to_csl",
    "to_label_studio",
]
