"""Find the mentions in a text."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from attrs import evolve

from alliancekit._arguments import When, date_of
from alliancekit.corpus import Corpus
from alliancekit.dates import PartialDate
from alliancekit.dates.in_text import dates_in
from alliancekit.mentions._letters import letters_of
from alliancekit.mentions._lexicon import Lexicon, of_corpus, registry
from alliancekit.mentions._mention import Mention
from alliancekit.mentions._named import Named, named
from alliancekit.mentions._quotations import quotations
from alliancekit.mentions._speakers import speaker_of
from alliancekit.models import Source

_FOREIGN: Final = "it is outside the article, so that the date of its text is not known"
_OF_THE_TEXT: Final = frozenset(("article", "headline", "standfirst", "caption"))


def mentions(
    text: str, corpus: Corpus | None = None, date: When | None = None, *, source: Source | None = None
) -> tuple[Mention, ...]:
    """Return the mentions in a text, in order of their starts, the longer one first.

    - States: the names in the registry, in several languages, and the names of the corpus. Codes such as FRA are no
      names.
    - People of states, such as "Japanese" and "Danes", in English.
    - Actors, treaties and proposals of the corpus, by each of their names. The family name of a person is a mention; it
      is certain where the text has the whole name too, and no other person of the corpus has that family name.
    - Dates: see `alliancekit.dates.in_text.dates_in`.
    - Quotations: the words between quotation marks. The `id` of a quotation is its speaker, where an actor of the
      corpus and a verb of speech stand beside it.

    Of two names, the longer one wins, so that "South China Sea" is no mention of China. The case of letters matters,
    except that a name may be written in capitals. Names and dates never overlap each other; they may be inside
    quotations, and quotations inside each other.

    A name with several meanings has all its candidates and no `id`: "Congo", "Korea" or "Georgia" is never guessed.

    Args:
        text: The text, with positions in code points.
        corpus: The corpus whose records are searched for; None: only states, dates and quotations are found.
        date: The date of the text: relative dates count from it, and names have the meaning that they had then. None:
            the date of the source, if there is one.
        source: The source of the text. Dates in its regions that are boilerplate, unrelated or an epigraph are not
            resolved against its date.

    Raises:
        InvalidDate: If `date` is not a valid date.
        TypeError: If `date` has a wrong type.
    """
    when = _date(date, source)
    lines = _line_starts(text)
    names = list(_names(text, _lexicon(corpus), when, lines))
    dates = list(_dates(text, when, source, lines))
    single = _without_overlap([*names, *dates])
    actors = [mention for mention in single if mention.kind == "actor" and mention.id]
    found = [*single, *_quoted(text, actors, lines)]
    return tuple(sorted(found, key=lambda mention: (mention.start, -mention.end)))


def _date(date: When | None, source: Source | None) -> PartialDate | None:
    if date is not None:
        return date_of(date)
    return None if source is None else source.published


@lru_cache(maxsize=8)
def _lexicon(corpus: Corpus | None) -> Lexicon:
    return registry() if corpus is None else of_corpus(corpus)


def _names(text: str, lexicon: Lexicon, date: PartialDate | None, lines: list[int]) -> Iterator[Mention]:
    letters = letters_of(text)
    matches = [(start, end, name, entries) for start, end, name, entries in lexicon.matches(letters)]
    full_names = frozenset(
        entry.id for _, _, _, entries in matches for entry in entries if entry.kind == "actor" and entry.id
    )
    for start, end, name, entries in matches:
        what = named(name, letters.text[end : end + 3], entries, date, full_names)
        if what:
            yield _of_name(text, letters.starts[start], letters.ends[end - 1], what, lines)


def _of_name(text: str, start: int, end: int, what: Named, lines: list[int]) -> Mention:
    line, column = _position(lines, start)
    return Mention(start, end, line, column, what.kind, text[start:end], what.id, what.candidates, reason=what.reason)


def _dates(text: str, anchor: PartialDate | None, source: Source | None, lines: list[int]) -> Iterator[Mention]:
    for found in dates_in(text, anchor=anchor):
        line, column = _position(lines, found.start)
        words = text[found.start : found.end]
        mention = Mention(
            found.start,
            found.end,
            line,
            column,
            "date",
            words,
            date=found.date,
            dates=found.candidates,
            within=found.within,
            reason=found.reason,
        )
        if source is not None and not _belongs(source, found.start):
            alone = next(iter(dates_in(words)), None)
            date = alone.date if alone else None
            mention = evolve(mention, date=date, dates=(), within=None, reason=None if date else _FOREIGN)
        yield mention


def _belongs(source: Source, place: int) -> bool:
    """Return whether a position is in a region that belongs to the document, or in none."""
    region = next((each for each in source.regions if each.start <= place < each.end), None)
    return region is None or region.kind in _OF_THE_TEXT


def _without_overlap(found: Iterable[Mention]) -> list[Mention]:
    """Return mentions that do not overlap: of several, the longest."""
    starts: list[int] = []
    chosen: list[Mention] = []
    for mention in sorted(found, key=lambda each: (each.start - each.end, each.start)):
        place = bisect_right(starts, mention.start)
        before_ends = place == 0 or chosen[place - 1].end <= mention.start
        if before_ends and (place == len(starts) or mention.end <= starts[place]):
            starts.insert(place, mention.start)
            chosen.insert(place, mention)
    return chosen


def _quoted(text: str, actors: list[Mention], lines: list[int]) -> Iterator[Mention]:
    for start, end in quotations(text):
        line, column = _position(lines, start)
        speaker = speaker_of(text, start, end, actors)
        yield Mention(start, end, line, column, "quotation", text[start:end], speaker, (speaker,) if speaker else ())


def _line_starts(text: str) -> list[int]:
    return [0, *(place + 1 for place, character in enumerate(text) if character == "\n")]


def _position(lines: list[int], place: int) -> tuple[int, int]:
    line = bisect_right(lines, place)
    return line, place - lines[line - 1] + 1
