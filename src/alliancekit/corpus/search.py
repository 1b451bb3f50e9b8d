"""Search the records of a corpus by text: ids, names and titles."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final
from unicodedata import category, normalize

from alliancekit.messages import listed, near, quote
from alliancekit.models import Entry, Source

_KANA_MARKS: Final = "\u3099\u309a"
"""The marks that make other syllables of kana; they are no accents."""

_SHORTEST_NAME: Final = 3
"""The length of the shortest text for which similar names are suggested."""

_WORD: Final = re.compile(r"\w+")

_MOST_NAMED: Final = 3

EXACT, START, WORDS, PART = range(4)
"""How well a text matches, the best first: it is equal, starts with the words, has each word, or contains the text."""


def folded(text: str) -> str:
    """Return a text without differences of case, accents and punctuation, with single spaces between words."""
    letters = normalize("NFKD", normalize("NFKD", text.casefold()).casefold())
    plain = "".join(letter for letter in letters if category(letter) != "Mn" or letter in _KANA_MARKS)
    return " ".join(_WORD.findall(normalize("NFC", plain)))


def find(records: Iterable[Entry], text: str) -> tuple[Entry, ...]:
    """Return the records with an id, name or title that matches a text, the best matches first.

    Among equally good matches, records whose matching text is shorter come first, then the order of the corpus decides.
    """
    wanted = folded(text)
    if not wanted:
        return ()
    ranked = [(rank, record) for record in records if (rank := _rank(record, wanted)) is not None]
    return tuple(record for _, record in sorted(ranked, key=lambda match: match[0]))


def named_like(records: Iterable[Entry], id_: str) -> tuple[Entry, ...]:
    """Return at most three records whose name or title is like the text of an unknown id, such as treaty:warsaw-pact.

    Args:
        records: The records.
        id_: The id. If it has a kind, only records of this kind are returned.
    """
    kind, colon, slug = id_.partition(":")
    own = [record for record in records if not colon or record.id.startswith(f"{kind}:")]
    text = folded((slug if colon else kind).replace("-", " "))
    if len(text) < _SHORTEST_NAME:
        return ()
    found = find(own, text) or [record for name in similar_texts(own, text) for record in find(own, name)]
    return tuple(dict.fromkeys(found))[:_MOST_NAMED]


def suggestion(records: Iterable[Entry], id_: str) -> str:
    """Return a hint with the records that are named like an unknown id; empty if there are none."""
    near_names = tuple(
        f"{record.id} {quote(name)}" for record in named_like(records, id_) for name in first_name(record)
    )
    return f"did you mean {listed(near_names)}?" if near_names else ""


def first_name(record: Entry) -> Iterator[str]:
    """Yield the first name or the title of a record, if it has one."""
    yield from islice(_names_of(record), 1)


def similar_texts(records: Iterable[Entry], text: str) -> tuple[str, ...]:
    """Return at most three names or titles of records that are similar to a text, or have a similar word."""
    texts: dict[str, str] = {}
    for record in records:
        for own in _names_of(record):
            for part in (folded(own), *folded(own).split()):
                texts.setdefault(part, own)
    return tuple(dict.fromkeys(texts[each] for each in near(folded(text), texts, 3)))


def _rank(record: Entry, wanted: str) -> tuple[int, int] | None:
    """Return how well a record matches, as a sort key; None if it does not."""
    ranks = [
        (quality, len(own))
        for own in map(folded, (record.id, record.id.partition(":")[2], *_names_of(record)))
        if (quality := _quality(own, wanted)) is not None
    ]
    return min(ranks, default=None)


def _quality(own: str, wanted: str) -> int | None:
    if own == wanted:
        return EXACT
    if f"{own} ".startswith(f"{wanted} "):
        return START
    words = own.split()
    if all(any(word.startswith(part) for word in words) for part in wanted.split()):
        return WORDS
    return PART if wanted in own else None


def _names_of(record: Entry) -> Iterator[str]:
    """Yield the names and titles of a record."""
    if isinstance(record, Source):
        yield from filter(None, (record.title, record.publisher))
    else:
        yield from (name.text for name in getattr(record, "names", ()))
