"""Bytes to text, UTF-8 and nothing else, and the line and column of every character of it."""

import re
from bisect import bisect_right
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from typing import Final

from attrs import define, field, frozen

from alliancekit.errors import InvalidCorpus, Location, Problem
from alliancekit.rules import reading

# UTF-32 first: its little-endian mark starts with the one of UTF-16.
_FOREIGN_MARKS: Final = (
    (BOM_UTF32_LE, "UTF-32"),
    (BOM_UTF32_BE, "UTF-32"),
    (BOM_UTF16_LE, "UTF-16"),
    (BOM_UTF16_BE, "UTF-16"),
)
LINE_END: Final = re.compile(r"\r\n|\r|\n")
"""What ends a line, in every format: LF, CRLF or CR alone, as in YAML 1.2.2, section 5.4.

U+0085, U+2028 and U+2029 end no line, as they don't in JSON and in editors.
"""


@frozen(kw_only=True)
class Limits:
    """How much a reader takes in before it refuses a file with AK006.

    Attributes:
        size: The largest file, in bytes.
        depth: How many lists and objects may stand inside each other; a list of numbers has depth 1.
            In YAML at most 500, even if this is higher.
        values: How many values a file may hold, lists and objects among them; and how many lines it may have.
        problems: How many problems of a file are told. Where there are more, one more says so, and what else is wrong
            with the file is not looked for.
    """

    size: int = 32 * 2**20
    depth: int = 64
    values: int = 1_000_000
    problems: int = 10_000


LIMITS: Final = Limits()
"""The limits that hold where none are given; with them, no file takes more than about half a gigabyte of memory."""


@define(eq=False)
class FileText:
    """The text of a file and the places in it.

    Attributes:
        file: The file as the user named it.
        content: All of its characters, without the byte order mark.
        before: How many lines of the file stand before it, where it is a part of one.
    """

    file: str
    content: str = field(repr=False)
    before: int = 0
    _shown: dict[int, str] = field(factory=dict, init=False, repr=False)
    _starts_found: list[int] = field(factory=list, init=False, repr=False)

    def location(self, index: int) -> Location:
        """Return the place of a character.

        Args:
            index: Its index in the text, in code points; the length of the text stands for its end.

        Returns:
            Line and column from 1, the column in code points; a tab is one of them.
        """
        starts = self._starts()
        line = bisect_right(starts, index)
        start = starts[line - 1]
        shown = self._shown.get(line)
        if shown is None:  # one copy for all the problems of a line, which may be the whole file
            end = starts[line] if line < len(starts) else None
            shown = self._shown[line] = self.content[start:end].rstrip("\r\n")
        return Location(self.file, self.before + line, index - start + 1, shown, None)

    def start_of(self, line: int) -> int:
        """Return the index of the first character of a line; the first line is 1."""
        return self._starts()[line - 1]

    def line_of(self, index: int) -> int:
        """Return the line, from 1, on which a character stands."""
        return bisect_right(self._starts(), index)

    def where(self, index: int) -> str:
        """Return the place of a character in words, for use in a message."""
        line = self.line_of(index)
        return f"line {self.before + line}, column {index - self.start_of(line) + 1}"

    def _starts(self) -> list[int]:
        """Return where the lines start; most texts are never asked."""
        starts, content = self._starts_found, self.content
        if not starts:
            starts.append(0)
            if "\r" in content:
                starts.extend(end.end() for end in LINE_END.finditer(content))
            else:
                while found := content.find("\n", starts[-1]) + 1:
                    starts.append(found)
        return starts


def beyond_limits(data: bytes, file: str, limits: Limits = LIMITS, before: int = 0) -> Problem | None:
    """Return the problem of bytes or lines that are more than is allowed (AK006)."""
    if len(data) > limits.size:
        what, place = ("a line", Location(file, before + 1)) if before else ("a file", Location(file))
        message = f"{what} must have at most {limits.size:,} bytes, this one has more"
        return reading.LIMIT.problem(message, location=place)
    line_ends = 0 if len(data) < limits.values else data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
    if line_ends >= limits.values:
        message = f"a file must have at most {limits.values:,} lines, this one has {line_ends + 1:,}"
        return reading.LIMIT.problem(message, location=Location(file))
    return None


def decode(data: bytes, file: str, limits: Limits = LIMITS, before: int = 0, *, marked: bool = True) -> FileText:
    """Return bytes as text.

    Args:
        data: The content of a file, in UTF-8, with or without a byte order mark; or some lines of it.
        file: The file as the user named it.
        limits: How many bytes are taken.
        before: How many lines of the file stand before these.
        marked: Whether the byte order mark is still there, if the file has one.

    Raises:
        InvalidCorpus: With one problem, at the first character at fault: AK006 for too many bytes or lines, AK001
            for another encoding, AK002 for a NUL character.
    """
    if beyond := beyond_limits(data, file, limits, before):
        raise InvalidCorpus([beyond])
    for mark, encoding in () if before else _FOREIGN_MARKS:
        if data.startswith(mark):
            message = f"the file must be in UTF-8, but starts with {mark.hex(' ').upper()}, the mark of {encoding}"
            raise InvalidCorpus([reading.ENCODING.problem(message, location=Location(file, 1, 1))])
    body = data.removeprefix(BOM_UTF8) if marked and not before else data
    try:
        text = FileText(file, body.decode("utf-8"), before)
    except UnicodeDecodeError as error:
        index = len(body[: error.start].decode("utf-8"))
        place = FileText(file, body.decode("utf-8", errors="replace"), before).location(index)
        message = f"the file must be in UTF-8, but the byte 0x{body[error.start]:02X} here is not"
        raise InvalidCorpus([reading.ENCODING.problem(message, location=place)]) from None
    index = text.content.find("\0")
    if index >= 0:
        message = "the character U+0000 stands here, which text never has"
        hint = "take it out; if there are many, the file is damaged or not in UTF-8"
        raise InvalidCorpus([reading.SYNTAX.problem(message, location=text.location(index), hint=hint)])
    return text
