"""The result of `evidence.verify` as text: which anchors of a corpus were found in the user's copies of the texts."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from alliancekit.display.terminal import Paragraph, styled, title
from alliancekit.display.values import without_kind
from alliancekit.evidence import AnchorCheck, Verification
from alliancekit.messages import counted
from alliancekit.text import shorten

_STYLES = {"exact": "green", "moved": "yellow", "lost": "bold red", "missing": "yellow"}
_LISTED = ("lost", "moved")
"""The statuses whose anchors are listed one by one."""

_LONGEST_QUOTATION = 240


def verification_report(verification: Verification, quoted_record: str | None = None) -> Iterator[RenderableType]:
    """Yield the number of exact, moved, lost and missing anchors of each source, and the lost and moved anchors.

    Args:
        verification: The result for each anchor.
        quoted_record: The id of a record; the first quotation of each text for this record is shown too.
    """
    yield from title(f"In your texts: {counted(len(verification.checks), 'anchor')} looked up")
    yield _table(verification)
    for text in verification.texts:
        if text.reason is not None:
            yield Text()
            yield Paragraph(styled((without_kind(text.source.id), "bold"), f": {text.reason}"), hang=2)
        checks = [check for check in verification.checks if check.source == text.source.id]
        yield from _listed(checks, without_kind(text.source.id))
    if quoted_record:
        yield from _quotations(verification, quoted_record)


def _table(verification: Verification) -> Table:
    """Return a table of the number of anchors by source and status, with the state of the user's copy."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column()
    table.add_column("your copy")
    for status in verification.counts():
        table.add_column(styled((status, _STYLES[status])), justify="right")
    for text in verification.texts:
        numbers = verification.counts(text.source.id).values()
        table.add_row(styled(without_kind(text.source.id)), text.state, *map(str, numbers))
    table.add_row("all", "", *map(str, verification.counts().values()))
    return table


def _listed(checks: Sequence[AnchorCheck], source: str) -> Iterator[RenderableType]:
    """Yield the lost and moved anchors of a source, grouped by status and reason, then by record."""
    groups: dict[tuple[str, str], list[AnchorCheck]] = {}
    for check in checks:
        if check.result.status in _LISTED:
            groups.setdefault((check.result.status, _reason(check)), []).append(check)
    for (status, reason), group in sorted(groups.items()):
        number = counted(len(group), "anchor") + (f"; {reason}" if reason else "")
        yield Text()
        yield Paragraph(styled((status.capitalize(), _STYLES[status]), f" in {source}: {number}"), hang=2)
        for record, of_record in groupby(group, key=lambda check: check.record):
            yield Paragraph(styled(f"{record}: ", (", ".join(map(_span_text, of_record)), "dim")), indent=2, hang=2)


def _reason(check: AnchorCheck) -> str:
    """Return why an anchor is lost or moved; empty if it moved to another position."""
    return check.result.reason or ("same position, but different characters" if _same_position(check) else "")


def _span_text(check: AnchorCheck) -> str:
    """Return the position of an anchor, and its new position if it moved."""
    old, match = f"{check.anchor.start}-{check.anchor.end}", check.result
    return old if match.start is None or _same_position(check) else f"{old} to {match.start}-{match.end}"


def _same_position(check: AnchorCheck) -> bool:
    return (check.anchor.start, check.anchor.end) == (check.result.start, check.result.end)


def _quotations(verification: Verification, record: str) -> Iterator[RenderableType]:
    """Yield the first passage of each text to which an anchor of a record refers."""
    copies = {text.source.id: text.copy for text in verification.texts}
    quotations: dict[str, str] = {}
    for check in verification.checks:
        copy, found = copies[check.source], check.result
        if check.record == record and copy and found.start is not None:
            quotations.setdefault(without_kind(check.source), " ".join(copy.text[found.start : found.end].split()))
    if quotations:
        yield Text()
        yield Paragraph(styled(f"Quotations for {record}:"), hang=2)
    for source, text in quotations.items():
        shown = shorten(text, _LONGEST_QUOTATION)
        yield Paragraph(styled((shown, "italic")), indent=2, hang=max(map(len, quotations)) + 2, label=source)
