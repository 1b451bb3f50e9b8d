"""The types of records, one module each; `MODELS` lists them, and `Record` is their base class."""

from typing import TypeAlias

from alliancekit.engine import Record
from alliancekit.models.actor import Actor
from alliancekit.models.candidate import Candidate
from alliancekit.models.proposal import Proposal
from alliancekit.models.source import Source
from alliancekit.models.state import State
from alliancekit.models.statement import Statement
from alliancekit.models.treaty import Treaty

# begin derived union
Entry: TypeAlias = Actor | State | Source | Statement | Proposal | Treaty | Candidate
"""A record of a corpus."""
# end derived union

MODELS: dict[str, type[Entry]] = {
    "actors": Actor,
    "states": State,
    "sources": Source,
    "statements": Statement,
    "proposals": Proposal,
    "treaties": Treaty,
    "candidates": Candidate,
}
"""The types of a corpus, by the name of their list in a document."""

KINDS: dict[str, type[Entry]] = {model.__name__.lower(): model for model in MODELS.values()}
"""The types of a corpus, by the kind that their ids begin with."""

# begin derived names
__all__ = [
    "KINDS",
    "MODELS",
    "Actor",
    "Candidate",
    "Entry",
    "Proposal",
    "Record",
    "Source",
    "State",
    "Statement",
    "Treaty",
]
# end derived names
