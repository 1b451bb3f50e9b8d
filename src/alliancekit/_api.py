"""The list of public names, which `alliancekit` imports lazily."""

from alliancekit.corpus import Corpus, check, check_parquet, from_parquet, load, scan, scan_parquet
from alliancekit.dates import Day, PartialDate
from alliancekit.errors import (
    AllianceKitError,
    AmbiguousDate,
    AmbiguousState,
    BeyondCoverage,
    InvalidCorpus,
    InvalidDate,
    InvalidRecord,
    Location,
    MissingExtra,
    NoState,
    OutOfPeriod,
    Problem,
    Severity,
    UnknownCode,
    UnknownField,
    UnknownRecord,
    UnknownState,
    UnknownSystem,
    UnknownTable,
    UnusableEngine,
    UnusableFile,
    UnusableInput,
)
from alliancekit.loaders.seeds import seeds
from alliancekit.models import Actor, Candidate, Proposal, Source, State, Statement, Treaty
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

__all__ = [
    "Act",
    "Actor",
    "ActorId",
    "AllianceKitError",
    "AmbiguousDate",
    "AmbiguousState",
    "Anchor",
    "Attestation",
    "BeyondCoverage",
    "Candidate",
    "CandidateId",
    "Code",
    "Coding",
    "Commitment",
    "Corpus",
    "Day",
    "Identifier",
    "InvalidCorpus",
    "InvalidDate",
    "InvalidRecord",
    "Location",
    "Member",
    "MissingExtra",
    "Name",
    "NoState",
    "Office",
    "OutOfPeriod",
    "Outcome",
    "PartialDate",
    "Party",
    "Problem",
    "Proposal",
    "ProposalId",
    "Provision",
    "Reading",
    "Region",
    "Severity",
    "Signatory",
    "Source",
    "SourceId",
    "Spell",
    "Stance",
    "State",
    "StateId",
    "Statement",
    "StatementId",
    "Treaty",
    "TreatyId",
    "UnknownCode",
    "UnknownField",
    "UnknownRecord",
    "UnknownState",
    "UnknownSystem",
    "UnknownTable",
    "UnusableEngine",
    "UnusableFile",
    "UnusableInput",
    "Venue",
    "check",
    "check_parquet",
    "from_parquet",
    "load",
    "scan",
    "scan_parquet",
    "seeds",
]
