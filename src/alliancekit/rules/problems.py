"""Find every problem of the values of a record: of unknown fields, then of single fields, then of several fields."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Final

from alliancekit.errors import Path, Problem, path_text
from alliancekit.messages import LONGEST_COMPARED, foreign, near
from alliancekit.rules.rule import RecordRule
from alliancekit.rules.shape import MISSING, UNKNOWN, spec_of

_EMPTY: Final[Mapping[str, object]] = {}


def problems_of(
    model: type,
    values: Mapping[str, object],
    broken: frozenset[str] = frozenset(),
    known: Mapping[str, object] = _EMPTY,
    misnamed: AbstractSet[str] = frozenset(),
) -> Iterator[Problem]:
    """Yield every problem of the values of the fields of a model. If there is none, the values are valid.

    Args:
        model: The class.
        values: The values of the fields; a missing field has its default.
        broken: Fields whose problems the caller reports; rules that read them are skipped.
        known: The values of fields, defaults included, that are known to be valid; they are not tested again.
        misnamed: Fields that seem to be present under another name. They are not reported as missing.
    """
    spec = spec_of(model)
    for name in () if values.keys() <= spec.names else values:
        if name not in spec.names:
            yield unknown_field(name, spec.names)
    valid = dict(known)
    for name in broken:
        valid.pop(name, None)
    for field in spec.without({*valid, *broken}):
        name = field.name
        value = values.get(name, None if field.required else field.default)
        if name in misnamed and field.required:
            continue
        if (name in values or not field.required) and field.shape.accepts(value):
            valid[name] = value
            continue
        if field.required and (name not in values or (value is None and not field.shape.optional)):
            hint = getattr(model, "MISSING_FIELD_HINT", None)
            yield MISSING.problem(f"{name} is missing", path=(name,), hint=hint)
            continue
        problems = tuple(field.shape.problems(value, (name,)))
        yield from problems
        if not problems:
            valid[name] = value
    yield from record_problems(spec.rules, valid, misnamed)


def record_problems(
    rules: Sequence[RecordRule], valid: Mapping[str, object], misnamed: AbstractSet[str] = frozenset()
) -> Iterator[Problem]:
    """Yield the problems of rules of several fields, without those that only follow from an earlier problem.

    Args:
        rules: The rules. A rule is checked only if all fields that it reads are valid.
        valid: The values of the valid fields.
        misnamed: As for `problems_of`.
    """
    suspects: set[str] = set()
    for rule in rules:
        read = tuple(valid[name] for name in rule.reads if name in valid)
        if len(read) < len(rule.reads) or not misnamed.isdisjoint(rule.demands):
            continue
        values = rule.settled(read, suspects)
        problems = () if values is None else tuple(rule.problems(values))
        yield from problems
        if values is not None and problems:
            suspects.update(rule.suspects(*values))


def unknown_field(name: str, known: AbstractSet[str], path: Path = (), suggestion: str | None = None) -> Problem:
    """Return the problem of a field that a type doesn't have; the hint is the suggestion, or the most similar name."""
    place = (*path, name)
    message = f"unknown field '{path_text(place)}'{foreign(name)}"
    return UNKNOWN.problem(message, path=place, hint=field_hint(name, known, suggestion))


def field_hint(name: str, known: AbstractSet[str], suggestion: str | None = None) -> str:
    """Return the hint for an unknown field: the suggestion, the most similar name, or all known fields."""
    return _field_hint((suggestion,) if suggestion else similar_field(name, known), frozenset(known))


def similar_field(name: str, known: AbstractSet[str]) -> tuple[str, ...]:
    """Return the known field with the most similar name; empty if no name is similar enough."""
    return _cached_near(name, frozenset(known)) if len(name) <= LONGEST_COMPARED else ()


_cached_near: Final = lru_cache(near)
"""`near` with a cache, because a field that is misspelt on one line of a file is often misspelt on many lines."""


@lru_cache
def _field_hint(suggestions: tuple[str, ...], known: frozenset[str]) -> str:
    return f"did you mean '{suggestions[0]}'?" if suggestions else f"the fields are {', '.join(sorted(known))}"
