"""The strategy for any type of alliancekit, for `st.from_type`."""

from typing import Final, NewType, TypeVar, cast, get_type_hints

from hypothesis import strategies as st

from alliancekit.corpus import Corpus
from alliancekit.dates import PartialDate
from alliancekit.engine import Record
from alliancekit.models import MODELS
from alliancekit.rules.shape import spec_of
from alliancekit.strategies._corpora import corpora
from alliancekit.strategies._records import of_shape, records
from alliancekit.strategies.values import dates

T = TypeVar("T")

_ID_TYPES: Final = {get_type_hints(model)["id"]: model for model in MODELS.values()}
"""The models by the types of their ids."""


def of_type(cls: type[T] | NewType) -> st.SearchStrategy[T]:
    """Return the strategy for a type of alliancekit; `st.from_type` calls it.

    Args:
        cls: A record, `PartialDate`, `Corpus`, or the type of the ids of a kind of records, such as `StatementId`.

    Raises:
        TypeError: If there is no strategy for the type.
    """
    if isinstance(cls, NewType):
        return cast("st.SearchStrategy[T]", of_shape(spec_of(_ID_TYPES[cls])["id"].shape))
    if issubclass(cls, Record):
        return cast("st.SearchStrategy[T]", records(cls))
    others: dict[type, st.SearchStrategy[object]] = {PartialDate: dates(), Corpus: corpora()}
    if cls not in others:
        message = f"cls must be a subclass of models.Record, PartialDate or Corpus, got {cls.__name__}"
        raise TypeError(message)
    return cast("st.SearchStrategy[T]", others[cls])
