"""States that were members of a system in a year, but on no common day."""

from alliancekit.states.together import apart


def test_a_state_and_the_one_that_it_became_share_no_day() -> None:
    found = ["state:deu", "state:west-germany", "state:east-germany", "state:fra", "state:own"]
    assert list(apart(found, 1990)) == [("state:deu", "state:west-germany"), ("state:deu", "state:east-germany")]
    assert list(apart(found, 1989)) == []
