"""Records in the classes of your own project: convert a dossier on a proposal to JSON and back.

The project defines a plain class that contains records, and a model with packaged rules and a new one. The rules are
checked whenever JSON is read, so an invalid record is never created.
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
    """A rule of this project: the number is from 0 to 100."""

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint if the value is invalid."""
        (value,) = cast("tuple[int]", values)
        if not 0 <= value <= 100:  # noqa: PLR2004 - the limits of a percentage
            yield (), f"must be from 0 to 100, got {value}"


@frozen(kw_only=True)
class Assessment(Record):
    """An estimate of the chance that a proposal is realized.

    Attributes:
        proposal: The proposal.
        by: The author of the estimate.
        chance: The chance, in per cent.
        assessed: The date of the first estimate.
        revised: The date of the last change.
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
    """A plain class that contains records: the information of the project about a proposal.

    Attributes:
        proposal: The proposal.
        bound: The treaties that already bind one of its members.
        assessments: The assessments of the project.
    """

    proposal: Proposal
    bound: tuple[Treaty, ...]
    assessments: tuple[Assessment, ...]


def converter() -> Converter:
    """Return a converter from dossiers to plain values and back; it raises the first error unchanged."""
    dossier_converter = Converter(detailed_validation=False)
    register(dossier_converter)
    return dossier_converter


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
        "--json", metavar="FILE", type=Path, default=Path("dossier.json"), help="the file to write and read"
    )
    args = parser.parse_args(arguments)
    try:
        original = dossier(alliancekit.load(args.corpus) if args.corpus else alliancekit.seeds(), args.proposal)
        text = json.dumps(converter().unstructure(original), ensure_ascii=False, indent=2)
        write_atomic({args.json: f"{text}\n".encode()})
        copy = converter().structure(json.loads(args.json.read_text(encoding="utf-8")), Dossier)
    except AllianceKitError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1 if isinstance(error, alliancekit.InvalidCorpus) else 2
    print(f"{args.json}: {original.proposal.id}, treaties that bind its members: {len(original.bound)}")
    print(f"read again: {'equal' if copy == original else 'different'}")
    try:
        converter().structure(json.loads(text.replace('"chance": 20', '"chance": 120')), Dossier)
    except alliancekit.InvalidRecord as error:
        print(f"refused: {error}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
