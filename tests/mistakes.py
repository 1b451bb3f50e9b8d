"""One mistake for each rule, used by the tests of rules, models, files and the command line."""

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias, cast

from attrs import Factory, evolve, field, frozen

from alliancekit import convert
from alliancekit.dates import PartialDate
from alliancekit.errors import Path
from alliancekit.formats import Tree
from alliancekit.models import Actor, Candidate, Entry, Proposal, Record, Source, State, Statement, Treaty
from alliancekit.models.actor import Member, Office
from alliancekit.models.attestation import Anchor, Attestation, Reading
from alliancekit.models.coding import Coding
from alliancekit.models.identifier import Identifier
from alliancekit.models.ids import (
    ActorId,
    CandidateId,
    ProposalId,
    SourceId,
    StateId,
    StatementId,
    TreatyId,
)
from alliancekit.models.party import Act, Party, Signatory
from alliancekit.models.proposal import Outcome
from alliancekit.models.source import Region
from alliancekit.models.state import Code, Spell
from alliancekit.models.statement import Stance, Venue
from alliancekit.models.treaty import Commitment, Provision
from alliancekit.models.words import Name
from alliancekit.rules.shape import Kind, Shape, spec_of

# --- A small valid corpus -------------------------------------------------------------------------------

JPN, USA, TWN = StateId("state:jpn"), StateId("state:usa"), StateId("state:twn")
MINISTER, PACT = ActorId("actor:minister"), ActorId("actor:pact")
DAILY, WEEKLY = SourceId("source:daily"), SourceId("source:weekly")
TALK = StatementId("statement:talk")
LEAGUE = ProposalId("proposal:league")
TREATY = TreatyId("treaty:two-oceans-1960")
RUMOUR = CandidateId("candidate:rumour")

NAME = Name(text="Japan", language="en")
OFFICE = Office(title="Minister of the Sea", of=JPN, period=PartialDate("2022/2024"))
IDENTIFIER = Identifier(scheme="viaf", value="9")
CODE = Code(system="cow", value="740")
SPELL = Spell(system="cow", period=PartialDate("1952-04-28/.."))
ANCHOR = Anchor(
    start=10, end=14, sha256="0" * 64, fold=f"4:{'1' * 16}", prefix=f"10:{'2' * 16}", suffix=f"32:{'3' * 16}"
)
READING = Reading(field="venue.kind", text="a dinner")
ATTESTATION = Attestation(source=DAILY, wording="indirect", anchors=(ANCHOR,), as_printed=(READING,))
MENTION = Attestation(source=DAILY, wording="mention")
REGION = Region(kind="article", start=0, end=60)
VENUE = Venue(kind="seminar", place="Taipei", state=TWN)
PARTY = Party(party=USA, spells=(PartialDate("1961/1970"),))
PROVISION = Provision(variable="atop.milcon", value="2", parties=(JPN,), period=PartialDate("1961/1970"))
COMMITMENT = Commitment(by=USA, toward=(JPN,), obligation="defense", period=PartialDate("1961/1970"))

ACT = Act(
    kind="suspension",
    date=PartialDate("1965-01-01"),
    effective=PartialDate("1965-02-01"),
    until=PartialDate("1970"),
    toward=(JPN,),
)
SIGNATORY = Signatory(party=TWN, acts=(Act(kind="signature", date=PartialDate("1960-01-19")),))
MEMBER = Member(party=USA, spells=(PartialDate("1961/1970"),))
OUTCOME = Outcome(status="adopted", date=PartialDate("2024"), by=(JPN,), led_to=TREATY)
STANCE = Stance(subject=LEAGUE, stance="support")
CODING = Coding(by="ab", date=PartialDate("2026-01-02"), program="drafter", version="1.0")

STATE = State(id=JPN, names=(NAME,), codes=(CODE,), spells=(SPELL,))
ACTOR = Actor(
    id=MINISTER,
    kind="person",
    names=(Name(text="Umi Ō", order="given-family"),),
    offices=(OFFICE,),
    identifiers=(IDENTIFIER,),
    note="a minister 𠮷",
)
SOURCE = Source(
    id=DAILY,
    kind="article-newspaper",
    title="What the minister said",
    published=PartialDate("2025-04-29"),
    dated_by="printed below the title",
    url="https://example.org/a?b=1",
    accessed=PartialDate("2025-05-01"),
    language="en",
    digest=f"ni:///sha-256;{'A' * 43}",
    length=100,
    regions=(REGION,),
)
STATEMENT = Statement(
    id=TALK,
    speaker=MINISTER,
    venue=VENUE,
    date=PartialDate("2023-04-28"),
    content="Calls for a league 𠮷.",
    addressees=(TWN,),
    about=(LEAGUE,),
    attestations=(ATTESTATION,),
)
PROPOSAL = Proposal(
    id=LEAGUE,
    names=(Name(text="the League"),),
    proposers=(MINISTER,),
    members=(JPN, TWN, PACT),
    rationale=("deter an attack",),
    statements=(TALK,),
)
TREATY_1960 = Treaty(
    id=TREATY,
    names=(Name(text="Treaty of Two Oceans"),),
    parties=(PARTY, Party(party=JPN)),
    signed=PartialDate("1960-01-19"),
    in_force=PartialDate("1960-06-23"),
    ended=PartialDate("1980"),
    commitments=(COMMITMENT,),
    provisions=(PROVISION,),
)
CANDIDATE = Candidate(
    id=RUMOUR,
    of="statement",
    missing=("venue", "date"),
    speaker=JPN,
    content="Hints at a league.",
    attestations=(MENTION,),
)

CORPUS: Final[tuple[Entry, ...]] = (
    ACTOR,
    Actor(id=PACT, kind="bloc", names=(Name(text="the Pact"),)),
    STATE,
    State(id=TWN, names=(Name(text="Taiwan"),), codes=(Code(system="cow", value="713"),)),
    State(id=USA, names=(Name(text="United States"),), codes=(Code(system="cow", value="2"),)),
    SOURCE,
    Source(id=WEEKLY, kind="article-magazine", untitled="the page has none"),
    STATEMENT,
    PROPOSAL,
    TREATY_1960,
    CANDIDATE,
)
"""Valid records, in the order of a corpus."""

VALID: Final[dict[type[Record], Record]] = {
    type(record): record
    for record in (
        *(
            NAME,
            OFFICE,
            IDENTIFIER,
            CODE,
            SPELL,
            ANCHOR,
            READING,
            ATTESTATION,
            REGION,
            VENUE,
            PARTY,
            COMMITMENT,
            PROVISION,
            ACT,
            SIGNATORY,
            MEMBER,
            OUTCOME,
            STANCE,
            CODING,
        ),
        *(STATE, ACTOR, SOURCE, STATEMENT, PROPOSAL, TREATY_1960, CANDIDATE),
    )
}
"""A valid record of each model and value object."""

_PARTICIPANTS: Final = evolve(
    TREATY_1960, parties=(evolve(PARTY, acts=(ACT,)), Party(party=JPN)), signatories=(SIGNATORY,)
)

HOMES: Final[dict[type[Record], tuple[Entry, Path]]] = {
    Name: (STATE, ("names", 0)),
    Office: (ACTOR, ("offices", 0)),
    Identifier: (ACTOR, ("identifiers", 0)),
    Code: (STATE, ("codes", 0)),
    Spell: (STATE, ("spells", 0)),
    Anchor: (STATEMENT, ("attestations", 0, "anchors", 0)),
    Reading: (STATEMENT, ("attestations", 0, "as_printed", 0)),
    Attestation: (STATEMENT, ("attestations", 0)),
    Region: (SOURCE, ("regions", 0)),
    Venue: (STATEMENT, ("venue",)),
    Party: (TREATY_1960, ("parties", 0)),
    Commitment: (TREATY_1960, ("commitments", 0)),
    Provision: (TREATY_1960, ("provisions", 0)),
    Act: (_PARTICIPANTS, ("parties", 0, "acts", 0)),
    Signatory: (_PARTICIPANTS, ("signatories", 0)),
    Member: (evolve(ACTOR, kind="bloc", offices=(), members=(MEMBER,)), ("members", 0)),
    Outcome: (evolve(PROPOSAL, outcomes=(OUTCOME,)), ("outcomes", 0)),
    Stance: (evolve(STATEMENT, stances=(STANCE,)), ("stances", 0)),
    Coding: (evolve(ACTOR, codings=(CODING,)), ("codings", 0)),
}
"""For each value object: a record that contains it, and its path there."""

# --- Mistakes of one record -----------------------------------------------------------------------------------------


def values(record: Record) -> dict[str, object]:
    """Return the values of the fields of a record."""
    return {field.name: getattr(record, field.name) for field in spec_of(type(record)).fields}


def plain(record: Record, changes: Mapping[str, Tree], without: Iterable[str] = ()) -> dict[str, Tree]:
    """Return a record as a plain tree, with some keys changed and some removed."""
    tree = {**convert.tree(record), **changes}
    return {key: value for key, value in tree.items() if key not in without}


def _python_values(mistake: "Mistake") -> dict[str, object]:
    spec = spec_of(mistake.model)
    changed = {name: _python_value(spec[name].shape, value) for name, value in mistake.tree.items()}
    return {**changed, **dict.fromkeys(mistake.without)}


def _python_value(shape: Shape, value: Tree) -> object:
    """Return a plain value as a Python value; what a field does not allow stays as it is."""
    if isinstance(value, list) and shape.item:
        return tuple(_python_value(shape.item, item) for item in value)
    if isinstance(value, dict):
        return convert.record(cast("type[Record]", shape.type), value)
    return PartialDate(value) if shape.kind is Kind.DATE and isinstance(value, str) else value


@frozen(kw_only=True)
class Mistake:
    """A change that makes a valid record break one rule and no other.

    Attributes:
        code: The code of the rule.
        model: The class of the record; `VALID` has a valid one.
        at: The path to the invalid value.
        message: The message of the problem.
        tree: The changed fields, as plain values.
        without: The fields removed from the plain tree.
        python: The changed fields, as Python values; None if Python itself refuses to create such a record.
        in_file: The message for a file, if it differs because the reader of the format reports it first.
        beside: Further fields that an example has to show.
    """

    code: str
    model: type[Record]
    at: Path
    message: str
    tree: dict[str, Tree] = field(factory=dict)
    without: tuple[str, ...] = ()
    python: dict[str, object] | None = Factory(_python_values, takes_self=True)
    in_file: str = ""
    beside: tuple[str, ...] = ()

    @property
    def part(self) -> dict[str, Tree]:
        """The plain tree of the record with the mistake."""
        return plain(VALID[self.model], self.tree, self.without)

    @property
    def whole(self) -> tuple[type[Entry], Path, dict[str, Tree]]:
        """The model of the entry with the mistake, the path to the mistake, and the plain tree of the entry."""
        if issubclass(self.model, Entry):
            return self.model, (), self.part
        home, path = HOMES[self.model]
        return type(home), path, cast("dict[str, Tree]", put(convert.tree(home), path, self.part))


def put(tree: Tree, path: Path, value: Tree) -> Tree:
    """Return a tree with another value at a path."""
    if not path:
        return value
    step, *rest = path
    if isinstance(tree, list):
        return [put(item, tuple(rest), value) if n == step else item for n, item in enumerate(tree)]
    assert isinstance(tree, dict)
    return {key: put(item, tuple(rest), value) if key == step else item for key, item in tree.items()}


MISTAKES: Final = (
    Mistake(
        code="AK007",
        model=Region,
        tree={"end": 1 << 63},
        at=("end",),
        message="end must fit into 64 bits, got the number 9223372036854775808",
        in_file="9223372036854775808 does not fit into 64 bits",
    ),
    Mistake(
        code="AK010",
        model=Statement,
        tree={"content": 5},
        at=("content",),
        message="content must be text, got the number 5",
    ),
    Mistake(code="AK011", model=Statement, without=("date",), at=("date",), message="date is missing"),
    Mistake(
        code="AK012",
        model=Statement,
        tree={"contents": "Calls for a league."},
        python=None,
        at=("contents",),
        message="unknown field 'contents'",
        beside=("content",),
    ),
    Mistake(
        code="AK013",
        model=Commitment,
        tree={"obligation": "defence"},
        at=("obligation",),
        message=(
            "obligation must be one of defense, offense, neutrality, nonaggression, consultation, entente, bases or "
            "other, got 'defence'"
        ),
    ),
    Mistake(
        code="AK014",
        model=Statement,
        tree={"date": "2023-02-29"},
        python=None,
        at=("date",),
        message=(
            "date: '2023-02-29' is not an EDTF date: month 02 of the year 2023 has the days 01 to 28; "
            "write one of them, or 2023-02 if the day is unknown"
        ),
    ),
    Mistake(
        code="AK101",
        model=Actor,
        tree={"id": "actor:Minister"},
        at=("id",),
        message=(
            "id must be 'actor:' and lower-case letters, digits, hyphens and dots, such as 'actor:a-name', "
            "got 'actor:Minister'"
        ),
    ),
    Mistake(
        code="AK102",
        model=Statement,
        tree={"speaker": LEAGUE},
        at=("speaker",),
        message="speaker must be the id of an actor or a state, got 'proposal:league'",
    ),
    Mistake(
        code="AK103",
        model=Statement,
        tree={"addressees": [TWN, JPN, TWN]},
        python={"addressees": (TWN, JPN, TWN)},
        at=("addressees", 2),
        message="addressees[2] repeats item [0]",
    ),
    Mistake(
        code="AK104",
        model=Statement,
        tree={"content": " "},
        at=("content",),
        message="content must not be blank",
    ),
    Mistake(
        code="AK105",
        model=Name,
        tree={"language": "english"},
        at=("language",),
        message="language must be a language tag, got 'english'",
    ),
    Mistake(
        code="AK106",
        model=Source,
        tree={"url": "example.org"},
        at=("url",),
        message="url must be a web address, got 'example.org'",
    ),
    Mistake(
        code="AK107",
        model=Office,
        tree={"period": "2022"},
        python={"period": PartialDate("2022")},
        at=("period",),
        message="period must be an interval such as '2022/2024', got the date 2022",
    ),
    Mistake(
        code="AK108",
        model=Treaty,
        tree={"signed": "1959/1960"},
        python={"signed": PartialDate("1959/1960")},
        at=("signed",),
        message="signed must be one date, got the interval 1959/1960",
    ),
    Mistake(
        code="AK110",
        model=Actor,
        tree={"names": []},
        python={"names": ()},
        at=("names",),
        message="names must list 1 or more, lists none",
    ),
    Mistake(
        code="AK115",
        model=Identifier,
        tree={"value": "Q1"},
        at=("value",),
        message="value must be a number without leading zeros where scheme is 'viaf', got 'Q1'",
    ),
    Mistake(
        code="AK128",
        model=Coding,
        tree={"method": "hand"},
        at=("program",),
        message="program must be left out where method is 'hand'",
    ),
    Mistake(
        code="AK116",
        model=Coding,
        without=("version",),
        at=("program",),
        message="program needs version, which is not given",
    ),
    Mistake(
        code="AK117",
        model=Coding,
        without=("program",),
        at=("version",),
        message="version needs program, which is not given",
    ),
    Mistake(
        code="AK119",
        model=Identifier,
        tree={"scheme": "VIAF"},
        at=("scheme",),
        message=(
            "scheme must be lower-case letters and digits, with hyphens, dots or underscores between them, got 'VIAF'"
        ),
    ),
    Mistake(
        code="AK118",
        model=Actor,
        tree={"codings": [{"by": "ab", "date": "2026-02"}, {"role": "reviewed", "by": "cd", "date": "2026-01"}]},
        at=("codings", 1, "date"),
        message="codings[1].date must not be before item [0] (coded 2026-02), got 2026-01",
    ),
    Mistake(
        code="AK120",
        model=Anchor,
        tree={"start": -1},
        at=("start",),
        message="start must be 0 or more, got -1",
    ),
    Mistake(
        code="AK121",
        model=Anchor,
        tree={"end": 10},
        at=("end",),
        message="end must be greater than start (10), got 10",
    ),
    Mistake(
        code="AK122",
        model=Anchor,
        tree={"sha256": "ABC"},
        at=("sha256",),
        message="sha256 must be 64 hexadecimal digits in lower case, got 'ABC'",
    ),
    Mistake(
        code="AK123",
        model=Anchor,
        tree={"fold": "4"},
        at=("fold",),
        message="fold must be a length, ':' and 16 hexadecimal digits in lower case, got '4'",
    ),
    Mistake(
        code="AK124",
        model=Statement,
        tree={"attestations": []},
        python={"attestations": ()},
        at=("attestations",),
        message="attestations must list 1 or more, lists none",
    ),
    Mistake(
        code="AK125",
        model=Statement,
        tree={"attestations": [{"source": DAILY, "wording": "mention", "as_printed": [{"field": "venue.size"}]}]},
        python={
            "attestations": (Attestation(source=DAILY, wording="mention", as_printed=(Reading(field="venue.size"),)),)
        },
        at=("attestations", 0, "as_printed", 0, "field"),
        message="attestations[0].as_printed[0].field must be a field of this record, got 'venue.size'",
    ),
    Mistake(
        code="AK126",
        model=Statement,
        tree={"attestations": [{"source": DAILY, "wording": "mention", "fields": ["date", "venue.size"]}]},
        at=("attestations", 0, "fields", 1),
        message="attestations[0].fields[1] must be a field of this record, got 'venue.size'",
    ),
    Mistake(
        code="AK127",
        model=Statement,
        tree={"attestations": [{"source": DAILY, "wording": "mention", "fields": ["addressees[state:usa]"]}]},
        beside=("addressees",),
        at=("attestations", 0, "fields", 0),
        message=(
            "attestations[0].fields[0] must name one part of this record: 'addressees[state:usa]': the key matches no "
            "items (the keys begin with 'state:twn')"
        ),
    ),
    Mistake(
        code="AK201",
        model=Actor,
        tree={"kind": "machine_persona"},
        at=("offices",),
        message="offices must be left out where kind is 'machine_persona'",
    ),
    Mistake(
        code="AK202",
        model=Actor,
        tree={"offices": [convert.tree(OFFICE), {**convert.tree(OFFICE), "period": "2023/2025"}]},
        python={"offices": (OFFICE, Office(title=OFFICE.title, of=JPN, period=PartialDate("2023/2025")))},
        at=("offices", 1, "period"),
        message="offices[1].period must not overlap item [0] (2022/2024), got 2023/2025",
    ),
    Mistake(
        code="AK203",
        model=Member,
        tree={"spells": ["1961/1970", "1965/1975"]},
        at=("spells", 1),
        message="spells[1] must not overlap item [0] (1961/1970), got 1965/1975",
    ),
    Mistake(
        code="AK204",
        model=Actor,
        tree={"kind": "bloc", "offices": [], "members": [{"party": USA}, {"party": JPN}, {"party": USA}]},
        at=("members", 2),
        message="members[2] repeats item [0]",
    ),
    Mistake(
        code="AK205",
        model=Actor,
        tree={"members": [{"party": USA}]},
        at=("members",),
        message="members must be left out where kind is 'person'",
    ),
    Mistake(
        code="AK211",
        model=State,
        tree={"codes": []},
        python={"codes": ()},
        at=("codes",),
        message="codes must list 1 or more, lists none",
    ),
    Mistake(
        code="AK212",
        model=Code,
        tree={"value": "074"},
        at=("value",),
        message="value must be a number from 1 to 999 without leading zeros where system is 'cow', got '074'",
    ),
    Mistake(
        code="AK213",
        model=State,
        tree={"codes": [convert.tree(CODE), {"system": "cow", "value": "741"}]},
        python={"codes": (CODE, Code(system="cow", value="741"))},
        at=("codes", 1),
        message="codes[1] must not overlap item [0] (all time), got all time",
    ),
    Mistake(
        code="AK214",
        model=State,
        tree={"spells": [convert.tree(SPELL), {"system": "cow", "period": "1860/1945"}]},
        python={"spells": (SPELL, Spell(system="cow", period=PartialDate("1860/1945")))},
        at=("spells", 1, "period"),
        message="spells[1].period must come after item [0] (1952-04-28/..), got 1860/1945",
    ),
    Mistake(
        code="AK301",
        model=Source,
        tree={"untitled": "a scan without its first page"},
        at=("untitled",),
        message="untitled must be left out where title is given",
    ),
    Mistake(
        code="AK302",
        model=Source,
        tree={"accessed": "2025-04-28"},
        python={"accessed": PartialDate("2025-04-28")},
        at=("accessed",),
        message="accessed must not be before published (2025-04-29), got 2025-04-28",
    ),
    Mistake(
        code="AK303",
        model=Source,
        tree={"digest": "sha256:0"},
        at=("digest",),
        message="digest must be 'ni:///sha-256;' and 43 characters of base64url, got 'sha256:0'",
    ),
    Mistake(
        code="AK304",
        model=Source,
        without=("dated_by",),
        at=("published",),
        message="published needs dated_by, which is not given",
    ),
    Mistake(
        code="AK305",
        model=Source,
        tree={"length": 50},
        at=("regions", 0, "end"),
        message="regions[0].end must be 50 or less, the length of the text, got 60",
    ),
    Mistake(code="AK401", model=Venue, without=("place",), at=(), message="name or place must be given"),
    Mistake(
        code="AK402",
        model=Statement,
        tree={"stances": [{"subject": TWN, "stance": "oppose"}]},
        at=("stances", 0, "subject"),
        message="stances[0].subject must be one of the about, got 'state:twn'",
    ),
    Mistake(
        code="AK403",
        model=Statement,
        tree={"stances": [{"subject": LEAGUE, "stance": "oppose"}, {"subject": LEAGUE, "stance": "mixed"}]},
        at=("stances", 1),
        message="stances[1] repeats item [0]",
    ),
    Mistake(
        code="AK501",
        model=Proposal,
        tree={"members": [JPN]},
        python={"members": (JPN,)},
        at=("members",),
        message="members must list 2 or more, lists 1",
    ),
    Mistake(
        code="AK502",
        model=Proposal,
        tree={"members": [JPN, JPN]},
        python={"members": (JPN, JPN)},
        at=("members", 1),
        message="members[1] repeats item [0]",
    ),
    Mistake(
        code="AK503",
        model=Proposal,
        tree={"rationale": []},
        python={"rationale": ()},
        at=("rationale",),
        message="rationale must list 1 or more, lists none",
    ),
    Mistake(
        code="AK504",
        model=Proposal,
        tree={"proposers": []},
        python={"proposers": ()},
        at=("proposers",),
        message="proposers must list 1 or more, lists none",
    ),
    Mistake(
        code="AK505",
        model=Proposal,
        tree={"proposers": [JPN, JPN]},
        python={"proposers": (JPN, JPN)},
        at=("proposers", 1),
        message="proposers[1] repeats item [0]",
    ),
    Mistake(
        code="AK506",
        model=Proposal,
        without=("statements",),
        python={"statements": ()},
        at=(),
        message="statements or attestations must be given",
    ),
    Mistake(
        code="AK507",
        model=Proposal,
        tree={"rationale": ["deter", "deter"]},
        python={"rationale": ("deter", "deter")},
        at=("rationale", 1),
        message="rationale[1] repeats item [0]",
    ),
    Mistake(
        code="AK508",
        model=Outcome,
        tree={"status": "open"},
        at=("led_to",),
        message="led_to must be left out where status is 'open'",
    ),
    Mistake(
        code="AK509",
        model=Proposal,
        tree={"outcomes": [{"status": "open", "date": "2025"}, {"status": "rejected", "date": "2024"}]},
        at=("outcomes", 1, "date"),
        message="outcomes[1].date must not be before item [0] (2025), got 2024",
    ),
    Mistake(
        code="AK601",
        model=Treaty,
        tree={"parties": [{"party": USA}], "commitments": [], "provisions": []},
        without=("in_force",),
        at=("parties",),
        message="parties must list 2 or more together with signatories, lists 1",
    ),
    Mistake(
        code="AK602",
        model=Treaty,
        tree={"parties": [{"party": USA}, {"party": JPN}, {"party": USA, "spells": ["1961/1970"]}]},
        python={"parties": (Party(party=USA), Party(party=JPN), PARTY)},
        at=("parties", 2),
        message="parties[2] repeats item [0]",
    ),
    Mistake(
        code="AK603",
        model=Treaty,
        tree={"adopted": "1960-02"},
        at=("signed",),
        message="signed must not be before adopted (1960-02), got 1960-01-19",
    ),
    Mistake(
        code="AK604",
        model=Party,
        tree={"spells": ["1961/1970", "1965/1975"]},
        python={"spells": (PartialDate("1961/1970"), PartialDate("1965/1975"))},
        at=("spells", 1),
        message="spells[1] must not overlap item [0] (1961/1970), got 1965/1975",
    ),
    Mistake(
        code="AK605",
        model=Treaty,
        tree={"parties": [{"party": USA, "spells": ["1950/1970"]}, {"party": JPN}]},
        python={"parties": (Party(party=USA, spells=(PartialDate("1950/1970"),)), Party(party=JPN))},
        at=("parties", 0, "spells", 0),
        message="parties[0].spells[0] must not start before signed (1960-01-19), got 1950/1970",
    ),
    Mistake(
        code="AK606",
        model=Treaty,
        tree={"commitments": [{"by": TWN, "toward": [JPN], "obligation": "defense"}]},
        at=("commitments", 0, "by"),
        message="commitments[0].by must be one of the parties or signatories, got 'state:twn'",
    ),
    Mistake(
        code="AK607",
        model=Commitment,
        tree={"toward": [JPN, USA]},
        python={"toward": (JPN, USA)},
        at=("toward", 1),
        message="toward[1] must not be the same as by (state:usa)",
    ),
    Mistake(
        code="AK608",
        model=Commitment,
        tree={"toward": []},
        python={"toward": ()},
        at=("toward",),
        message="toward must list 1 or more, lists none",
    ),
    Mistake(
        code="AK609",
        model=Treaty,
        tree={"commitments": [{"by": USA, "toward": [JPN], "obligation": "bases", "period": "1961/1990"}]},
        python={
            "commitments": (Commitment(by=USA, toward=(JPN,), obligation="bases", period=PartialDate("1961/1990")),),
        },
        at=("commitments", 0, "period"),
        message="commitments[0].period must not end after ended (1980), got 1961/1990",
    ),
    Mistake(
        code="AK610",
        model=Treaty,
        tree={"as_of": "1990"},
        python={"as_of": PartialDate("1990"), "in_force": None},
        without=("in_force",),
        at=("as_of",),
        message="as_of needs in_force or never_in_force, which is not given",
    ),
    Mistake(
        code="AK611",
        model=Treaty,
        tree={"provisions": [{"variable": "atop.base", "value": "1", "parties": [JPN, TWN]}]},
        python={"provisions": (Provision(variable="atop.base", value="1", parties=(JPN, TWN)),)},
        at=("provisions", 0, "parties", 1),
        message="provisions[0].parties[1] must be one of the parties or signatories, got 'state:twn'",
    ),
    Mistake(
        code="AK612",
        model=Treaty,
        tree={"provisions": [{"variable": "atop.base", "value": "1", "period": "1950/1970"}]},
        python={"provisions": (Provision(variable="atop.base", value="1", period=PartialDate("1950/1970")),)},
        at=("provisions", 0, "period"),
        message="provisions[0].period must not start before signed (1960-01-19), got 1950/1970",
    ),
    Mistake(
        code="AK613",
        model=Treaty,
        tree={"signatories": [{"party": JPN}]},
        at=("signatories", 0, "party"),
        message="signatories[0].party is in parties[1] too, got 'state:jpn'",
    ),
    Mistake(
        code="AK614",
        model=Treaty,
        tree={"in_force": "1981"},
        at=("ended",),
        message="ended must not be before in_force (1981), got 1980",
    ),
    Mistake(
        code="AK615",
        model=Treaty,
        tree={"never_in_force": True, "parties": [], "signatories": [{"party": USA}, {"party": JPN}]},
        without=("in_force",),
        at=("ended",),
        message="ended must be left out where never_in_force is true",
    ),
    Mistake(
        code="AK619",
        model=Treaty,
        tree={"parties": [], "signatories": [{"party": USA}, {"party": JPN}], "commitments": [], "provisions": []},
        at=("parties",),
        message="parties must list 2 or more where in_force is given, lists none",
    ),
    Mistake(
        code="AK616",
        model=Treaty,
        tree={"parties": [{"party": USA, "acts": [{"kind": "signature", "date": "1959"}]}, {"party": JPN}]},
        at=("parties", 0, "acts", 0, "date"),
        message="parties[0].acts[0].date must not be before signed (1960-01-19), got 1959",
    ),
    Mistake(
        code="AK617",
        model=Treaty,
        tree={"parties": [{"party": USA, "acts": [{"kind": "suspension", "until": "1985"}]}, {"party": JPN}]},
        at=("parties", 0, "acts", 0, "until"),
        message="parties[0].acts[0].until must not be after ended (1980), got 1985",
    ),
    Mistake(
        code="AK618",
        model=Treaty,
        tree={"parties": [{"party": USA, "acts": [{"kind": "objection", "toward": [TWN]}]}, {"party": JPN}]},
        at=("parties", 0, "acts", 0, "toward", 0),
        message="parties[0].acts[0].toward[0] must be one of the parties or signatories, got 'state:twn'",
    ),
    Mistake(
        code="AK620",
        model=Act,
        tree={"kind": "reservation"},
        at=("until",),
        message="until must be left out where kind is 'reservation'",
    ),
    Mistake(
        code="AK621",
        model=Act,
        tree={"until": "1965-01-15"},
        at=("until",),
        message="until must not be before effective (1965-02-01), got 1965-01-15",
    ),
    Mistake(
        code="AK622",
        model=Act,
        tree={"effective": "1964", "until": "1964-12-01"},
        at=("until",),
        message="until must not be before date (1965-01-01), got 1964-12-01",
    ),
    Mistake(
        code="AK623",
        model=Signatory,
        tree={"acts": [{"kind": "signature", "place": "Lima"}, {"kind": "signature", "place": "Quito"}]},
        at=("acts", 1),
        message="acts[1] repeats item [0]",
    ),
    Mistake(
        code="AK624",
        model=Signatory,
        tree={"acts": [{"kind": "signature", "date": "1960-03"}, {"kind": "approval", "date": "1960-02"}]},
        at=("acts", 1, "date"),
        message="acts[1].date must not be before item [0] (signature 1960-03), got 1960-02",
    ),
    Mistake(
        code="AK625",
        model=Party,
        tree={"acts": [{"kind": "ratification", "date": "1960-06"}, {"kind": "withdrawal", "date": "1960-03"}]},
        at=("acts", 1, "date"),
        message="acts[1].date must not be before item [0] (ratification 1960-06), got 1960-03",
    ),
    Mistake(
        code="AK626",
        model=Party,
        tree={"acts": [{"kind": "accession", "date": "1962"}]},
        at=("spells", 0),
        message="spells[0] must not start before the first of the acts (1962), got 1961/1970",
    ),
    Mistake(
        code="AK627",
        model=Party,
        tree={"acts": [{"kind": "withdrawal", "effective": "1965"}]},
        at=("spells", 0),
        message="spells[0] must not last beyond the withdrawal (1965), got 1961/1970",
    ),
    Mistake(
        code="AK701",
        model=Candidate,
        tree={"missing": [], "venue": convert.tree(VENUE), "date": "2024"},
        python={"missing": (), "venue": VENUE, "date": PartialDate("2024")},
        at=(),
        message="missing or codings must be given",
    ),
    Mistake(
        code="AK702",
        model=Candidate,
        tree={"missing": ["venue", "date", "content"]},
        python={"missing": ("venue", "date", "content")},
        at=("missing", 2),
        message="missing[2] names 'content', which it has",
    ),
    Mistake(
        code="AK703",
        model=Candidate,
        tree={"form": "bloc"},
        at=("form",),
        message="form must be left out: a statement has no such field",
    ),
)
"""One mistake for each rule that a single record can break."""

# --- Mistakes across records -----------------------------------------------------------------------------------


Listed: TypeAlias = tuple[tuple[str, dict[str, Tree]], ...]
"""Records as plain trees, each with the name of its list."""


@frozen(kw_only=True)
class Clash:
    """Valid records that break one rule and no other when they are added to the small corpus.

    Attributes:
        code: The code of the rule.
        entries: The records, each with the name of its list.
        instead: The same records without the mistake.
        record: The id of the record with the problem.
        at: The path in this record to the invalid value.
        message: The message of the problem.
        position: The index of this record in `entries`.
    """

    code: str
    entries: Listed
    instead: Listed
    record: str
    at: Path
    message: str
    position: int = 0


def _changed(record: Record, id_: str, **changes: Tree) -> dict[str, Tree]:
    return plain(record, {"id": id_, **changes})


def _cow_state(id_: str, number: str) -> dict[str, Tree]:
    """Return a state with a number of Correlates of War, without a period."""
    return {"id": id_, "names": [{"text": "A state"}], "codes": [{"system": "cow", "value": number}]}


def _treaty_without_end(id_: str) -> dict[str, Tree]:
    """Return the treaty of 1960 without an end."""
    tree = _changed(TREATY_1960, id_)
    return {name: value for name, value in tree.items() if name not in {"ended", "as_of"}}


_TWIN = convert.tree(Actor(id=ActorId("actor:twin"), kind="region", names=(Name(text="Twin"),)))
_UNTITLED: dict[str, Tree] = {"kind": "webpage", "untitled": "it has none"}
_CALL: dict[str, Tree] = {
    "id": "candidate:ak912",
    "of": "proposal",
    "missing": ["names", "proposers", "members", "rationale"],
    "attestations": [{"source": DAILY, "wording": "mention"}],
}


def _successor(slug: str, number: str, *predecessors: Tree) -> dict[str, Tree]:
    """Return a state with predecessors and its own number."""
    codes: list[Tree] = [{"system": "atop", "value": number}]
    return {"id": f"state:{slug}", "names": [{"text": slug}], "codes": codes, "predecessors": [*predecessors]}


def _outcome(id_: str, **outcome: Tree) -> dict[str, Tree]:
    """Return the proposal with an outcome."""
    return _changed(PROPOSAL, id_, outcomes=[{"status": "adopted", **outcome}])


def _bloc(id_: str, *members: str) -> dict[str, Tree]:
    return {"id": id_, "kind": "bloc", "names": [{"text": "A bloc"}], "members": [{"party": id_} for id_ in members]}


def _with_withdrawal(id_: str, *spells: str) -> dict[str, Tree]:
    """Return the treaty of 1960, from which one of the parties withdrew."""
    leaving: dict[str, Tree] = {"party": USA, "acts": [{"kind": "withdrawal", "date": "1970"}]}
    if spells:
        leaving["spells"] = [*spells]
    return _changed(TREATY_1960, id_, parties=[leaving, {"party": JPN}])


def _with_late_accession(id_: str, *spells: str) -> dict[str, Tree]:
    """Return the treaty of 1960, to which one of the parties acceded later."""
    joining: dict[str, Tree] = {"party": USA, "acts": [{"kind": "accession", "date": "1970"}]}
    if spells:
        joining["spells"] = [*spells]
    return _changed(TREATY_1960, id_, parties=[joining, {"party": JPN}])


CLASHES: Final = (
    Clash(
        code="AK901",
        entries=(("actors", _TWIN), ("actors", {**_TWIN, "kind": "bloc"})),
        instead=(("actors", _TWIN),),
        record="actor:twin",
        at=("id",),
        message="id actor:twin is taken by an earlier record",
        position=1,
    ),
    Clash(
        code="AK902",
        entries=(("statements", _changed(STATEMENT, "statement:ak902", addressees=[TWN, "state:jap"])),),
        instead=(("statements", _changed(STATEMENT, "statement:ak902", addressees=[TWN, JPN])),),
        record="statement:ak902",
        at=("addressees", 1),
        message="addressees[1] refers to unknown id 'state:jap'",
    ),
    Clash(
        code="AK903",
        entries=(("proposals", _changed(PROPOSAL, "proposal:ak903", members=[JPN, MINISTER])),),
        instead=(("proposals", _changed(PROPOSAL, "proposal:ak903", members=[JPN, TWN])),),
        record="proposal:ak903",
        at=("members", 1),
        message="members[1] must not be a person, got actor:minister",
    ),
    Clash(
        code="AK904",
        entries=(("statements", _changed(STATEMENT, "statement:ak904", date="2025-05-01")),),
        instead=(("statements", _changed(STATEMENT, "statement:ak904", date="2025-04-28")),),
        record="statement:ak904",
        at=("date",),
        message="date must not be after source:daily was published (2025-04-29), got 2025-05-01",
    ),
    Clash(
        code="AK905",
        entries=(("statements", _changed(STATEMENT, "statement:ak905", office="Minister of the Lake")),),
        instead=(("statements", _changed(STATEMENT, "statement:ak905", office=OFFICE.title)),),
        record="statement:ak905",
        at=("office",),
        message="office must be one of the offices of actor:minister, got 'Minister of the Lake'",
    ),
    Clash(
        code="AK906",
        entries=(("statements", _changed(STATEMENT, "statement:ak906", office=OFFICE.title, date="2025-01")),),
        instead=(("statements", _changed(STATEMENT, "statement:ak906", office=OFFICE.title)),),
        record="statement:ak906",
        at=("date",),
        message=("date must lie in the time in which actor:minister was Minister of the Sea (2022/2024), got 2025-01"),
    ),
    Clash(
        code="AK907",
        entries=(("treaties", _changed(TREATY_1960, "treaty:ak907", signed="1950", in_force="1951")),),
        instead=(("treaties", _changed(TREATY_1960, "treaty:ak907", signed="1952-06", in_force="1953")),),
        record="treaty:ak907",
        at=("parties", 1),
        message="parties[1]: state:jpn is not a member of the cow system throughout 1951/1980",
    ),
    Clash(
        code="AK908",
        entries=(
            (
                "statements",
                _changed(
                    STATEMENT,
                    "statement:ak908",
                    attestations=[{"source": DAILY, "wording": "mention", "anchors": [plain(ANCHOR, {"end": 101})]}],
                ),
            ),
        ),
        instead=(
            (
                "statements",
                _changed(
                    STATEMENT,
                    "statement:ak908",
                    attestations=[{"source": DAILY, "wording": "mention", "anchors": [plain(ANCHOR, {"end": 100})]}],
                ),
            ),
        ),
        record="statement:ak908",
        at=("attestations", 0, "anchors", 0, "end"),
        message="attestations[0].anchors[0].end must be 100 or less, the length of source:daily, got 101",
    ),
    Clash(
        code="AK909",
        entries=(
            ("sources", {"id": "source:ak909", **_UNTITLED, "derived_from": "source:ak909-copy"}),
            ("sources", {"id": "source:ak909-copy", **_UNTITLED, "derived_from": "source:ak909"}),
        ),
        instead=(
            ("sources", {"id": "source:ak909", **_UNTITLED}),
            ("sources", {"id": "source:ak909-copy", **_UNTITLED, "derived_from": "source:ak909"}),
        ),
        record="source:ak909",
        at=("derived_from",),
        message="derived_from runs in a circle: source:ak909 -> source:ak909-copy -> source:ak909",
    ),
    Clash(
        code="AK913",
        entries=(
            ("actors", {**_TWIN, "id": "actor:ak913", "identifiers": [{"scheme": "wikidata", "value": "Q3"}]}),
            ("sources", {"id": "source:ak913", **_UNTITLED, "identifiers": [{"scheme": "wikidata", "value": "Q3"}]}),
        ),
        instead=(
            ("actors", {**_TWIN, "id": "actor:ak913", "identifiers": [{"scheme": "wikidata", "value": "Q3"}]}),
            ("sources", {"id": "source:ak913", **_UNTITLED, "identifiers": [{"scheme": "wikidata", "value": "Q4"}]}),
        ),
        record="source:ak913",
        at=("identifiers", 0, "value"),
        message="identifiers[0] is wikidata Q3, which belongs to actor:ak913",
        position=1,
    ),
    Clash(
        code="AK914",
        entries=(("treaties", _changed(TREATY_1960, "treaty:ak914", groupings=[PACT, MINISTER])),),
        instead=(("treaties", _changed(TREATY_1960, "treaty:ak914", groupings=[PACT])),),
        record="treaty:ak914",
        at=("groupings", 1),
        message="groupings[1] must be a bloc, got actor:minister, whose kind is person",
    ),
    Clash(
        code="AK915",
        entries=(
            ("actors", _bloc("actor:ak915", JPN, "actor:ak915-inner")),
            ("actors", _bloc("actor:ak915-inner", "actor:ak915")),
        ),
        instead=(
            ("actors", _bloc("actor:ak915", JPN, "actor:ak915-inner")),
            ("actors", _bloc("actor:ak915-inner", JPN)),
        ),
        record="actor:ak915",
        at=("members", 1, "party"),
        message="members[1].party runs in a circle: actor:ak915 -> actor:ak915-inner -> actor:ak915",
    ),
    Clash(
        code="AK916",
        entries=(("treaties", _changed(TREATY_1960, "treaty:ak916", replaces=["treaty:ak916"])),),
        instead=(("treaties", _changed(TREATY_1960, "treaty:ak916", replaces=[TREATY])),),
        record="treaty:ak916",
        at=("replaces", 0),
        message="replaces[0] runs in a circle: treaty:ak916 -> treaty:ak916",
    ),
    Clash(
        code="AK917",
        entries=(("treaties", _changed(TREATY_1960, "treaty:ak917", amends=[TREATY, "treaty:ak917"])),),
        instead=(("treaties", _changed(TREATY_1960, "treaty:ak917", amends=[TREATY])),),
        record="treaty:ak917",
        at=("amends", 1),
        message="amends[1] runs in a circle: treaty:ak917 -> treaty:ak917",
    ),
    Clash(
        code="AK918",
        entries=(("proposals", _outcome("proposal:ak918", led_to="proposal:ak918")),),
        instead=(("proposals", _outcome("proposal:ak918", led_to=LEAGUE)),),
        record="proposal:ak918",
        at=("outcomes", 0, "led_to"),
        message="outcomes[0].led_to runs in a circle: proposal:ak918 -> proposal:ak918",
    ),
    Clash(
        code="AK924",
        entries=(("treaties", _changed(TREATY_1960, "treaty:ak924", in_force="1959-12")),),
        instead=(("treaties", _changed(TREATY_1960, "treaty:ak924", in_force="1960-12")),),
        record="treaty:ak924",
        at=("signed",),
        message="in_force (1959-12) is before signed (1960-01-19)",
    ),
    Clash(
        code="AK925",
        entries=(("treaties", _with_withdrawal("treaty:ak925")),),
        instead=(("treaties", _with_withdrawal("treaty:ak925", "1960/1970")),),
        record="treaty:ak925",
        at=("parties", 0, "acts", 0),
        message=(
            "parties[0].acts[0] is a withdrawal, but the party has no spells: it counts as a party for the whole "
            "lifetime of the treaty"
        ),
    ),
    Clash(
        code="AK926",
        entries=(("treaties", _with_late_accession("treaty:ak926")),),
        instead=(("treaties", _with_late_accession("treaty:ak926", "1970/")),),
        record="treaty:ak926",
        at=("parties", 0, "acts", 0),
        message=(
            "parties[0].acts[0] is a consent after in_force (1960-06-23), but the party has no spells: it counts as a "
            "party from in_force"
        ),
    ),
    Clash(
        code="AK931",
        entries=(("states", _cow_state("state:nor", "380")),),
        instead=(("states", _cow_state("state:nor", "385")),),
        record="state:nor",
        at=("codes", 0, "value"),
        message="codes[0] is cow 380, but state:nor has 385 in the registry",
    ),
    Clash(
        code="AK932",
        entries=(
            ("states", _cow_state("state:norge", "385")),
            ("states", _cow_state("state:norway", "385")),
        ),
        instead=(
            ("states", _cow_state("state:norge", "385")),
            ("states", _cow_state("state:sweden", "380")),
        ),
        record="state:norway",
        at=("codes", 0, "value"),
        message="codes[0] is cow 385, and state:norge has cow 385 at the same time",
        position=1,
    ),
    Clash(
        code="AK921",
        entries=(("sources", {"id": "source:ak921", **_UNTITLED, "accessed": "2962-04-28"}),),
        instead=(("sources", {"id": "source:ak921", **_UNTITLED, "accessed": "2026-04-28"}),),
        record="source:ak921",
        at=("accessed",),
        message="accessed lies in the future, got 2962-04-28",
    ),
    Clash(
        code="AK922",
        entries=(("treaties", _changed(TREATY_1960, "treaty:ak922", ended="9999-12-31")),),
        instead=(("treaties", _changed(TREATY_1960, "treaty:ak922", ended="1980")),),
        record="treaty:ak922",
        at=("ended",),
        message="ended must not lie in 9999, which stands for 'no end', got 9999-12-31",
    ),
    Clash(
        code="AK923",
        entries=(("treaties", _treaty_without_end("treaty:ak923")),),
        instead=(("treaties", {**_treaty_without_end("treaty:ak923"), "as_of": "2018-12-31"}),),
        record="treaty:ak923",
        at=("in_force",),
        message="in_force is given, but neither ended nor as_of: it is not known up to when the treaty is in force",
    ),
    Clash(
        code="AK911",
        entries=(
            ("states", _successor("ak911", "9911", JPN, "state:ak911-before")),
            ("states", _successor("ak911-before", "9912", "state:ak911")),
        ),
        instead=(
            ("states", _successor("ak911", "9911", JPN, "state:ak911-before")),
            ("states", _successor("ak911-before", "9912", JPN)),
        ),
        record="state:ak911",
        at=("predecessors", 1),
        message="predecessors[1] runs in a circle: state:ak911 -> state:ak911-before -> state:ak911",
    ),
    Clash(
        code="AK912",
        entries=(("candidates", {**_CALL, "statements": ["candidate:ak912"]}),),
        instead=(("candidates", {**_CALL, "statements": [STATEMENT.id]}),),
        record="candidate:ak912",
        at=("statements", 0),
        message="statements[0] runs in a circle: candidate:ak912 -> candidate:ak912",
    ),
)
"""One for each rule across the records of a corpus, except AK910 and AK919, which only merges break."""

# --- Mistakes of a whole file ---------------------------------------------------------------------------------------


@frozen
class Flaw:
    """A file that breaks one rule of reading and no other.

    Attributes:
        code: The code of the rule.
        ending: The suffix of its name, without the dot.
        text: Its text, with ¦ before the invalid value.
        encoding: Its encoding.
        instead: The text without the mistake; set for one file of each rule.
    """

    code: str
    ending: str
    text: str
    encoding: str = "utf-8"
    instead: str = ""

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self.text.replace("¦", "").encode(self.encoding)

    @property
    def place(self) -> tuple[int, int]:
        """The line and column of the invalid value."""
        lines = self.text.partition("¦")[0].split("\n")
        return len(lines), len(lines[-1]) + 1


_HEAD: Final = '{"type": "corpus", "schema_version": 3}\n'

FLAWS: Final = (
    Flaw("AK001", "yaml", "schema_version: 3 # caf¦é\n", "latin-1", instead="schema_version: 3 # café\n"),
    Flaw(
        "AK002",
        "yaml",
        "schema_version: 3\nactors:\n- {id: actor:ak002, kind: bloc, names: [{text: a¦: b}]}\n",
        instead="schema_version: 3\nactors:\n- {id: actor:ak002, kind: bloc, names: [{text: 'a: b'}]}\n",
    ),
    Flaw("AK003", "yaml", "schema_version: 3\nactors: []\n¦actors: []\n", instead="schema_version: 3\nactors: []\n"),
    Flaw("AK004", "yaml", "schema_version: 3\nactors: ¦&all []\n", instead="schema_version: 3\nactors: []\n"),
    Flaw(
        "AK005",
        "yaml",
        "schema_version: 3\nactors:\n- {id: actor:ak005, kind: bloc, names: [{text: ¦NO}]}\n",
        instead='schema_version: 3\nactors:\n- {id: actor:ak005, kind: bloc, names: [{text: "NO"}]}\n',
    ),
    Flaw("AK006", "yaml", f"{'[' * 64}¦[{']' * 65}\n", instead="schema_version: 3\nactors: []\n"),
    Flaw("AK015", "yaml", "¦actors: []\n", instead="schema_version: 3\nactors: []\n"),
    Flaw("AK016", "yaml", "schema_version: ¦4\nthings: []\n", instead="schema_version: 3\nactors: []\n"),
    Flaw("AK018", "yaml", "schema_version: ¦1\n", instead="schema_version: 3\n"),
    Flaw(
        "AK019",
        "yaml",
        "schema_version: 3\nactors:\n- id: actor:ak019\n  kind: bloc\n  names: [{text: A}]\n  ¦x_study: {a: 3}\n",
        instead="schema_version: 3\nactors:\n- id: actor:ak019\n  kind: bloc\n  names: [{text: A}]\n",
    ),
    Flaw("AK001", "json", '{"schema_version": 3, "actors": ["¦é"]}\n', "latin-1"),
    Flaw("AK002", "json", '{"schema_version": 3, "actors": [¦}\n'),
    Flaw("AK003", "json", '{"schema_version": 3, "actors": [], ¦"actors": []}\n'),
    Flaw("AK006", "json", f"{'[' * 64}¦[{']' * 65}\n"),
    Flaw("AK015", "json", '¦{"actors": []}\n'),
    Flaw("AK016", "json", '{"things": [], "schema_version": ¦4}\n'),
    Flaw("AK018", "json", '{"schema_version": ¦1}\n'),
    Flaw(
        "AK019",
        "json",
        '{"schema_version": 3, "actors": '
        '[{"id": "actor:a", "kind": "bloc", "names": [{"text": "A"}], ¦"x_study": {}}]}\n',
    ),
    Flaw("AK001", "jsonl", _HEAD + '{"type": "actor", "note": "¦é"}\n', "latin-1"),
    Flaw("AK002", "jsonl", _HEAD + '{"type": "actor", "id": ¦}\n'),
    Flaw("AK003", "jsonl", '{"type": "corpus", "schema_version": 3, ¦"schema_version": 3}\n'),
    Flaw("AK006", "jsonl", _HEAD + f"{'[' * 64}¦[{']' * 65}\n"),
    Flaw("AK015", "jsonl", '¦{"type": "actor", "id": "actor:ak015", "kind": "bloc", "names": [{"text": "X"}]}\n'),
    Flaw("AK016", "jsonl", '{"type": "corpus", "schema_version": ¦4}\n{"type": "thing"}\n'),
    Flaw(
        "AK019",
        "jsonl",
        _HEAD + '{"type": "actor", "id": "actor:a", "kind": "bloc", "names": [{"text": "A"}], ¦"x_study": {}}\n',
    ),
    Flaw("AK018", "jsonl", '{"type": "corpus", "schema_version": ¦1}\n'),
    Flaw(
        "AK017",
        "jsonl",
        _HEAD + '{"type": ¦"actors", "id": "actor:ak017"}\n',
        instead=_HEAD + '{"type": "actor", "id": "actor:ak017", "kind": "bloc", "names": [{"text": "X"}]}\n',
    ),
)
"""One for each format and each rule of reading that files of this format can break."""
