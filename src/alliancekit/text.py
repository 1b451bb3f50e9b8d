"""Text in messages: escape control characters, quote and shorten values."""

import re
import reprlib
from typing import Final

FORMULA: Final = re.compile("^[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""The start of text that a spreadsheet runs as a formula; the last four are full-width forms of ``= + - @``."""

LONGEST_MESSAGE: Final = 2000
"""The largest number of characters in a message or a hint."""

MOST_LINES: Final = 20
"""The most lines that `print` shows of an object."""

LONGEST_ID: Final = 200
"""The largest number of characters of an id in a message."""

LONGEST_PATH: Final = 1000
"""The largest number of characters of a path in a message; most systems allow 4,096, which would hide the rest."""

LONGEST_QUOTE: Final = 60
"""The largest number of characters of a value in a message."""

_HIDDEN: Final = (
    "\x7f-\x9f"  # DEL and C1: like C0, they move the cursor, start a line, change colours
    "\xad\u180e\u200b\ufeff"  # soft hyphen and similar invisible characters
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks, embeddings, overrides, isolates that change the direction
    "\u2028\u2029"  # ends of lines and paragraphs
    "\u2060-\u2065\u206a-\u206f\ufff9-\ufffb\U000e0000-\U000e007f"  # other format characters and tags
    "\ufe0f"  # the selector of emoji, which makes some characters wider in some terminals
    "\ud800-\udfff"  # lone surrogates, as in file names that are not UTF-8
    "\ufdd0-\ufdef\ufffe\uffff"  # noncharacters; XML refuses the last two
)
# The zero-width joiner, except in the scripts of India and Sri Lanka, whose spelling needs it.
_JOINER: Final = "\u200d(?<![\u0900-\u0dff]\u200d)"
_CONTROLS: Final = re.compile(f"[\x00-\x1f{_HIDDEN}]|{_JOINER}")
_CONTROLS_IN_JSON: Final = re.compile(f"[{_HIDDEN}]|{_JOINER}")


def escape_controls(text: str) -> str:
    r"""Escape the characters of a text that control a terminal or are invisible.

    >>> print(escape_controls("red \x1b[31m, two\nlines"))
    red \x1b[31m, two\nlines
    """
    if text.isascii() and text.isprintable():
        return text
    return _CONTROLS.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def escape_json(text: str) -> str:
    r"""Escape in JSON the characters that `escape_controls` escapes in text; the values stay equal.

    White space between values stays. Inside strings, JSON already escapes the characters up to U+001F.
    """
    if text.isascii():
        return text.replace("\x7f", "\\u007f")
    return _CONTROLS_IN_JSON.sub(_json_escape, text)


def _json_escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[start : start + 2].hex()}" for start in range(0, len(units), 2))


def shorten(text: str, longest: int) -> str:
    """Cut text to a number of characters; cut text ends with an ellipsis."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def first_lines(text: str, rest: str = "") -> str:
    """Return the first lines of a text: at most `MOST_LINES`, of which the last one counts the others.

    Args:
        text: The text.
        rest: Where to see the others, for the end of the last line.
    """
    lines = text.split("\n")
    if len(lines) <= MOST_LINES:
        return text
    shown = lines[: MOST_LINES - 1]
    return "\n".join((*shown, f"… {len(lines) - len(shown):,} more lines{rest}"))


def shown_path(path: object) -> str:
    """Return the path of a file for a message, shortened."""
    return shorten(str(path), LONGEST_PATH)


def neutralise(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run as a formula.

    See https://owasp.org/www-community/attacks/CSV_Injection.
    """
    return f"'{text}" if FORMULA.match(text) else text


def in_message(text: str) -> str:
    """Return text for a message: control characters are escaped, and long text is shortened."""
    if len(text) <= LONGEST_MESSAGE and text.isascii() and text.isprintable():
        return text
    return shorten(escape_controls(shorten(text, LONGEST_MESSAGE)), LONGEST_MESSAGE)


class _ShortRepr(reprlib.Repr):
    """Writes values like `repr`, but shortens long values."""

    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxlong = self.maxother = LONGEST_QUOTE
        self.maxlevel = 3

    def repr_int(self, x: int, level: int) -> str:
        """Return a whole number as text; Python raises for numbers of thousands of digits."""
        return super().repr_int(x, level) if abs(x) < 1 << 64 else "a number beyond 64 bits"


_SHORT_REPR: Final = _ShortRepr()


def quote(value: object) -> str:
    """Return the `repr` of a value for a message: shortened, with control characters escaped.

    Text is shortened first, so that its closing quotation mark is not cut.
    """
    if isinstance(value, str):
        return escape_controls(repr(shorten(str(value), LONGEST_QUOTE)))
    return shorten(escape_controls(_SHORT_REPR.repr(value)), LONGEST_QUOTE)
