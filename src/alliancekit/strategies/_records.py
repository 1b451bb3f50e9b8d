"""Strategies for valid records of any model, derived from its fields and rules."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from string import ascii_lowercase
from typing import TypeVar, cast

import attrs
from hypothesis import reject
from hypothesis import strategies as st

from alliancekit.engine import Record
from alliancekit.engine.reading import tree
from alliancekit.errors import InvalidRecord
from alliancekit.project_fields import FIELD, NO_PROJECT_FIELDS, ProjectFields
from alliancekit.projects import Project, checked_projects, rules_for
from alliancekit.rules import FieldRule, RecordRule
from alliancekit.rules.problems import unknown_field
from alliancekit.rules.shape import LIMIT, Kind, Shape, Spec, spec_of
from alliancekit.strategies._regex import texts
from alliancekit.strategies.drafts import Draft
from alliancekit.strategies.values import dates, texts_for_people
from alliancekit.text import quote

R = TypeVar("R", bound=Record)
Fields = Mapping[str, st.SearchStrategy[object]]

_LONGEST = 2
"""The greatest number of items of a list; or one more than a rule requires, if that is more."""
_LENGTHS = (0, 1, 0, 1, 2)
"""How many items a list has that may be empty."""
_LENGTH = st.sampled_from(_LENGTHS)
_MOST_FORMS = 1 << 7
"""How many combinations one number decides: few, because Hypothesis prefers some numbers of a large range."""
_TRIES = 3
"""How often a record is drawn before Hypothesis rejects the example."""
_TRIES_WITHOUT_HELP = 30
"""The same, for values and records whose rules can only test them, but neither draw nor mend them."""


def records(
    model: type[R], /, *, projects: Iterable[Project] = (), **fields: st.SearchStrategy[object]
) -> st.SearchStrategy[R]:
    """Return a strategy for valid records of a model.

    Lists have at most two items, or one more than a rule requires; texts have at most 20 characters, ids mostly fewer
    than ten. Records that break a rule of a class of your own are drawn again. If most records break it, Hypothesis
    gives up: then pass a strategy for the field.

    Args:
        model: A class of `alliancekit.models`, of their value objects, or your own that derives from `models.Record`.
        projects: Projects whose rules for the model the records obey too, warnings included.
        fields: Strategies that replace the default ones, by field. The other fields are adjusted to them; if that
            fails, the record is drawn again.

    Raises:
        TypeError: If the model has no such field, or an argument is no strategy.
        UnusableProject: If two projects have different rules with one code.
    """
    cls: type = model
    own_projects = checked_projects(projects)
    own, fields = rules_for(own_projects, cls), {**project_fields(own_projects, cls), **fields}
    strategy = checked_fields(cls, fields, own) if fields or own else of_model(cls)
    return cast("st.SearchStrategy[R]", strategy)


def project_fields(projects: Iterable[Project], model: type, most: int | None = None) -> Fields:
    """Return a strategy for the fields of projects on the records of a model; nothing if projects declare none."""
    classes: dict[str, type] = {
        project.name: cls for project in projects for of, cls in project.fields.items() if of is model
    }
    if not classes:
        return {}
    optional = {name: of_model(cls, most) for name, cls in classes.items()}
    drawn = st.fixed_dictionaries({}, optional=cast("dict[str, st.SearchStrategy[Record]]", optional))
    return {FIELD: drawn.map(_as_project_fields)}


def _as_project_fields(records: Mapping[str, Record]) -> ProjectFields:
    return ProjectFields({name: tree(record) for name, record in records.items()})


def checked_fields(
    model: type, fields: Mapping[str, object], more: tuple[RecordRule, ...]
) -> st.SearchStrategy[object]:
    """Return a strategy for records with strategies for some fields; raise `TypeError` for wrong arguments."""
    known = spec_of(model).names
    for name, strategy in fields.items():
        if name not in known:
            message = f"{model.__name__} has no field {quote(name)} ({unknown_field(name, known).hint})"
            raise TypeError(message)
        if not isinstance(strategy, st.SearchStrategy):
            message = f"{name} must be a strategy, got {strategy!r}; for one value write st.just({strategy!r})"
            raise TypeError(message)
    return with_fields(model, cast("Fields", fields), more=more)


@cache
def of_model(model: type, most: int | None = None) -> st.SearchStrategy[object]:
    """Return a strategy for records whose references refer to any id, or to the first ids of each kind."""
    return with_fields(model, {}, most)


def with_fields(
    model: type, fields: Fields, most: int | None = None, more: tuple[RecordRule, ...] = ()
) -> st.SearchStrategy[object]:
    """Return a strategy for records with strategies for some fields, which obey more rules than those of the model."""
    return _record(model, fields, most, more)


@st.composite
def _record(draw: st.DrawFn, model: type, fields: Fields, most: int | None, more: tuple[RecordRule, ...]) -> object:
    spec, fixed = with_rules(spec_of(model), more), frozenset(fields)
    can_mend = all(rule.writes("mend_draft") for rule in spec.rules)
    for _ in range(_TRIES if can_mend else _TRIES_WITHOUT_HELP):
        forms = _forms(draw, model)
        values = {
            field.name: draw(fields[field.name])
            if field.name in fixed
            else _value(draw, field.shape, most, forms[field.name])
            for field in spec.fields
        }
        record = mend_and_build(model, Draft(values, spec, draw, fixed, most, of_shape))
        if record is not None:
            return record
    return reject()


def _forms(draw: st.DrawFn, model: type) -> dict[str, int]:
    """Draw which fields of a record are empty, and how long its lists are: a number below `_form_count` for each field.

    One choice decides it for many fields, since each choice takes time, and most fields of most records are empty.
    """
    forms: dict[str, int] = {}
    for strategy, names in _groups(model):
        number = draw(strategy)
        for name, count in names:
            number, forms[name] = divmod(number, count)
    return forms


@cache
def _groups(model: type) -> list[tuple[st.SearchStrategy[int], list[tuple[str, int]]]]:
    """Return groups of fields of a model, each with the strategy of a number that decides the forms of all of them."""
    groups: list[tuple[st.SearchStrategy[int], list[tuple[str, int]]]] = []
    names: list[tuple[str, int]] = []
    total = 1
    for field in spec_of(model).fields:
        count = _form_count(field.shape)
        if total * count > _MOST_FORMS:
            groups.append((st.integers(0, total - 1), names))
            names, total = [], 1
        names.append((field.name, count))
        total *= count
    return [*groups, (st.integers(0, total - 1), names)]


def _form_count(shape: Shape) -> int:
    """Return the number of forms of a field: its lengths, or with and without a value."""
    if shape.optional:
        return 2
    return len(_LENGTHS) if _may_be_empty(shape) else 1


def _may_be_empty(shape: Shape) -> bool:
    return shape.kind is Kind.LIST and not shape.minimum_items and _drawn_valid(shape)


def _value(draw: st.DrawFn, shape: Shape, most: int | None, form: int) -> object:
    """Draw a value of a field in one of its forms."""
    if shape.optional:
        return draw(_present(shape, most)) if form else None
    if _may_be_empty(shape):
        return _items(draw, shape, most, _LENGTHS[form])
    return draw(_present(shape, most))


@cache
def _present(shape: Shape, most: int | None) -> st.SearchStrategy[object]:
    """Return a strategy for the values of a field other than None."""
    return of_shape(attrs.evolve(shape, optional=False), most)


def with_rules(spec: Spec, more: tuple[RecordRule, ...]) -> Spec:
    """Return the fields and rules of a model with more rules."""
    return attrs.evolve(spec, rules=(*spec.rules, *more)) if more else spec


def mend_and_build(model: type, draft: Draft) -> object:
    """Mend a draft and return its record; None if it still breaks a rule."""
    more = draft.spec.rules[len(spec_of(model).rules) :]  # the constructor does not check them
    for _ in range(2):  # mending one rule can break another
        try:
            for rule in draft.spec.rules:
                rule.mend_draft(draft)
            record: object = model(**draft.values)
        except InvalidRecord:
            continue
        if all(rule.holds(*draft.read(rule)) for rule in more):
            return record
    return None


@cache
def of_shape(shape: Shape, most: int | None = None) -> st.SearchStrategy[object]:
    """Return a strategy for the values of a field or item.

    Args:
        shape: Its shape.
        most: References refer to the first ids of each kind, at most this many; None: to any id.
    """
    strategy = _of_kind(shape, most)
    if not _drawn_valid(shape):
        strategy = _valid_values(strategy, shape.rules)
    return st.none() | strategy if shape.optional else strategy


def _drawn_valid(shape: Shape) -> bool:
    """Return whether drawn values need no test: text has at most one rule, and no two rules are of one family."""
    families = {type(rule) for rule in shape.rules}
    most = 1 if shape.kind is Kind.TEXT else len(families)
    return all(rule.drawn_valid for rule in shape.rules) and len(shape.rules) <= most


@st.composite
def _valid_values(draw: st.DrawFn, strategy: st.SearchStrategy[object], rules: tuple[FieldRule, ...]) -> object:
    """Draw values until one obeys all rules."""
    for _ in range(_TRIES_WITHOUT_HELP):
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
        case Kind.PROJECTS:
            return st.just(NO_PROJECT_FIELDS)
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
    least, items = shape.minimum_items, of_shape(cast("Shape", shape.item), most)
    if not least:
        return _short_list(shape, most)
    return st.lists(items, min_size=least, max_size=max(_LONGEST, least + 1), unique_by=_key(shape)).map(tuple)


@st.composite
def _short_list(draw: st.DrawFn, shape: Shape, most: int | None) -> tuple[object, ...]:
    """Draw a list that may be empty."""
    return _items(draw, shape, most, draw(_LENGTH))


def _items(draw: st.DrawFn, shape: Shape, most: int | None, length: int) -> tuple[object, ...]:
    """Draw a list of at most this length; equal items are left out where items must differ."""
    items = of_shape(cast("Shape", shape.item), most)
    drawn = [draw(items) for _ in range(length)]
    key = _key(shape)
    return tuple({key(item): item for item in drawn}.values() if key else drawn)


def _key(shape: Shape) -> Callable[[object], object] | None:
    """Return the function of an item in whose result two items of a list must differ; None if they need not."""
    return None if shape.unique_by is None else partial(_differing, shape.unique_by)


def _differing(unique_by: tuple[str, ...], item: object) -> object:
    """Return the fields in which two items of a list must differ, or the item itself."""
    return tuple(getattr(item, name) for name in unique_by) or item
