"""Warnings about dates: of the future, in the year 9999, and a treaty without a last known day."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from tests.mistakes import CORPUS, JPN, MINISTER, PACT, PROPOSAL, STATE, STATEMENT, TREATY_1960, TWN, USA

from alliancekit import convert
from alliancekit.corpus import Corpus, check_parquet, clock, load
from alliancekit.corpus.checks import CorpusIndex
from alliancekit.corpus.checks.dates import problems
from alliancekit.dates import PartialDate
from alliancekit.formats import Tree
from alliancekit.models import Entry, Source, State, Treaty

TODAY = date(2030, 6, 15)
PACT_ACTOR = next(record for record in CORPUS if record.id == PACT)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "day_in_utc", lambda: TODAY)


def warned(record: Entry) -> list[tuple[str, str]]:
    return [(problem.code, problem.message) for problem in problems(CorpusIndex({record.id: record}))]


def source(accessed: str) -> Source:
    return cast("Callable[..., Source]", Source)(
        id="source:x", kind="webpage", untitled="it has none", accessed=PartialDate(accessed)
    )


@pytest.mark.parametrize(
    ("day", "ahead"),
    [
        ("2030-06-15", False),
        ("2030-06-16", False),  # the day that it is already in the east
        ("2030-06-17", True),
        ("2030-06", False),
        ("2030-07", True),
        ("2030", False),
        ("203X", False),
        ("2031", True),
        ("2951~", True),
        ("-0044", False),
        ("9999-12-31", True),
    ],
)
def test_a_date_of_the_future_is_a_warning(day: str, ahead: bool) -> None:  # noqa: FBT001 - an answer
    assert warned(source(day)) == [("AK921", f"accessed lies in the future, got {day}")] * ahead


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("1990/..", None),
        ("1990/", None),
        ("../2030", None),
        ("1990/2951", ("AK921", "spells[0].period ends in the future, got 1990/2951")),
        ("2951/..", ("AK921", "spells[0].period starts in the future, got 2951/..")),
        ("1990/9999", ("AK922", "spells[0].period must not end in 9999, which stands for 'no end', got 1990/9999")),
    ],
)
def test_an_interval_is_looked_at_at_both_ends(period: str, expected: tuple[str, str] | None) -> None:
    state = convert.record(State, {**convert.tree(STATE), "spells": [{"system": "cow", "period": period}]})
    assert warned(state) == ([expected] if expected else [])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"in_force": "1952"}, ["AK923"]),
        ({"in_force": "1952", "ended": "1990"}, []),
        ({"in_force": "1952", "as_of": "2018"}, []),
        ({"signed": "1953"}, []),
        ({"signed": "2951"}, ["AK921"]),
        ({"in_force": "1952", "ended": "2040"}, ["AK921"]),
        ({"in_force": "1952", "as_of": "2040"}, ["AK921"]),
        ({"in_force": "1952", "ended": "9999"}, ["AK922"]),
        ({"in_force": "1952", "as_of": "9999-12-31"}, ["AK922"]),
        ({"in_force": "1952", "signed": "1953", "as_of": "2018"}, ["AK924"]),
        ({"in_force": "1952", "signed": "1953"}, ["AK923", "AK924"]),
        ({"in_force": "1952", "signed": "1952-03", "as_of": "2018"}, []),
        ({"in_force": "1952~", "signed": "1953", "as_of": "2018"}, []),
    ],
)
def test_each_doubtful_date_of_a_treaty_is_one_warning(
    dates: dict[str, Tree], expected: list[str], tmp_path: Path
) -> None:
    treaty = treaty_with(**dates)
    assert [code for code, _ in warned(treaty)] == expected
    corpus = Corpus([*(record for record in CORPUS if not isinstance(record, Treaty)), treaty])
    assert [problem.code for problem in corpus.warnings] == expected
    corpus.write(tmp_path / "corpus.yaml")
    loaded = load(tmp_path).warnings
    # Warnings of a file are in the order of the file.
    assert {(problem.code, problem.path) for problem in loaded} == {(each.code, each.path) for each in corpus.warnings}
    assert all(problem.location and problem.location.line for problem in loaded)
    corpus.to_parquet(tmp_path / "tables")
    found = check_parquet(tmp_path / "tables")
    assert found == load(tmp_path / "tables").warnings
    assert [problem.code for problem in found] == expected


def treaty_with(**dates: Tree) -> Treaty:
    tree = convert.tree(TREATY_1960)
    left_out = ("signed", "in_force", "ended", "as_of", "commitments", "provisions")
    kept = {name: value for name, value in tree.items() if name not in left_out}
    return convert.record(
        Treaty, {**kept, "id": "treaty:x", "parties": [{"party": "state:jpn"}, {"party": "state:twn"}], **dates}
    )


@pytest.mark.parametrize(
    ("record", "changes", "expected"),
    [
        (
            TREATY_1960,
            {"parties": [{"party": USA, "acts": [{"kind": "reservation", "date": "2951"}]}, {"party": JPN}]},
            ("AK921", "parties[0].acts[0].date lies in the future, got 2951"),
        ),
        (
            TREATY_1960,
            {"signatories": [{"party": TWN, "acts": [{"kind": "refusal", "effective": "2951"}]}]},
            ("AK921", "signatories[0].acts[0].effective lies in the future, got 2951"),
        ),
        (
            TREATY_1960,
            {"signatories": [{"party": TWN, "acts": [{"kind": "provisional_application", "until": "9999"}]}]},
            (
                "AK922",
                "signatories[0].acts[0].until must not lie in 9999, which stands for 'no end', got 9999",
            ),
        ),
        (
            PROPOSAL,
            {"outcomes": [{"status": "open", "date": "2951"}]},
            ("AK921", "outcomes[0].date lies in the future, got 2951"),
        ),
        (STATE, {"codings": [{"by": "ab", "date": "2951"}]}, ("AK921", "codings[0].date lies in the future, got 2951")),
        (
            PACT_ACTOR,
            {"members": [{"party": USA, "spells": ["2951/.."]}]},
            ("AK921", "members[0].spells[0] starts in the future, got 2951/.."),
        ),
    ],
)
def test_a_date_of_the_future_inside_a_record_is_a_warning(
    record: Entry, changes: dict[str, Tree], expected: tuple[str, str]
) -> None:
    changed = convert.record(type(record), {**convert.tree(record), **changes})
    assert warned(changed)[0] == expected


def test_the_hint_for_a_time_without_end_is_to_leave_the_end_out() -> None:
    acts: Tree = [{"kind": "suspension", "date": "1965", "until": "9999"}]
    parties: Tree = [{"party": USA, "acts": acts}, {"party": JPN}]
    tree = {**convert.tree(TREATY_1960), "parties": parties, "ended": None, "as_of": "1980"}
    treaty = convert.record(Treaty, tree)
    (problem,) = problems(CorpusIndex({treaty.id: treaty}))
    assert problem.hint == "leave 'until' out where there is no end"


@pytest.mark.parametrize("dates", [{"signed": "2951"}, {"in_force": "1953", "ended": "9999"}])
def test_a_state_need_not_be_a_member_of_its_system_in_the_future(dates: dict[str, Tree]) -> None:
    ended: list[Tree] = [{"system": "cow", "period": "1952-04-28/2020"}]
    state = convert.record(State, {**convert.tree(STATE), "spells": ended})
    others = [record for record in CORPUS if not isinstance(record, Treaty) and record.id != state.id]
    assert len(Corpus([*others, state, treaty_with(**dates)]).warnings) == 1


def test_a_date_that_is_wrong_already_is_no_warning() -> None:
    tree = {**convert.tree(STATEMENT), "id": "statement:x", "date": "2925-04-28", "office": "Minister of the Sea"}
    tree["speaker"] = MINISTER
    records = [*CORPUS, convert.record(type(STATEMENT), tree)]
    with pytest.raises(ValueError, match="AK904") as caught:
        Corpus(records)
    assert [problem.code for problem in getattr(caught.value, "problems")] == ["AK904"]  # noqa: B009
