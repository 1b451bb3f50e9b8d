"""Records that a search found, one line each."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType

from alliancekit.display.listing import record_time
from alliancekit.display.names import headline_of
from alliancekit.display.terminal import Paragraph, styled
from alliancekit.models import Entry


def matches(records: Sequence[Entry], most: int) -> Iterator[RenderableType]:
    """Yield the id, the name or content, and the time of each of the first records, and the number of the others."""
    shown = records[:most]
    hang = max(len(record.id) for record in shown) + 2
    for record in shown:
        facts = ", ".join(fact for fact in (headline_of(record), record_time(record)) if fact)
        yield Paragraph(styled(facts), hang=hang, label=record.id) if facts else Paragraph(styled(record.id))
    if len(records) > most:
        yield Paragraph(styled((f"{len(records) - most:,} more, see --most", "dim")))
