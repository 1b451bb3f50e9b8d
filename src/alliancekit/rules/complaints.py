"""Group the complaints of a rule by their cause."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias, cast

from alliancekit.errors import Path, path_text
from alliancekit.messages import other_places
from alliancekit.rules.rule import Complaint

Clash: TypeAlias = tuple[object, Path, str]
"""The likely cause of a complaint, which other complaints may share; then its path and message."""


def group_by_cause(clashes: Iterable[Clash]) -> Iterator[Complaint]:
    """Yield the first complaint of each cause; its message names the other places."""
    first: dict[object, Complaint] = {}
    others: dict[object, list[str]] = {}
    for cause, path, message in clashes:
        if cause in first:
            others[cause].append(path_text(path))
        else:
            first[cause], others[cause] = (path, message), []
    for cause, (path, message) in first.items():
        yield path, f"{message}{other_places(others[cause])}"


def values_with_paths(value: object, path: Path) -> Iterator[tuple[Path, object]]:
    """Yield the values of a field with their paths: each item of a list, or the value unless it is None."""
    if isinstance(value, tuple):
        for position, item in enumerate(cast("tuple[object, ...]", value)):
            yield (*path, position), item
    elif value is not None:
        yield path, value
