"""Find every problem of the values of a record, in the order of the fields."""

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
    absent: AbstractSet[str] = frozenset(),
) -> Iterator[Problem]:
    """Yield every problem of the values of a model's fields; the values are valid if there is none.

    Args:
        model: The class.
        values: The values of the fields; a missing field has its default.
        broken: Fields whose problems are reported elsewhere; rules that read them are skipped.
        known: The values of fields, defaults included, that are known to be valid; they are not tested again.
        absent: Fields that seem to be present under another name; that they are missing is not reported.
    """
    spec = spec_of(model)
    for name in () if values.keys() <= spec.names else values:
        if name not in spec.names:
            yield unknown_field(name, spec.names)
    valid = {name: value for name, value in known.items() if name not in broken} if broken else dict(known)
    for field in spec.fields if len(valid) < len(spec.fields) else ():
        name = field.name
        if name in valid or name in broken:
            continue
        value = values.get(name, None if field.required else field.default)
        if name in absent and field.required:
            continue
        if (name in values or not field.required) and field.shape.accepts(value):
            valid[name] = value
            continue
        if field.required and (name not in values or (value is None and not field.shape.optional)):
            hint = getattr(model, "WHERE_INCOMPLETE", None)
            yield MISSING.problem(f"{name} is missing", path=(name,), hint=hint)
            continue
        problems = tuple(field.shape.problems(value, (name,)))
        yield from problems
        if not problems:
            valid[name] = value
    yield from _record_problems(spec.rules, valid, absent)


def _record_problems(
    rules: Sequence[RecordRule], valid: Mapping[str, object], absent: AbstractSet[str]
) -> Iterator[Problem]:
    """Yield the problems of several valid fields together, without those that only follow from an earlier one."""
    suspects: set[str] = set()
    for rule in rules:
        read = tuple(valid[name] for name in rule.reads if name in valid)
        if len(read) < len(rule.reads) or not absent.isdisjoint(rule.demands):
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
    hint = _field_hint((suggestion,) if suggestion else similar_field(name, known), frozenset(known))
    return UNKNOWN.problem(message, path=place, hint=hint)


def similar_field(name: str, known: AbstractSet[str]) -> tuple[str, ...]:
    """Return the field whose name is most similar to a name, if one is similar enough."""
    return _cached_near(name, frozenset(known)) if len(name) <= LONGEST_COMPARED else ()


_cached_near: Final = lru_cache(near)
"""A cache: a field that is misspelt on one line of a file is often misspelt on many."""


@lru_cache
def _field_hint(suggestions: tuple[str, ...], known: frozenset[str]) -> str:
    return f"did you mean '{suggestions[0]}'?" if suggestions else f"the fields are {', '.join(sorted(known))}"
