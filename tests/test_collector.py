"""Pauses of the garbage collector."""

import gc
from collections.abc import Iterator
from threading import Barrier, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancekit._collector import gc_paused, iterate_with_gc_paused


@pytest.fixture(params=[True, False], ids=["on", "off"])
def enabled(request: pytest.FixtureRequest) -> Iterator[bool]:
    """Return whether the collector is on before the test."""
    was, enable = gc.isenabled(), request.param is True
    (gc.enable if enable else gc.disable)()
    yield enable
    (gc.enable if was else gc.disable)()


def test_new_objects_are_collected_after_every_chunk(monkeypatch: pytest.MonkeyPatch, *, enabled: bool) -> None:
    generations = list[int]()
    monkeypatch.setattr(gc, "collect", generations.append)
    assert [gc.isenabled() for _ in iterate_with_gc_paused(range(25_000))] == [False] * 25_000
    assert gc.isenabled() is enabled
    assert generations == ([0, 0] if enabled else [])


def test_the_state_is_restored_when_a_loop_fails_or_is_abandoned(*, enabled: bool) -> None:
    with pytest.raises(ZeroDivisionError):
        list(iterate_with_gc_paused(1 // n for n in (1, 0)))
    loop = iterate_with_gc_paused(range(2))
    next(loop)
    del loop
    assert gc.isenabled() is enabled


@given(leave=st.permutations(range(4)), turns=st.lists(st.booleans(), max_size=4))
def test_the_collector_is_off_until_the_last_loop_ends(leave: list[int], turns: list[bool]) -> None:
    """Loops start and end in any order."""
    loops = [iterate_with_gc_paused(range(2)) for _ in range(4)]
    was = gc.isenabled()
    gc.enable()
    try:
        waiting, inside = list(leave), list[int]()
        for comes in (*turns, *[True] * 4, *[False] * 4):
            if comes and waiting:
                inside.append(waiting.pop())
                next(loops[inside[-1]])
            elif inside and not comes:
                loops[inside.pop(0)].close()
            assert gc.isenabled() is (not inside)
    finally:
        (gc.enable if was else gc.disable)()


def test_the_collector_is_on_again_after_many_threads() -> None:
    was, barrier, seen = gc.isenabled(), Barrier(8), list[bool]()

    def work() -> None:
        barrier.wait()
        for _ in range(200):
            with gc_paused():
                seen.append(gc.isenabled())

    gc.enable()
    try:
        threads = [Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert gc.isenabled()
    finally:
        (gc.enable if was else gc.disable)()
    assert seen == [False] * 1_600
