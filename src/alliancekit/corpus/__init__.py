"""Corpora: query, combine, read and write records with unique ids and resolved references."""

from alliancekit.corpus._corpus import Corpus, Evidence
from alliancekit.corpus.contents import Contents
from alliancekit.corpus.disagreements import Disagreement
from alliancekit.corpus.from_frames import from_arrow, from_pandas, from_polars, from_row
from alliancekit.corpus.reading import Examined, check, check_parquet, examine, from_parquet, load, read
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
    "from_arrow",
    "from_pandas",
    "from_parquet",
    "from_polars",
    "from_row",
    "load",
    "read",
    "scan",
    "scan_parquet",
]
