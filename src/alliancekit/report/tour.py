"""The tour of a corpus, in two lengths: one screen, or everything about its main proposal, statement and treaty."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from attrs import frozen
from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from alliancekit.corpus import Corpus, Disagreement
from alliancekit.corpus.references import attestations
from alliancekit.display.names import name_of
from alliancekit.display.records import difference_rows, evidence_rows, field_rows, reports_of, side_by_side
from alliancekit.display.terminal import Paragraph, styled, title
from alliancekit.display.values import date_text, field_label, name_and_id, object_text, source_line, without_kind
from alliancekit.errors import MissingExtra
from alliancekit.evidence import Verification
from alliancekit.messages import counted
from alliancekit.models import MODELS, Entry, Proposal, Statement, Treaty
from alliancekit.report.anchors import verification_report

E = TypeVar("E", Proposal, Statement, Treaty)

_BY_SOURCE = ("members", "open_tail", "rationale")
"""The fields of a proposal that the tour shows as each source prints them."""


_ROWS = 4
"""The most sources, and the most rows of a panel, that the short tour shows."""


def tour(corpus: Corpus) -> Iterator[RenderableType]:
    """Yield the short tour of a corpus: at most 23 lines, each of which is cut at the width of the terminal."""
    yield _line(
        (f"A corpus of {counted(len(corpus), 'record')} from {counted(len(corpus.sources()), 'source')}", "bold")
    )
    proposal = _main(corpus.proposals())
    if proposal:
        yield Text()
        yield from _proposal_lines(corpus, proposal)
        yield from _difference_lines(corpus, proposal)
    if corpus.treaties():
        yield Text()
        yield from _panel_lines(corpus)
    yield Text()
    yield _line("Next: ", ("alliancekit tour --full", "bold"), "           every field, source and difference")
    yield _line("      ", ("alliancekit check my-corpus.yaml", "bold"), "  every mistake in your own records")


@frozen
class _TruncatedLine:
    """Text on one line, which is cut with "…" at the width of the terminal."""

    text: Text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the line."""
        del console
        line = self.text.copy()
        line.truncate(options.max_width, overflow="ellipsis")
        yield line


def _line(*parts: str | tuple[str, str] | Text) -> _TruncatedLine:
    return _TruncatedLine(styled(*parts))


def _proposal_lines(corpus: Corpus, proposal: Proposal) -> Iterator[RenderableType]:
    """Yield the name of a proposal, its proposers and members, the main statement that makes it, and its evidence."""
    yield _line(("Proposal: ", "bold"), (name_of(proposal) or proposal.id, "bold"))
    for label, ids in (("by", proposal.proposers), ("members", proposal.members)):
        yield _line("  ", (f"{label:10}", "cyan"), ", ".join(name_of(corpus[id_]) or id_ for id_ in ids))
    statement = _main(statement for statement in corpus.statements() if statement.id in proposal.statements)
    if statement:
        yield _line(
            "  ", ("stated    ", "cyan"), f"{date_text(statement.date)}, ", object_text(corpus, statement.venue)
        )
    evidence = corpus.evidence(proposal)
    sources = {item.source.id for item in evidence}
    anchors = sum(len(item.attestation.anchors) for item in evidence)
    counts = (counted(len(evidence), "report"), counted(len(sources), "source"), counted(anchors, "anchored passage"))
    yield _line("  ", ("evidence  ", "cyan"), "{} of {}, {}".format(*counts))


def _difference_lines(corpus: Corpus, proposal: Proposal) -> Iterator[RenderableType]:
    """Yield one field that the sources of a proposal print differently, with many sources and short texts."""
    differences = [difference for difference in corpus.disagreements() if difference.record == proposal.id]
    if not differences:
        return
    field, texts = min(map(_printed_by_source, differences), key=lambda item: (-len(item[1]), len(str(item[1]))))
    yield Text()
    words = f"Its sources differ in {counted(len(differences), 'field')}, such as {field}:"
    yield _line((words, "bold"))
    width = max(map(len, texts)) + 2
    for source, readings in list(texts.items())[:_ROWS]:
        yield _line("  ", (source.ljust(width), "cyan"), " | ".join(readings))


def _printed_by_source(difference: Disagreement) -> tuple[str, dict[str, list[str]]]:
    """Return a field, and by source the different texts that it prints for the field."""
    texts: dict[str, list[str]] = {}
    for source, reading in difference.readings:
        text = reading.text or "(nothing)"
        if text not in texts.setdefault(without_kind(source), []):
            texts[without_kind(source)].append(text)
    return field_label(difference.field), texts


def _panel_lines(corpus: Corpus) -> Iterator[RenderableType]:
    """Yield the first rows of the panel of directed dyad-years, or one line that says why there is none."""
    yield _line(("Panel of its treaties: who owes what to whom (1: yes, 0: no, null: not known)", "bold"))
    try:
        from alliancekit import panel

        frame = panel.dyad_years(corpus, directed=True, system=None).frame
    except MissingExtra as error:
        yield _line("  ", str(error))
        return
    columns = ["year", "state_a", "state_b", *panel.obligations_of(frame)]
    first = frame.select(columns).head(_ROWS).iter_rows()
    rows = [columns, *(["null" if value is None else str(value) for value in values] for values in first)]
    widths = [max(map(len, column)) + 2 for column in zip(*rows, strict=True)]
    for number, row in enumerate(rows):
        cells = "".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield _line("  ", (cells.rstrip(), "" if number else "cyan"))


def full_tour(corpus: Corpus, verification: Verification | None = None) -> Iterator[RenderableType]:
    """Yield the full tour of a corpus.

    Args:
        corpus: The corpus.
        verification: The state of its anchors in the texts of the user, if they were looked up.
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
        yield from evidence_rows(corpus, statement, reports_of(corpus.evidence(statement)))
    if treaty:
        yield from _record(corpus, treaty, "A treaty, with what each side owes")
    yield from _disagreements(corpus, [record.id for record in (proposal, statement, treaty) if record])
    if verification:
        yield from verification_report(verification, quoted_record=statement.id if statement else None)
    yield from _next_steps(proposal or next(iter(corpus), None), verified=verification is not None)


def _next_steps(record: Entry | None, *, verified: bool) -> Iterator[RenderableType]:
    """Yield what to try after the tour."""
    yield from title("What to try next")
    if record:
        yield from _step(f"alliancekit show {record.id}", "a record, with its evidence")
    yield from _step("alliancekit check my-corpus.yaml", "your own records: every mistake, at its line and column")
    yield from _step("alliancekit explain AK501", "what a rule demands, and what to do if it is broken")
    yield from _step("alliancekit convert seeds ./my-copy", "this corpus as YAML files, to read and to change")
    if not verified:
        yield from _step("alliancekit tour --texts DIR", "the full tour, with every anchor looked up in your own texts")


def _step(command: str, purpose: str) -> Iterator[RenderableType]:
    yield Paragraph(styled((command, "bold")), indent=2, hang=4)
    yield Paragraph(styled(purpose), indent=6)


def _main(records: Iterable[E]) -> E | None:
    """Return the record with the most attestations."""
    return max(records, key=lambda record: len(record.attestations), default=None)


def _holdings(corpus: Corpus) -> Iterator[RenderableType]:
    """Yield the number of records of each type, in all and by source."""
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
        yield Paragraph(source_line(corpus, source.id), hang=2)


def _counts(corpus: Corpus, source: str | None = None) -> dict[str, int]:
    """Return the number of records of each type, of attestations and so on, of one source; of all if it is None."""
    reports = {record.id: [report.source for report in attestations(record)] for record in corpus}
    records = [record for record in corpus if source in (None, record.id, *reports[record.id])]
    differing = [{printer for printer, _ in item.readings} for item in corpus.disagreements()]
    mine = [report for record in records for report in attestations(record) if source in (None, report.source)]
    return {
        **{name: sum(type(record) is model for record in records) for name, model in MODELS.items()},
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
    """Yield the members and reasons of a proposal, as each source prints them."""
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
    """Yield where sources differ: side by side for the records of the tour, only the fields for the others."""
    differences = corpus.disagreements()
    if not differences:
        return
    records = list(dict.fromkeys(disagreement.record for disagreement in differences))
    yield from title(f"Where sources differ: {counted(len(differences), 'field')} of {counted(len(records), 'record')}")
    in_tour = [id_ for id_ in featured if id_ in records]
    others = [id_ for id_ in records if id_ not in in_tour]
    for number, id_ in enumerate(in_tour):
        if number:
            yield Text()
        yield Paragraph(name_and_id(corpus, id_), hang=2)
        for disagreement in (disagreement for disagreement in differences if disagreement.record == id_):
            if isinstance(corpus[id_], Proposal) and disagreement.field in _BY_SOURCE:
                yield Paragraph(styled((field_label(disagreement.field), "bold"), ": above"), indent=2)
            else:
                yield from difference_rows(disagreement)
    if in_tour and others:
        yield Text()
        yield Paragraph(styled('And of these records, for which "alliancekit show" puts them side by side:'))
    for id_ in others:
        fields = ", ".join(
            field_label(disagreement.field) for disagreement in differences if disagreement.record == id_
        )
        yield Paragraph(styled(f"{id_}: ", (fields, "cyan")), indent=2, hang=2)
