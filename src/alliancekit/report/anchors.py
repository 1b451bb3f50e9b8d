"""What has become of the anchors of a corpus in the reader's own texts."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from alliancekit.evidence import AnchorCheck, Verification
from alliancekit.messages import counted
from alliancekit.report.terminal import Paragraph, styled, title
from alliancekit.report.words import short

_STYLES = {"exact": "green", "moved": "yellow", "lost": "bold red", "missing": "yellow"}
_NAMED = ("lost", "moved")
_LONGEST = 240


def verified(verification: Verification, quoted: str | None = None) -> Iterator[RenderableType]:
    """Yield how many anchors of each source are exact, moved, lost or missing, and which of them are lost or moved.

    Args:
        verification: What has become of the anchors.
        quoted: Id of a record; what each text says for it is shown too.
    """
    yield from title(f"In your texts: {counted(len(verification.checks), 'anchor')} looked up")
    yield _table(verification)
    for text in verification.texts:
        if text.reason is not None:
            yield Text()
            yield Paragraph(styled((short(text.source.id), "bold"), f": {text.reason}"), hang=2)
        checks = [check for check in verification.checks if check.source == text.source.id]
        yield from _named(checks, short(text.source.id))
    if quoted:
        yield from _quoted(verification, quoted)


def _table(verification: Verification) -> Table:
    """Return the number of anchors by source and status, and what the reader's copy of the source is like."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column()
    table.add_column("your copy")
    for status in verification.counts():
        table.add_column(styled((status, _STYLES[status])), justify="right")
    for text in verification.texts:
        numbers = verification.counts(text.source.id).values()
        table.add_row(styled(short(text.source.id)), text.state, *map(str, numbers))
    table.add_row("all", "", *map(str, verification.counts().values()))
    return table


def _named(checks: Sequence[AnchorCheck], source: str) -> Iterator[RenderableType]:
    """Yield the anchors of a source that are lost or moved, in groups with the same fate, by record."""
    groups: dict[tuple[str, str], list[AnchorCheck]] = {}
    for check in checks:
        if check.result.status in _NAMED:
            groups.setdefault((check.result.status, _reason(check)), []).append(check)
    for (status, reason), group in sorted(groups.items()):
        number = counted(len(group), "anchor") + (f"; {reason}" if reason else "")
        yield Text()
        yield Paragraph(styled((status.capitalize(), _STYLES[status]), f" in {source}: {number}"), hang=2)
        for record, of_record in groupby(group, key=lambda check: check.record):
            yield Paragraph(styled(f"{record}: ", (", ".join(map(_places, of_record)), "dim")), indent=2, hang=2)


def _reason(check: AnchorCheck) -> str:
    """Return why an anchor is not exact, where its place alone does not say it."""
    return check.result.reason or ("at their place, but written differently" if _in_place(check) else "")


def _places(check: AnchorCheck) -> str:
    """Return the place of an anchor, and where its words stand if that is elsewhere."""
    old = f"{check.anchor.start}-{check.anchor.end}"
    return (
        old if check.result.start is None or _in_place(check) else f"{old} to {check.result.start}-{check.result.end}"
    )


def _in_place(check: AnchorCheck) -> bool:
    return (check.anchor.start, check.anchor.end) == (check.result.start, check.result.end)


def _quoted(verification: Verification, record: str) -> Iterator[RenderableType]:
    """Yield the first words that each text has for a record."""
    copies = {text.source.id: text.copy for text in verification.texts}
    said: dict[str, str] = {}
    for check in verification.checks:
        copy, found = copies[check.source], check.result
        if check.record == record and copy and found.start is not None:
            said.setdefault(short(check.source), " ".join(copy.text[found.start : found.end].split()))
    if said:
        yield Text()
        yield Paragraph(styled(f"What they say for {record}:"), hang=2)
    for source, words in said.items():
        quoted = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
        yield Paragraph(styled((quoted, "italic")), indent=2, hang=max(map(len, said)) + 2, label=source)
