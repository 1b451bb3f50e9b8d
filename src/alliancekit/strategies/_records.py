"""Strategies for valid records of any model, read off its fields and rules."""

from collections.abc import Mapping
from functools import cache
from string import ascii_lowercase
from typing import TypeVar, cast

from hypothesis import reject
from hypothesis import strategies as st

from alliancekit.engine import Record
from alliancekit.errors import InvalidRecord
from alliancekit.rules import FieldRule
from alliancekit.rules.problems import unknown_field
from alliancekit.rules.shape import LIMIT, Kind, Shape, spec_of
from alliancekit.strategies._regex import texts
from alliancekit.strategies.drafts import Draft
from alliancekit.strategies.values import dates, texts_for_people

R = TypeVar("R", bound=Record)
Fields = Mapping[str, st.SearchStrategy[object]]

_LONGEST = 2
"""How many items a list has at most, or one more than a rule demands: enough for every clash."""
_TRIES = 3
"""How often a record is drawn before the whole example is given up."""
_ASKED = 30
"""How often a value or record is drawn that only its rules know to be right."""


def records(model: type[R], /, **fields: st.SearchStrategy[object]) -> st.SearchStrategy[R]:
    """Return a strategy for valid records of a model.

    Lists have at most two items, or one more than they need, texts at most 20 characters, ids mostly fewer than ten.
    What a rule of a class of your own refuses is drawn again. If it refuses nearly everything, Hypothesis gives up:
    then give a strategy for the field.

    Args:
        model: A class of `alliancekit.models`, of their value objects, or your own that derives from `models.Record`.
        fields: For each field named, a strategy that takes the place of ours. The other fields are fitted to it;
            where they can't be, the record is drawn again.

    Raises:
        TypeError: If the model has no such field, or what is given is no strategy.
    """
    cls: type = model
    strategy = checked(cls, fields) if fields else of_model(cls)
    return cast("st.SearchStrategy[R]", strategy)


def checked(model: type, fields: Mapping[str, object]) -> st.SearchStrategy[object]:
    """Return the strategy for records with some fields given, once what is given is known to make sense."""
    known = spec_of(model).names
    for name, given in fields.items():
        if name not in known:
            message = f"{model.__name__} has no field {name}; {unknown_field(name, known).hint}"
            raise TypeError(message)
        if not isinstance(given, st.SearchStrategy):
            message = f"{name} must be a strategy, got {given!r}; for one value write st.just({given!r})"
            raise TypeError(message)
    return _record(model, cast("Fields", fields), None)


@cache
def of_model(model: type, most: int | None = None) -> st.SearchStrategy[object]:
    """Return a strategy for records whose references point at anything, or at the first ids of each kind."""
    return with_fields(model, {}, most)


def with_fields(model: type, fields: Fields, most: int | None = None) -> st.SearchStrategy[object]:
    """Return a strategy for records of which some fields are given."""
    return _record(model, fields, most) if spec_of(model).rules else st.builds(model, **_drawn(model, fields, most))


def _drawn(model: type, fields: Fields, most: int | None) -> Fields:
    return {field.name: of_shape(field.shape, most) for field in spec_of(model).fields} | dict(fields)


@st.composite
def _record(draw: st.DrawFn, model: type, fields: Fields, most: int | None) -> object:
    spec, drawn, kept = spec_of(model), _drawn(model, fields, most), frozenset(fields)
    mended = all(rule.writes("mend_draft") for rule in spec.rules)
    for _ in range(_TRIES if mended else _ASKED):
        values = {name: draw(strategy) for name, strategy in drawn.items()}
        made = fitted(model, Draft(values, spec, draw, kept, most, of_shape))
        if made is not None:
            return made
    return reject()


def fitted(model: type, draft: Draft) -> object:
    """Return the record that a draft becomes; None if it is beyond mending."""
    for _ in range(2):  # mending one rule can break another that was mended before
        try:
            for rule in draft.spec.rules:
                rule.mend_draft(draft)
            made: object = model(**draft.values)
        except InvalidRecord:
            continue
        return made
    return None


@cache
def of_shape(shape: Shape, most: int | None = None) -> st.SearchStrategy[object]:
    """Return a strategy for what a field or item may hold.

    Args:
        shape: Its shape.
        most: References point at the first so many ids of each kind; None: at anything.
    """
    strategy = _of_kind(shape, most)
    if not _drawn_valid(shape):
        strategy = _obeying(strategy, shape.rules)
    return st.none() | strategy if shape.optional else strategy


def _drawn_valid(shape: Shape) -> bool:
    """Return whether what is drawn for a shape obeys its rules without a test: no two of a family, or of a text."""
    families = {type(rule) for rule in shape.rules}
    most = 1 if shape.kind is Kind.TEXT else len(families)
    return all(rule.drawn_valid for rule in shape.rules) and len(shape.rules) <= most


@st.composite
def _obeying(draw: st.DrawFn, strategy: st.SearchStrategy[object], rules: tuple[FieldRule, ...]) -> object:
    """Draw a value until all its rules hold."""
    for _ in range(_ASKED):
        value = draw(strategy)
        if all(rule.holds(value) for rule in rules):
            return value
    return reject()


def _of_kind(shape: Shape, most: int | None) -> st.SearchStrategy[object]:
    match shape.kind:
        case Kind.TEXT:
            return _text(shape, most)
        case Kind.INTEGER:
            return st.integers(shape.minimum, LIMIT - 1)
        case Kind.FLAG:
            return st.booleans()
        case Kind.DATE:
            return dates(interval=shape.interval)
        case Kind.CHOICE:
            return st.sampled_from(shape.choices)
        case Kind.OBJECT:
            return of_model(shape.type, most)
        case _:
            return _list(shape, most)


def _text(shape: Shape, most: int | None) -> st.SearchStrategy[str]:
    if shape.refers_to and most:
        return st.sampled_from([id_ for kind in shape.refers_to for id_ in ids(kind, most)])
    return texts_for_people() if shape.pattern is None else texts(shape.pattern)


def ids(kind: str, most: int) -> tuple[str, ...]:
    """Return the first ids of a kind: ``actor:a``, ``actor:b`` and so on."""
    return tuple(f"{kind}:{ascii_lowercase[n : n + 1] or n}" for n in range(most))


def _list(shape: Shape, most: int | None) -> st.SearchStrategy[tuple[object, ...]]:
    least, unique_by = shape.minimum_items, shape.unique_by
    items = of_shape(cast("Shape", shape.item), most)
    longest = max(_LONGEST, least + 1)
    if unique_by is None:
        return st.lists(items, min_size=least, max_size=longest).map(tuple)

    def key(item: object) -> object:
        return tuple(getattr(item, name) for name in unique_by) or item

    return st.lists(items, min_size=least, max_size=longest, unique_by=key).map(tuple)
