"""Parties that joined a treaty late, or withdrew from it, and have no spells."""

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


SIGNED: Tree = {"kind": "signature", "date": "1960-01-19"}


@pytest.mark.parametrize(
    "consents",
    [
        [{"kind": "accession", "date": "1970"}],
        [SIGNED, {"kind": "ratification", "date": "1960-06-24"}],
        [{"kind": "succession", "date": "1959", "effective": "1961"}],
        [{"kind": "acceptance", "date": "1965"}, {"kind": "accession", "date": "1975"}],
        [{"kind": "accession", "date": "1970"}, {"kind": "reservation", "date": "1960-02"}],
    ],
)
def test_a_party_that_joined_late_needs_spells(consents: Acts) -> None:
    number = len(consents) - 1 if consents[0] == SIGNED else 0
    assert warned(consents) == [("AK926", ("parties", 0, "acts", number))]
    assert warned(consents, "1970/") == []
    assert treaty(consents).in_force_on("1960-06-23") is True


@pytest.mark.parametrize(
    "acts",
    [
        [SIGNED],
        [{"kind": "accession", "date": "1960-06"}],  # perhaps before the 23rd
        [{"kind": "accession"}],
        [{"kind": "ratification", "date": "1960-02"}, {"kind": "acceptance", "date": "1970"}],
        [{"kind": "accession", "date": "1970", "effective": "1960-06-23"}],
        [{"kind": "provisional_application", "date": "1960-06-23"}, {"kind": "ratification", "date": "1970"}],
        [{"kind": "approval", "date": "1970", "scope": "the command"}],
    ],
)
def test_a_party_that_may_be_an_original_one_needs_none(acts: Acts) -> None:
    assert warned(acts) == []


def test_parties_to_a_treaty_with_retroactive_effect_need_none() -> None:
    assert warned([{"kind": "ratification", "date": "1960-03"}], in_force="1959-12") == [("AK924", ("signed",))]


def test_who_consents_to_a_treaty_without_a_known_start_needs_no_spells() -> None:
    consent: Acts = [{"kind": "accession", "date": "1970"}]
    assert warned(consent, in_force=None, never_in_force=None) == []


def test_signatories_have_no_spells() -> None:
    assert warned([], signatories=[{"party": TWN, "acts": [{"kind": "withdrawal", "date": "1970"}]}]) == []


@pytest.mark.slow
@pytest.mark.parametrize("spells", [(), ("1970/1970",)])
@pytest.mark.parametrize("scope", [None, "the command"])
@pytest.mark.parametrize("kind", ["withdrawal", "accession"])
def test_tables_have_the_same_warnings(kind: str, scope: str | None, spells: tuple[str, ...], tmp_path: Path) -> None:
    part: dict[str, Tree] = {"scope": scope} if scope else {}
    joined = corpus.add(treaty([{"kind": kind, "date": "1970", **part}], *spells))
    joined.to_parquet(tmp_path)
    assert [problem.path for problem in check_parquet(tmp_path)] == [problem.path for problem in joined.warnings]
