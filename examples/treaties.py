"""Who was party to which treaty, who signed but never became a party, and for which dates there is evidence.

The script answers these questions from five real treaties in the folder `treaties`, or from a corpus of your own.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import alliancekit
from alliancekit import AllianceKitError, Corpus, PartialDate, Treaty
from alliancekit.models.ids import PartyId
from alliancekit.models.party import Act, Party, Signatory

FIVE = Path(__file__).parent / "treaties"
"""The folder with the five treaties."""


def main(arguments: list[str] | None = None) -> int:
    """Run the script; return its exit code, which is that of alliancekit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", default=FIVE, help="a file or folder; the five treaties if left out")
    parser.add_argument("--on", metavar="DATE", default="1960-01-01", help="day of the first question (%(default)s)")
    args = parser.parse_args(arguments)
    try:
        corpus = alliancekit.load(args.corpus)
        day = PartialDate(args.on)
    except AllianceKitError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1 if isinstance(error, alliancekit.InvalidCorpus) else 2
    print(f"Parties on {day}:")
    for treaty in corpus.in_force(on=day):
        print(f"  {title(treaty)}: {', '.join(parties_on(corpus, treaty, day))}")
    print("Signed, and never became a party:")
    for treaty in corpus.treaties():
        for signatory in treaty.signatories:
            print(f"  {title(treaty)}: {name(corpus, signatory.party)} ({', '.join(map(act_text, signatory.acts))})")
    print("Dates of acts with evidence:")
    for treaty in corpus.treaties():
        supported = [(date, sources(corpus, treaty, date)) for date in date_fields(treaty)]
        print(f"  {title(treaty)}: {sum(bool(ids) for _, ids in supported)} of {len(supported)}")
        for date, ids in supported:
            if ids:
                print(f"    {date}: {', '.join(ids)}")
    return 0


def title(treaty: Treaty) -> str:
    """Return the short name of a treaty if it has one, or else its first name."""
    return next((each for each in treaty.names if each.kind == "short"), treaty.names[0]).text


def name(corpus: Corpus, party: PartyId) -> str:
    """Return the first name of a state or actor."""
    return corpus[party].names[0].text


def parties_on(corpus: Corpus, treaty: Treaty, day: PartialDate) -> Iterator[str]:
    """Yield the names of those who were party on a day; with a question mark if that is not certain."""
    for party in treaty.parties:
        # Without spells, a party is one for the whole lifetime of the treaty.
        answers = [spell.contains(day) for spell in party.spells] or [True]
        if any(answer is not False for answer in answers):
            yield name(corpus, party.party) + ("" if True in answers else "?")


def act_text(act: Act) -> str:
    """Return the kind of an act and its date, if it is known."""
    kind = act.kind.replace("_", " ")
    return f"{kind} {act.date}" if act.date else kind


def date_fields(treaty: Treaty) -> Iterator[str]:
    """Yield the name of the date of each act, as attestations write it: ``parties[state:usa].acts[signature].date``."""
    participants: tuple[tuple[str, Party | Signatory], ...]
    participants = (
        *(("parties", party) for party in treaty.parties),
        *(("signatories", signatory) for signatory in treaty.signatories),
    )
    for listed, participant in participants:
        for act in participant.acts:
            if act.date:
                # The key of an act: kind, date and scope, of which the last may be missing.
                key = "@".join((act.kind, act.date.edtf, act.scope or "")).rstrip("@")
                yield f"{listed}[{participant.party}].acts[{key}].date"


def sources(corpus: Corpus, treaty: Treaty, field: str) -> list[str]:
    """Return the distinct ids of the sources that support a part of a treaty."""
    return sorted({report.source.id for report in corpus.evidence(treaty, field)})


if __name__ == "__main__":
    sys.exit(main())
