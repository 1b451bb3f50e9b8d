"""The garbage collector is off in loops over what is new, and has a look once in a while."""

import gc

import pytest

from alliancekit._collector import calmly


@pytest.mark.parametrize(("enabled", "looks"), [(True, [0, 0]), (False, [])])
def test_the_collector_has_a_look_once_in_a_while(
    monkeypatch: pytest.MonkeyPatch, *, enabled: bool, looks: list[int]
) -> None:
    was, asked = gc.isenabled(), list[int]()
    monkeypatch.setattr(gc, "collect", asked.append)
    try:
        (gc.enable if enabled else gc.disable)()
        assert [gc.isenabled() for _ in calmly(range(25_000))] == [False] * 25_000
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if was else gc.disable)()
    assert asked == looks
