"""Show one record as text and as HTML without its corpus: other records are named by their ids."""

from io import StringIO
from typing import Final, cast

from rich.console import Console, Group

from alliancekit._html import MOST_ROWS, paragraph, table
from alliancekit.corpus import Corpus
from alliancekit.display import large_treaties
from alliancekit.display.names import name_of
from alliancekit.display.records import Report, evidence_rows, field_texts, has_table, own_rows, report_text
from alliancekit.display.terminal import WIDTH
from alliancekit.engine import Record
from alliancekit.models import MODELS, Entry
from alliancekit.models.attestation import Attestation
from alliancekit.text import first_lines

_NOTHING: Final = Corpus()
"""An empty corpus: the records to which a record refers are not known."""


def record_text(record: Record) -> str:
    """Return a record as text of at most 20 lines: its name, its id, its fields and its own evidence.

    The text of a record whose type is not in `MODELS`, such as a venue or one of a class of your own, is its `repr`.
    """
    entry = _entry(record)
    if entry is None:
        return repr(record)
    rows = [*own_rows(_NOTHING, entry, full=False)]
    if reports := _reports(record):
        rows += ["", *evidence_rows(_NOTHING, entry, reports)]
    file = StringIO()
    # Without force_jupyter, rich would display the text in a notebook instead of writing it to the file.
    console = Console(
        file=file, width=WIDTH, color_system=None, force_jupyter=False, highlight=False, markup=False, emoji=False
    )
    console.print(Group(*rows))
    return first_lines(file.getvalue().rstrip("\n"), "; repr() has all")


def record_html(record: Record) -> str | None:
    """Return a record as a table for a notebook; None if its type is not in `MODELS`."""
    entry = _entry(record)
    if entry is None:
        return None
    texts = {
        label: [line.plain for lines in items for line in lines]
        for label, items in field_texts(_NOTHING, entry, full=False).items()
    }
    if reports := _reports(record):
        texts["evidence"] = [f"{source}: {report_text(_NOTHING, report).plain}" for _, source, report in reports]
    fields = table((), [(label, first_lines("\n".join(lines))) for label, lines in texts.items()])
    name, id_ = name_of(entry), str(entry.id)
    heading = paragraph(name, id_) if name else paragraph(id_)
    if not has_table(entry):
        return heading + fields
    parties = large_treaties.parties_table(_NOTHING, entry)
    shown = parties.rows[:MOST_ROWS]
    return heading + fields + table(parties.header, shown, len(parties.rows) - len(shown))


def _entry(record: Record) -> Entry | None:
    """Return the record if its type is in `MODELS`; None for another, whose fields may have other types."""
    return cast("Entry", record) if type(record) in MODELS.values() else None


def _reports(record: Record) -> tuple[Report, ...]:
    """Return the attestations of a record as reports of their sources; a source has none."""
    id_ = cast("Entry", record).id
    attestations = cast("tuple[Attestation, ...]", getattr(record, "attestations", ()))
    return tuple((id_, each.source, each) for each in attestations)
