"""Decode UTF-8, check limits of size, and find the line and column of characters."""

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
"""The line ends of every format: LF, CRLF or CR, as in YAML 1.2.2, section 5.4.

U+0085, U+2028 and U+2029 are not line ends, as in JSON and in editors.
"""


@frozen(kw_only=True)
class Limits:
    """The limits of a reader, which reports AK006 for a file that exceeds them.

    Attributes:
        size: The maximum size of a file, in bytes.
        depth: The maximum nesting depth of lists and objects; a list of numbers has depth 1. YAML allows at most 500,
            even if this is higher.
        values: The maximum number of values in a file, lists and objects included, and of lines.
        problems: The maximum number of problems per file. If there are more, AK006 replaces the next problem, and the
            rest of the file is not checked.
    """

    size: int = 32 * 2**20
    depth: int = 64
    values: int = 1_000_000
    problems: int = 10_000


LIMITS: Final = Limits()
"""The default limits, with which no file needs more than about half a gigabyte of memory."""


@define(eq=False)
class FileText:
    """The text of a file, with the locations of characters.

    Attributes:
        file: The path of the file, as the user wrote it.
        content: The text, without the byte order mark.
        before: The number of lines of the file before the text, if it is a part of the file.
    """

    file: str
    content: str = field(repr=False)
    before: int = 0
    _shown: dict[int, str] = field(factory=dict, init=False, repr=False)
    _starts_cache: list[int] = field(factory=list, init=False, repr=False)

    def location(self, index: int) -> Location:
        """Return the location of a character.

        Args:
            index: The index of the character, in code points. The length of the text means its end.

        Returns:
            Line and column from 1, the column in code points; a tab is one code point.
        """
        starts = self._starts()
        line = bisect_right(starts, index)
        start = starts[line - 1]
        shown = self._shown.get(line)
        if shown is None:  # all problems of a line share one copy, because a line may be the whole file
            end = starts[line] if line < len(starts) else None
            shown = self._shown[line] = self.content[start:end].rstrip("\r\n")
        return Location(self.file, self.before + line, index - start + 1, shown, None)

    def start_of(self, line: int) -> int:
        """Return the index of the first character of a line; the first line is 1."""
        return self._starts()[line - 1]

    def line_of(self, index: int) -> int:
        """Return the line of a character, from 1."""
        return bisect_right(self._starts(), index)

    def where(self, index: int) -> str:
        """Format the location of a character for a message."""
        line = self.line_of(index)
        return f"line {self.before + line}, column {index - self.start_of(line) + 1}"

    def _starts(self) -> list[int]:
        """Return the indexes of the line starts, computed on first use."""
        starts, content = self._starts_cache, self.content
        if not starts:
            starts.append(0)
            if "\r" in content:
                starts.extend(end.end() for end in LINE_END.finditer(content))
            else:
                while start := content.find("\n", starts[-1]) + 1:
                    starts.append(start)
        return starts


def beyond_limits(data: bytes, file: str, limits: Limits = LIMITS, before: int = 0) -> Problem | None:
    """Return the AK006 problem of too many bytes or lines, or None."""
    if len(data) > limits.size:
        what, location = ("a line", Location(file, before + 1)) if before else ("a file", Location(file))
        message = f"{what} must have at most {limits.size:,} bytes, this one has more"
        return reading.LIMIT.problem(message, location=location)
    line_ends = 0 if len(data) < limits.values else data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
    if line_ends >= limits.values:
        message = f"a file must have at most {limits.values:,} lines, this one has {line_ends + 1:,}"
        return reading.LIMIT.problem(message, location=Location(file))
    return None


def decode(data: bytes, file: str, limits: Limits = LIMITS, before: int = 0, *, marked: bool = True) -> FileText:
    """Decode UTF-8.

    Args:
        data: The content of a file, in UTF-8, with or without a byte order mark; or some of its lines.
        file: The path of the file, as the user wrote it.
        limits: The maximum number of bytes and lines.
        before: The number of lines of the file before `data`.
        marked: Whether `data` may start with the byte order mark of the file.

    Raises:
        InvalidCorpus: With one problem, at the first invalid character: AK006 for too many bytes or lines, AK001
            for another encoding, AK002 for a NUL character.
    """
    if beyond := beyond_limits(data, file, limits, before):
        raise InvalidCorpus([beyond])
    for mark, encoding in () if before else _FOREIGN_MARKS:
        if data.startswith(mark):
            message = f"the file must be in UTF-8, got {mark.hex(' ').upper()}, the byte order mark of {encoding}"
            raise InvalidCorpus([reading.ENCODING.problem(message, location=Location(file, 1, 1))])
    body = data.removeprefix(BOM_UTF8) if marked and not before else data
    try:
        text = FileText(file, body.decode("utf-8"), before)
    except UnicodeDecodeError as error:
        index = len(body[: error.start].decode("utf-8"))
        location = FileText(file, body.decode("utf-8", errors="replace"), before).location(index)
        message = f"the file must be in UTF-8, got the invalid byte 0x{body[error.start]:02X}"
        raise InvalidCorpus([reading.ENCODING.problem(message, location=location)]) from None
    index = text.content.find("\0")
    if index >= 0:
        message = "the character U+0000 is not allowed in text"
        hint = "remove it; if there are many, the file is damaged or not in UTF-8"
        raise InvalidCorpus([reading.SYNTAX.problem(message, location=text.location(index), hint=hint)])
    return text
