"""Parties that withdrew from a treaty and have no spells."""

from pathlib import Path

import pytest
from tests.corpus.checks.joined import problems
from tests.corpus.test_corpus import corpus
from tests.mistakes import JPN, TREATY_1960, TWN, USA

from alliancekit import convert
from alliancekit.corpus import check_parquet
from alliancekit.formats import Tree
from alliancekit.models import Treaty

Acts = list[Tree]


def treaty(acts: Acts, *spells: str, **changes: Tree) -> Treaty:
    """Return a treaty of 1960 to 1980 with acts of its first party."""
    party: Tree = {"party": USA, "acts": acts, "spells": [*spells]}
    tree: dict[str, Tree] = {**convert.tree(TREATY_1960), "id": "treaty:x", "parties": [party, {"party": JPN}]}
    changed = {**tree, "commitments": [], "provisions": [], **changes}
    return convert.record(Treaty, {name: value for name, value in changed.items() if value is not None})


def warned(acts: Acts, *spells: str, **changes: Tree) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(problem.code, problem.path) for problem in problems(treaty(acts, *spells, **changes))]


@pytest.mark.parametrize(
    "exits",
    [
        [{"kind": "withdrawal", "date": "1970"}],
        [{"kind": "denunciation", "effective": "1970"}],
        [{"kind": "withdrawal"}],  # without a date, the end of the spell is not known
        [{"kind": "withdrawal", "date": "1970"}, {"kind": "accession", "date": "1975"}],
        [{"kind": "withdrawal", "date": "1970"}, {"kind": "revocation", "date": "1969"}],
        [{"kind": "withdrawal", "date": "1970"}, {"kind": "denunciation", "date": "1975"}],
    ],
)
def test_a_party_that_withdrew_needs_spells(exits: Acts) -> None:
    acts: Acts = [{"kind": "signature", "date": "1960-01-19"}, {"kind": "ratification", "date": "1960-02"}, *exits]
    assert warned(acts) == [("AK925", ("parties", 0, "acts", 2))]
    assert warned(acts, "1960/") == []
    party = treaty(acts).parties[0]
    assert not party.spells
    assert treaty(acts).in_force_on("1979") is True
    assert treaty(acts, "1960/1970").in_force_on("1979") is False


@pytest.mark.parametrize(
    "acts",
    [
        [],
        [{"kind": "suspension", "date": "1970"}],
        [{"kind": "withdrawal", "date": "1970", "scope": "the command"}],
        [{"kind": "denunciation", "date": "1970", "toward": [JPN]}],
        [{"kind": "withdrawal", "date": "1970"}, {"kind": "revocation", "date": "1971"}],
        [{"kind": "withdrawal", "date": "1970"}, {"kind": "revocation"}],
        [{"kind": "withdrawal"}, {"kind": "revocation", "date": "1971"}],
        [{"kind": "denunciation", "date": "1979", "effective": "1980"}],  # it ended the treaty
        [{"kind": "denunciation", "date": "197X~"}],
    ],
)
def test_other_parties_need_none(acts: Acts) -> None:
    assert warned(acts) == []


def test_a_treaty_that_is_not_known_to_last_beyond_the_exit_needs_none() -> None:
    acts: Acts = [{"kind": "denunciation", "date": "1970"}]
    assert warned(acts, ended=None, as_of="1969-12-31") == []
    assert warned(acts, ended=None, as_of="1980") == [("AK925", ("parties", 0, "acts", 0))]
    assert [code for code, _ in warned(acts, ended=None)] == ["AK923", "AK925"]


def test_signatories_have_no_spells() -> None:
    assert warned([], signatories=[{"party": TWN, "acts": [{"kind": "withdrawal", "date": "1970"}]}]) == []


@pytest.mark.slow
@pytest.mark.parametrize("spells", [(), ("1960/1970",)])
@pytest.mark.parametrize("scope", [None, "the command"])
def test_tables_have_the_same_warnings(scope: str | None, spells: tuple[str, ...], tmp_path: Path) -> None:
    part: dict[str, Tree] = {"scope": scope} if scope else {}
    joined = corpus.add(treaty([{"kind": "withdrawal", "date": "1970", **part}], *spells))
    joined.to_parquet(tmp_path)
    assert [problem.path for problem in check_parquet(tmp_path)] == [problem.path for problem in joined.warnings]
