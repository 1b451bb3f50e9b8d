"""Acts of parties and signatories: what the rules allow and refuse, with treaties that were signed in fact."""

from collections.abc import Mapping

import pytest

from alliancekit import convert
from alliancekit.errors import InvalidRecord
from alliancekit.formats import Tree
from alliancekit.models import Treaty


def codes(treaty: Mapping[str, Tree]) -> list[str]:
    """Return the codes of the problems of a treaty."""
    try:
        convert.record(Treaty, {"id": "treaty:x", "names": [{"text": "A treaty"}], **treaty})
    except InvalidRecord as error:
        return [problem.code for problem in error.problems]
    return []


def party(id_: str, *acts: Tree, spells: tuple[str, ...] = ()) -> dict[str, Tree]:
    return {"party": f"state:{id_}", "spells": [*spells], "acts": [*acts]}


def signatory(id_: str, *acts: Tree) -> dict[str, Tree]:
    return {"party": f"state:{id_}", "acts": [*acts]}


def act(kind: str, date: str = "", **others: Tree) -> dict[str, Tree]:
    return {"kind": kind, **({"date": date} if date else {}), **others}


def with_party(*acts: Tree, spells: tuple[str, ...] = (), **dates: Tree) -> dict[str, Tree]:
    """Return a treaty of two parties, the first of which has some acts and spells."""
    return {**dates, "parties": [party("a", *acts, spells=spells), party("b")]}


SIGNED_1949: dict[str, Tree] = {"signed": "1949-04-04", "in_force": "1949-08-24"}
SUSPENDED: dict[str, Tree] = {"signed": "1951-09-01", "in_force": "1952-04-29", "ended": "1991"}
EDC: dict[str, Tree] = {
    "signed": "1952-05-27",
    "never_in_force": True,
    "signatories": [
        signatory("west-germany", act("ratification", "1954-03-30"), act("domestic_approval", "1953-03-19")),
        signatory("france", act("refusal", "1954-08-30", scope="Assemblée nationale")),
        *(signatory(name, act("ratification")) for name in ("belgium", "netherlands", "luxembourg")),
        signatory("italy"),
    ],
}


@pytest.mark.parametrize(
    ("code", "good", "bad"),
    [
        pytest.param(
            "AK616",
            with_party(act("signature", "1949-04")) | SIGNED_1949,
            with_party(act("signature", "1949-03")) | SIGNED_1949,
            id="no signature is before that of the treaty",
        ),
        *(
            pytest.param(
                "AK616",
                with_party(act(kind, "1991-07")) | SIGNED_1949 | {"ended": "1991-07-01"},
                with_party(act(kind, date)) | SIGNED_1949 | {"ended": "1991-07-01"},
                id=f"no {kind} is dated {date}",
            )
            for kind in ("accession", "ratification", "exchange", "withdrawal")
            for date in ("1854", "1991-07-02")
        ),
        pytest.param(
            "AK616",
            with_party(act("succession", "1992")) | SIGNED_1949 | {"ended": "1991-07-01"},
            with_party(act("acceptance", "1992")) | SIGNED_1949 | {"ended": "1991-07-01"},
            id="a succession may be notified after the end",
        ),
        pytest.param(
            "AK624",
            with_party(act("signature", "1949-04-04"), act("ratification", "1949-04-04")),
            with_party(act("signature", "1949-04-04"), act("ratification", "1949-04-03")),
            id="no ratification is before the first signature",
        ),
        pytest.param(
            "AK626",
            with_party(act("accession", "1952-02-18"), spells=("1952-02-18/..",)) | SIGNED_1949,
            with_party(act("accession", "1952-02-18"), spells=("1951/..",)) | SIGNED_1949,
            id="no spell begins before all dated acts",
        ),
        pytest.param(
            "AK627",
            with_party(act("withdrawal", effective="1968-09-13"), spells=("1955-06/1968-09-13",)),
            with_party(act("withdrawal", effective="1968-09-13"), spells=("1955-06/1991",)),
            id="no spell lasts beyond an exit",
        ),
        pytest.param(
            "AK627",
            with_party(act("withdrawal", effective="1968"), act("revocation", "1967"), spells=("1955-06/1991",)),
            with_party(act("withdrawal", effective="1968"), act("revocation", "1970"), spells=("1955-06/1991",)),
            id="an exit that is revoked in time ends no spell",
        ),
        pytest.param(
            "AK626",
            with_party(act("succession", "1993-02-22"), spells=("1993-01-01/..",)),
            with_party(act("succession", effective="1993-02-22"), spells=("1993-01-01/..",)),
            id="a succession has effect before its date",
        ),
        pytest.param(
            "AK623",
            with_party(act("objection", "1990", toward=["state:b"]), act("objection", "1990")),
            with_party(act("objection", "1990"), act("objection", "1990")),
            id="acts of one kind differ in date, scope or direction",
        ),
        pytest.param(
            "AK620",
            with_party(act("suspension", "1986", until="2012")),
            with_party(act("withdrawal", "1986", until="2012")),
            id="only two kinds of acts last",
        ),
        pytest.param(
            "AK622",
            with_party(act("suspension", "1986", until="2012")),
            with_party(act("suspension", "1986", until="1985")),
            id="no act ends before its date",
        ),
        pytest.param(
            "AK621",
            with_party(act("provisional_application", effective="1986", until="2012")),
            with_party(act("provisional_application", effective="1986", until="1985")),
            id="no act ends before it has effect",
        ),
        pytest.param(
            "AK618",
            with_party(act("suspension", toward=["state:b"])),
            with_party(act("suspension", toward=["state:a"])),
            id="no act has effect toward its own state",
        ),
        pytest.param("AK615", EDC, {**EDC, "in_force": "1954"}, id="never in force excludes a day of entry into force"),
        pytest.param("AK615", EDC, {**EDC, "ended": "1954"}, id="never in force excludes an end"),
        pytest.param(
            "AK615",
            EDC,
            {**EDC, "parties": [party("united-kingdom")]},
            id="never in force excludes parties",
        ),
        pytest.param("AK601", EDC, {**EDC, "signatories": [signatory("italy")]}, id="two or more took part"),
        pytest.param(
            "AK613",
            {"parties": [party("a")], "signatories": [signatory("b")]},
            {"parties": [party("a"), party("b")], "signatories": [signatory("b")]},
            id="nobody is party and signatory",
        ),
        pytest.param(
            "AK617",
            with_party(act("suspension", "1986")) | SUSPENDED,
            with_party(act("suspension", "1950")) | SUSPENDED,
            id="a suspension is not before the treaty",
        ),
        pytest.param(
            "AK617",
            with_party(act("suspension", "1986", until="1991")) | SUSPENDED,
            with_party(act("suspension", "1986", until="1992")) | SUSPENDED,
            id="a suspension does not outlast the treaty",
        ),
        pytest.param(
            "AK625",
            with_party(act("ratification", "1955"), act("withdrawal", "1967")),
            with_party(act("ratification", "1955"), act("withdrawal", "1954")),
            id="no exit is before all consents",
        ),
        pytest.param(
            "AK610",
            {**EDC, "as_of": "2020"},
            {**EDC, "as_of": "2020", "never_in_force": False},
            id="what is known as of a day is known",
        ),
    ],
)
def test_a_rule_of_acts(code: str, good: Mapping[str, Tree], bad: Mapping[str, Tree]) -> None:
    assert codes(good) == []
    assert codes(bad) == [code]


@pytest.mark.parametrize(
    "treaty",
    [
        pytest.param(
            with_party(
                act("signature", "1966-09-01"),
                act("ratification", "1966-09-01"),
                signed="1955-12-13",
                in_force="1965-02",
            ),
            id="Ireland signs after the entry into force",
        ),
        pytest.param(
            {"signed": "1955-12-13", "in_force": "1955-01", **with_party()}, id="in force before it is signed"
        ),
        pytest.param(
            {
                "signed": "1856-04-15",
                "parties": [party("austria"), party("france"), party("united-kingdom")],
                "commitments": [{"by": "state:austria", "toward": ["state:ottoman-empire"], "obligation": "defense"}],
            },
            id="a guarantee is owed to a state that is no party",
        ),
        pytest.param(
            with_party(act("accession", "1952-02-18"), spells=("1952-02-18/..",)) | SIGNED_1949,
            id="Greece accedes without a signature",
        ),
        pytest.param(EDC, id="four states ratify, and the treaty is never in force"),
        pytest.param(
            with_party(act("succession", "2006-10-23", effective="2006-06-03"), spells=("2006-06-03/..",)),
            id="the succession of Montenegro has effect before its date",
        ),
        pytest.param(
            {"signatories": [signatory("united-kingdom", act("signature", "1956"), act("reservation", "1956"))]}
            | {"parties": [party("france")]},
            id="the United Kingdom makes a reservation without consent",
        ),
        pytest.param(
            with_party(
                act("provisional_application", "1947-10-30", until="1995"), signed="1947-10-30", in_force="1948"
            ),
            id="a provisional application outlasts the entry into force",
        ),
        pytest.param(
            with_party(act("suspension", "1986-08-11", toward=["state:b"]), spells=("1952-04-29/..",))
            | SUSPENDED
            | {"ended": None},
            id="a suspension does not end a spell",
        ),
        pytest.param(
            with_party(act("denunciation", "1936-03-07"), signed="1925-12-01", in_force="1926-09-14"),
            id="Germany denounces a treaty without a clause on withdrawal",
        ),
        pytest.param({"parties": [party("france"), {"party": "actor:saar"}]}, id="a participant is no state"),
        pytest.param(with_party(spells=("1991-12-25/..",)), id="a successor has no act"),
        pytest.param(
            with_party(act("withdrawal", "2016-10-19"), act("revocation", "2017-03-07", effective="2017-03-07"))
            | {"signed": "1998"},
            id="South Africa takes back a withdrawal",
        ),
        pytest.param(
            with_party(
                act("ratification"),
                act("withdrawal", effective="1974-08-14"),
                act("accession", "1980-10-20"),
                spells=("1952/1974-08-14", "1980-10-20/.."),
            ),
            id="a state becomes a party again",
        ),
        pytest.param(
            with_party(act("withdrawal", effective="1966-07-01", scope="the command"), spells=("1949/..",)),
            id="France leaves a part of a treaty",
        ),
        pytest.param(
            with_party(act("ratification", "1949"), act("declaration"), spells=("1948/..",)),
            id="an act without a date may be earlier than a spell",
        ),
    ],
)
def test_what_must_not_be_a_rule(treaty: Mapping[str, Tree]) -> None:
    assert codes({name: value for name, value in treaty.items() if value is not None}) == []


def test_acts_do_not_make_a_treaty_be_in_force() -> None:
    treaty = convert.record(Treaty, {"id": "treaty:edc-1952", "names": [{"text": "EDC"}], **EDC})
    assert treaty.in_force_on("1954") is False
    as_of = convert.record(Treaty, {"id": "treaty:edc-1952", "names": [{"text": "EDC"}], **EDC, "as_of": "1954-12-31"})
    assert as_of.in_force_on("1954") is False
    assert as_of.in_force_on("1955") is None


def test_a_message_names_the_act_and_its_date() -> None:
    early = with_party(act("definitive_signature", "1950"), act("approval", "1949"), act("acceptance", "1948"))
    with pytest.raises(InvalidRecord) as caught:
        convert.record(Treaty, {"id": "treaty:x", "names": [{"text": "A treaty"}], **early})
    assert [problem.message for problem in caught.value.problems] == [
        "parties[0].acts[1].date must not be before item [0] (definitive signature 1950), got 1949 (also: acts[2].date)"
    ]
