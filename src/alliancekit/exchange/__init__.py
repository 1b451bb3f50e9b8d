"""Exchange records with other programs: what both sides know is converted, and everything else is reported.

`csl` exchanges sources with reference managers. `mappings` describes how the tables of the correspondences are read.
"""

from alliancekit.exchange._csl_variables import CSL_FIELDS
from alliancekit.exchange.csl import from_csl, to_csl
from alliancekit.exchange.mappings import Correspondence, Fate
from alliancekit.exchange.results import Exported, Imported
from alliancekit.exchange.rules import RULES

__all__ = ["CSL_FIELDS", "RULES", "Correspondence", "Exported", "Fate", "Imported", "from_csl", "to_csl"]
