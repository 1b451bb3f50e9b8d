"""The records inside the classes of a project of one's own: a dossier on a proposal, as JSON and back.

The project has a class of its own, which holds records, and a model of its own, whose rules are made of the public ones
and of a new one. Nothing that breaks a rule comes back from JSON, whatever wrote it.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, cast

from attrs import frozen
from cattrs import Converter

import alliancekit
from alliancekit import AllianceKitError, Corpus, PartialDate, Proposal, ProposalId, Treaty
from alliancekit.convert import register
from alliancekit.formats import write_atomic
from alliancekit.models import Record
from alliancekit.models.words import Moment, Text
from alliancekit.rules import Complaint, FieldRule, Ordered, RecordRule, Ref


@frozen(kw_only=True)
class Percent(FieldRule):
    """The number lies between 0 and 100: a rule of this project."""

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or the one complaint."""
        (value,) = cast("tuple[int]", values)
        if not 0 <= value <= 100:  # noqa: PLR2004 - what a per cent is
            yield (), f"must be from 0 to 100, got {value}"


@frozen(kw_only=True)
class Assessment(Record):
    """How likely somebody thinks a proposal is to come true.

    Attributes:
        proposal: The proposal.
        by: Who thinks so.
        chance: How likely, in per cent.
        assessed: When this was first said.
        revised: When it was last changed.
    """

    proposal: Annotated[
        ProposalId,
        Ref(code="OP001", demand="An assessment is of a proposal.", advice="give its id", kinds=("proposal",)),
    ]
    by: Text
    chance: Annotated[
        int, Percent(code="OP002", demand="A chance is from 0 to 100 per cent.", advice="give it in per cent")
    ]
    assessed: Moment
    revised: Moment | None = None

    RULES: ClassVar[tuple[RecordRule, ...]] = (
        Ordered(
            code="OP003",
            demand="An assessment is revised after it was made.",
            advice="correct one of the dates",
            names=("assessed", "revised"),
        ),
    )


@dataclass(frozen=True)
class Dossier:
    """What the project keeps on a proposal: a plain class that holds records.

    Attributes:
        proposal: The proposal.
        bound: The treaties that bind one of its members already.
        assessments: What the project thinks of it.
    """

    proposal: Proposal
    bound: tuple[Treaty, ...]
    assessments: tuple[Assessment, ...]


def converter() -> Converter:
    """Return what turns dossiers into plain values and back; it raises the first mistake as it is."""
    made = Converter(detailed_validation=False)
    register(made)
    return made


def dossier(corpus: Corpus, id_: str) -> Dossier:
    """Return the dossier of a proposal.

    Raises:
        UnknownRecord: If the corpus has no such proposal.
    """
    proposal = corpus[ProposalId(id_)]
    bound = {treaty.id: treaty for member in proposal.members for treaty in corpus.treaties(party=member)}
    opinion = Assessment(
        proposal=proposal.id, by="the authors of this example", chance=20, assessed=PartialDate("2025-05")
    )
    return Dossier(proposal, tuple(bound.values()), (opinion,))


def main(arguments: list[str] | None = None) -> int:
    """Run the script; return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("proposal", nargs="?", default="proposal:quasi-security-alliance", help="id of the proposal")
    parser.add_argument("--corpus", metavar="PATH", help="a file or folder; the packaged corpus if left out")
    parser.add_argument(
        "--json", metavar="FILE", type=Path, default=Path("dossier.json"), help="what to write and read"
    )
    given = parser.parse_args(arguments)
    try:
        made = dossier(alliancekit.load(given.corpus) if given.corpus else alliancekit.seeds(), given.proposal)
        text = json.dumps(converter().unstructure(made), ensure_ascii=False, indent=2)
        write_atomic({given.json: f"{text}\n".encode()})
        again = converter().structure(json.loads(given.json.read_text(encoding="utf-8")), Dossier)
    except AllianceKitError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1 if isinstance(error, alliancekit.InvalidCorpus) else 2
    print(f"{given.json}: {made.proposal.id}, treaties that bind its members: {len(made.bound)}")
    print(f"read again: {'equal' if again == made else 'different'}")
    try:
        converter().structure(json.loads(text.replace('"chance": 20', '"chance": 120')), Dossier)
    except alliancekit.InvalidRecord as error:
        print(f"refused: {error}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
