"""The names that are searched for, indexed by their first letters."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from attrs import frozen

from alliancekit.corpus import Corpus
from alliancekit.mentions._letters import Letters, letters_of, may_end, may_start
from alliancekit.mentions._words_files import demonyms, longer_names, shared_names
from alliancekit.models import Actor, Proposal, Treaty
from alliancekit.models.words import Name
from alliancekit.states.all_names import all_names, territory_names

RecordKind: TypeAlias = Literal["actor", "treaty", "proposal"]
"""The kinds of records of a corpus whose names are searched for."""

EntryKind: TypeAlias = RecordKind | Literal["state", "demonym", "family", "longer"]
"""What a name stands for: also the family name of a person, or a longer name that is no mention."""

_KINDS: Final[Mapping[type[Actor | Treaty | Proposal], RecordKind]] = {
    Actor: "actor",
    Treaty: "treaty",
    Proposal: "proposal",
}

_KEY_LENGTH: Final = 3
"""The number of first letters in the index."""

_MINIMUM_LENGTH_IN_CAPITALS: Final = 4
"""The minimum length of a name that may also be written in capitals, as in headlines."""

_PARTICLES: Final = frozenset(
    ("af", "al", "bin", "da", "de", "del", "den", "der", "di", "du", "la", "le", "van", "von")
)
_SUFFIXES: Final = frozenset(("Jr.", "Sr.", "Jr", "Sr", "II", "III"))


@frozen
class LexiconEntry:
    """What a name stands for.

    Attributes:
        kind: The kind.
        id: The id of the record; None for a longer name that is no mention.
        genitive: Whether the name may have an s, as German names do.
    """

    kind: EntryKind
    id: str | None
    genitive: bool = False


_DECLINED: Final = re.compile(r"(?:e|er|es) ")
_ACRONYM: Final = re.compile("[A-Z]{2,5}")
_HAN_LANGUAGES: Final = frozenset(("ja", "zh-Hans", "zh-Hant"))


class Lexicon:
    """Names with what they stand for.

    Args:
        names: The names, each with something that it stands for.
        entries: Further names, as `entries` of another lexicon has them.

    Attributes:
        entries: What each name stands for.
    """

    __slots__ = ("_lengths", "entries")

    def __init__(
        self,
        names: Iterable[tuple[str, LexiconEntry]],
        entries: Mapping[str, tuple[LexiconEntry, ...]] = MappingProxyType({}),
    ) -> None:
        self.entries: dict[str, tuple[LexiconEntry, ...]] = dict(entries)
        for name, entry in names:
            known = self.entries.get(name, ())
            if name and entry not in known:
                self.entries[name] = (*known, entry)
        lengths: dict[str, set[int]] = {}
        for name in self.entries:
            lengths.setdefault(name[:_KEY_LENGTH], set()).add(len(name))
        self._lengths = {key: sorted(values, reverse=True) for key, values in lengths.items()}

    def matches(self, letters: Letters) -> Iterator[tuple[int, int, str, tuple[LexiconEntry, ...]]]:
        """Yield the longest name at each position, from left to right without overlap.

        Each is a start and an end in the letters, the name, and what it stands for.
        """
        text, place = letters.text, 0
        while place < len(text):
            name = self._longest(text, place) if may_start(text, place) else None
            if name is None:
                place += 1
                continue
            end = place + len(name)
            end += not may_end(text, end)  # the s of a German genitive
            yield place, end, name, self.entries[name]
            place = end

    def _longest(self, text: str, place: int) -> str | None:
        for size in range(_KEY_LENGTH, 0, -1):
            for length in self._lengths.get(text[place : place + size], ()):
                name = text[place : place + length]
                if len(name) == length and name in self.entries and self._ends(text, place + length, name):
                    return name
        return None

    def _ends(self, text: str, end: int, name: str) -> bool:
        if may_end(text, end):
            return True
        genitive = any(entry.genitive for entry in self.entries[name])
        return genitive and text[end] == "s" and may_end(text, end + 1)


@cache
def registry() -> Lexicon:
    """Return the names of states and their people, and the longer names that contain them."""
    return Lexicon(_registry())


def of_corpus(corpus: Corpus) -> Lexicon:
    """Return the names of the registry and of a corpus."""
    return Lexicon(_of_records(corpus), registry().entries)


def _registry() -> Iterator[tuple[str, LexiconEntry]]:
    for name in all_names():
        entry = LexiconEntry("state", name.state, genitive=name.language == "de")
        for text in _spellings(name.text, name.language):
            yield text, entry
        if name.language == "de" and " " in name.text:
            yield _DECLINED.sub("en ", name.text), entry
        elif name.language in _HAN_LANGUAGES:
            yield f"{name.text}人", LexiconEntry("demonym", name.state)
    words = [(word, LexiconEntry("demonym", state)) for word, state in demonyms()]
    words += [(name, LexiconEntry("state", id_)) for name, ids in shared_names().items() for id_ in ids]
    words += [(name, LexiconEntry("longer", None)) for name in (*longer_names(), *territory_names())]
    for word, entry in words:
        for text in _spellings(word, None):
            yield text, entry


def _of_records(corpus: Corpus) -> Iterator[tuple[str, LexiconEntry]]:
    for state in corpus.states():
        for name in state.names:
            for text in _spellings(name.text, name.language):
                yield text, LexiconEntry("state", state.id)
    records: tuple[Actor | Treaty | Proposal, ...] = (*corpus.actors(), *corpus.treaties(), *corpus.proposals())
    for record in records:
        for name in record.names:
            for text in _spellings(name.text, name.language):
                yield text, LexiconEntry(_KINDS[type(record)], record.id)
            if isinstance(record, Actor) and record.kind == "person":
                for text in _family_names(name):
                    yield text, LexiconEntry("family", record.id)


def _spellings(name: str, language: str | None) -> Iterator[str]:
    """Yield the forms in which a name is written: without an article, in capitals, at the start of a sentence."""
    text = letters_of(name.strip()).text
    for article in ("the ", "The "):
        text = text.removeprefix(article)
    yield text
    if text[:1].islower():
        yield text[:1].upper() + text[1:]
        yield text.title()
    elif " " in text and language in ("fr", "es"):
        yield text[:1].lower() + text[1:]
    if _ACRONYM.fullmatch(text):
        yield "".join(f"{letter}." for letter in text)
    elif len(text) >= _MINIMUM_LENGTH_IN_CAPITALS and not text.isupper():
        yield text.upper()


def _family_names(name: Name) -> Iterator[str]:
    """Yield the family name of a person, with and without particles such as "de"; none if the order is not known."""
    words = [word for word in letters_of(name.text).text.split() if word not in _SUFFIXES]
    if len(words) <= 1 or name.order is None:
        return
    if name.order == "family-given":
        yield words[0]
        return
    yield words[-1]
    if words[-2] in _PARTICLES:
        yield f"{words[-2]} {words[-1]}"
