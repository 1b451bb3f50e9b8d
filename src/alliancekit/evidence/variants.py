"""Variants of a copy: its text without the traces of web pages and of printing, folded, with positions in the copy.

An anchor that is lost in a copy is searched in its variants too. A variant makes one or several of these changes:

1. Decode HTML entities, such as ``&amp;``, ``&quot;`` and ``&#8217;``, also if they are encoded twice.
2. Join words that are hyphenated at line ends. A hyphen at a line end may also belong to the word, so there are three
   forms: join all words; all but those that the copy has with a hyphen elsewhere; only those that the copy has without
   a hyphen elsewhere.
3. Remove footnote numbers: superscript digits, numbers and letters in brackets, and digits directly after punctuation
   or after words of three letters or more. There are two forms, because the digits after a word may belong to it.

The changes are only applied to copies, when an anchor is searched. Anchors and the texts that they are made from are
folded without them, so that all anchors remain valid.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from itertools import product
from typing import Final, NamedTuple, TypeAlias

from alliancekit.evidence.folding import Folded, fold
from alliancekit.messages import listed

_Edit: TypeAlias = tuple[int, int, str]
"""A change of a text: the first character, the one after the last, and what replaces them."""

_Change: TypeAlias = Callable[[str], Iterable[_Edit]]

_ENTITY: Final = re.compile(r"&(?:amp;)*(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_MAXIMUM_DECODINGS: Final = 3
"""How often an entity is decoded."""

# Each match begins at the beginning of a word, and takes it as a whole, so that long words take linear time.
_DIVIDED: Final = re.compile(r"(?<![^\W\d_])([^\W\d_]++)([-\u2010\u00ac][^\S\n]*\n\s*)([^\W\d_]+)")
"""A word with a hyphen at the end of a line."""

_COMPOUND: Final = re.compile(r"(?<![^\W\d_])[^\W\d_]++[-\u2010][^\W\d_]+")
_WHOLE: Final = re.compile(r"[^\W\d_]+")

_SUPERSCRIPT: Final = "[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+"
_BRACKETS: Final = r"\[[0-9]{1,3}(?:\s?[,;\u2013-]\s?[0-9]{1,3})*\]|\[[a-z]\]"
_MARKED: Final = re.compile(f"{_SUPERSCRIPT}|{_BRACKETS}")
_GLUED: Final = re.compile(
    r"(?:[^\W\d_]{2}([^\W\d_])|([^\W\d_])[.,;:!?\u2026)\]\u2019\u201d\u00bb\"']{1,3})([0-9]{1,3})(?![\w%]|[.,][0-9])"
)
"""Digits directly after a word of three letters or more, or after a word with punctuation marks.

Digits after a shorter word are rather a part of a name, such as b61 or x2.
"""


class _Mapped(NamedTuple):
    """A changed text, with the span in the original text of each character."""

    text: str
    starts: list[int]
    ends: list[int]

    def changed(self, edits: Iterable[_Edit]) -> "_Mapped":
        """Return the text with further changes, which are in order and do not overlap."""
        texts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        place = 0
        for first, last, new in edits:
            texts += [self.text[place:first], new]
            starts += [*self.starts[place:first], *[self.starts[first]] * len(new)]
            ends += [*self.ends[place:first], *[self.ends[last - 1]] * len(new)]
            place = last
        return _Mapped(
            "".join([*texts, self.text[place:]]), [*starts, *self.starts[place:]], [*ends, *self.ends[place:]]
        )

    def folded(self) -> Folded:
        """Return the folded text, with positions in the original text."""
        folded = fold(self.text)
        starts = tuple(self.starts[start] for start in folded.starts)
        return Folded(folded.text, starts, tuple(self.ends[end - 1] for end in folded.ends))


def variants(text: str) -> Iterator[tuple[str, Folded]]:
    """Yield the different variants of a text, folded, each with a description of its changes.

    Those with fewer changes come first. There are none if the text has no trace of a web page or of printing.
    """
    original = _Mapped(text, list(range(len(text))), list(range(1, len(text) + 1)))
    seen = {fold(text).text}
    choices = product(*((None, *((name, change) for change in changes)) for name, changes in _CHANGES.items()))
    for choice in sorted(choices, key=lambda choice: sum(change is not None for change in choice)):
        mapped = original
        names: list[str] = []
        for name, change in filter(None, choice):
            names.append(name)
            mapped = mapped.changed(change(mapped.text))
        folded = mapped.folded() if mapped.text != text else None
        if folded and folded.text not in seen:
            seen.add(folded.text)
            yield f"with {listed(tuple(names), 'and')}", folded


def _entities(text: str) -> Iterator[_Edit]:
    for match in _ENTITY.finditer(text):
        decoded = match[0]
        for _ in range(_MAXIMUM_DECODINGS):
            decoded = unescape(decoded)
        if decoded != match[0]:
            yield match.start(), match.end(), decoded


def _divided(text: str) -> Iterator[re.Match[str]]:
    """Yield the words with a hyphen at the end of a line, which go on with a small letter."""
    place = 0
    while match := _DIVIDED.search(text, place):
        if match[3][0].islower():
            yield match
        place = match.start(3)  # the second part may be divided again


def _all_joined(text: str) -> Iterator[_Edit]:
    return ((*match.span(2), "") for match in _divided(text))


def _compounds_kept(text: str) -> Iterator[_Edit]:
    compounds = {match[0].replace("\u2010", "-").lower() for match in _COMPOUND.finditer(text)}
    return ((*match.span(2), "") for match in _divided(text) if f"{match[1]}-{match[3]}".lower() not in compounds)


def _words_joined(text: str) -> Iterator[_Edit]:
    words = {match[0].lower() for match in _WHOLE.finditer(text)}
    return ((*match.span(2), "") for match in _divided(text) if f"{match[1]}{match[3]}".lower() in words)


def _marked_numbers(text: str) -> Iterator[_Edit]:
    return ((*match.span(), "") for match in _MARKED.finditer(text))


def _all_numbers(text: str) -> Iterator[_Edit]:
    glued = (match.span(3) for match in _GLUED.finditer(text) if (match[1] or match[2]).islower())
    return ((*span, "") for span in sorted([*glued, *(match.span() for match in _MARKED.finditer(text))]))


_CHANGES: Final[dict[str, tuple[_Change, ...]]] = {
    "HTML entities decoded": (_entities,),
    "words joined at line ends": (_all_joined, _compounds_kept, _words_joined),
    "footnote numbers removed": (_all_numbers, _marked_numbers),
}
