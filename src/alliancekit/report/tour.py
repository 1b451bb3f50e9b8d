"""The tour: what a corpus holds, and its main proposal, statement and treaty, as its sources tell of them."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from alliancekit.corpus import Corpus
from alliancekit.corpus.references import attestations
from alliancekit.evidence import Verification
from alliancekit.messages import counted
from alliancekit.models import MODELS, Entry, Proposal, Statement, Treaty
from alliancekit.report.anchors import verification_report
from alliancekit.report.records import evidence_rows, field_rows, side_by_side
from alliancekit.report.terminal import Paragraph, styled, title
from alliancekit.report.values import field_label, name_and_id, name_of, source_line, without_kind

E = TypeVar("E", Proposal, Statement, Treaty)

_BY_SOURCE = ("members", "open_tail", "rationale")
"""The fields of a proposal that the tour shows as each source prints them."""


def tour(corpus: Corpus, verification: Verification | None = None) -> Iterator[RenderableType]:
    """Yield the tour of a corpus, read off its records.

    Args:
        corpus: The corpus.
        verification: What has become of its anchors in the reader's own texts, if they were looked up.
    """
    yield from _holdings(corpus)
    proposal = _main(corpus.proposals())
    makes = proposal.statements if proposal else ()
    statement = _main(statement for statement in corpus.statements() if not makes or statement.id in makes)
    treaty = _main(corpus.treaties())
    if proposal:
        yield from _record(corpus, proposal, "The proposal")
        yield from _printed(proposal)
    if statement:
        yield from _record(corpus, statement, "The statement that makes it" if makes else "A statement")
        yield Text()
        yield from evidence_rows(statement, corpus.evidence(statement))
    if treaty:
        yield from _record(corpus, treaty, "A treaty, with what each side owes")
    yield from _disagreements(corpus, [record.id for record in (proposal, statement, treaty) if record])
    if verification:
        yield from verification_report(verification, quoted=statement.id if statement else None)
    yield from _next_steps(proposal or next(iter(corpus), None), verified=verification is not None)


def _next_steps(record: Entry | None, *, verified: bool) -> Iterator[RenderableType]:
    """Yield what to try after the tour."""
    yield from title("What to try next")
    if record:
        yield from _step(f"alliancekit show {record.id}", "a record, with its evidence")
    yield from _step("alliancekit check my-corpus.yaml", "your own records: every mistake, at its line and column")
    yield from _step("alliancekit explain AK501", "what a rule demands, and what to do where it is broken")
    yield from _step("alliancekit convert seeds ./my-copy", "this corpus as YAML files, to read and to change")
    if not verified:
        yield from _step("alliancekit tour --texts DIR", "the tour, with every anchor looked up in your own texts")


def _step(command: str, purpose: str) -> Iterator[RenderableType]:
    yield Paragraph(styled((command, "bold")), indent=2, hang=4)
    yield Paragraph(styled(purpose), indent=6)


def _main(records: Iterable[E]) -> E | None:
    """Return the record that the sources say most about."""
    return max(records, key=lambda record: len(record.attestations), default=None)


def _holdings(corpus: Corpus) -> Iterator[RenderableType]:
    """Yield what a corpus holds, counted by type and by source."""
    sources = corpus.sources()
    yield from title(f"What it holds: {counted(len(corpus), 'record')} from {counted(len(sources), 'source')}")
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column()
    for name in ("all", *(without_kind(source.id) for source in sources)):
        table.add_column(styled(name), justify="right", overflow="fold")
    by_source = [_counts(corpus, source.id) for source in sources]
    for name, number in _counts(corpus).items():
        table.add_row(name, str(number), *(str(counts[name]) for counts in by_source))
    yield table
    if sources:
        yield Text()
    for source in sources:
        yield Paragraph(source_line(source), hang=2)


def _counts(corpus: Corpus, source: str | None = None) -> dict[str, int]:
    """Return the number of records of each type, and so on, that a source reports; None: all."""
    reports = {record.id: [report.source for report in attestations(record)] for record in corpus}
    held = [record for record in corpus if source in (None, record.id, *reports[record.id])]
    differing = [{printer for printer, _ in item.readings} for item in corpus.disagreements()]
    mine = [report for record in held for report in attestations(record) if source in (None, report.source)]
    return {
        **{name: sum(type(record) is model for record in held) for name, model in MODELS.items()},
        "attestations": len(mine),
        "anchors": sum(len(report.anchors) for report in mine),
        "disagreements": sum(source in (None, *printers) for printers in differing),
    }


def _record(corpus: Corpus, record: Entry, words: str) -> Iterator[RenderableType]:
    """Yield a section about a record: its name, its id and its fields."""
    name = name_of(record)
    yield from title(f"{words}: {name}" if name else words)
    yield Paragraph(styled((record.id, "dim")))
    yield from field_rows(corpus, record)


def _printed(proposal: Proposal) -> Iterator[RenderableType]:
    """Yield whom a proposal lists and why, as each source prints it."""
    printed = {
        field: [
            (attestation.source, reading)
            for attestation in proposal.attestations
            for reading in attestation.as_printed
            if reading.field == field
        ]
        for field in _BY_SOURCE
    }
    if any(printed.values()):
        yield Text()
        yield Paragraph(styled("As the sources print it:"), indent=2)
    for field, readings in printed.items():
        yield from side_by_side(field, readings)


def _disagreements(corpus: Corpus, featured: list[str]) -> Iterator[RenderableType]:
    """Yield where sources differ: side by side for the records of the tour, the fields alone for the others."""
    found = corpus.disagreements()
    if not found:
        return
    records = list(dict.fromkeys(disagreement.record for disagreement in found))
    yield from title(f"Where sources differ: {counted(len(found), 'field')} of {counted(len(records), 'record')}")
    told = [id_ for id_ in featured if id_ in records]
    others = [id_ for id_ in records if id_ not in told]
    for number, id_ in enumerate(told):
        if number:
            yield Text()
        yield Paragraph(name_and_id(corpus, id_), hang=2)
        for disagreement in (disagreement for disagreement in found if disagreement.record == id_):
            if isinstance(corpus[id_], Proposal) and disagreement.field in _BY_SOURCE:
                yield Paragraph(styled((field_label(disagreement.field), "bold"), ": above"), indent=2)
            else:
                yield from side_by_side(disagreement.field, disagreement.readings)
    if told and others:
        yield Text()
        yield Paragraph(styled('And of these records, for which "alliancekit show" puts them side by side:'))
    for id_ in others:
        fields = ", ".join(field_label(disagreement.field) for disagreement in found if disagreement.record == id_)
        yield Paragraph(styled(f"{id_}: ", (fields, "cyan")), indent=2, hang=2)
