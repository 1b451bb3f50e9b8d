"""Convert records to entities of followthemoney."""

import re
from collections.abc import Iterable
from typing import Final, TypeAlias

from attrs import define, field

from alliancekit.corpus.references import attestations, kind_of
from alliancekit.dates import PartialDate
from alliancekit.formats import Tree
from alliancekit.models import Actor, Entry, Proposal, Source, State, Statement, Treaty
from alliancekit.models.identifier import Identifier
from alliancekit.models.state import Code
from alliancekit.models.words import Name

SCHEMATA: Final = {
    "person": "Person",
    "organization": "Organization",
    "government_body": "PublicBody",
    "bloc": "Organization",
    "region": "LegalEntity",
    "media": "Organization",
    "machine_persona": "LegalEntity",
}
"""The schema of each kind of actor. A region and a machine persona act, so they must be legal entities."""

_ARTICLES: Final = ("article-journal", "article-magazine", "article-newspaper", "post", "post-weblog", "webpage")
"""The kinds of sources that are articles; the others are documents."""

_PREFIX: Final = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?")
"""The dates of followthemoney: a day, a month or a year."""

_FORMER: Final = {"DD": "dd", "SU": "suhh", "YU": "yucs"}
"""The codes of followthemoney for states that no longer exist, by their codes in ISO 3166-1 alpha-2."""

_CZECHOSLOVAKIA, _SERBIA_AND_MONTENEGRO, _BETWEEN = "cshh", "csxx", "2000"
"""Two states had the code CS, before and after this year."""

LANGUAGES: Final = {
    "ar": "ara", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa", "et": "est", "fa": "fas",
    "fi": "fin", "fr": "fra", "he": "heb", "hi": "hin", "hu": "hun", "id": "ind", "it": "ita", "ja": "jpn", "ko": "kor",
    "lt": "lit", "lv": "lav", "nl": "nld", "no": "nor", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sv": "swe",
    "tr": "tur", "uk": "ukr", "vi": "vie", "zh": "zho",
}  # fmt: skip
"""The codes of followthemoney, ISO 639-3, for common languages."""

PropertyValues: TypeAlias = Iterable[str | None] | str | None
"""The values of a property."""


def id_of(id_: str) -> str:
    """Return the id of an entity: ids of followthemoney have no colon."""
    return id_.replace(":", "-")


def date_of(date: PartialDate | None) -> str | None:
    """Return a date, or None if followthemoney can't express it: also if it is approximate, uncertain or a season."""
    return date.edtf if date is not None and _PREFIX.fullmatch(date.edtf) else None


@define
class EntityMaker:
    """Makes the entities of records.

    Attributes:
        entities: The entities.
    """

    entities: list[Tree] = field(factory=list)
    _proof: tuple[str, ...] = ()

    def add(self, record: Entry) -> None:
        """Add the entities of a record; a candidate has none."""
        self._proof = tuple(dict.fromkeys(id_of(each.source) for each in attestations(record)))
        match record:
            case Actor():
                self._actor(record)
            case State():
                self._state(record)
            case Source():
                self._source(record)
            case Statement():
                self._statement(record)
            case Proposal():
                self._proposal(record)
            case Treaty():
                self._treaty(record)
            case _:
                pass  # a candidate

    def _add(self, schema: str, id_: str, **properties: PropertyValues) -> None:
        """Add an entity; properties without values are left out."""
        values: dict[str, Tree] = {}
        for name, value in properties.items():
            texts = [text for text in ((value,) if isinstance(value, str) else value or ()) if text]
            if texts:
                values[name] = [*dict.fromkeys(texts)]
        self.entities.append({"id": id_, "schema": schema, "properties": values})

    def _thing(
        self, schema: str, record: Actor | State | Statement | Proposal | Treaty, **properties: PropertyValues
    ) -> None:
        """Add the entity of a record, with its identifiers, its note and its sources."""
        common = {"wikidataId": _values(record.identifiers, "wikidata"), "notes": record.note, "proof": self._proof}
        self._add(schema, id_of(record.id), **properties, **common)

    def _link(self, id_: str, subject: str, object_: str, role: str, period: PartialDate | None = None) -> None:
        """Add a link between two entities; candidates have none."""
        if "candidate" not in (kind_of(subject), kind_of(object_)):
            ends = {"subject": id_of(subject), "object": id_of(object_), "role": role, "proof": self._proof}
            self._add("UnknownLink", id_of(id_), **ends, **_period(period))

    def _links(self, record: Entry, role: str, subjects: Iterable[str]) -> None:
        """Add a link from each of some records to a record."""
        for n, subject in enumerate(subjects):
            self._link(f"{record.id}-{role.replace(' ', '-')}-{n}", subject, record.id, role)

    def _actor(self, actor: Actor) -> None:
        codes = {"leiCode": _values(actor.identifiers, "lei")}
        self._thing(SCHEMATA[actor.kind], actor, **_names(actor.names), **codes, legalForm=actor.kind)
        for n, office in enumerate(actor.offices):
            id_ = f"{id_of(actor.id)}-office-{n}"
            of = None if office.of is None else id_of(office.of)
            self._add("Position", id_, name=office.title, organization=of, proof=self._proof)
            holder = id_of(actor.id)
            self._add(
                "Occupancy", f"{id_}-holder", holder=holder, post=id_, proof=self._proof, **_period(office.period)
            )
        for n, member in enumerate(actor.members):
            for m, spell in enumerate(member.spells or (None,)):
                ends = {"member": id_of(member.party), "organization": id_of(actor.id), "proof": self._proof}
                self._add("Membership", f"{id_of(actor.id)}-member-{n}-{m}", **ends, **_period(spell))

    def _state(self, state: State) -> None:
        codes = (code for code in state.codes if code.system == "iso3166_1_alpha2")
        self._thing("PublicBody", state, **_names(state.names), country=map(_country, codes))
        for n, before in enumerate(state.predecessors):
            ends = {"predecessor": id_of(before), "successor": id_of(state.id)}
            self._add("Succession", f"{id_of(state.id)}-predecessor-{n}", **ends, proof=self._proof)

    def _source(self, source: Source) -> None:
        is_article = source.kind in _ARTICLES
        self._add(
            "Article" if is_article else "Document",
            id_of(source.id),
            title=source.title,
            fileName=source.file or (None if is_article else id_of(source.id)),
            author=source.creators,
            publisher=source.publisher,
            publishedAt=date_of(source.published),
            sourceUrl=source.url,
            retrievedAt=date_of(source.accessed),
            language=LANGUAGES.get((source.language or "").partition("-")[0]),
            keywords=source.kind,
            wikidataId=_values(source.identifiers, "wikidata"),
            notes=source.note,
        )

    def _statement(self, statement: Statement) -> None:
        place = ", ".join(filter(None, (statement.venue.name, statement.venue.place)))
        parties = [id_of(party) for party in (statement.speaker, *statement.addressees)]
        self._thing(
            "Event",
            statement,
            name=statement.content,
            description=statement.content,
            location=place,
            involved=parties,
            **_dates(statement.date),
        )
        self._links(statement, "speaker", [statement.speaker])
        self._links(statement, "addressee", statement.addressees)
        self._links(statement, "subject", statement.about)
        for n, each in enumerate(statement.stances):
            self._link(f"{statement.id}-stance-{n}", statement.speaker, each.subject, each.stance, statement.date)

    def _proposal(self, proposal: Proposal) -> None:
        self._thing(
            "Event",
            proposal,
            **_names(proposal.names),
            description=proposal.rationale,
            keywords=(proposal.form, *proposal.scope),
            involved=map(id_of, proposal.members),
            **_dates(proposal.date),
        )
        self._links(proposal, "proposer", proposal.proposers)
        self._links(proposal, "intended member", proposal.members)
        self._links(proposal, "makes the proposal", proposal.statements)

    def _treaty(self, treaty: Treaty) -> None:
        self._thing(
            "Event",
            treaty,
            **_names(treaty.names),
            location=treaty.place,
            involved=[id_of(party.party) for party in treaty.parties],
            date=date_of(treaty.signed),
            startDate=date_of(treaty.in_force),
            endDate=date_of(treaty.ended),
        )
        for n, party in enumerate(treaty.parties):
            for m, spell in enumerate(party.spells or (None,)):
                self._link(f"{treaty.id}-party-{n}-{m}", party.party, treaty.id, "party", spell)
        self._links(treaty, "signatory", [each.party for each in treaty.signatories])
        for n, owed in enumerate(treaty.commitments):
            for m, toward in enumerate(owed.toward):
                self._link(f"{treaty.id}-commitment-{n}-{m}", owed.by, toward, owed.obligation, owed.period)
        self._links(treaty, "depositary", treaty.depositaries)
        for role, others in (("replaces", treaty.replaces), ("amends", treaty.amends), ("treaty of", treaty.groupings)):
            for n, other in enumerate(others):
                self._link(f"{treaty.id}-{role.replace(' ', '-')}-{n}", treaty.id, other, role)


def _values(identifiers: Iterable[Identifier], scheme: str) -> list[str]:
    return [each.value for each in identifiers if each.scheme == scheme]


def _country(code: Code) -> str | None:
    """Return the code of followthemoney for a code of ISO 3166-1; None for one that is withdrawn and unknown there."""
    period = code.period
    if period is None or period.open_end:
        return code.value.lower()
    if code.value == "CS":
        return _CZECHOSLOVAKIA if period.before(PartialDate(_BETWEEN)) else _SERBIA_AND_MONTENEGRO
    return _FORMER.get(code.value)


def _names(names: tuple[Name, ...]) -> dict[str, PropertyValues]:
    """Return the preferred name, other names, and names of the past."""
    others = names[1:]
    return {
        "name": names[0].text,
        "alias": [name.text for name in others if name.kind != "historical"],
        "previousName": [name.text for name in others if name.kind == "historical"],
    }


def _period(period: PartialDate | None) -> dict[str, PropertyValues]:
    """Return the start and the end of a period."""
    return {} if period is None else {"startDate": date_of(period.start), "endDate": date_of(period.end)}


def _dates(date: PartialDate | None) -> dict[str, PropertyValues]:
    """Return a date, or the start and the end of an interval."""
    return _period(date) if date is not None and date.is_interval else {"date": date_of(date)}
