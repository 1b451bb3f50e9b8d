"""A three-way merge has the changes of both sides, and lists those that contradict each other."""

import re
from collections.abc import Callable, Sequence
from itertools import chain
from typing import cast

import pytest
from attrs import evolve
from hypothesis import given, reject
from hypothesis import strategies as st
from tests.mistakes import (
    ATTESTATION,
    COMMITMENT,
    CORPUS,
    JPN,
    MENTION,
    MINISTER,
    PACT,
    PROPOSAL,
    SOURCE,
    STATE,
    STATEMENT,
    TREATY_1960,
    TWN,
    USA,
)
from tests.profiles import examples

from alliancekit import Code, Coding, Name, Office, PartialDate, Party, Region, Venue
from alliancekit.corpus import Corpus, merge_changes
from alliancekit.errors import InvalidCorpus, InvalidRecord
from alliancekit.models import Entry, Proposal, Statement, Treaty
from alliancekit.strategies import corpora
from alliancekit.strategies.of_models import treaties

corpus = Corpus(CORPUS)
change = cast("Callable[..., Treaty]", evolve)
of_statement = cast("Callable[..., Statement]", evolve)
of_entry = cast("Callable[..., Entry]", evolve)
of_proposal = cast("Callable[..., Proposal]", evolve)

USA_PARTY, JPN_PARTY = TREATY_1960.parties
EDITS: dict[str, Callable[[Treaty], Treaty]] = {
    "place": lambda treaty: change(treaty, place="Oslo"),
    "ended": lambda treaty: change(treaty, ended=PartialDate("1981")),
    "note": lambda treaty: change(treaty, note="invented"),
    "name": lambda treaty: change(treaty, names=(*treaty.names, Name(text="Oceans Pact"))),
    "party": lambda treaty: change(treaty, parties=(*treaty.parties, Party(party=TWN))),
    "spell": lambda treaty: change(
        treaty,
        parties=tuple(
            evolve(each, spells=(PartialDate("1962/1970"),)) if each.party == USA else each for each in treaty.parties
        ),
    ),
    "order": lambda treaty: change(treaty, commitments=treaty.commitments[::-1]),
    "commitments": lambda treaty: change(
        treaty, commitments=tuple(evolve(each, period=PartialDate("1962/1970")) for each in treaty.commitments)
    ),
}
"""Changes of different parts of a treaty."""


def edited(names: Sequence[str]) -> Treaty:
    result = TREATY_1960
    for name in names:
        result = EDITS[name](result)
    return result


def merged(base: Entry, ours: Entry, theirs: Entry) -> Entry:
    """Return the merged record; there must be no conflict, and the order of the sides must not matter."""
    result = merge_changes([base], [ours], [theirs])
    assert result.conflicts == ()
    assert merge_changes([base], [theirs], [ours]) == result
    (record,) = result.records
    return record


def conflicts(base: Entry, ours: Entry, theirs: Entry) -> list[str]:
    """Return the names of the parts in conflict; the other order of the sides must have the same conflicts."""
    result = merge_changes([base], [ours], [theirs])
    other = merge_changes([base], [theirs], [ours])
    assert [(each.name, each.ours, each.theirs) for each in result.conflicts] == [
        (each.name, each.theirs, each.ours) for each in other.conflicts
    ]
    return [each.field for each in result.conflicts]


# --- Properties -----------------------------------------------------------------------------------------------------


@examples(50)
@given(corpora(most=1), corpora(most=1))
def test_changes_of_one_side_or_equal_changes_are_the_result(base: Corpus, other: Corpus) -> None:
    assert merge_changes(base, other, base).corpus() == other
    assert merge_changes(base, base, other).corpus() == other
    assert merge_changes(base, other, other).corpus() == other


@examples(30)
@given(corpora(most=1), corpora(most=1), corpora(most=1))
def test_the_sides_are_symmetric_up_to_conflicts(base: Corpus, ours: Corpus, theirs: Corpus) -> None:
    one, other = merge_changes(base, ours, theirs), merge_changes(base, theirs, ours)
    assert [(each.name, each.base, each.ours, each.theirs) for each in one.conflicts] == [
        (each.name, each.base, each.theirs, each.ours) for each in other.conflicts
    ]
    if not one.conflicts:
        assert one == other


@examples(50)
@given(st.lists(treaties(), min_size=3, max_size=3))
def test_versions_of_a_record_are_merged_or_in_conflict(versions: list[Treaty]) -> None:
    base, ours, theirs = (change(each, id=versions[0].id) for each in versions)
    result = merge_changes([base], [ours], [theirs])
    assert result.conflicts or result == merge_changes([base], [theirs], [ours])
    assert merge_changes([base], [ours], [base]).records == (ours,)


@examples(50)
@given(st.permutations([*EDITS]), st.integers(0, len(EDITS)))
def test_disjoint_changes_are_merged_without_conflicts(names: list[str], number: int) -> None:
    ours, theirs = names[:number], names[number:]
    assert merged(TREATY_1960, edited(ours), edited(theirs)) == edited(names)


DAYS = (PartialDate("2025-04-29"), PartialDate("2025-04-30"))
DIGESTS = tuple(f"ni:///sha-256;{letter * 42}A" for letter in "AB")
OBJECTS: dict[str, tuple[Entry, list[object]]] = {
    "codes": (STATE, [Code(system=system, value=value) for system in ("cow", "gw") for value in ("2", "20")]),
    "names": (STATE, [Name(text=text, language=language) for text in "ab" for language in (None, "en")]),
    "offices": (
        corpus[MINISTER],
        [Office(title=title, period=period) for title in "ab" for period in (None, PartialDate("2020/2021"))],
    ),
    "codings": (STATE, [Coding(by=by, date=date) for by in "ab" for date in DAYS]),
    "attestations": (
        STATEMENT,
        [evolve(ATTESTATION, wording=w, fields=f) for w in ("verbatim", "paraphrase") for f in ((), ("date",))],
    ),
}
"""Objects without a key by the name of their list, each two values of one field with two values of another."""


@examples(100)
@given(st.data(), st.sampled_from([*OBJECTS]))
def test_an_object_without_a_key_is_that_of_one_version(data: st.DataObject, name: str) -> None:
    record, objects = OBJECTS[name]
    lists = st.lists(st.sampled_from(objects), min_size=1, max_size=3, unique=True)
    versions = data.draw(st.tuples(lists, lists, lists))
    try:
        base, ours, theirs = (of_entry(record, **{name: tuple(each)}) for each in versions)
    except InvalidRecord:
        reject()
    (result,) = merge_changes([base], [ours], [theirs]).records
    written = [item for each in versions for item in each]
    assert all(item in written for item in getattr(result, name))


PARTS: list[tuple[Entry, dict[str, tuple[object, ...]]]] = [
    (SOURCE, {"url": ("https://a.example", "https://b.example"), "accessed": DAYS}),
    (SOURCE, {"published": DAYS, "dated_by": ("printed", "in the address")}),
    (evolve(SOURCE, regions=()), {"digest": DIGESTS, "length": (50, 60), "file": ("a.txt", "b.txt")}),
    (STATEMENT, {"speaker": (JPN, USA), "office": (None, "minister")}),
    (
        STATEMENT,
        {
            "venue": tuple(
                Venue(kind=kind, place=place) for kind in ("summit", "interview") for place in ("Oslo", "Rome")
            )
        },
    ),
]
"""Fields that are true only together, with their values."""


@examples(100)
@given(st.data(), st.sampled_from(PARTS))
def test_fields_that_are_true_together_are_those_of_one_version(
    data: st.DataObject, parts: tuple[Entry, dict[str, tuple[object, ...]]]
) -> None:
    record, values = parts
    drawn = st.fixed_dictionaries({name: st.sampled_from(each) for name, each in values.items()})
    base, ours, theirs = (of_entry(record, **data.draw(drawn)) for _ in range(3))
    (result,) = merge_changes([base], [ours], [theirs]).records

    def group(version: Entry) -> tuple[object, ...]:
        return tuple(getattr(version, name) for name in values)

    assert group(result) in {group(base), group(ours), group(theirs)}


def test_regions_are_never_moved_to_another_text() -> None:
    region = Region(kind="headline", start=0, end=20)
    base = of_entry(SOURCE, digest=DIGESTS[0], length=100, regions=(region,))
    ours = of_entry(base, digest=DIGESTS[1])
    regions = (evolve(region, end=30),)
    theirs = of_entry(base, regions=regions)
    assert conflicts(base, ours, theirs) == ["digest", "regions"]
    assert merged(base, ours, of_entry(ours, regions=regions)) == of_entry(ours, regions=regions)


# --- Lists ----------------------------------------------------------------------------------------------------------


WORDS = "abcdefgh"


def proposal(words: str) -> Proposal:
    return of_proposal(PROPOSAL, rationale=tuple(words), members=(JPN, TWN))


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ("abc", "abcx", "abcy", "abcxy"),
        ("abc", "abcy", "abcx", "abcxy"),
        ("abc", "xabc", "abcy", "xabcy"),
        ("abc", "axbc", "abxyc", "axbyc"),
        ("abc", "ac", "abcd", "acd"),
        ("abc", "ab", "bc", "b"),
        ("abc", "xbc", "abz", "xbz"),
        ("abc", "cba", "abc", "cba"),
        ("abc", "ax", "axc", "ax"),
        ("abc", "bcx", "bcx", "bcx"),
        ("abc", "bc", "bc", "bc"),
        ("abc", "bcx", "bc", "bcx"),
        ("abc", "bxc", "c", "xc"),
    ],
)
def test_lists_of_words_are_merged(base: str, ours: str, theirs: str, expected: str) -> None:
    assert merged(proposal(base), proposal(ours), proposal(theirs)) == proposal(expected)


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        ("abc", "cba", "bac"),  # two orders
        ("abc", "cba", "abcd"),  # an order, and a new item
        ("abc", "xbc", "ybc"),  # two replacements
        ("abc", "xbc", "bc"),  # a replacement, and a removal
        ("abc", "bcx", "bcy"),  # two removals with different additions
    ],
)
def test_changes_of_a_list_that_contradict_each_other_are_a_conflict(base: str, ours: str, theirs: str) -> None:
    assert conflicts(proposal(base), proposal(ours), proposal(theirs)) == ["rationale"]


@examples(100)
@given(*[st.lists(st.sampled_from(WORDS), min_size=1, unique=True).map("".join)] * 3)
def test_merged_lists_have_what_a_side_added_and_no_side_removed(base: str, ours: str, theirs: str) -> None:
    result = merge_changes([proposal(base)], [proposal(ours)], [proposal(theirs)])
    if not result.conflicts:
        (record,) = result.records
        assert isinstance(record, Proposal)
        added = {*ours, *theirs} - {*base}
        assert {*record.rationale} == added | ({*base} & {*ours} & {*theirs})
        assert len(record.rationale) == len({*record.rationale})


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ([JPN, USA], [JPN, USA, PACT], [JPN, USA, PACT]),  # both removed a member
        ([JPN, USA], [JPN, PACT, USA], [JPN, PACT, USA]),
        ([JPN, USA, TWN], [JPN, TWN, PACT], [JPN, TWN, PACT]),
    ],
)
def test_ids_that_both_removed_are_removed(ours: list[str], theirs: list[str], expected: list[str]) -> None:
    base, *versions = (of_proposal(PROPOSAL, members=tuple(each)) for each in ([JPN, USA, TWN], ours, theirs, expected))
    assert merged(base, versions[0], versions[1]) == versions[2]


def test_codings_that_both_removed_are_removed() -> None:
    base, ours, theirs = (of_entry(SOURCE, codings=tuple(Coding(by=by) for by in each)) for each in ("xw", "w", "wq"))
    assert merged(base, ours, theirs) == theirs


def statement(*attestations: object) -> Statement:
    return of_statement(STATEMENT, attestations=attestations)


def test_items_without_a_key_are_merged_at_their_positions() -> None:
    quoted = evolve(ATTESTATION, wording="verbatim")
    dated = evolve(ATTESTATION, fields=("date",))
    base = statement(ATTESTATION, MENTION)
    noted = evolve(MENTION, fields=("speaker",))
    assert merged(base, statement(quoted, MENTION), statement(ATTESTATION, noted)) == statement(quoted, noted)
    assert conflicts(base, statement(quoted, MENTION), statement(dated, MENTION)) == ["attestations[0]"]
    assert conflicts(base, statement(quoted), statement(dated, MENTION)) == ["attestations"]
    assert conflicts(base, statement(quoted, MENTION), statement(MENTION)) == ["attestations"]
    assert merged(base, statement(ATTESTATION), statement(dated, MENTION)) == statement(dated)


def test_items_with_a_key_are_merged_by_field() -> None:
    longer, shorter = (evolve(USA_PARTY, spells=(PartialDate(each),)) for each in ("1961/1971", "1961/1969"))

    def treaty(*parties: Party) -> Treaty:
        return change(TREATY_1960, parties=parties, commitments=(), provisions=())

    base = treaty(USA_PARTY, JPN_PARTY, Party(party=TWN))
    assert conflicts(
        base, treaty(longer, JPN_PARTY, Party(party=TWN)), treaty(shorter, JPN_PARTY, Party(party=TWN))
    ) == ["parties[state:usa].spells[0]"]
    assert conflicts(base, treaty(JPN_PARTY, Party(party=TWN)), treaty(longer, JPN_PARTY, Party(party=TWN))) == [
        "parties[state:usa]"
    ]
    assert merged(base, treaty(longer, JPN_PARTY), treaty(USA_PARTY, JPN_PARTY, Party(party=TWN))) == treaty(
        longer, JPN_PARTY
    )


# --- Records --------------------------------------------------------------------------------------------------------


def test_a_record_that_one_side_removed_and_the_other_changed_is_a_conflict() -> None:
    noted = evolve(STATE, note="an island state")
    result = merge_changes([STATE], [], [noted])
    (conflict,) = result.conflicts
    assert (conflict.name, conflict.base, conflict.ours, conflict.theirs) == (JPN, STATE, None, noted)
    assert merge_changes([STATE, SOURCE], [SOURCE], [STATE]).records == ()


def test_a_record_that_both_sides_added_differs_by_field() -> None:
    ours, theirs = (evolve(STATE, note=note) for note in ("ours", "theirs"))
    (conflict,) = merge_changes([], [ours], [theirs]).conflicts
    assert str(conflict) == "state:jpn note: base nothing, ours ours, theirs theirs"
    assert merge_changes([], [ours], [ours]).records == (ours,)
    assert merge_changes([], [ours], [SOURCE]).records == (ours, SOURCE)


def test_two_changes_that_break_a_rule_together_are_a_conflict() -> None:
    ours = change(TREATY_1960, ended=PartialDate("1975"), provisions=())
    theirs = change(TREATY_1960, parties=(evolve(USA_PARTY, spells=(PartialDate("1961/1979"),)), JPN_PARTY))
    (conflict,) = merge_changes([TREATY_1960], [ours], [theirs]).conflicts
    assert conflict.field == ""
    assert [problem.code for problem in conflict.problems] == ["AK605"]
    assert "; both together: " in str(conflict)


def test_a_corpus_of_a_merge_with_conflicts_is_an_error() -> None:
    ours, theirs = (
        Corpus(change(each, place=place) if isinstance(each, Treaty) else each for each in CORPUS)
        for place in ("Oslo", "Rome")
    )
    message = (
        "AK919 treaty:two-oceans-1960: the changes contradict each other in treaty:two-oceans-1960 place: base "
        "nothing, ours Oslo, theirs Rome (write the right value into both versions, and merge again)"
    )
    with pytest.raises(InvalidCorpus, match=f"^{re.escape(message)}$"):
        merge_changes(corpus, ours, theirs).corpus()


def test_merged_records_that_contradict_each_other_are_an_error() -> None:
    fewer = corpus.subset(TREATY_1960.id)
    without = Corpus(chain(fewer.states(), fewer.sources()))
    more = Corpus([*without, *fewer.treaties()])
    removed = Corpus(record for record in without if record.id != JPN)
    with pytest.raises(InvalidCorpus, match="refers to unknown id 'state:jpn'"):
        merge_changes(without, removed, more).corpus()


def test_commitments_are_compared_as_a_whole() -> None:
    other = evolve(COMMITMENT, obligation="consultation", period=None)
    base = change(TREATY_1960, commitments=(COMMITMENT,))
    assert merged(base, change(base, commitments=(COMMITMENT, other)), change(base, place="Oslo")) == change(
        base, commitments=(COMMITMENT, other), place="Oslo"
    )
