"""How the fields of records correspond to entities of followthemoney."""

from collections.abc import Iterator
from typing import Final

from alliancekit.exchange.mappings import Conversion, Correspondence, lost_fields
from alliancekit.models import KINDS
from alliancekit.rules.shape import spec_of

_EVIDENCE: Final = "only the sources, without passages, fields and wording"
_DATES: Final = "days, months and years; other dates, and how a date is printed, are lost"


def _row(ours: str, theirs: str, exported: Conversion, note: str = "") -> Correspondence:
    return Correspondence(ours, theirs, exported, "none", note)


_NAMES: Final = _row("names", "name, alias, previousName", "partly", "without languages, order and periods")

_SHARED: Final = (
    _row("note", "notes", "same"),
    *lost_fields("codings", "project_fields"),
    _row("attestations", "proof", "partly", _EVIDENCE),
)
"""The last rows of each type of record; a source has no attestations."""


def _table(kind: str, schema: str, *rows: Correspondence, identifiers: str = "wikidataId") -> Iterator[Correspondence]:
    """Yield the rows of a type of record.

    Args:
        kind: The kind of the records.
        schema: The schema of their entities, as the note of the id names it; empty if it depends on a field.
        rows: The rows of the fields that only some types have.
        identifiers: The properties for identifiers.
    """
    separator = ", " if schema else ""
    id_row = _row("id", "id", "same", f"{schema}{separator}with `-` in place of the colon")
    identifier_row = _row("identifiers", identifiers, "partly", "other schemes are lost")
    names = spec_of(KINDS[kind]).names
    for row in (id_row, *rows, identifier_row, *_SHARED):
        if row.ours in names:
            yield _row(f"{kind}.{row.ours}", row.theirs, row.exported, row.note)


FTM_FIELDS: Final = (
    *_table(
        "actor",
        "",
        _row("kind", "schema, legalForm", "same"),
        _NAMES,
        _row("offices", "Position, Occupancy", "partly", f"dates of periods: {_DATES}"),
        _row("members", "Membership", "partly", f"dates of spells: {_DATES}"),
        identifiers="wikidataId, leiCode",
    ),
    *_table(
        "state",
        "PublicBody",
        _NAMES,
        _row("codes", "country", "partly", "ISO 3166-1 alpha-2 without periods; some withdrawn codes are lost"),
        *lost_fields("spells"),
        _row("predecessors", "Succession", "same"),
    ),
    *_table(
        "source",
        "Article or Document",
        _row("kind", "schema, keywords", "same"),
        _row("title", "title", "same"),
        *lost_fields("untitled"),
        _row("publisher", "publisher", "same"),
        _row("creators", "author", "same"),
        _row("published", "publishedAt", "partly", _DATES),
        *lost_fields("dated_by"),
        _row("url", "sourceUrl", "same"),
        _row("accessed", "retrievedAt", "partly", _DATES),
        _row("language", "language", "partly", "of common languages, without script and region"),
        _row("digest", "", "lost", "followthemoney has SHA-1 only"),
        _row("file", "fileName", "same"),
        *lost_fields("length", "regions", "derived_from", "machine_author"),
    ),
    *_table(
        "statement",
        "Event",
        _row("speaker", "involved, UnknownLink", "same", "the role of the link is `speaker`"),
        *lost_fields("office"),
        _row("venue", "location", "partly", "name and place; kind and state are lost"),
        _row("date", "date, startDate, endDate", "partly", _DATES),
        _row("content", "name, description", "same"),
        _row("addressees", "involved, UnknownLink", "same", "the role is `addressee`"),
        _row("about", "UnknownLink", "partly", "the role is `subject`; candidates are left out"),
        _row("stances", "UnknownLink", "partly", "the role is the stance; candidates are left out"),
    ),
    *_table(
        "proposal",
        "Event",
        _NAMES,
        _row("proposers", "UnknownLink", "same", "the role is `proposer`"),
        _row("members", "involved, UnknownLink", "same", "the role is `intended member`"),
        *lost_fields("open_tail"),
        _row("rationale", "description", "same"),
        _row("form", "keywords", "same"),
        _row("scope", "keywords", "same"),
        _row("date", "date, startDate, endDate", "partly", _DATES),
        _row("statements", "UnknownLink", "same", "the role is `makes the proposal`"),
        *lost_fields("outcomes"),
    ),
    *_table(
        "treaty",
        "Event",
        _NAMES,
        _row("parties", "involved, UnknownLink", "partly", "the role is `party`, with spells; acts are lost"),
        _row("signatories", "UnknownLink", "partly", "the role is `signatory`; acts are lost"),
        *lost_fields("adopted"),
        _row("signed", "date", "partly", _DATES),
        _row("place", "location", "same"),
        _row("in_force", "startDate", "partly", _DATES),
        *lost_fields("never_in_force"),
        _row("ended", "endDate", "partly", _DATES),
        *lost_fields("as_of"),
        _row("commitments", "UnknownLink", "partly", "from one party to another, the role is the obligation"),
        *lost_fields("provisions"),
        _row("depositaries", "UnknownLink", "same", "the role is `depositary`"),
        *lost_fields("languages"),
        _row("replaces", "UnknownLink", "same", "the role is `replaces`"),
        _row("amends", "UnknownLink", "same", "the role is `amends`"),
        _row("groupings", "UnknownLink", "same", "the role is `treaty of`"),
    ),
    _row("candidate", "", "lost", "candidates are not finished"),
)
"""How the fields of records correspond to entities of followthemoney 4.11; there is no import."""
