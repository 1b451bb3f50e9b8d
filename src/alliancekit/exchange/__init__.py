"""Exchange records with other programs: what both sides know is converted, and everything else is reported.

`csl` exchanges sources with reference managers, and `annotations` exchanges evidence as annotations of the W3C. The
tables of `Correspondence` say what stays the same.
"""

from alliancekit.exchange._csl_variables import CSL_FIELDS
from alliancekit.exchange.annotations import ANNOTATION_FIELDS, from_annotations, to_annotations
from alliancekit.exchange.csl import from_csl, to_csl
from alliancekit.exchange.mappings import Correspondence, Fate
from alliancekit.exchange.results import Exported, Imported
from alliancekit.exchange.rules import RULES

__all__ = [
    "ANNOTATION_FIELDS",
    "CSL_FIELDS",
    "RULES",
    "Correspondence",
    "Exported",
    "Fate",
    "Imported",
    "from_annotations",
    "from_csl",
    "to_annotations",
    "to_csl",
]
