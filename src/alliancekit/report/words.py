"""The parts of a record in words: names, times, and the small objects, a line each."""

from typing import TypeAlias, assert_never

from rich.text import Text

from alliancekit.corpus import Corpus
from alliancekit.dates import PartialDate
from alliancekit.models import Entry, Source
from alliancekit.models.actor import Identifier, Office
from alliancekit.models.source import Region
from alliancekit.models.state import Code, Spell
from alliancekit.models.statement import Venue
from alliancekit.models.treaty import Commitment, Party, Provision
from alliancekit.models.words import Name
from alliancekit.report.terminal import styled

Part: TypeAlias = Name | Office | Identifier | Code | Spell | Venue | Party | Commitment | Provision | Region
"""A small object in a record; attestations have a place of their own."""


def name_of(record: Entry) -> str | None:
    """Return what a record is called first; None if it has no name."""
    if isinstance(record, Source):
        return record.title or record.publisher
    names = getattr(record, "names", ())
    return names[0].text if names else None


def named(corpus: Corpus, id_: str) -> Text:
    """Return the record of an id by its name, if it has one, and its id."""
    name = name_of(corpus[id_])
    return styled(name, (f" ({id_})", "dim")) if name else styled(id_)


def when(date: PartialDate | None) -> str:
    """Return a date or a period in words; its days, months and years stay as EDTF writes them."""
    if date is None:
        return ""
    said = date.edtf
    if date.is_interval:
        start, end = date.start, date.end
        begins = f"from {start}" if start else "without a beginning" if date.open_start else "beginning not known"
        ends = f"to {end}" if end else "still going on" if date.open_end else "end not known"
        said = f"{begins}{' ' if start and end else ', '}{ends}"
    return f"{said} (printed: {date.as_printed})" if date.as_printed else said


def sourced(source: Source) -> Text:
    """Return a source in a line: who published it, when, and its id."""
    facts = (source.publisher or source.title, when(source.published) or "undated")
    return styled((", ".join(fact for fact in facts if fact), "bold"), (f" ({source.id})", "dim"))


def part(corpus: Corpus, value: Part) -> Text:
    """Return a small object in a line."""
    match value:
        case Name():
            about = ", ".join(word for word in (value.language, value.order, value.kind, when(value.period)) if word)
            return styled(value.text, (f" ({about})" if about else "", "dim"))
        case Office():
            return _row(styled(value.title), value.of and named(corpus, value.of), when(value.period))
        case Identifier():
            return styled(f"{value.scheme} {value.value}")
        case Code():
            return _row(f"{value.system} {value.value}", when(value.period))
        case Spell():
            return _row(value.system, when(value.period))
        case Venue():
            where = value.state and named(corpus, value.state)
            return _row(value.kind.replace("_", " "), value.name, value.place, where)
        case Party():
            return _row(named(corpus, value.party), *map(when, value.spells))
        case Commitment() | Provision():
            return styled("; ".join(fact for fact in (*_terms(corpus, value), when(value.period)) if fact))
        case Region():
            return styled(f"{value.kind} {value.start}-{value.end}")
        case _:
            assert_never(value)


def _terms(corpus: Corpus, value: Commitment | Provision) -> tuple[str | None, ...]:
    """Return what a treaty says, and of whom or when."""
    if isinstance(value, Commitment):
        by, *toward = (name_of(corpus[id_]) or id_ for id_ in (value.by, *value.toward))
        return f"{by} owes {' and '.join(toward)}: {value.obligation}", value.condition
    parties = (name_of(corpus[id_]) or id_ for id_ in value.parties)
    return f"{value.variable}: {value.value}", " and ".join(parties)


def _row(*facts: str | Text | None) -> Text:
    return Text(", ").join(styled(fact) for fact in facts if fact)


def short(id_: str) -> str:
    """Return an id without its kind."""
    return id_.partition(":")[2]


def field_words(field: str) -> str:
    """Return the name of a field in words: ``open tail``, ``venue.kind``."""
    return field.replace("_", " ")
