"""Find circular references: a record refers to itself, directly or through other records."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

_MOST_SHOWN = 10
"""The greatest number of ids of a circle that a message shows."""


def circles(targets: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Return one circle of references for each group of ids that all refer to each other, directly or indirectly.

    The time is linear in the number of references.

    Args:
        targets: The ids to which each id refers. An id without references may be omitted.

    Returns:
        The ids of each circle, in the order of the references. The first id is the one of its group that comes first in
        `targets`, and no circle through it is shorter. Circles that share an id are in one group, of which only one
        circle is returned: after it is corrected, another may be returned.
    """
    order = {id_: position for position, id_ in enumerate(targets)}
    groups = _circular_groups(targets)
    firsts = [(min(group, key=order.__getitem__), group) for group in groups]
    firsts.sort(key=lambda each: order[each[0]])
    return [_circle(first, targets, group) for first, group in firsts]


def ids_in_circles(targets: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the ids that refer to themselves, directly or indirectly."""
    return set[str]().union(*_circular_groups(targets))


def circle_text(circle: Sequence[str]) -> str:
    """Return a circle as text for a message: ``a -> b -> a``. The text of a long circle omits its middle."""
    if len(circle) <= _MOST_SHOWN:
        return " -> ".join([*circle, circle[0]])
    ends = " -> ".join([*circle[: _MOST_SHOWN - 1], "…", circle[-1], circle[0]])
    return f"{ends} ({len(circle):,} records)"


def _circular_groups(targets: Mapping[str, Sequence[str]]) -> list[set[str]]:
    """Return the groups of ids that all refer to each other. An id that refers only to itself is a group too."""
    known = {id_: [target for target in listed if target in targets] for id_, listed in targets.items()}
    return [group for group in _groups(known) if len(group) > 1 or any(id_ in targets[id_] for id_ in group)]


def _groups(targets: Mapping[str, Sequence[str]]) -> Iterator[set[str]]:
    """Yield the strongly connected components: groups of ids that all refer to each other, or single ids.

    This is Tarjan's algorithm (1972) without recursion. Each target must also be a key of `targets`.
    """
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}  # the lowest number that is reachable from an id
    ungrouped: list[str] = []  # visited, but not yet in a group
    grouped: set[str] = set()
    path: list[tuple[str, Iterator[str]]] = []

    def enter(id_: str) -> None:
        numbers[id_] = lowest[id_] = len(numbers)
        ungrouped.append(id_)
        path.append((id_, iter(targets[id_])))

    for start in targets:
        if start not in numbers:
            enter(start)
        while path:
            id_, remaining = path[-1]
            for target in remaining:
                if target not in numbers:
                    enter(target)
                    break
                if target not in grouped:
                    lowest[id_] = min(lowest[id_], numbers[target])
            else:
                path.pop()
                previous = path[-1][0] if path else id_
                lowest[previous] = min(lowest[previous], lowest[id_])
                if lowest[id_] == numbers[id_]:
                    group = _pop_to(id_, ungrouped)
                    grouped |= group
                    yield group


def _pop_to(id_: str, ids: list[str]) -> set[str]:
    """Remove the last ids of a list, from `id_` to the end, and return them."""
    group: set[str] = set()
    while id_ not in group:
        group.add(ids.pop())
    return group


def _circle(first: str, targets: Mapping[str, Sequence[str]], group: set[str]) -> tuple[str, ...]:
    """Return a shortest circle that begins at an id and contains only ids of its group."""
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
