"""Text in a terminal: nothing that a record holds can steer it, and no line is wider than it."""

import sys
from collections.abc import Iterator
from io import TextIOWrapper

from attrs import field, frozen
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.containers import Lines
from rich.text import Text

from alliancekit.text import visible

WIDTH = 80
"""The width of what goes to a file or a pipe, in cells."""

WIDEST = 120
"""The width at which lines end in a wider terminal; longer ones are hard to read."""


def styled(*parts: str | tuple[str, str] | Text) -> Text:
    """Return text put together from parts: plain, with a style, or made here before.

    Whatever a record, a file or a message holds goes through here; nothing in it is taken for markup.
    """
    made = Text()
    for part in parts:
        if isinstance(part, Text):
            made.append_text(part)
        else:
            words, style = (part, "") if isinstance(part, str) else part
            made.append(visible(words), style)
    return made


@frozen
class Paragraph:
    """Text that is wrapped between a margin on the left and the right edge; a word that is too long is cut.

    Attributes:
        text: The text.
        indent: The cells before the first line; at most a quarter of the line.
        hang: The further cells before the other lines; at most half of the line.
        label: What stands before the first line, where `hang` leaves the space; if that is too small, above it.
    """

    text: Text
    indent: int = 0
    hang: int = 0
    label: str = field(default="", converter=visible)

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


def _lines(text: Text, console: Console, width: int) -> Lines:
    """Return text in lines of a width, without spaces at their ends."""
    lines = text.wrap(console, max(width, 1), overflow="fold")
    for line in lines:
        line.rstrip()
    return lines


def _after(text: Text, index: int) -> Text:
    """Return what of a text follows a character, from the next one that is no space."""
    rest = text.plain[index:]
    return text[len(text) - len(rest.lstrip(" ")) :]


def title(text: str) -> Iterator[RenderableType]:
    """Yield the title of a section."""
    yield Text()
    yield Paragraph(styled((text, "bold underline")))
    yield Text()


class _Console(Console):
    """A console that leaves it to the program what happens when nobody reads its output any more."""

    def on_broken_pipe(self) -> None:
        """Say so; rich would end the program with the status that means problems in the data."""
        raise BrokenPipeError


def console(*, stderr: bool = False) -> Console:
    """Return the console of standard output or standard error: coloured in a terminal, plain and 80 wide elsewhere.

    Characters that the encoding of the stream lacks come out as escapes.
    """
    stream = sys.stderr if stderr else sys.stdout
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    # A program may be started with its output closed; then the stream is None, and rich prints nothing.
    width = None if stream and stream.isatty() else WIDTH
    made = _Console(stderr=stderr, width=width, highlight=False, markup=False, emoji=False)
    made.width = min(made.width, WIDEST)
    return made
