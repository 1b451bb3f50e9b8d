"""Two versions of a corpus differ in the records and fields that were changed, and in no others."""

import json
from collections.abc import Callable
from typing import cast

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.mistakes import (
    ATTESTATION,
    CORPUS,
    JPN,
    MENTION,
    PROPOSAL,
    SOURCE,
    STATE,
    STATEMENT,
    TREATY,
    TREATY_1960,
    TWN,
    USA,
    VENUE,
)
from tests.profiles import examples

from alliancekit import Act, Name, PartialDate, SourceId, convert
from alliancekit.corpus import Corpus, CorpusDiff, FieldChange, RecordDiff
from alliancekit.corpus.differences import diff, field_changes
from alliancekit.models import Entry, Treaty
from alliancekit.strategies import corpora
from alliancekit.strategies.of_models import treaties

corpus = Corpus(CORPUS)
change = cast("Callable[..., Treaty]", evolve)
"""Returns a record with other values in some fields."""


def mirrored(differences: CorpusDiff) -> CorpusDiff:
    """Return the differences in the other direction."""
    return CorpusDiff(
        tuple(
            RecordDiff(
                each.id,
                each.new,
                each.old,
                tuple(FieldChange(part.field, part.new, part.old) for part in each.changes),
            )
            for each in differences
        )
    )


def lines(old: Entry, new: Entry) -> list[str]:
    return [*map(str, field_changes(old, new))]


def versions() -> st.SearchStrategy[tuple[Corpus, Corpus]]:
    """Return a strategy for two corpora that share some records and some ids."""
    both = st.tuples(corpora(most=1), corpora(most=1))
    return both | both.map(lambda pair: (pair[0], pair[0])) | both.map(lambda pair: (pair[0], Corpus()))


# --- Properties -----------------------------------------------------------------------------------------------------


@examples(30)
@given(versions())
def test_exactly_the_records_that_differ_are_named(both: tuple[Corpus, Corpus]) -> None:
    old, new = both
    differences = old.diff(new)
    ids = {record.id for record in (*old, *new)}
    assert {each.id for each in differences} == {
        id_ for id_ in ids if not (id_ in old and id_ in new and old[id_] == new[id_])
    }
    assert len(differences) == len([*differences])
    assert bool(differences) == (old != new)
    assert not old.diff(old)
    assert old.diff(new) == mirrored(new.diff(old))
    assert {*differences} == {*differences.added, *differences.removed, *differences.changed}
    assert all(bool(each.changes) == (each.sign == "~") for each in differences)


@examples(30)
@given(versions())
def test_the_differences_lead_from_one_version_to_the_other(both: tuple[Corpus, Corpus]) -> None:
    old, new = both
    by_id: dict[str, Entry] = {record.id: record for record in old}
    for each in old.diff(new):
        assert by_id.get(each.id) == each.old
        by_id.pop(each.id, None)
        if each.new:
            by_id[each.id] = each.new
    assert Corpus(by_id.values()) == new


@examples(30)
@given(st.lists(treaties(), min_size=2, max_size=2))
def test_two_versions_of_a_record_differ_in_some_field_unless_they_are_equal(both: list[Treaty]) -> None:
    old, new = both[0], change(both[1], id=both[0].id)
    changes = field_changes(old, new)
    assert bool(changes) == (old != new)
    assert len({part.field for part in changes}) == len(changes)
    assert all(part.old != part.new for part in changes)
    assert mirrored(diff([old], [new])) == diff([new], [old])


@examples(30)
@given(versions())
def test_the_differences_can_be_written_as_json(both: tuple[Corpus, Corpus]) -> None:
    differences = both[0].diff(both[1])
    tree = json.loads(json.dumps(differences.tree()))
    assert [each["id"] for each in tree["added"]] == [each.id for each in differences.added]
    assert [each["id"] for each in tree["removed"]] == [each.id for each in differences.removed]
    assert [each["record"] for each in tree["changed"]] == [each.id for each in differences.changed]
    assert all(each["fields"] for each in tree["changed"])


# --- Examples -------------------------------------------------------------------------------------------------------


def treaty(**fields: object) -> Treaty:
    return change(TREATY_1960, **fields)


def test_an_item_with_a_key_is_named_by_it() -> None:
    usa, jpn = TREATY_1960.parties
    ended = evolve(usa, spells=(PartialDate("1961/1971"),))
    assert lines(TREATY_1960, treaty(parties=(ended, jpn))) == [
        "~ parties[state:usa].spells[0]: 1961/1970 -> 1961/1971",
    ]
    acted = evolve(jpn, acts=(Act(kind="ratification"),))
    assert lines(TREATY_1960, treaty(parties=(usa, acted))) == [
        '+ parties[state:jpn].acts[ratification@]: {"kind": "ratification"}',
    ]


def test_distinct_words_are_compared_by_value() -> None:
    members = (TWN, JPN)
    assert lines(PROPOSAL, change(PROPOSAL, members=members)) == [
        "- members[actor:pact]: actor:pact",
        '~ members (order): ["state:jpn", "state:twn", "actor:pact"] -> ["state:twn", "state:jpn"]',
    ]
    assert lines(PROPOSAL, change(PROPOSAL, members=(*PROPOSAL.members, USA))) == [
        "+ members[state:usa]: state:usa",
    ]


def test_other_items_are_named_by_their_position() -> None:
    other = evolve(ATTESTATION, wording="paraphrase")
    assert lines(STATEMENT, change(STATEMENT, attestations=(other,))) == [
        "~ attestations[0].wording: indirect -> paraphrase",
    ]
    assert lines(STATEMENT, change(STATEMENT, attestations=(MENTION, ATTESTATION))) == [
        '+ attestations[0]: {"source": "source:daily", "wording": "mention"}',
    ]


def test_a_change_of_order_is_a_change_of_the_list() -> None:
    (change_,) = field_changes(TREATY_1960, treaty(parties=TREATY_1960.parties[::-1]))
    assert change_ == FieldChange("parties", TREATY_1960.parties, TREATY_1960.parties[::-1])
    assert change_.sign == "~"


def test_a_missing_value_was_added_or_removed() -> None:
    assert lines(TREATY_1960, treaty(ended=None, place="Oslo")) == ["+ place: Oslo", "- ended: 1980"]
    venue = evolve(VENUE, name="a hall", place=None)
    assert lines(STATEMENT, change(STATEMENT, venue=venue)) == ["+ venue.name: a hall", "- venue.place: Taipei"]


def test_long_texts_are_cut_around_their_first_difference() -> None:
    words = "The two sides consult at once, and the two sides act together, if "
    old, new = (change(STATEMENT, content=f"{words}{end} threatens one of them\nin the Pacific.") for end in "AB")
    (line,) = lines(old, new)
    assert line == (
        "~ content: …es act together, if A threatens one of them\\nin the Pacific. -> "
        "…es act together, if B threatens one of them\\nin the Pacific."
    )
    assert lines(STATEMENT, change(STATEMENT, note="x" * 99)) == [f"+ note: {'x' * 59}…"]


def test_the_text_has_all_records_and_a_summary() -> None:
    usa = Corpus(record for record in corpus if record.id == USA)
    moved = evolve(STATE, note="an island state")
    old = Corpus([STATE, *usa])
    new = Corpus([moved, SOURCE])
    differences = old.diff(new)
    assert str(differences) == (
        "~ state:jpn\n    + note: an island state\n- state:usa\n+ source:daily\n1 added, 1 removed, 1 changed"
    )
    assert repr(differences) == "<CorpusDiff: 1 added, 1 removed, 1 changed>"
    assert str(old.diff(old)) == "no differences"


def test_a_long_text_is_cut() -> None:
    many = [evolve(SOURCE, id=SourceId(f"source:s{number}")) for number in range(50)]
    text = str(diff([], many)).splitlines()
    assert len(text) == 41
    assert text[-1] == "50 added (10 more lines)"


def test_the_tree_has_plain_values() -> None:
    new = treaty(ended=None, names=(Name(text="Treaty of Two Seas"),))
    assert diff([TREATY_1960, STATE], [new, SOURCE]).tree() == {
        "added": [convert.tree(SOURCE)],
        "removed": [convert.tree(STATE)],
        "changed": [
            {
                "record": TREATY,
                "fields": [
                    {"field": "names[0].text", "old": "Treaty of Two Oceans", "new": "Treaty of Two Seas"},
                    {"field": "ended", "old": "1980", "new": None},
                ],
            }
        ],
    }
