"""Hypothesis strategies for records, corpora and near misses, derived from the rules of the models.

`actors`, `states` and so on draw valid records of a model, `records` those of any subclass of `models.Record`,
`corpora` whole corpora. `near_misses` and `corpus_near_misses` draw data that break exactly one rule. With Hypothesis
installed, ``st.from_type(Treaty)`` draws from these strategies too.
"""

from alliancekit.errors import MissingExtra

try:
    import hypothesis as _  # noqa: F401 - raise a helpful error if it is missing
except ImportError as error:
    _message = "strategies need Hypothesis; install it with: pip install 'alliancekit[strategies]'"
    raise MissingExtra(_message) from error

from alliancekit.strategies._corpora import corpora
from alliancekit.strategies._corpus_near_misses import CorpusNearMiss, corpus_near_misses
from alliancekit.strategies._near_misses import NearMiss, near_misses
from alliancekit.strategies._of_type import of_type
from alliancekit.strategies._records import records
from alliancekit.strategies.of_models import actors, candidates, proposals, sources, statements, states, treaties
from alliancekit.strategies.values import dates, texts_for_people

__all__ = [
    "CorpusNearMiss",
    "NearMiss",
    "actors",
    "candidates",
    "corpora",
    "corpus_near_misses",
    "dates",
    "near_misses",
    "of_type",
    "proposals",
    "records",
    "sources",
    "statements",
    "states",
    "texts_for_people",
    "treaties",
]
