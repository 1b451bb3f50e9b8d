"""Drafts that a program has made of an invented text, for the tests of reviews."""

from attrs import evolve
from tests.mistakes import CORPUS, JPN, MINISTER, NAME, TWN, VENUE

from alliancekit import PartialDate
from alliancekit.evidence import anchor
from alliancekit.models import Candidate, Entry, Source
from alliancekit.models.attestation import Attestation
from alliancekit.models.coding import Coding
from alliancekit.models.ids import CandidateId, SourceId

TEXT = "In Taipei, the minister called for a league.\nHe named Japan and Taiwan.\n「同盟」を求める。\n"
NOTES = Source(id=SourceId("source:notes"), kind="document", untitled="made up for tests", file="notes.txt")
MODEL_CODING = Coding(by="a model", method="program", program="model", version="1", date=PartialDate("2026-11-30"))
AT = "2026-12-01T09:30:00Z"
SHARED = tuple(record for record in CORPUS if record.id.partition(":")[0] in {"actor", "state", "source"})


def on(words: str) -> tuple[Attestation, ...]:
    start = TEXT.index(words)
    return (Attestation(source=NOTES.id, wording="indirect", anchors=(anchor(TEXT, start, start + len(words)),)),)


COMPLETE = Candidate(
    id=CandidateId("candidate:call"),
    of="statement",
    missing=(),
    speaker=MINISTER,
    venue=VENUE,
    date=PartialDate("2023-04-28"),
    content="Calls for a league.",
    about=(TWN, CandidateId("candidate:league")),
    codings=(MODEL_CODING,),
    attestations=on("the minister called for a league"),
)
INCOMPLETE = Candidate(
    id=CandidateId("candidate:list"),
    of="statement",
    missing=("venue", "date"),
    speaker=MINISTER,
    content="Names members.",
    about=(JPN,),
    attestations=on("He named Japan and Taiwan"),
)
GROUPING = Candidate(
    id=CandidateId("candidate:league"),
    of="proposal",
    missing=("rationale",),
    names=(evolve(NAME, text="「同盟」", language="ja"),),
    proposers=(MINISTER,),
    members=(JPN, TWN),
    statements=(COMPLETE.id,),
    codings=(MODEL_CODING,),
    attestations=on("「同盟」"),
)
DRAFTS: tuple[Candidate, ...] = (COMPLETE, INCOMPLETE, GROUPING)
RECORDS: tuple[Entry, ...] = (NOTES, *DRAFTS)
