"""Explains what is wrong with the values of a record: every problem, in the order of the fields."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Final

from alliancekit.errors import Path, Problem, path_text
from alliancekit.messages import LONGEST_COMPARED, foreign, near
from alliancekit.rules.rule import RecordRule
from alliancekit.rules.shape import MISSING, UNKNOWN, spec_of

_NOTHING: Final[Mapping[str, object]] = {}


def problems_of(
    model: type,
    values: Mapping[str, object],
    broken: frozenset[str] = frozenset(),
    known: Mapping[str, object] = _NOTHING,
    absent: AbstractSet[str] = frozenset(),
) -> Iterator[Problem]:
    """Yield every problem of the values of a model's fields: values are valid if there is none.

    Args:
        model: The class.
        values: What the fields hold; a field left out has its default.
        broken: Fields whose problems are known already; rules that read them are skipped.
        known: The values of fields, given or not, that are known to have no problem: they are not tested again.
        absent: Fields that seem to stand under another name: that they are absent is no further problem.
    """
    spec = spec_of(model)
    for name in () if values.keys() <= spec.names else values:
        if name not in spec.names:
            yield unknown_field(name, spec.names)
    sound = {name: value for name, value in known.items() if name not in broken} if broken else dict(known)
    for field in spec.fields if len(sound) < len(spec.fields) else ():
        name = field.name
        if name in sound or name in broken:
            continue
        value = values.get(name, None if field.required else field.default)
        if name in absent and field.required:
            continue
        if (name in values or not field.required) and field.shape.accepts(value):
            sound[name] = value
            continue
        if field.required and (name not in values or (value is None and not field.shape.optional)):
            hint = getattr(model, "WHERE_INCOMPLETE", None)
            yield MISSING.problem(f"{name} is missing", path=(name,), hint=hint)
            continue
        found = tuple(field.shape.problems(value, (name,)))
        yield from found
        if not found:
            sound[name] = value
    yield from _problems_together(spec.rules, sound, absent)


def _problems_together(
    rules: Sequence[RecordRule], sound: Mapping[str, object], absent: AbstractSet[str]
) -> Iterator[Problem]:
    """Yield the problems of fields that have none by themselves, but for those that only follow from an earlier one."""
    suspects: set[str] = set()
    for rule in rules:
        read = tuple(sound[name] for name in rule.reads if name in sound)
        if len(read) < len(rule.reads) or not absent.isdisjoint(rule.demands):
            continue
        values = rule.settled(read, suspects)
        problems = () if values is None else tuple(rule.problems(values))
        yield from problems
        if values is not None and problems:
            suspects.update(rule.suspects(*values))


def unknown_field(name: str, known: AbstractSet[str], path: Path = (), meant: str | None = None) -> Problem:
    """Return the problem of a field that a type doesn't have, with the field that is meant, or the nearest name."""
    place = (*path, name)
    message = f"unknown field '{path_text(place)}'{foreign(name)}"
    hint = _right_field((meant,) if meant else near_field(name, known), frozenset(known))
    return UNKNOWN.problem(message, path=place, hint=hint)


def near_field(name: str, known: AbstractSet[str]) -> tuple[str, ...]:
    """Return the field that a name may mean, if there is one."""
    return _near_field(name, frozenset(known)) if len(name) <= LONGEST_COMPARED else ()


_near_field: Final = lru_cache(near)
"""Remembers the last answers: a name that is misspelt once in a file is so on many lines."""


@lru_cache
def _right_field(meant: tuple[str, ...], known: frozenset[str]) -> str:
    return f"did you mean '{meant[0]}'?" if meant else f"the fields are {', '.join(sorted(known))}"
