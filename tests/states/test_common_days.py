"""Pairs of states that were members of one system in a year, but never on the same day of it."""

from alliancekit.states.common_days import pairs_without_common_day


def test_a_state_and_its_predecessor_share_no_day() -> None:
    ids = ["state:deu", "state:west-germany", "state:east-germany", "state:fra", "state:own"]
    pairs = [("state:deu", "state:west-germany"), ("state:deu", "state:east-germany")]
    assert list(pairs_without_common_day(ids, 1990)) == pairs
    assert list(pairs_without_common_day(ids, 1989)) == []


def test_each_system_counts_by_itself() -> None:
    # Liechtenstein is a microstate of Gleditsch and Ward in all of 1990. Correlates of War lists it from September on,
    # and North Yemen until May.
    pair = ("state:lie", "state:north-yemen")
    assert list(pairs_without_common_day(pair, 1990)) == [pair]
