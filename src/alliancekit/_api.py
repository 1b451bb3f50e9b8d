"""The public names, listed once; `alliancekit` gives them on first use."""

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
    UnknownRecord,
    UnknownState,
    UnknownSystem,
    UnknownTable,
    UnusableFile,
    UnusableInput,
)
from alliancekit.loaders.seeds import seeds
from alliancekit.models import Actor, Candidate, Proposal, Source, State, Statement, Treaty
from alliancekit.models.actor import Identifier, Office
from alliancekit.models.attestation import Anchor, Attestation, Reading
from alliancekit.models.ids import (
    ActorId,
    CandidateId,
    ProposalId,
    SourceId,
    StateId,
    StatementId,
    TreatyId,
)
from alliancekit.models.source import Region
from alliancekit.models.state import Code, Spell
from alliancekit.models.statement import Venue
from alliancekit.models.treaty import Commitment, Party, Provision
from alliancekit.models.words import Name

__all__ = [
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
    "Commitment",
    "Corpus",
    "Day",
    "Identifier",
    "InvalidCorpus",
    "InvalidDate",
    "InvalidRecord",
    "Location",
    "MissingExtra",
    "Name",
    "NoState",
    "Office",
    "OutOfPeriod",
    "PartialDate",
    "Party",
    "Problem",
    "Proposal",
    "ProposalId",
    "Provision",
    "Reading",
    "Region",
    "Severity",
    "Source",
    "SourceId",
    "Spell",
    "State",
    "StateId",
    "Statement",
    "StatementId",
    "Treaty",
    "TreatyId",
    "UnknownCode",
    "UnknownRecord",
    "UnknownState",
    "UnknownSystem",
    "UnknownTable",
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
