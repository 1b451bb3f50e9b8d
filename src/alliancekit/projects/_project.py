"""A project: its name, and the rules and fields that it adds to those of the package."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from types import MappingProxyType
from typing import Final, TypeAlias, TypeVar, cast

from attrs import evolve, field, frozen

from alliancekit.engine import Record
from alliancekit.engine.reading import record as record_of
from alliancekit.engine.reading import tree
from alliancekit.errors import Problem, UnusableProject
from alliancekit.messages import counted, listed, quote
from alliancekit.models import MODELS, Entry
from alliancekit.project_fields import FIELD, PREFIX, ProjectFields, name_problem
from alliancekit.projects._field_rules import OfField
from alliancekit.projects._namespaces import DeclaredFields
from alliancekit.rules import FieldRule, RecordRule, Rule
from alliancekit.rules.problems import field_hint, record_problems
from alliancekit.rules.rule import attach_record
from alliancekit.rules.shape import Kind, dotted_names, inner_types, rules_of, spec_of

E = TypeVar("E", bound=Entry)
R = TypeVar("R", bound=Record)

_CODE: Final = re.compile(r"[A-Z][A-Z0-9-]*")
_RESERVED: Final = "AK"
"""The first letters of the codes of the package."""

Rules: TypeAlias = Mapping[type[Entry], Sequence[RecordRule]]
FieldRules: TypeAlias = Mapping[type[Entry], Mapping[str, Sequence[FieldRule]]]
Fields: TypeAlias = Mapping[type[Entry], type[Record]]


def _frozen_rules(rules: Rules) -> Rules:
    return MappingProxyType({model: tuple(own) for model, own in rules.items()})


def _frozen_field_rules(rules: FieldRules) -> FieldRules:
    return MappingProxyType(
        {model: MappingProxyType({name: tuple(own) for name, own in fields.items()}) for model, fields in rules.items()}
    )


def _frozen_fields(fields: Fields) -> Fields:
    return MappingProxyType(dict(fields))


@frozen(kw_only=True, eq=False)
class Project:
    """A project, with rules and fields for its records, which are checked besides those of the package.

    Pass it to `load`, `check` and the other functions with the parameter `projects`. A record that breaks one of its
    rules still exists, since constructors do not know the rules.

    Attributes:
        name: The name of the project, not blank; ``alliancekit explain`` prints it. With `fields`, it has only a-z, 0-9
            and _, and begins with a letter.
        rules: Rules of several fields, by the type of record, such as `Statement`: objects of a class of your own that
            derives from `rules.RecordRule`, or of a family of `alliancekit.rules`, such as `AnyOf`.
        field_rules: Rules of the value of one field, by the type of record and the name of the field: objects of a
            class that derives from `rules.FieldRule`, such as `AtLeast`. A field without a value obeys them. The rule
            of a list gets the whole list.
        fields: The fields of the project, by the type of record: a class of your own that derives from `models.Record`,
            with rules or without. A document has them under one key: ``x_`` and the name of the project.
        keeps_others: Whether the fields of other projects, which are not known, are kept without a check. Otherwise
            they are errors.
        by_code: All rules by their codes, in the order of the codes; those of the classes in `fields` too.

    Each rule has a code of its own: capital letters, digits and hyphens, with a letter first, but not ``AK``.

    Raises:
        UnusableProject: If a type, field or code is wrong; the message names the rule.
    """

    name: str
    rules: Rules = field(factory=dict[type[Entry], tuple[RecordRule, ...]], converter=_frozen_rules)
    field_rules: FieldRules = field(
        factory=dict[type[Entry], dict[str, tuple[FieldRule, ...]]], converter=_frozen_field_rules
    )
    fields: Fields = field(factory=dict[type[Entry], type[Record]], converter=_frozen_fields)
    keeps_others: bool = False
    by_code: Mapping[str, Rule] = field(init=False)
    _bound: Mapping[type, tuple[RecordRule, ...]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Check the declaration, and bind the rules to their models."""
        if not self.name.strip():
            message = "a project needs a name; pass name='...'"
            raise UnusableProject(message)
        bound: dict[type, tuple[RecordRule, ...]] = {}
        codes: dict[str, Rule] = {}
        for model, rule in self._declared():
            own = self._checked(rule, model)
            bound[model] = (*bound.get(model, ()), own.bind(model, dotted_names(model)))
            declared = own.rule if isinstance(own, OfField) else own
            if codes.setdefault(own.code, declared) != declared:
                message = f"{self.name}: two rules have the code {own.code}; give one of them another code"
                raise UnusableProject(message)
        for model, cls in self.fields.items():
            for rule in self._checked_class(cls, model):
                if codes.setdefault(rule.code, rule) != rule:
                    message = f"{self.name}: two rules have the code {rule.code}; give one of them another code"
                    raise UnusableProject(message)
        self._require_different_names()
        for model, cls in self.fields.items():
            demand = f"The fields of the project {self.name} are those of {cls.__name__}."
            own = DeclaredFields(code=f"{PREFIX}{self.name}", demand=demand, project=self.name, model=cls)
            bound[model] = (*bound.get(model, ()), own)
        object.__setattr__(self, "_bound", bound)
        object.__setattr__(self, "by_code", MappingProxyType(dict(sorted(codes.items()))))

    def __reduce__(self) -> tuple[object, tuple[()]]:
        """Support pickling, for the workers of a cluster."""
        field_rules = {model: dict(fields) for model, fields in self.field_rules.items()}
        rules, fields = dict(self.rules), dict(self.fields)
        return partial(
            Project, name=self.name, rules=rules, field_rules=field_rules, fields=fields, keeps_others=self.keeps_others
        ), ()

    def __repr__(self) -> str:
        """Return the name, and the number of rules."""
        return f"<Project {self.name}: {counted(len(self.by_code), 'rule')}>"

    def fields_of(self, record: Entry, cls: type[R]) -> R | None:
        """Return the fields of the project on a record; None if it has none.

        Args:
            record: The record.
            cls: The class that the project declares for the type of record.

        Raises:
            InvalidRecord: If the fields are not valid; the constructor of the record does not check them.
            UnusableProject: If the project declares another class for the type, or none.
        """
        self._require_class(record, cls)
        values = record.project_fields.get(self.name)
        return None if values is None else record_of(cls, values)

    def with_fields(self, record: E, fields: Record | None) -> E:
        """Return a copy of a record with other fields of the project, or without any.

        Args:
            record: The record.
            fields: An object of the class that the project declares for the type of record; None removes the fields.

        Raises:
            UnusableProject: If the project declares another class for the type, or none.
        """
        if fields is None:
            others = {name: own for name, own in record.project_fields.tree().items() if name != self.name}
            projects = ProjectFields(others)
        else:
            self._require_class(record, type(fields))
            projects = record.project_fields.with_project(self.name, tree(fields))
        return cast("Callable[..., E]", evolve)(record, project_fields=projects)

    def _require_class(self, record: Entry, cls: type[Record]) -> None:
        declared = self.fields.get(type(record))
        if declared is not cls:
            own = declared.__name__ if declared else "no class"
            message = f"{self.name} declares {own} for the fields of {type(record).__name__}, not {cls.__name__}"
            raise UnusableProject(message)

    def rules_for(self, model: type) -> tuple[RecordRule, ...]:
        """Return the rules of the records of a type; rules of one field come last, as rules of the record."""
        return self._bound.get(model, ())

    def problems(self, record: Entry) -> tuple[Problem, ...]:
        """Return the problems of a record with the rules of the project."""
        return problems_with(self.rules_for(type(record)), record)

    def _declared(self) -> Iterator[tuple[type[Entry], object]]:
        """Yield each rule with its model, those of one field as rules of the record."""
        yield from ((model, rule) for model, rules in self.rules.items() for rule in rules)
        for model, fields in self.field_rules.items():
            for name, rules in fields.items():
                for rule in cast("Sequence[object]", rules):
                    if not isinstance(rule, FieldRule):
                        message = f"{self.name}: field_rules must contain rules of one field, got {rule!r}"
                        raise UnusableProject(message)
                    yield model, OfField.of(name, rule)

    def _require_model(self, model: type) -> None:
        """Raise `UnusableProject` if a class is no type of record."""
        if model not in MODELS.values():
            models = listed(tuple(own.__name__ for own in MODELS.values()))
            message = f"{self.name}: a project has rules and fields for {models}, got {model!r}"
            raise UnusableProject(message)

    def _checked_class(self, cls: object, model: type) -> list[Rule]:
        """Return the rules of a class of fields with codes of their own.

        Raises:
            UnusableProject: If it is no class of records, has the name of another class, or has a rule with a wrong
                code; or if the name of the project can't be that of a key.
        """
        self._require_model(model)
        if problem := name_problem(self.name):
            raise UnusableProject(problem)
        if not isinstance(cls, type) or not issubclass(cls, Record) or cls is Record:
            message = f"{self.name}: fields must have classes that derive from alliancekit.models.Record, got {cls!r}"
            raise UnusableProject(message)
        try:
            classes = (cls, *inner_types(cls))
        except TypeError as error:
            message = f"{self.name}: {error}"
            raise UnusableProject(message) from error
        if cls in MODELS.values():
            message = f"{self.name}: {cls.__name__} is a type of the package; write a class of your own"
            raise UnusableProject(message)
        for each in classes:
            if _package_types().get(each.__name__, each) is not each:
                message = f"{self.name}: {each.__name__} is the name of a type of the package; rename the class"
                raise UnusableProject(message)
            if names := [own.name for own in spec_of(each).fields if own.shape.kind is Kind.PROJECTS]:
                message = f"{self.name}: {each.__name__}.{names[0]}: a class of a project can't have fields of projects"
                raise UnusableProject(message)
            if FIELD in spec_of(each).names:
                message = f"{self.name}: {each.__name__}.{FIELD}: records have a field of this name; rename it"
                raise UnusableProject(message)
        rules = [rule for rule in rules_of(cls) if rule not in _package_rules()]
        for rule in rules:
            self._require_code(rule)
        return rules

    def _require_different_names(self) -> None:
        """Raise `UnusableProject` if two classes of fields have one name, which the schema would have for both."""
        for name, classes in classes_by_name([self]).items():
            if len(classes) > 1:
                message = f"{self.name}: two classes of fields have the name {name}; rename one of them"
                raise UnusableProject(message)

    def _require_code(self, rule: Rule) -> None:
        """Raise `UnusableProject` if the code of a rule is wrong."""
        if not _CODE.fullmatch(rule.code) or rule.code.startswith(_RESERVED):
            message = (
                f"{self.name}: a code must have capital letters, digits and hyphens, with a letter first, and not "
                f"begin with {_RESERVED}, got {quote(rule.code)}"
            )
            raise UnusableProject(message)

    def _checked(self, rule: object, model: type) -> RecordRule:
        """Return a rule.

        Raises:
            UnusableProject: If it is not a rule of several fields, has a wrong code, does not define what every rule
                must define, or reads an unknown field.
        """
        self._require_model(model)
        if not isinstance(rule, RecordRule):
            where = "; put a rule of one field into field_rules" if isinstance(rule, FieldRule) else ""
            message = f"{self.name}: rules must contain rules of several fields, got {rule!r}{where}"
            raise UnusableProject(message)
        self._require_code(rule)
        own = rule.rule if isinstance(rule, OfField) else rule
        for method in ("complaints",) if isinstance(own, FieldRule) else ("reads", "complaints"):
            if not own.writes(method):
                message = f"{self.name}: the class of {own.code}, {type(own).__name__}, must define {quote(method)}"
                raise UnusableProject(message)
        known = spec_of(model).names
        for name in rule.reads:
            if name not in known:
                hint = field_hint(name, known)
                message = f"{self.name}: {rule.code} reads {quote(name)}, no field of {model.__name__} ({hint})"
                raise UnusableProject(message)
        return rule


def classes_by_name(projects: Iterable[Project]) -> dict[str, set[type]]:
    """Return the different classes that projects declare for fields, and those of the objects in them, by name."""
    classes: dict[str, set[type]] = {}
    for project in projects:
        for cls in project.fields.values():
            for each in (cls, *inner_types(cls)):
                classes.setdefault(each.__name__, set()).add(each)
    return classes


ANY_PROJECT: Final = Project(name="any", keeps_others=True)
"""A project without rules and fields of its own: with it, the fields of all unknown projects are kept, unchecked."""


@cache
def _package_types() -> Mapping[str, type]:
    """Return the types of records of the package and of the objects in them, by name."""
    return {each.__name__: each for model in MODELS.values() for each in (model, *inner_types(model))}


@cache
def _package_rules() -> tuple[Rule, ...]:
    """Return the rules of these types; a rule may be repeated."""
    return tuple(rule for model in MODELS.values() for rule in rules_of(model))


def problems_with(rules: Sequence[RecordRule], record: Entry) -> tuple[Problem, ...]:
    """Return the problems of a record with rules of its type, without those that only follow from others."""
    if all(rule.holds(*(getattr(record, name) for name in rule.reads)) for rule in rules):
        return ()
    values: dict[str, object] = {name: getattr(record, name) for rule in rules for name in rule.reads}
    return tuple(attach_record(problem, record.id) for problem in record_problems(rules, values))
