"""The strategy for a type of ours, whichever it is: what `st.from_type` draws from."""

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
    """Return the strategy for a type of ours: `records`, `dates` or `corpora`; `st.from_type` calls it.

    Raises:
        TypeError: If it is another type.
    """
    if issubclass(cls, Record):
        return cast("st.SearchStrategy[T]", records(cls))
    made: dict[type, st.SearchStrategy[object]] = {PartialDate: dates(), Corpus: corpora()}
    if cls not in made:
        message = (
            f"{cls.__name__} is not generated here; what is: the classes under models.Record, PartialDate and Corpus"
        )
        raise TypeError(message)
    return cast("st.SearchStrategy[T]", made[cls])
