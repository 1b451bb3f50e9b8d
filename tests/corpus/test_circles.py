"""Circular references are found, each reported once, and only where a relation forbids them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from tempfile import TemporaryDirectory
from typing import cast

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.corpus.test_checks import UNLISTED, found, problems
from tests.mistakes import MENTION

from alliancekit import PartialDate, states
from alliancekit.corpus import Corpus
from alliancekit.corpus._circles import circles, in_circles, in_words
from alliancekit.corpus.check_tables import checked
from alliancekit.corpus.files import write_tables as write
from alliancekit.models import Candidate, State
from alliancekit.models.state import Spell

LETTERS = "abcdef"
graphs = st.dictionaries(st.sampled_from(LETTERS), st.lists(st.sampled_from(LETTERS), unique=True, max_size=4))


def _reached(start: str, targets: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the ids that are reachable from an id."""
    reached: set[str] = set()
    waiting = [*targets.get(start, ())]
    while waiting:
        id_ = waiting.pop()
        if id_ not in reached:
            reached.add(id_)
            waiting += targets.get(id_, ())
    return reached


def _steps(circle: Sequence[str]) -> Iterator[tuple[str, str]]:
    return zip(circle, (*circle[1:], circle[0]), strict=True)


@given(targets=graphs)
def test_there_is_one_circle_per_group_of_ids_that_refer_to_each_other(targets: dict[str, list[str]]) -> None:
    circular = [id_ for id_ in targets if id_ in _reached(id_, targets)]
    assert in_circles(targets) == set(circular)
    named = circles(targets)
    for circle in named:
        assert len(set(circle)) == len(circle)
        assert all(target in targets[id_] for id_, target in _steps(circle))
    groups = [
        {id_ for id_ in circular if id_ in _reached(other, targets) and other in _reached(id_, targets)}
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
    assert in_words(circle) == (
        "s0 -> s1 -> s2 -> s3 -> s4 -> s5 -> s6 -> s7 -> s8 -> … -> s19999 -> s0 (20,000 records)"
    )


def state(name: str, *predecessors: str) -> State:
    make = cast("Callable[..., State]", attrs.evolve)
    return make(UNLISTED, id=f"state:{name}", predecessors=tuple(f"state:{other}" for other in predecessors), spells=())


def test_no_state_precedes_itself() -> None:
    assert problems(state("a", "b", "jpn"), state("b", "jpn"), state("c", "a", "b")) == []
    assert problems(state("a", "jpn", "a")) == ["predecessors[1] runs in a circle: state:a -> state:a"]
    (problem,) = found(state("c", "b"), state("b", "jpn", "c"), state("a", "c"))
    assert (problem.code, problem.record, problem.path) == ("AK911", "state:b", ("predecessors", 1))
    assert problem.message == "predecessors[1] runs in a circle: state:b -> state:c -> state:b"
    assert (
        problem.hint
        == "take one of the predecessors out, or give the spells of the state that existed before the other"
    )


def call(name: str, *statements: str) -> Candidate:
    make = cast("Callable[..., Candidate]", Candidate)
    missing = ("names", "proposers", "members", "rationale")
    return make(id=f"candidate:{name}", of="proposal", missing=missing, statements=statements, attestations=(MENTION,))


def remark(name: str, *about: str) -> Candidate:
    make = cast("Callable[..., Candidate]", Candidate)
    missing = ("speaker", "venue", "date", "content")
    return make(id=f"candidate:{name}", of="statement", missing=missing, about=about, attestations=(MENTION,))


@pytest.mark.parametrize(("make", "field"), [(call, "statements"), (remark, "about")])
def test_no_candidate_leads_back_to_itself(make: Callable[..., Candidate], field: str) -> None:
    assert problems(make("a", "candidate:b"), make("b")) == []
    assert problems(make("a", "candidate:a")) == [f"{field}[0] runs in a circle: candidate:a -> candidate:a"]
    assert problems(make("a", "candidate:b"), make("b", "candidate:a"), make("c", "candidate:a")) == [
        f"{field}[0] runs in a circle: candidate:a -> candidate:b -> candidate:a"
    ]


def test_two_candidates_may_refer_to_each_other_by_different_fields() -> None:
    assert problems(call("a", "candidate:b"), remark("b", "candidate:a")) == []


def test_a_state_may_succeed_a_younger_state() -> None:
    def lasting(name: str, other: str, period: str) -> State:
        spells = (Spell(system="cow", period=PartialDate(period)),)
        return attrs.evolve(state(name, other), spells=spells)

    # One state separated from the other and later rejoined it.
    whole, part = lasting("whole", "part", "1816/.."), lasting("part", "whole", "1913/1950")
    assert problems(whole, part) == []
    assert [problem.code for problem in found(lasting("whole", "part", "/1950"), part)] == ["AK911"]
    assert [problem.code for problem in found(lasting("whole", "part", "1913/.."), part)] == ["AK911"]
    with TemporaryDirectory() as folder:
        write((state("a", "b"), state("b", "a"), whole, part), folder)
        assert [problem.record for problem in checked([folder]).problems if problem.code == "AK911"] == ["state:a"]


def test_the_registry_has_no_circle() -> None:
    assert not Corpus(states.all_states()).warnings
