"""A project: its name, and the rules that it adds to those of the package."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Final, TypeAlias, cast

from attrs import field, frozen

from alliancekit.errors import Problem, UnusableProject
from alliancekit.messages import counted, listed, quote
from alliancekit.models import MODELS, Entry
from alliancekit.projects._field_rules import OfField
from alliancekit.rules import FieldRule, RecordRule, Rule
from alliancekit.rules.problems import field_hint, record_problems
from alliancekit.rules.rule import attach_record
from alliancekit.rules.shape import dotted_names, spec_of

_CODE: Final = re.compile(r"[A-Z][A-Z0-9-]*")
_RESERVED: Final = "AK"
"""The first letters of the codes of the package."""

Rules: TypeAlias = Mapping[type[Entry], Sequence[RecordRule]]
FieldRules: TypeAlias = Mapping[type[Entry], Mapping[str, Sequence[FieldRule]]]


def _frozen_rules(rules: Rules) -> Rules:
    return MappingProxyType({model: tuple(own) for model, own in rules.items()})


def _frozen_field_rules(rules: FieldRules) -> FieldRules:
    return MappingProxyType(
        {model: MappingProxyType({name: tuple(own) for name, own in fields.items()}) for model, fields in rules.items()}
    )


@frozen(kw_only=True, eq=False)
class Project:
    """A project, with rules for its records that are checked besides those of the package.

    Pass it to `load`, `check` and the other functions with the parameter `projects`. A record that breaks one of its
    rules still exists, since constructors do not know the rules.

    Attributes:
        name: The name of the project, not blank; ``alliancekit explain`` prints it.
        rules: Rules of several fields, by the type of record, such as `Statement`: objects of a class of your own that
            derives from `rules.RecordRule`, or of a family of `alliancekit.rules`, such as `AnyOf`.
        field_rules: Rules of the value of one field, by the type of record and the name of the field: objects of a
            class that derives from `rules.FieldRule`, such as `AtLeast`. A field without a value obeys them. The rule
            of a list gets the whole list.
        by_code: All rules by their codes, in the order of the codes.

    Each rule has a code of its own: capital letters, digits and hyphens, with a letter first, but not ``AK``.

    Raises:
        UnusableProject: If a type, field or code is wrong; the message names the rule.
    """

    name: str
    rules: Rules = field(factory=dict[type[Entry], tuple[RecordRule, ...]], converter=_frozen_rules)
    field_rules: FieldRules = field(
        factory=dict[type[Entry], dict[str, tuple[FieldRule, ...]]], converter=_frozen_field_rules
    )
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
        object.__setattr__(self, "_bound", bound)
        object.__setattr__(self, "by_code", MappingProxyType(dict(sorted(codes.items()))))

    def __reduce__(self) -> tuple[object, tuple[()]]:
        """Support pickling, for the workers of a cluster."""
        field_rules = {model: dict(fields) for model, fields in self.field_rules.items()}
        return partial(Project, name=self.name, rules=dict(self.rules), field_rules=field_rules), ()

    def __repr__(self) -> str:
        """Return the name, and the number of rules."""
        return f"<Project {self.name}: {counted(len(self.by_code), 'rule')}>"

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

    def _checked(self, rule: object, model: type) -> RecordRule:
        """Return a rule.

        Raises:
            UnusableProject: If it is not a rule of several fields, has a wrong code, does not define what every rule
                must define, or reads an unknown field.
        """
        if model not in MODELS.values():
            models = listed(tuple(own.__name__ for own in MODELS.values()))
            message = f"{self.name}: a project has rules for {models}, got {model!r}"
            raise UnusableProject(message)
        if not isinstance(rule, RecordRule):
            where = "; put a rule of one field into field_rules" if isinstance(rule, FieldRule) else ""
            message = f"{self.name}: rules must contain rules of several fields, got {rule!r}{where}"
            raise UnusableProject(message)
        if not _CODE.fullmatch(rule.code) or rule.code.startswith(_RESERVED):
            message = (
                f"{self.name}: a code must have capital letters, digits and hyphens, with a letter first, and not "
                f"begin with {_RESERVED}, got {quote(rule.code)}"
            )
            raise UnusableProject(message)
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


def problems_with(rules: Sequence[RecordRule], record: Entry) -> tuple[Problem, ...]:
    """Return the problems of a record with rules of its type, without those that only follow from others."""
    if all(rule.holds(*(getattr(record, name) for name in rule.reads)) for rule in rules):
        return ()
    values: dict[str, object] = {name: getattr(record, name) for rule in rules for name in rule.reads}
    return tuple(attach_record(problem, record.id) for problem in record_problems(rules, values))
