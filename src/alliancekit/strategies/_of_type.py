"""The strategy for any type of alliancekit, for `st.from_type`."""

from typing import TypeVar, cast

from hypothesis import strategies as st

from alliancekit.corpus import Corpus
from alliancekit.dates import PartialDate
from alliancekit.engine import Record
from alliancekit.strategies._corpora import corpora
from alliancekit.strategies._records import records
from alliancekit.strategies.values import dates

T = TypeVar("T")


def of_type(cls: type[T]) -> st.SearchStrategy[T]:
    """Return the strategy for a type of alliancekit: `records`, `dates` or `corpora`; `st.from_type` calls it.

    Raises:
        TypeError: If there is no strategy for the type.
    """
    if issubclass(cls, Record):
        return cast("st.SearchStrategy[T]", records(cls))
    others: dict[type, st.SearchStrategy[object]] = {PartialDate: dates(), Corpus: corpora()}
    if cls not in others:
        message = f"cls must be a subclass of models.Record, PartialDate or Corpus, got {cls.__name__}"
        raise TypeError(message)
    return cast("st.SearchStrategy[T]", others[cls])
