"""Near misses: records that break exactly one rule."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING, cast

from attrs import evolve, frozen
from hypothesis import strategies as st

from alliancekit import convert
from alliancekit.engine import Record
from alliancekit.engine.reading import read
from alliancekit.errors import InvalidRecord, Path, Problem
from alliancekit.models import Entry
from alliancekit.project_fields import PREFIX
from alliancekit.projects import OfField, Project, checked_projects, problems_with, rules_for
from alliancekit.rules import FieldRule, RecordRule, Rule
from alliancekit.rules.reading import NUMBER
from alliancekit.rules.rule import has_value
from alliancekit.rules.shape import CHOICE, DATE, LIMIT, MISSING, TYPE, UNKNOWN, Kind, Shape, spec_of
from alliancekit.schema import own_fields
from alliancekit.strategies._records import of_model, of_shape, with_fields, with_rules
from alliancekit.strategies.drafts import Draft
from alliancekit.strategies.values import texts_for_people

if TYPE_CHECKING:
    from alliancekit.formats import Tree

_WRONG_TYPE: Mapping[Kind, tuple[object, ...]] = {
    Kind.TEXT: (5, True),
    Kind.INTEGER: ("5", True, 0.5),
    Kind.FLAG: ("true", 2),
    Kind.DATE: (2025, True),
    Kind.CHOICE: (5, True),
    Kind.OBJECT: ("text", 5),
    Kind.LIST: ("text", 5),
}
_INVALID_DATES = ("2023-02-29", "2025-13", "2025-4-28", "2025/2024", "28 April 2025", "")

_GENERAL_RULES: Mapping[Rule, Callable[[Shape], st.SearchStrategy[object]]] = {
    TYPE: lambda shape: st.sampled_from(_WRONG_TYPE[shape.kind]),
    NUMBER: lambda _: st.integers(LIMIT, LIMIT << 8) | st.integers(-LIMIT << 8, -LIMIT - 1),
    CHOICE: lambda shape: texts_for_people().filter(lambda text: text not in shape.choices),
    DATE: lambda _: st.sampled_from(_INVALID_DATES),
}
"""Values that break the rules that all fields of a kind obey; only documents can contain text that is no date."""


@frozen(kw_only=True)
class NearMiss:
    """A record that breaks one rule and no other.

    Attributes:
        model: The class of the record.
        code: The code of the rule that it breaks.
        path: The path to the invalid value.
        tree: The record as a plain tree, as in a document: dates are text, fields with their default are left out.
        part: The class whose constructor raises the error: that of the record, or of an object in it.
        values: The arguments of that constructor; None if only a document can have the mistake.
    """

    model: type[Record]
    code: str
    path: Path
    tree: Mapping[str, "Tree"]
    part: type[Record]
    values: Mapping[str, object] | None

    def make(self) -> Record:
        """Call the constructor, which raises `InvalidRecord` with the code.

        It returns the record if the rule is that of a project, which constructors do not check.

        Raises:
            TypeError: If only a document can have the mistake.
        """
        if self.values is None:
            message = f"only a document can break {self.code} here; pass the tree to alliancekit.convert.record"
            raise TypeError(message)
        return cast("Callable[..., Record]", self.part)(**self.values)


@frozen
class Fault:
    """A rule, and a place of a model in which it can be broken.

    Attributes:
        rule: The rule.
        steps: The fields that lead from the record to the object with the fault, outermost first.
        part: The class of that object.
        name: The field; None for a rule of several fields.
        shape: The shape of the invalid value: that of the field, or that of its items.
    """

    rule: Rule
    steps: tuple[str, ...]
    part: type
    name: str | None = None
    shape: Shape | None = None

    @property
    def item(self) -> bool:
        """Whether the fault is in an item of a list."""
        return self.name is not None and self.shape is not spec_of(self.part)[self.name].shape


def near_misses(
    model: type[Record], /, *, code: str | None = None, projects: Iterable[Project] = ()
) -> st.SearchStrategy[NearMiss]:
    """Return a strategy for records of a model that break one rule and no other, of the model or of an object in it.

    The rules are those of single fields, those of several fields, and those that every field obeys; all are equally
    likely. Sizes are those of `records`. Rules of a class of your own that does not write how to break them are left
    out: the records obey them.

    Args:
        model: A class of `alliancekit.models`, of their value objects, or your own that derives from `models.Record`.
        code: The code of the rule to break; None: any.
        projects: Projects whose rules for the model are broken too. A record that breaks one of these rules obeys all
            others. A record that breaks a rule of the model may break them, because they are not checked for it.

    Raises:
        UnusableProject: If two projects have different rules with one code.
        ValueError: If the model has no rule of that code, or its class does not write how to break it.
    """
    cls: type = model
    own_projects = checked_projects(projects)
    faults = faults_of(cls, own_projects)
    is_near = partial(_is_near, rules_for(own_projects, cls))
    if code is None:
        return _near_misses(model, tuple(faults), own_projects).filter(is_near)
    if code not in faults:
        own = any(fault.rule.code == code for fault in _faults(cls, own_projects))
        unknown = f"the class of {code} does not define how to break it; choose one of {', '.join(faults)}"
        message = unknown if own else f"{cls.__name__} has no rule {code}; it has {', '.join(faults)}"
        raise ValueError(message)
    return _near_misses(model, (code,), own_projects).filter(is_near)


@cache
def faults_of(model: type, projects: tuple[Project, ...] = ()) -> Mapping[str, tuple[Fault, ...]]:
    """Return all places of a model in which a rule can be broken, by the code of the rule."""
    by_code: dict[str, tuple[Fault, ...]] = {}
    for fault in filter(lambda fault: _can_be_broken(fault.rule), _faults(model, projects)):
        by_code[fault.rule.code] = (*by_code.get(fault.rule.code, ()), fault)
    return dict(sorted(by_code.items()))


def _can_be_broken(rule: Rule) -> bool:
    """Return whether the class of a rule writes how to break it; a user's own class may not."""
    if isinstance(rule, OfField):
        return rule.rule.writes("broken_values")
    of_own_class = isinstance(rule, FieldRule | RecordRule)
    return not of_own_class or rule.writes("broken_values") or rule.writes("break_draft")


def _faults(model: type, projects: tuple[Project, ...] = ()) -> Iterator[Fault]:
    spec = spec_of(model)
    yield Fault(UNKNOWN, (), model)
    for project in projects:
        if cls := project.fields.get(cast("type[Entry]", model)):
            yield from (evolve(fault, steps=(f"{PREFIX}{project.name}", *fault.steps)) for fault in _faults(cls))
    for field in own_fields(model):
        if field.required:
            yield Fault(MISSING, (), model, field.name, field.shape)
        for shape in (field.shape, field.shape.item):
            if shape is not None:
                yield from (Fault(rule, (), model, field.name, shape) for rule in _rules(shape))
                if shape.kind is Kind.OBJECT:
                    yield from (evolve(fault, steps=(field.name, *fault.steps)) for fault in _faults(shape.type))
    yield from (Fault(rule, (), model) for rule in (*spec.rules, *rules_for(projects, model)))


def _rules(shape: Shape) -> Iterator[Rule]:
    general = {Kind.INTEGER: NUMBER, Kind.CHOICE: CHOICE, Kind.DATE: DATE}
    yield TYPE
    if shape.kind in general:
        yield general[shape.kind]
    yield from shape.rules


@st.composite
def _near_misses(
    draw: st.DrawFn, model: type[Record], codes: tuple[str, ...], projects: tuple[Project, ...]
) -> NearMiss:
    cls: type = model
    more = rules_for(projects, cls)
    fault = draw(st.sampled_from(faults_of(cls, projects)[draw(st.sampled_from(codes))]))
    values, part = _broken_object(draw, fault, more if fault.rule in more else ())
    tree = _embed(draw, model, fault.steps, part, projects)
    problems = _problems(model, tree, more)
    path = problems[0].path if problems else ()
    return NearMiss(model=model, code=fault.rule.code, path=path, tree=tree, part=fault.part, values=values)


def _problems(model: type[Record], tree: Mapping[str, "Tree"], more: tuple[RecordRule, ...]) -> tuple[Problem, ...]:
    """Return the problems of a tree, those with more rules too if its record exists."""
    record, problems = read(model, tree, keep=True)
    return problems_with(more, cast("Entry", record)) if record and more else tuple(problems)


def _is_near(more: tuple[RecordRule, ...], miss: NearMiss) -> bool:
    """Return whether a near miss breaks its rule, and no other."""
    problems = _problems(miss.model, miss.tree, more)
    if any(problem.code == rule.code for problem in problems for rule in more):
        return {problem.code for problem in problems} == {miss.code}
    of_constructor = problems if miss.values is None else _constructor_problems(miss.part, miss.values)
    return [{problem.code for problem in found} for found in (problems, of_constructor)] == [{miss.code}] * 2


def _constructor_problems(model: type, values: Mapping[str, object]) -> tuple[Problem, ...]:
    problems: tuple[Problem, ...] = ()
    try:
        cast("Callable[..., Record]", model)(**values)
    except InvalidRecord as error:
        problems = error.problems
    return problems


def _broken_object(
    draw: st.DrawFn, fault: Fault, more: tuple[RecordRule, ...]
) -> tuple[dict[str, object] | None, dict[str, "Tree"]]:
    """Return the values of an object with a fault, if a constructor takes them, and its plain tree.

    Args:
        draw: Draws from a strategy.
        fault: The fault.
        more: Rules that the object obeys besides those of its class, except the one that it breaks.
    """
    usual = with_fields(fault.part, {}, more=more) if more else of_model(fault.part)
    record = draw(_records_with(fault.part, fault.name) if fault.item else usual)
    spec = with_rules(spec_of(fault.part), more)
    values = {field.name: getattr(record, field.name) for field in spec.fields}
    if isinstance(fault.rule, RecordRule):
        draft = Draft(values, spec, draw, frozenset(), None, of_shape)
        fault.rule.break_draft(draft)
        draft = evolve(draft, fixed=frozenset(fault.rule.reads))
        for rule in spec.rules:
            if rule is not fault.rule:
                rule.mend_draft(draft)
    elif fault.name is None:
        name = draw(texts_for_people().filter(lambda text: text not in values))
        return None, {**_plain(fault.part, values), name: "text"}
    elif fault.rule is MISSING:
        values[fault.name] = None
        tree = _plain(fault.part, values)
        tree.pop(fault.name, None)
        # If None is allowed, only a document can leave the field out.
        return (None if spec[fault.name].shape.optional else values), tree
    else:
        values[fault.name] = _broken_value(draw, fault, values[fault.name])
    return (None if fault.rule is DATE else values), _plain(fault.part, values)


def _broken_value(draw: st.DrawFn, fault: Fault, value: object) -> object:
    """Return a value that breaks the rule of a field; for a rule of items, a list with one such item."""
    shape = cast("Shape", fault.shape)
    if fault.item:
        items = cast("tuple[object, ...]", value)
        position = draw(st.integers(0, len(items) - 1))
        broken = _broken_single_value(draw, fault.rule, shape, items[position])
        return (*items[:position], broken, *items[position + 1 :])
    return _broken_single_value(draw, fault.rule, shape, value)


def _broken_single_value(draw: st.DrawFn, rule: Rule, shape: Shape, value: object) -> object:
    if not isinstance(rule, FieldRule):
        return draw(_GENERAL_RULES[rule](shape))
    if not has_value(value):
        value = draw(of_shape(evolve(shape, optional=False)).filter(has_value))
    broken = rule.broken_values(value)
    return draw(st.sampled_from(broken) if broken else st.nothing())


def _plain(model: type, values: Mapping[str, object]) -> dict[str, "Tree"]:
    defaults = {field.name: field.default for field in spec_of(model).fields}
    return {name: convert.plain(value) for name, value in values.items() if value != defaults[name]}


def _embed(
    draw: st.DrawFn,
    model: type,
    steps: tuple[str, ...],
    part: dict[str, "Tree"],
    projects: tuple[Project, ...] = (),
) -> dict[str, "Tree"]:
    """Return the plain tree of a valid record, with an object put in at the end of the steps."""
    if not steps:
        return part
    name, *rest = steps
    for project in projects:
        if name == f"{PREFIX}{project.name}":
            inner = _embed(draw, project.fields[cast("type[Entry]", model)], tuple(rest), part)
            record = draw(with_fields(model, {}, more=rules_for(projects, model)))
            return {**convert.tree(cast("Record", record)), name: inner}
    shape = spec_of(model)[name].shape
    inner = _embed(draw, (shape.item or shape).type, tuple(rest), part)
    tree = convert.tree(cast("Record", draw(_records_with(model, name))))
    if shape.item is None:
        return {**tree, name: inner}
    items = cast("list[Tree]", tree[name])
    position = draw(st.integers(0, len(items) - 1))
    return {**tree, name: [*items[:position], inner, *items[position + 1 :]]}


@cache
def _records_with(model: type, name: str) -> st.SearchStrategy[object]:
    """Return a strategy for records in which a field has a value.

    A value that is drawn first can't be mended to fit the others. So it is drawn first only in some of the cases.
    """
    shape = evolve(spec_of(model)[name].shape, optional=False)
    drawn_first = with_fields(model, {name: of_shape(shape).filter(has_value)})
    return of_model(model).filter(lambda record: has_value(getattr(record, name))) | drawn_first
