"""Corpora: query, combine, read and write records with unique ids and resolved references."""

from alliancekit.corpus._corpus import Corpus
from alliancekit.corpus.contents import Contents
from alliancekit.corpus.differences import CorpusDiff, FieldChange, RecordDiff
from alliancekit.corpus.disagreements import Disagreement
from alliancekit.corpus.editing import CorpusEditor
from alliancekit.corpus.from_frames import from_arrow, from_pandas, from_polars, from_row
from alliancekit.corpus.lookup import RecordLookup
from alliancekit.corpus.merging import Conflict, Merged, merge_changes
from alliancekit.corpus.queries import CorpusQueries, Evidence
from alliancekit.corpus.reading import Examined, check, check_parquet, examine, from_parquet, load, loads, read
from alliancekit.corpus.scanning import scan, scan_parquet
from alliancekit.models.document import VERSION

__all__ = [
    "VERSION",
    "Conflict",
    "Contents",
    "Corpus",
    "CorpusDiff",
    "CorpusEditor",
    "CorpusQueries",
    "Disagreement",
    "Evidence",
    "Examined",
    "FieldChange",
    "Merged",
    "RecordDiff",
    "RecordLookup",
    "check",
    "check_parquet",
    "examine",
    "from_arrow",
    "from_pandas",
    "from_parquet",
    "from_polars",
    "from_row",
    "load",
    "loads",
    "merge_changes",
    "read",
    "scan",
    "scan_parquet",
]
