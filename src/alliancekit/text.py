"""Text in messages: no character in it steers a terminal, and long values are shortened."""

import re
import reprlib
from typing import Final

FORMULA: Final = re.compile("^[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""How text begins that a spreadsheet takes for a formula; the last four are the first four in full width."""

LONGEST_MESSAGE: Final = 2000
"""The most characters of a message or a hint."""

LONGEST_ID: Final = 200
"""The most characters of an id in a message."""

LONGEST_PATH: Final = 1000
"""The most characters of the path of a file in a message: most systems allow 4,096, and what follows must be read."""

LONGEST_QUOTE: Final = 60
"""The most characters of a value in a message."""

_HIDDEN: Final = (
    "\x7f-\x9f"  # DEL and C1: like C0, they move the cursor, start a line, change colours
    "\xad\u180e\u200b\ufeff"  # soft hyphen and the like: nothing to see
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks, embeddings, overrides and isolates that turn text around
    "\u2028\u2029"  # ends of lines and paragraphs
    "\u2060-\u2065\u206a-\u206f\ufff9-\ufffb\U000e0000-\U000e007f"  # other format characters and tags
    "\ufe0f"  # the selector of emoji, which makes some characters wider in some terminals
    "\ud800-\udfff"  # half a surrogate pair, as in names of files that are not UTF-8
    "\ufdd0-\ufdef\ufffe\uffff"  # no characters; XML refuses the last two
)
# The joiner, but for the scripts of India and Sri Lanka, which spell with it.
_JOINER: Final = "\u200d(?<![\u0900-\u0dff]\u200d)"
_STEERING: Final = re.compile(f"[\x00-\x1f{_HIDDEN}]|{_JOINER}")
_STEERING_IN_JSON: Final = re.compile(f"[{_HIDDEN}]|{_JOINER}")


def visible(text: str) -> str:
    r"""Return text with each character escaped that steers a terminal, or that nobody can see.

    >>> print(visible("red \x1b[31m, two\nlines"))
    red \x1b[31m, two\nlines
    """
    if text.isascii() and text.isprintable():
        return text
    return _STEERING.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def escape_json(text: str) -> str:
    r"""Return JSON that means the same, with the characters escaped that `visible` escapes.

    White space between values stays. In text, JSON escapes the characters up to U+001F itself.
    """
    if text.isascii():
        return text.replace("\x7f", "\\u007f")
    return _STEERING_IN_JSON.sub(_json_escape, text)


def _json_escape(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[start : start + 2].hex()}" for start in range(0, len(units), 2))


def shorten(text: str, longest: int) -> str:
    """Return text with at most so many characters: of a longer one the start, and an ellipsis."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def shown_path(path: object) -> str:
    """Return the path of a file for a message."""
    return shorten(str(path), LONGEST_PATH)


def neutralise(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe comes before what begins as one does.

    See https://owasp.org/www-community/attacks/CSV_Injection.
    """
    return f"'{text}" if FORMULA.match(text) else text


def in_message(text: str) -> str:
    """Return text as a message may hold it: without a character that steers a terminal, and not too long."""
    return shorten(visible(shorten(text, LONGEST_MESSAGE)), LONGEST_MESSAGE)


class _Short(reprlib.Repr):
    """Writes a value as Python does, but not all of a long one."""

    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxlong = self.maxother = LONGEST_QUOTE
        self.maxlevel = 3

    def repr_int(self, x: int, level: int) -> str:
        """Return a whole number; Python refuses to write one of thousands of digits."""
        return super().repr_int(x, level) if abs(x) < 1 << 64 else "a number beyond 64 bits"


_SHORT: Final = _Short()


def quote(value: object) -> str:
    """Return a value as Python writes it, shortened, and without a character that steers a terminal.

    Text is shortened first, so that its closing quotation mark stays.
    """
    if isinstance(value, str):
        return visible(repr(shorten(str(value), LONGEST_QUOTE)))
    return shorten(visible(_SHORT.repr(value)), LONGEST_QUOTE)
