"""Parse JSON slowly, without recursion, to find the location of every value and every problem."""

import json
import re
from collections.abc import Callable
from typing import Final, NoReturn, TypeAlias

from attrs import define

from alliancekit.engine import JSON
from alliancekit.formats._tree import name_of, number, shorten
from alliancekit.formats._tree_builder import TreeBuilder
from alliancekit.rules import reading

_SPACES: Final = frozenset(" \t\r\n")
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_UNCLOSED: Final = re.compile(r'"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})[^"\\\x00-\x1f]*)*')
_PLAIN: Final = r'"([^"\\\x00-\x1f]*)"[ \t\r\n]*'
_MEMBER: Final = re.compile(rf"{_PLAIN}:(?:[ \t\r\n]*{_PLAIN},[ \t\r\n]*)?")
"""A key without escapes and its colon; then, if present, a text without escapes, its comma and space."""
_ESCAPE: Final = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u(....)|\\.")
_BAD_ESCAPE: Final = re.compile(r"\\(?:u[0-9A-Fa-f]*|.)")
_WORD: Final = re.compile(r"[-+.\w]+")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_WORDS: Final = {"true": True, "false": False, "null": None}
_OTHER_WORDS: Final = _WORDS | {"none": None, "nil": None}
_NOT_FINITE: Final = {"NaN", "Infinity", "-Infinity"}
SHORT: Final = 2**16
"""The maximum length of a text, in characters, in which the engine looks up single locations."""
_HALF: Final = range(0xD800, 0xE000)

_ScanState: TypeAlias = "Callable[[], _ScanState | None]"


@define(eq=False)
class _Scanner:
    """A state machine whose states are its methods: each reads one token and returns the next state."""

    builder: TreeBuilder
    text: str
    index: int
    end: int

    def run(self) -> None:
        """Read one value and the white space around it."""
        state: _ScanState | None = self.value
        while state:
            if self.index < self.end and self.text[self.index] in _SPACES:
                self._skip(_SPACE)
            state = state()

    def value(self) -> "_ScanState | None":
        """Read a value, or the start of one."""
        start, char = self.index, self._char()
        if char == '"':
            self.builder.add_value(self._string(), start)
            return self.after_value
        if char in ("[", "{") and self._add_whole():
            return self.after_value
        if char == "[":
            self.index += 1
            self.builder.open([], start)
            return self.first_item
        if char == "{":
            self.index += 1
            self.builder.open({}, start)
            return self.first_key
        self._word()
        return self.after_value

    def _add_whole(self) -> bool:
        """Add the list or object at the index as a whole if it has no problem and is part of a short text."""
        builder, limits = self.builder, self.builder.limits
        if not builder.depth or len(self.text) > SHORT:
            return False
        depth, most = limits.depth - builder.depth, limits.values - builder.values
        try:
            tree, values, end = JSON.parse(self.text, depth, most, self.index)
        except (ValueError, RecursionError):
            return False
        builder.values += values - 1
        builder.add_value(tree, self.index, JSON.parts(self.text, self.index))
        self.index = end
        return True

    def first_item(self) -> "_ScanState | None":
        """Read the first item of a list, or its end."""
        return self._close() if self._char() == "]" else self.value()

    def first_key(self) -> "_ScanState | None":
        """Read the first key of an object, or its end."""
        if self._char() == "}":
            return self._close()
        if len(self.text) <= SHORT:
            self._leading()
        return self.key()

    def _leading(self) -> None:
        """Add the members before the first member that may have a problem."""
        builder, limits = self.builder, self.builder.limits
        first = JSON.first_members(
            self.text, builder.start, limits.depth - builder.depth, limits.values - builder.values
        )
        builder.add_members(first.members, first.places, first.values)
        # The engine also skips space after the value, which may end beyond this part of the text.
        self.index = min(first.end, self.end)

    def key(self) -> "_ScanState | None":
        """Read a key; also its colon if the key has no escapes, and text without escapes and the next key after it."""
        start = self.index
        while plain := _MEMBER.match(self.text, start, self.end):
            self.index = plain.end()
            self.builder.add_key(plain[1], start)
            if plain[2] is None:
                return self.value
            self.builder.add_value(plain[2], plain.start(2) - 1)
            start = self.index
        if self._char() != '"':
            hint = "remove the comma before it" if self._char() == "}" else "put the key in double quotes"
            self._refuse(f"expected a key in double quotes, got {self._here()}", hint)
        self.builder.add_key(self._string(), start)
        return self.colon

    def colon(self) -> "_ScanState | None":
        """Read the colon between a key and its value."""
        if self._char() != ":":
            self._refuse(f'expected ":" between a key and its value, got {self._here()}', "add it")
        self.index += 1
        return self.value

    def after_value(self) -> "_ScanState | None":
        """Read the token after a value: a comma, a bracket or the end."""
        char = self._char()
        if not self.builder.depth:
            if char:
                self._refuse(f"expected nothing after the end of the value, got {self._here()}", "remove it")
            return None
        bracket = "]" if self.builder.inside_list else "}"
        if char == bracket:
            return self._close()
        if char != ",":
            start = self.builder.text.where(self.builder.start)
            what = "list" if self.builder.inside_list else "object"
            self._refuse(f'expected "," or the "{bracket}" of the {what} at {start}, got {self._here()}', "add it")
        self.index += 1
        return self.value if self.builder.inside_list else self.key

    def _close(self) -> _ScanState:
        self.index += 1
        self.builder.close()
        return self.after_value

    def _skip(self, pattern: re.Pattern[str]) -> str:
        """Skip a token and return it; return empty text if there is none."""
        match = pattern.match(self.text, self.index, self.end)
        token = match[0] if match else ""
        self.index += len(token)
        return token

    def _char(self) -> str:
        return self.text[self.index] if self.index < self.end else ""

    def _here(self) -> str:
        """Return the word or the name of the character at the index, for a message."""
        match = _WORD.match(self.text, self.index, self.end)
        return shorten(match[0]) if match else name_of(self.text[self.index : self.index + 1])

    def _refuse(self, message: str, hint: str | None = None, index: int | None = None) -> NoReturn:
        self.builder.refuse(reading.SYNTAX, message, self.index if index is None else index, hint)

    def _word(self) -> None:
        """Read a number, true, false or null."""
        start, here = self.index, self._here()
        word = self._skip(_WORD)
        if word in _WORDS:
            self.builder.add_value(_WORDS[word], start)
        elif word in _NOT_FINITE:
            hint = "omit the field if there is no number"
            self.builder.report(reading.NUMBER, f"a number must be finite, got {word}", start, hint)
            self.builder.add_value(None, start)
        elif _NUMBER.fullmatch(word):
            value = number(word)
            if value is None:
                self.builder.report(reading.NUMBER, f"{shorten(word)} does not fit into 64 bits", start)
            self.builder.add_value(value, start)
        else:
            self._refuse(f"expected a value, got {here}", _advice(word or self._char()), start)

    def _string(self) -> str | None:
        """Read text in double quotes; return None if it has half of a surrogate pair."""
        start = self.index
        raw = self._skip(_UNCLOSED)
        char = self._char()
        if not char or char in "\r\n" or (char == "\\" and self.index + 1 == self.end):
            hint = r"write a line break inside text as \n"
            self._refuse('the text that starts here has no closing " on the same line', hint, start)
        if char == "\\":
            escape = self._skip(_BAD_ESCAPE)
            hint = r"write a backslash as \\, and other characters as they are"
            self._refuse(f"unknown JSON escape {escape}", hint, self.index - len(escape))
        if char != '"':
            hint = f"write it as {json.dumps(char)[1:-1]}"
            self._refuse(f"the character U+{ord(char):04X} is not allowed inside text", hint)
        self.index += 1
        if "\\" not in raw:
            return raw[1:]
        for match in _ESCAPE.finditer(raw):
            if match[1] and int(match[1], 16) in _HALF:
                message = f"{match[0]} is half of a surrogate pair, not a character"
                self.builder.report(reading.SYNTAX, message, start + match.start(), "write the character itself")
                return None
        return str(json.loads(f'{raw}"'))


def _advice(got: str) -> str | None:
    """Return a hint on how to write a value."""
    if got.lower() in _OTHER_WORDS:
        return f"write {json.dumps(_OTHER_WORDS[got.lower()])}"
    if not got:
        return "add it"
    if got in "]}":
        return "remove the comma before it, or add the value"
    if got in "/#":
        return "JSON has no comments"
    if re.match(r"[-+.]?\d|[-+.]", got):
        return "write numbers such as 10, -0.5 or 1.5e3"
    return "put text in double quotes" if got.isprintable() else "remove it"


def scan(builder: TreeBuilder, start: int = 0, end: int | None = None) -> TreeBuilder:
    """Parse the JSON value in a part of a text.

    Args:
        builder: The builder of the tree, with the text.
        start: The start of the part, an index into the text of the builder.
        end: The end of the part.

    Returns:
        The builder, with the tree, its places and the problems that leave it readable: AK003, AK007, and AK002
        for half of a surrogate pair.

    Raises:
        InvalidCorpus: If it is not valid JSON (AK002), or nested too deeply (AK006).
    """
    text = builder.text.content
    _Scanner(builder, text, start, len(text) if end is None else end).run()
    return builder
