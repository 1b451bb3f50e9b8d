"""Differences between corpora and conflicts of a merge, for the terminal."""

from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import RenderableType
from rich.text import Text

from alliancekit.corpus import Conflict, CorpusDiff, RecordDiff
from alliancekit.corpus.differences import Sign
from alliancekit.corpus.merging import version_texts
from alliancekit.display.names import headline_of
from alliancekit.display.terminal import Paragraph, styled
from alliancekit.messages import counted

_STYLES: Final[dict[Sign, str]] = {"+": "green", "-": "red", "~": "yellow"}

_HANG: Final = 10
"""The cells for the label of a value."""


def differences(found: CorpusDiff) -> Iterator[RenderableType]:
    """Yield each record that differs with its changes, and the summary."""
    for record in found:
        yield from _record(record)
    if found:
        yield Text()
    yield Paragraph(styled((found.summary, "bold")))


def _record(record: RecordDiff) -> Iterator[RenderableType]:
    entry = record.new or record.old
    name = headline_of(entry) if entry else ""
    yield Paragraph(
        styled((f"{record.sign} {record.id}", f"bold {_STYLES[record.sign]}"), (f" ({name})" if name else "", "dim")),
        hang=2,
    )
    for change in record.changes:
        yield Paragraph(styled((change.sign, _STYLES[change.sign]), str(change)[1:]), indent=4, hang=2)


def conflicts(found: Sequence[Conflict]) -> Iterator[RenderableType]:
    """Yield each conflict with its three values, and the summary."""
    for conflict in found:
        yield Paragraph(styled(("conflict", "bold red"), f": {conflict.name}"), hang=4)
        for label, text in version_texts(conflict).items():
            yield Paragraph(styled(text), indent=2, hang=_HANG, label=f"{label}:")
        for problem in conflict.problems:
            yield Paragraph(styled(f"{problem.code} {problem.message}"), indent=2, hang=_HANG, label="together:")
        yield Text()
    records = counted(len({conflict.record for conflict in found}), "record")
    yield Paragraph(styled((f"{counted(len(found), 'conflict')} in {records}; nothing was written", "bold")))
