"""Where the figures go: the tables between the marks of the page on performance."""

import re
from pathlib import Path
from typing import Final

from attrs import frozen

PAGE: Final = Path(__file__).resolve().parent.parent / "docs/explanation/performance.md"


@frozen
class Table:
    """The figures of one part.

    Attributes:
        name: The name at its marks: ``<!-- figures: NAME -->`` before it and ``<!-- figures end -->`` behind it.
        head: What the columns are.
        rows: What stands in them.
    """

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __str__(self) -> str:
        """Return the table as Markdown; numbers stand at the right."""
        lines = [self.head, ("---", *("--:" for _ in self.head[1:])), *self.rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write(name: str, figures: str, page: Path = PAGE) -> None:
    """Put figures between the marks of their name, in place of those that stand there.

    Raises:
        LookupError: If the page has no such marks.
    """
    text = page.read_text(encoding="utf-8")
    marks = re.compile(rf"(?<=<!-- figures: {re.escape(name)} -->\n).*?(?=<!-- figures end -->)", re.DOTALL)
    if not marks.search(text):
        message = f"{page.name} has no place for {name}"
        raise LookupError(message)
    page.write_text(marks.sub(lambda _: f"\n{figures}\n\n", text, count=1), encoding="utf-8")
