"""Write tables of figures between the markers of the page on performance."""

import re
from pathlib import Path
from typing import Final

from attrs import frozen

PAGE: Final = Path(__file__).resolve().parent.parent / "docs/explanation/performance.md"


@frozen
class Table:
    """A table of figures.

    Attributes:
        name: The name in its markers: ``<!-- figures: NAME -->`` before it and ``<!-- figures end -->`` after it.
        head: The names of the columns.
        rows: The rows, as text.
    """

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __str__(self) -> str:
        """Return the table as Markdown, with numbers aligned to the right."""
        lines = [self.head, ("---", *("--:" for _ in self.head[1:])), *self.rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write(name: str, figures: str, page: Path = PAGE) -> None:
    """Replace the figures between the markers of a name.

    Raises:
        LookupError: If the page has no such markers.
    """
    text = page.read_text(encoding="utf-8")
    between_markers = re.compile(rf"(?<=<!-- figures: {re.escape(name)} -->\n).*?(?=<!-- figures end -->)", re.DOTALL)
    if not between_markers.search(text):
        message = f"{page.name} has no markers for {name}"
        raise LookupError(message)
    page.write_text(between_markers.sub(lambda _: f"\n{figures}\n\n", text, count=1), encoding="utf-8")
