"""Offices of speakers, and their times."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

import attrs
import pytest
from tests.corpus.checks.joined import messages, problems
from tests.corpus.test_corpus import corpus, statement
from tests.mistakes import ACTOR, CANDIDATE, JPN, MENTION, MINISTER, WEEKLY

from alliancekit.corpus.check_tables import checked
from alliancekit.corpus.checks import CorpusIndex, offices
from alliancekit.corpus.files import write_tables
from alliancekit.dates import PartialDate
from alliancekit.models import Candidate, Entry
from alliancekit.models.actor import Office
from alliancekit.models.attestation import Attestation
from alliancekit.models.ids import ActorId, CandidateId


@pytest.mark.parametrize(
    ("speaker", "office", "date", "message"),
    [
        (MINISTER, "Minister of the Sea", "2023", None),
        (MINISTER, "Minister of the Sea", "2021/2022", None),
        (MINISTER, "Minister of the Sea", "2020~", None),
        (
            MINISTER,
            "Minister of the Sea",
            "2020",
            "date must lie in the time in which actor:minister was Minister of the Sea (2022/2024), got 2020",
        ),
        (
            MINISTER,
            "Minister of the See",
            "2023",
            "office must be one of the offices of actor:minister, got 'Minister of the See'",
        ),
        (JPN, "Minister", "2023", "office must be one of the offices of state:jpn, got 'Minister'"),
    ],
)
def test_an_office_is_held_when_something_is_said_in_it(
    speaker: str, office: str, date: str, message: str | None
) -> None:
    new = attrs.evolve(statement("x", date, speaker), office=office)
    assert messages(new) == ([message] if message else [])
    candidate = cast("Callable[..., Candidate]", attrs.evolve)(
        CANDIDATE,
        id="candidate:x",
        speaker=speaker,
        office=office,
        date=PartialDate(date),
        missing=("venue",),
        attestations=(Attestation(source=WEEKLY, wording="mention"),),
    )
    assert messages(candidate) == ([message] if message else [])


def test_the_hint_of_a_misspelt_office_is_the_nearest_title() -> None:
    problem, other = problems(
        attrs.evolve(statement("x", "2023"), office="Minister of the See"),
        attrs.evolve(statement("y", "2023"), office="King"),
    )
    assert problem.hint == "did you mean 'Minister of the Sea'?"
    assert other.hint == "add the office to the speaker, or correct its title"


def test_a_slip_that_comes_again_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alliancekit.messages.EFFORT", 1)
    slips = [attrs.evolve(statement(f"x{n}", "2023"), office="Minister of the See") for n in range(3)]
    index = CorpusIndex({record.id: record for record in (*corpus, *slips)})
    assert [problem.hint for problem in offices.problems(index)] == ["did you mean 'Minister of the Sea'?"] * 3


def test_of_an_office_of_many_periods_the_first_are_named() -> None:
    periods = tuple(PartialDate(f"{year}-01/{year}-06") for year in range(2000, 2010))
    offices = tuple(attrs.evolve(ACTOR.offices[0], title="King", period=period) for period in periods)
    king = attrs.evolve(ACTOR, id=ActorId("actor:king"), offices=offices, identifiers=())
    said = attrs.evolve(statement("x", "2020", king.id), office="King")
    time = "2000-01/2000-06, 2001-01/2001-06, 2002-01/2002-06, 2003-01/2003-06, 2004-01/2004-06, and 5 more"
    assert messages(king, said) == [f"date must lie in the time in which actor:king was King ({time}), got 2020"]


@pytest.mark.slow
@pytest.mark.parametrize("periods", [(None,), (None, "2000/2005"), ("2000/2005", None)])
def test_a_statement_in_an_office_of_unknown_period_may_have_any_date(
    periods: tuple[str | None, ...], tmp_path: Path
) -> None:
    offices = tuple(Office(title="King", period=PartialDate(period) if period else None) for period in periods)
    king = attrs.evolve(ACTOR, id=ActorId("actor:king"), offices=offices, identifiers=())
    said = attrs.evolve(statement("x", "2020", king.id), office="King")
    assert messages(king, said) == []
    write_tables((*corpus, king, said), tmp_path)
    found = checked([tmp_path])
    assert found.problems == ()
    assert "AK906" not in found.doubts


def test_an_office_of_another_title_with_unknown_period_changes_nothing() -> None:
    minister = attrs.evolve(ACTOR, offices=(*ACTOR.offices, Office(title="King")))
    said = attrs.evolve(statement("x", "2020"), office="King")
    records: dict[str, Entry] = {record.id: record for record in (*corpus, minister, said)}
    assert [*offices.problems(CorpusIndex(records))] == []
    late = attrs.evolve(statement("y", "2020"), office=ACTOR.offices[0].title)
    assert [problem.code for problem in offices.problems(CorpusIndex({**records, late.id: late}))] == ["AK906"]


def test_an_office_of_nobody_or_without_a_date_is_not_checked() -> None:
    nobody = Candidate(
        id=CandidateId("candidate:x"),
        of="statement",
        missing=("speaker", "venue", "date"),
        office="King",
        content="Says so.",
        attestations=(MENTION,),
    )
    undated = attrs.evolve(CANDIDATE, id=CandidateId("candidate:y"), speaker=MINISTER, office="Minister of the Sea")
    assert messages(nobody, undated) == []
