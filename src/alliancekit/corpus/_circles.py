"""Find circular references: records whose references lead back to themselves."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

_SHOWN = 10
"""The maximum number of ids of a circle in a message."""


def circles(targets: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Return one circle of references for each group of ids that refer to each other.

    The time is linear in the number of references.

    Args:
        targets: The ids to which each id refers. An id without references may be omitted.

    Returns:
        The ids of each circle in order: a shortest circle through the id of the group that comes first in `targets`.
        Circles that share an id are one group, so a second circle may appear after the first is corrected.
    """
    order = {id_: position for position, id_ in enumerate(targets)}
    groups = _circular(targets)
    firsts = [(min(group, key=order.__getitem__), group) for group in groups]
    firsts.sort(key=lambda each: order[each[0]])
    return [_circle(first, targets, group) for first, group in firsts]


def in_circles(targets: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the ids whose references lead back to themselves."""
    return set[str]().union(*_circular(targets))


def in_words(circle: Sequence[str]) -> str:
    """Format a circle for a message: ``a -> b -> a``; the middle of a long circle is omitted."""
    if len(circle) <= _SHOWN:
        return " -> ".join([*circle, circle[0]])
    ends = " -> ".join([*circle[: _SHOWN - 1], "…", circle[-1], circle[0]])
    return f"{ends} ({len(circle):,} records)"


def _circular(targets: Mapping[str, Sequence[str]]) -> list[set[str]]:
    """Return the groups of ids that refer to each other, and each id that refers to itself."""
    inner = {id_: [target for target in listed if target in targets] for id_, listed in targets.items()}
    return [group for group in _groups(inner) if len(group) > 1 or any(id_ in targets[id_] for id_ in group)]


def _groups(targets: Mapping[str, Sequence[str]]) -> Iterator[set[str]]:
    """Yield the strongly connected components: ids that all lead to each other, or a single id.

    This is Tarjan's algorithm (1972) without recursion. Each target must also be a key of `targets`.
    """
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}  # the lowest number that is reachable from an id
    waiting: list[str] = []  # not yet in a group
    grouped: set[str] = set()
    path: list[tuple[str, Iterator[str]]] = []

    def enter(id_: str) -> None:
        numbers[id_] = lowest[id_] = len(numbers)
        waiting.append(id_)
        path.append((id_, iter(targets[id_])))

    for start in targets:
        if start not in numbers:
            enter(start)
        while path:
            id_, ahead = path[-1]
            for target in ahead:
                if target not in numbers:
                    enter(target)
                    break
                if target not in grouped:
                    lowest[id_] = min(lowest[id_], numbers[target])
            else:
                path.pop()
                above = path[-1][0] if path else id_
                lowest[above] = min(lowest[above], lowest[id_])
                if lowest[id_] == numbers[id_]:
                    group = _pop_to(id_, waiting)
                    grouped |= group
                    yield group


def _pop_to(id_: str, waiting: list[str]) -> set[str]:
    """Remove ids from the end of a list, down to and including `id_`, and return them."""
    group: set[str] = set()
    while id_ not in group:
        group.add(waiting.pop())
    return group


def _circle(first: str, targets: Mapping[str, Sequence[str]], group: set[str]) -> tuple[str, ...]:
    """Return a shortest path from an id back to itself through ids of its group."""
    came_from: dict[str, str] = {}
    reached = deque([first])
    while first not in came_from:
        id_ = reached.popleft()
        for target in targets[id_]:
            if target in group and target not in came_from:
                came_from[target] = id_
                reached.append(target)
    circle = [came_from[first]]
    while circle[-1] != first:
        circle.append(came_from[circle[-1]])
    return tuple(reversed(circle))
