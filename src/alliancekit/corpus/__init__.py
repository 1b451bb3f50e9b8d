"""Corpora: query, combine, read and write records with unique ids and resolved references."""

from alliancekit.corpus._corpus import Corpus, Evidence
from alliancekit.corpus.contents import Contents
from alliancekit.corpus.disagreements import Disagreement
from alliancekit.corpus.reading import Examined, check, check_parquet, examine, from_parquet, load, loads, read
from alliancekit.corpus.scanning import scan, scan_parquet
from alliancekit.models.document import VERSION

__all__ = [
    "VERSION",
    "Contents",
    "Corpus",
    "Disagreement",
    "Evidence",
    "Examined",
    "check",
    "check_parquet",
    "examine",
    "from_parquet",
    "load",
    "loads",
    "read",
    "scan",
    "scan_parquet",
]
