"""Circles of references: each group of ids has one, and a shortest one."""

from collections.abc import Iterator, Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from alliancekit.corpus._circles import circle_text, circles, ids_in_circles

LETTERS = "abcdef"
graphs = st.dictionaries(st.sampled_from(LETTERS), st.lists(st.sampled_from(LETTERS), unique=True, max_size=4))


def reached_from(start: str, targets: Mapping[str, Sequence[str]]) -> set[str]:
    """Return what an id leads to, directly or not."""
    reached: set[str] = set()
    waiting = [*targets.get(start, ())]
    while waiting:
        id_ = waiting.pop()
        if id_ not in reached:
            reached.add(id_)
            waiting += targets.get(id_, ())
    return reached


def steps(circle: Sequence[str]) -> Iterator[tuple[str, str]]:
    return zip(circle, (*circle[1:], circle[0]), strict=True)


@given(targets=graphs)
def test_there_is_one_circle_for_each_group_of_ids_that_lead_to_each_other(targets: dict[str, list[str]]) -> None:
    circular = [id_ for id_ in targets if id_ in reached_from(id_, targets)]
    assert ids_in_circles(targets) == set(circular)
    named = circles(targets)
    for circle in named:
        assert len(set(circle)) == len(circle)
        assert all(target in targets[id_] for id_, target in steps(circle))
    groups = [
        {id_ for id_ in circular if id_ in reached_from(other, targets) and other in reached_from(id_, targets)}
        for other in circular
    ]
    firsts = [min(group, key=[*targets].index) for group in groups]
    assert [circle[0] for circle in named] == sorted(set(firsts), key=[*targets].index)


def test_a_shortest_circle_is_reported() -> None:
    assert circles({"a": ["b", "c"], "b": ["c"], "c": ["a", "x"]}) == [("a", "c")]
    assert circles({"a": ["a", "b"], "b": ["a"]}) == [("a",)]


def test_a_long_circle_is_shortened_in_the_middle() -> None:
    ring = [f"s{n}" for n in range(20_000)]
    (circle,) = circles({id_: [ring[(n + 1) % 20_000]] for n, id_ in enumerate(ring)})
    assert circle == tuple(ring)
    assert circle_text(circle) == (
        "s0 -> s1 -> s2 -> s3 -> s4 -> s5 -> s6 -> s7 -> s8 -> … -> s19999 -> s0 (20,000 records)"
    )
