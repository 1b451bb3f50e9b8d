"""Text for a terminal: control characters of the data are escaped, and lines are wrapped to its width."""

import sys
from collections.abc import Iterator, Sequence
from io import TextIOWrapper

from attrs import field, frozen
from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.containers import Lines
from rich.style import Style
from rich.text import Text

from alliancekit.text import escape_controls

WIDTH = 80
"""The width of output to a file or a pipe, in cells."""

_MOST_ROWS = 20
"""The most rows of a table in one column, if its first cells can be shortened to make two."""

_LEAST_WIDTH = 10
"""The least width to which the first cells of a table are shortened."""

_GAP = 2
"""The number of blank cells between two cells of a table."""

WIDEST = 120
"""The largest width in a terminal, in cells; longer lines are hard to read."""


def styled(*parts: str | tuple[str, str | Style] | Text) -> Text:
    """Return text joined from parts: plain strings, pairs of a string and a style, or results of this function.

    All text from records, files and messages must pass through here: control characters are escaped, and markup is not
    interpreted.
    """
    text = Text()
    for part in parts:
        if isinstance(part, Text):
            text.append_text(part)
        else:
            content, style = (part, "") if isinstance(part, str) else part
            text.append(escape_controls(content), style)
    return text


@frozen
class Paragraph:
    """Text that is wrapped to the width of the terminal, with a hanging indent; words that are too long are split.

    Attributes:
        text: The text.
        indent: The number of blank cells before every line; at most a quarter of the width.
        hang: The number of further blank cells before every line but the first; at most half of the width.
        label: Text in the cells of `hang` on the first line, before the text; on lines of its own, above the text, if
            it is not shorter than `hang`.
    """

    text: Text
    indent: int = 0
    hang: int = 0
    label: str = field(default="", converter=escape_controls)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines."""
        indent, hang = min(self.indent, options.max_width // 4), min(self.hang, options.max_width // 2)
        margin = " " * (indent + hang)
        first, rest = Text(" " * indent), self.text
        if not self.label:
            line, *more = _lines(self.text, console, options.max_width - indent)
            yield first.append_text(line)
            if not more:
                return
            first, rest = Text(margin), _after(self.text, len(line))
        elif len(self.label) < hang:
            first.append(self.label.ljust(hang), "cyan")
        else:
            yield from _lines(first.append(self.label, "cyan"), console, options.max_width)
            first = Text(margin)
        for number, line in enumerate(_lines(rest, console, options.max_width - len(margin))):
            yield Text.assemble(margin if number else first, line)


@frozen
class UnwrappedLine:
    """A line that is copied as a whole, such as a command: it is not wrapped to the width of the terminal.

    Attributes:
        text: The line.
    """

    text: str = field(converter=escape_controls)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the line."""
        yield Text(self.text, no_wrap=True, overflow="ignore")


@frozen
class Grid:
    """A table that is set in several columns side by side, if the terminal is wide enough.

    Attributes:
        header: The titles of the cells of a row.
        rows: The rows.
        indent: The number of blank cells before every line.
    """

    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    indent: int = 0

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines; in a terminal that is too narrow for a row, each row is a paragraph."""
        header, *rows = (tuple(map(escape_controls, row)) for row in (self.header, *self.rows))
        widths = [max(map(cell_len, column)) for column in zip(header, *rows, strict=True)]
        room = options.max_width - self.indent + _GAP
        first = room // 2 - sum(widths[1:]) - _GAP * len(widths)
        if len(rows) > _MOST_ROWS and _LEAST_WIDTH <= first < widths[0]:
            # Shorten the cells of the first column, so that there are two columns of rows.
            widths[0] = first
            rows = [(_shortened(cell, first), *others) for cell, *others in rows]
        width = sum(widths) + _GAP * len(widths)
        columns = room // width
        if not columns:
            for row in rows:
                yield Paragraph(styled(", ".join(row)), self.indent, 2)
            return
        height = -(-len(rows) // columns)
        blocks = [rows[start : start + height] for start in range(0, len(rows), height)]
        for number in range(height + 1):
            line = [header if number == 0 else block[number - 1] for block in blocks if number <= len(block)]
            cells = [set_cell_size(cell, size) for row in line for cell, size in zip(row, widths, strict=True)]
            text = f"{' ' * self.indent}{(' ' * _GAP).join(cells)}".rstrip()
            yield Text(text, "cyan" if number == 0 else "")


def _shortened(text: str, width: int) -> str:
    """Return a text that is at most as wide as some cells; a longer one ends with an ellipsis."""
    return text if cell_len(text) <= width else f"{set_cell_size(text, width - 1).rstrip()}…"


def _lines(text: Text, console: Console, width: int) -> Lines:
    """Wrap text to a width; lines have no trailing spaces."""
    lines = text.wrap(console, max(width, 1), overflow="fold")
    for line in lines:
        line.rstrip()
    return lines


def _after(text: Text, index: int) -> Text:
    """Return the rest of a text from an index, without leading spaces."""
    rest = text.plain[index:]
    return text[len(text) - len(rest.lstrip(" ")) :]


def title(text: str) -> Iterator[RenderableType]:
    """Yield the title of a section."""
    yield Text()
    yield Paragraph(styled((text, "bold underline")))
    yield Text()


class _Console(Console):
    """A console that raises when the reader of its output has closed the pipe."""

    def on_broken_pipe(self) -> None:
        """Raise; rich would end the program with exit code 1, which means errors in the data."""
        raise BrokenPipeError


def console(*, stderr: bool = False) -> Console:
    """Return a console for standard output or standard error: coloured in a terminal, plain and 80 wide elsewhere.

    This changes the error handler of the stream: characters that its encoding can't represent are printed as escapes.
    """
    stream = sys.stderr if stderr else sys.stdout
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    # If a program is started with its output closed, the stream is None, and rich prints nothing.
    width = None if stream and stream.isatty() else WIDTH
    result = _Console(stderr=stderr, width=width, highlight=False, markup=False, emoji=False)
    result.width = min(result.width, WIDEST)
    return result
