"""Dates of records beside those of their sources."""

from collections.abc import Callable
from typing import cast

import attrs
import pytest
from hypothesis import given
from tests.corpus.checks.joined import messages, moments, same_as_plain
from tests.corpus.test_corpus import corpus
from tests.engine.engines import raw
from tests.mistakes import CANDIDATE, MENTION, PROPOSAL, SOURCE, STATEMENT, WEEKLY
from tests.profiles import examples

from alliancekit.corpus.checks import publication
from alliancekit.dates import PartialDate
from alliancekit.models import Candidate, Proposal, Source, Statement
from alliancekit.models.attestation import Attestation
from alliancekit.models.ids import CandidateId, ProposalId, SourceId, StatementId


@pytest.mark.parametrize(
    ("date", "refused"),
    [
        ("2025-04-29", False),
        ("2025-04-30", False),  # east of the source it is a day later
        ("2025-04", False),
        ("2025-05-01~", False),
        ("2025-05-01", True),
        ("2026", True),
    ],
)
def test_a_statement_is_not_later_than_its_source(date: str, refused: bool) -> None:  # noqa: FBT001 - an answer
    records: tuple[Statement | Candidate | Proposal, ...] = (
        attrs.evolve(STATEMENT, id=StatementId("statement:x"), date=PartialDate(date)),
        attrs.evolve(CANDIDATE, id=CandidateId("candidate:x"), missing=("venue",), date=PartialDate(date)),
        attrs.evolve(PROPOSAL, id=ProposalId("proposal:x"), date=PartialDate(date), attestations=(MENTION,)),
    )
    for record in records:
        expected = f"date must not be after source:daily was published (2025-04-29), got {date}"
        assert messages(record) == [expected] * refused


@pytest.mark.parametrize(
    ("published", "date", "refused"),
    [
        ("2024-12-31", "2025-01-01", False),
        ("2024-12-31", "2025-01-02", True),
        ("2024-12-31~", "2025-01-02", False),
        ("2024-12", "2025-01-01", True),
        ("2024", "2025", True),
        ("0000-12-31", "0001-01-01", True),
        ("9999-12-30", "9999-12-31", True),
    ],
)
def test_a_day_is_granted_for_time_zones_where_days_are_known(
    published: str,
    date: str,
    refused: bool,  # noqa: FBT001 - an answer
) -> None:
    make = cast("Callable[..., Source]", attrs.evolve)
    paper = make(corpus[WEEKLY], id="source:paper", published=PartialDate(published), dated_by="printed")
    report = (Attestation(source=paper.id, wording="mention"),)
    said = attrs.evolve(STATEMENT, id=StatementId("statement:x"), date=PartialDate(date), attestations=report)
    expected = f"date must not be after source:paper was published ({published}), got {date}"
    assert messages(paper, said) == [expected] * refused


@pytest.mark.parametrize(("date", "refused"), [("2025-05-02", True), ("2025-05-01", False), ("9999-12-31", True)])
def test_a_source_without_date_reports_what_was_said_before_it_was_accessed(date: str, *, refused: bool) -> None:
    source = attrs.evolve(SOURCE, id=SourceId("source:x"), published=None, accessed=PartialDate("2025-04-30"))
    attestation = Attestation(source=source.id, wording="indirect")
    record = attrs.evolve(STATEMENT, id=StatementId("statement:x"), date=PartialDate(date), attestations=(attestation,))
    expected = f"date must not be after source:x was accessed (2025-04-30), got {date}"
    assert messages(source, record) == [expected] * refused


@examples(300)
@given(date=moments, published=moments, accessed=moments)
def test_a_quick_look_at_dates_misses_none(
    date: PartialDate | None, published: PartialDate | None, accessed: PartialDate | None
) -> None:
    source = attrs.evolve(SOURCE, id=SourceId("source:x"))
    dated = raw(Source, {**attrs.asdict(source, recurse=False), "published": published, "accessed": accessed})
    report = raw(Attestation, {"source": "source:x"})
    records = (raw(model, {"id": "x", "date": date, "attestations": (report,)}) for model in (Statement, Proposal))
    for record in records:
        assert same_as_plain(publication.CHECK, dated, record)
