"""Two coders of the same texts: their records are matched by passages, and the values are compared."""

import json
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.mistakes import (
    ANCHOR,
    ATTESTATION,
    CANDIDATE,
    CORPUS,
    JPN,
    LEAGUE,
    PROPOSAL,
    SOURCE,
    STANCE,
    STATEMENT,
    TREATY_1960,
    TWN,
    USA,
    VENUE,
)

from alliancekit import Corpus, PartialDate, seeds, strategies
from alliancekit.errors import UnknownRecord, UnusableInput
from alliancekit.evidence import SourceTexts, anchor, digest
from alliancekit.models import Candidate, Entry, Proposal, Source, Statement, Treaty
from alliancekit.models.attestation import Attestation
from alliancekit.models.ids import CandidateId, ProposalId, SourceId, StatementId
from alliancekit.models.source import SourceKind
from alliancekit.models.statement import Stance, Venue
from alliancekit.reliability import CoderAgreement, FieldAgreement, UnitAgreement, coder_agreement, match_records
from alliancekit.reliability.coded_values import IN_DAYS, NOT_COMPARED, coded_values
from alliancekit.reliability.passages import common_sources, coverage_of, span_finder, written_span
from alliancekit.rules.shape import spec_of

NOTES = SourceId("source:notes")
KIND: SourceKind = "document"
NOTES_SOURCE = Source(id=NOTES, kind=KIND, untitled="notes made up for a test", file="notes.txt")


def at(start: int, end: int, source: SourceId = NOTES) -> Attestation:
    return Attestation(source=source, wording="indirect", anchors=(evolve(ANCHOR, start=start, end=end),))


def statement(slug: str, *evidence: Attestation, **fields: object) -> Statement:
    values = {"about": (), "stances": (), **fields}
    return evolve(STATEMENT, id=StatementId(f"statement:{slug}"), attestations=evidence, **values)  # type: ignore[arg-type]


def named(name: str) -> Venue:
    return evolve(VENUE, name=name)


def coded(*records: Entry, source: Source = NOTES_SOURCE) -> Corpus:
    """Return a corpus that has no other coded records than these."""
    shared = (each for each in CORPUS if each.id.partition(":")[0] in {"actor", "state", "source"})
    return Corpus([*records, source, *shared])


def paired(first: Corpus, second: Corpus, least: float = 0.0) -> list[tuple[str, str]]:
    return [(pair.first.id, pair.second.id) for pair in match_records(first, second, least=least).pairs]


def field(found: CoderAgreement, name: str) -> FieldAgreement:
    (own,) = (each for each in found.fields if each.field == name)
    return own


# --- Matching -------------------------------------------------------------------------------------------------------


def test_records_on_overlapping_passages_are_matched() -> None:
    first = coded(statement("a", at(0, 10)), statement("b", at(20, 30)), statement("c", at(40, 50)))
    second = coded(statement("x", at(22, 29)), statement("y", at(5, 12)), statement("z", at(60, 70)))
    matched = match_records(first, second)
    assert paired(first, second) == [("statement:a", "statement:y"), ("statement:b", "statement:x")]
    assert [record.id for record in matched.only_first] == ["statement:c"]
    assert [record.id for record in matched.only_second] == ["statement:z"]
    assert [pair.overlap for pair in matched.pairs] == [5 / 12, 0.7]


def test_the_total_overlap_decides_not_the_first_pair() -> None:
    first = coded(statement("a", at(0, 100)), statement("b", at(0, 50)))
    second = coded(statement("x", at(0, 52)))
    assert paired(first, second) == [("statement:b", "statement:x")]


def test_equal_values_decide_between_equal_overlaps() -> None:
    first = coded(statement("a", at(0, 9), speaker=JPN), statement("b", at(0, 9), speaker=USA))
    second = coded(statement("x", at(0, 9), speaker=USA), statement("y", at(0, 9), speaker=JPN))
    assert paired(first, second) == [("statement:a", "statement:y"), ("statement:b", "statement:x")]


def test_a_least_overlap_leaves_out_weak_pairs() -> None:
    first, second = coded(statement("a", at(0, 10))), coded(statement("x", at(9, 19)))
    assert paired(first, second, least=0.05)
    assert not paired(first, second, least=0.06)
    with pytest.raises(ValueError, match="from 0 to 1"):
        coder_agreement(first, second, least_overlap=2)


def test_a_candidate_matches_what_it_will_become() -> None:
    draft = evolve(CANDIDATE, id=CandidateId("candidate:x"), attestations=(at(0, 10),), about=())
    first, second = coded(statement("a", at(0, 10))), coded(draft)
    assert paired(first, second) == [("statement:a", "candidate:x")]


def test_records_of_different_types_match_only_if_nothing_else_does() -> None:
    call = evolve(PROPOSAL, id=ProposalId("proposal:p"), statements=(), outcomes=(), attestations=(at(0, 10),))
    first = coded(statement("a", at(0, 10)))
    assert paired(first, coded(call)) == [("statement:a", "proposal:p")]
    assert paired(first, coded(call, statement("x", at(9, 10)))) == [("statement:a", "statement:x")]
    found = coder_agreement(first, coded(call))
    assert field(found, "type").percent.value == 0
    assert [value.field for each in found.differences for value in each.values] == ["type"]
    assert [(each.type, each.matched) for each in found.units] == [("statement", 0), ("proposal", 0)]


def test_records_without_passages_match_by_their_slugs() -> None:
    without = evolve(
        PROPOSAL, statements=(), outcomes=(), attestations=(evolve(ATTESTATION, anchors=(), as_printed=()),)
    )
    with_one = evolve(without, attestations=(at(0, 10),))
    matched = match_records(coded(without), coded(with_one))
    assert [pair.by for pair in matched.pairs] == ["id"]
    assert not match_records(coded(evolve(without, attestations=(at(20, 30),))), coded(with_one)).pairs


def test_a_record_without_a_passage_is_in_one_pair_at_most() -> None:
    mention = evolve(ATTESTATION, anchors=(), as_printed=())
    proposal = evolve(PROPOSAL, statements=(), outcomes=(), attestations=(mention,))
    candidate = Candidate(
        id=CandidateId(proposal.id.replace("proposal:", "candidate:")),
        of="proposal",
        missing=("rationale",),
        names=proposal.names,
        proposers=proposal.proposers,
        members=proposal.members,
        attestations=(mention,),
    )
    matched = match_records(coded(proposal, candidate), coded(proposal))
    assert len(matched.pairs) == 1
    assert len(matched.only_first) == 1


def test_the_same_source_may_have_another_id() -> None:
    own_digest = digest(b"the text")
    here = evolve(NOTES_SOURCE, digest=own_digest)
    there = evolve(here, id=SourceId("source:other"))
    first = coded(statement("a", at(0, 10)), source=here)
    second = coded(statement("x", at(0, 10, there.id)), source=there)
    assert paired(first, second) == [("statement:a", "statement:x")]


def test_passages_of_a_source_that_only_one_coder_has_do_not_count() -> None:
    record = statement("a", at(0, 10), at(0, 99, SOURCE.id))
    assert coverage_of(record, written_span, {NOTES: NOTES}).spans == {NOTES: ((0, 10),)}


def test_the_comparison_can_be_limited_to_sources() -> None:
    both = statement("a", at(0, 10), at(0, 99, SOURCE.id))
    first, second = coded(both, statement("b", at(0, 99, SOURCE.id))), coded(statement("x", at(0, 10)))
    assert match_records(first, second, sources=[NOTES]).only_first == ()
    assert [pair.overlap for pair in match_records(first, second, sources=[NOTES]).pairs] == [1]
    assert len(match_records(first, second).only_first) == 1
    assert coder_agreement(first, second, sources=[SOURCE.id]).matched.pairs == ()


def test_positions_in_different_copies_are_not_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    sources = [evolve(NOTES_SOURCE, digest=digest(data)) for data in (b"one", b"two")]
    first, second = (coded(statement("a", at(0, 10)), source=source) for source in sources)
    assert common_sources(first, second, None)[1].get(NOTES) is None
    Path("notes.txt").write_text("one text", "utf-8")
    texts = SourceTexts(".", first.sources()), SourceTexts(".", second.sources())
    assert common_sources(first, second, texts)[1][NOTES] == NOTES
    (note,) = coder_agreement(first, second).matched.notes
    assert note.startswith("source:notes has another digest in each corpus, so its passages are not compared")
    assert coder_agreement(first, second, ".").matched.notes == ()
    Path("notes.txt").unlink()
    assert coder_agreement(first, second, ".").matched.notes == (note,)


def test_the_same_words_at_two_positions_are_noted(tmp_path: Path) -> None:
    first, second = coded(statement("a", at(0, 10))), coded(statement("x", at(5, 15)))
    (note,) = coder_agreement(first, second).matched.notes
    assert note.startswith("the coders have the same words of source:notes at different positions")
    assert coder_agreement(first, second, sources=[NOTES]).matched.notes == (note,)
    both, other = (coded(statement("a", at(n, 10), at(0, 99, SOURCE.id))) for n in (0, 5))
    assert coder_agreement(both, other, sources=[SOURCE.id]).matched.notes == ()
    assert coder_agreement(both, other).matched.notes == (note,)
    assert coder_agreement(first, first).matched.notes == ()
    assert coder_agreement(first, coded(statement("x", at(0, 10, SOURCE.id)))).matched.notes == ()
    (tmp_path / "notes.txt").write_text("one text", "utf-8")
    assert coder_agreement(first, second, tmp_path).matched.notes == ()


def test_a_source_that_neither_corpus_has() -> None:
    corpus = coded(statement("a", at(0, 10)))
    with pytest.raises(UnknownRecord, match="source:note"):
        coder_agreement(corpus, corpus, sources=["source:note"])
    with pytest.raises(UnusableInput, match="statement:a is no source"):
        coder_agreement(corpus, corpus, sources=["statement:a"])


def test_anchors_are_found_in_the_texts(tmp_path: Path) -> None:
    text = "In a park, the minister calls for a league of islands. Nobody else speaks on that day."
    (tmp_path / "notes.txt").write_text(f"A headline.\n{text}", encoding="utf-8")
    old = Attestation(source=NOTES, wording="indirect", anchors=(anchor(text, 11, 53),))
    record = statement("a", old)
    texts = SourceTexts(tmp_path, [NOTES_SOURCE, evolve(SOURCE, file=None)])
    span_of = span_finder(texts)
    assert coverage_of(record, span_of, {NOTES: NOTES}).spans == {NOTES: ((23, 65),)}
    lost = evolve(ANCHOR, start=0, end=4)
    assert span_of(NOTES, lost) is None
    assert span_of(SOURCE.id, lost) == written_span(SOURCE.id, lost) == (0, 4)
    found = coder_agreement(coded(record), coded(record), tmp_path)
    assert [pair.overlap for pair in found.matched.pairs] == [1]


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda it: (it[0], it[0] + it[1])), max_size=5)


@given(first=SPANS, second=SPANS)
def test_the_overlap_counts_code_points(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> None:
    covered = [
        coverage_of(statement("a", *(at(*span) for span in dict.fromkeys(spans))), written_span, {NOTES: NOTES})
        for spans in (first or [(90, 91)], second or [(95, 96)])
    ]
    points = [{n for span in spans for n in range(*span)} for spans in (first or [(90, 91)], second or [(95, 96)])]
    assert [each.length for each in covered] == [*map(len, points)]
    assert covered[0].shared(covered[1]) == len(points[0] & points[1])
    assert covered[0].overlap(covered[1]) == pytest.approx(len(points[0] & points[1]) / len(points[0] | points[1]))


# --- Values ---------------------------------------------------------------------------------------------------------


def test_a_coder_agrees_with_itself() -> None:
    found = coder_agreement(seeds(), seeds())
    assert all(pair.first == pair.second for pair in found.matched.pairs)
    assert (found.matched.only_first, found.matched.only_second, found.differences) == ((), (), ())
    assert {each.f1 for each in found.units} == {1}
    assert {each.percent.value for each in found.fields} == {1}
    assert {each.alpha.value for each in found.fields} == {None, 1}


def test_values_of_both_coders_are_counted_and_compared() -> None:
    first = coded(
        statement("a", at(0, 10), venue=named("Forum"), date=PartialDate("2025-04-28")),
        statement("b", at(20, 30), venue=VENUE, date=PartialDate("2025-04-28")),
        statement("c", at(40, 50), venue=named("Dinner"), date=PartialDate("2025-05-01")),
    )
    second = coded(
        statement("x", at(0, 10), venue=named("Forum"), date=PartialDate("2025-04-28")),
        statement("y", at(20, 30), venue=named("Forum"), date=PartialDate("2025-04-29")),
        statement("z", at(40, 50), venue=VENUE, date=PartialDate("2025-05")),
    )
    found = coder_agreement(first, second)
    name = field(found, "venue.name")
    assert (name.both, name.only_first, name.only_second) == (1, 1, 1)
    assert field(found, "date").percent.value == pytest.approx(1 / 3)
    days = field(found, "date (days)")
    assert (days.metric, days.both, days.only_first) == ("interval", 2, 1)
    values = [(value.field, value.first, value.second) for each in found.differences for value in each.values]
    assert values == [
        ("venue.name", None, "Forum"),
        ("date", "2025-04-28", "2025-04-29"),
        ("venue.name", "Dinner", None),
        ("date", "2025-05-01", "2025-05"),
    ]


def test_stances_are_compared_on_the_subjects_that_both_name() -> None:
    first = coded(
        statement("a", at(0, 9), about=(TWN, USA), stances=(Stance(subject=TWN, stance="support"),)),
        statement("b", at(20, 29), about=(TWN, USA), stances=(Stance(subject=USA, stance="oppose"),)),
    )
    second = coded(
        statement(
            "a",
            at(0, 9),
            about=(TWN, USA),
            stances=(Stance(subject=TWN, stance="mixed"), Stance(subject=USA, stance="oppose")),
        ),
        statement("b", at(20, 29), about=(TWN, USA), stances=(Stance(subject=USA, stance="oppose"),)),
    )
    found = coder_agreement(first, second)
    stance = field(found, "stances.stance")
    assert (stance.metric, stance.both, stance.only_second) == ("ordinal", 2, 0)
    assert stance.percent.value == 0.5
    assert field(found, "stances").metric == "masi"
    names = [value.field for each in found.differences for value in each.values]
    assert names == ["stances", "stances.stance[state:twn]"]


def test_references_to_matched_records_are_equal_whatever_their_ids() -> None:
    call = evolve(PROPOSAL, statements=(), outcomes=(), attestations=(at(60, 70),))
    other = evolve(call, id=ProposalId("proposal:other"))
    first = coded(statement("a", at(0, 9), about=(LEAGUE,), stances=(STANCE,)), call)
    stance = evolve(STANCE, subject=other.id)
    second = coded(statement("x", at(0, 9), about=(other.id,), stances=(stance,)), other)
    assert not coder_agreement(first, second).differences


@pytest.mark.parametrize("record", [STATEMENT, PROPOSAL, TREATY_1960], ids=lambda record: type(record).__name__)
def test_every_field_with_a_value_is_compared_or_left_out(record: Entry) -> None:
    names = {value.field.partition(".")[0].removesuffix(IN_DAYS) for value in coded_values(record, {})}
    empty = {each.name for each in spec_of(type(record)).fields if getattr(record, each.name) in {None, ()}}
    assert names == spec_of(type(record)).names - NOT_COMPARED - empty


@given(data=st.data())
def test_values_of_generated_records_are_equal_to_themselves(data: st.DataObject) -> None:
    model = data.draw(st.sampled_from([Statement, Proposal, Treaty, Candidate]))
    record = data.draw(strategies.records(model))
    values = list(coded_values(record, {}))
    assert len({(each.field, each.item) for each in values}) == len(values)
    assert values == list(coded_values(record, {}))


def test_the_tree_of_an_agreement_is_json() -> None:
    first = coded(statement("a", at(0, 9), venue=named("Dinner")), statement("b", at(20, 29)))
    second = coded(statement("x", at(0, 9), venue=named("Forum")), statement("c", at(40, 49)))
    tree = coder_agreement(first, second).tree()
    assert json.loads(json.dumps(tree)) == tree
    assert tree["pairs"] == [{"first": "statement:a", "second": "statement:x", "overlap": 1.0, "by": "passages"}]
    assert (tree["only_first"], tree["only_second"]) == (["statement:b"], ["statement:c"])
    differing = {"field": "venue.name", "first": "Dinner", "second": "Forum"}
    assert tree["differences"] == [{"first": "statement:a", "second": "statement:x", "fields": [differing]}]


def test_a_type_without_records_has_no_f1() -> None:
    assert UnitAgreement("treaty", 0, 0, 0).f1 is None
