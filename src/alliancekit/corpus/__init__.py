"""A corpus: records with unique ids and resolved references, to ask, to combine, to read and to write."""

from alliancekit.corpus._corpus import Corpus, Disagreement, Evidence
from alliancekit.corpus.reading import Contents, check, check_parquet, from_parquet, load, read, scan_parquet
from alliancekit.corpus.scanning import scan
from alliancekit.models.document import VERSION

__all__ = [
    "VERSION",
    "Contents",
    "Corpus",
    "Disagreement",
    "Evidence",
    "check",
    "check_parquet",
    "from_parquet",
    "load",
    "read",
    "scan",
    "scan_parquet",
]
