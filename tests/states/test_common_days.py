"""Pairs of states that were members of a system in a year, but never on the same day."""

from alliancekit.states.common_days import pairs_without_common_day


def test_a_state_and_its_predecessor_share_no_day() -> None:
    ids = ["state:deu", "state:west-germany", "state:east-germany", "state:fra", "state:own"]
    pairs = [("state:deu", "state:west-germany"), ("state:deu", "state:east-germany")]
    assert list(pairs_without_common_day(ids, 1990)) == pairs
    assert list(pairs_without_common_day(ids, 1989)) == []
