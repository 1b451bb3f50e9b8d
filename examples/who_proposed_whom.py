"""Who proposed which members for an arrangement, and which sources say so.

A table goes to the terminal: a proposal a line. With --csv, a file with a line for each proposer and member is written
too, for a spreadsheet or for R; it is replaced at once or not at all. Text that a spreadsheet would take for a formula
gets an apostrophe before it.
"""

import argparse
import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from attrs import asdict, fields, frozen
from rich import box
from rich.console import Console
from rich.table import Table

import alliancekit
from alliancekit import AllianceKitError, Corpus, Proposal
from alliancekit.formats import write_atomic
from alliancekit.text import escape_controls, neutralise


@frozen
class Row:
    """A member that somebody proposes.

    Attributes:
        proposal: Id of the proposal.
        proposer: Who proposes, by name.
        member: Who is to be a member, by name.
        open_tail: The printed end of an open list; empty if it is closed.
        date: When, as an EDTF string; empty if that is not known.
        reports: How many reports the proposal rests on.
        sources: The ids of the sources that report it.
    """

    proposal: str
    proposer: str
    member: str
    open_tail: str
    date: str
    reports: int
    sources: str


def main(arguments: list[str] | None = None) -> int:
    """Run the script; return its exit code, which is that of alliancekit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", default="seeds", help="a file or folder; the packaged corpus if left out")
    parser.add_argument("--csv", metavar="FILE", type=Path, help="write the rows to this file")
    given = parser.parse_args(arguments)
    try:
        corpus = alliancekit.seeds() if given.corpus == "seeds" else alliancekit.load(given.corpus)
        if given.csv:
            write_atomic({given.csv: as_csv(rows(corpus))})
    except AllianceKitError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1 if isinstance(error, alliancekit.InvalidCorpus) else 2
    # What a corpus says is no markup.
    Console(highlight=False, markup=False, emoji=False).print(table(corpus))
    lacking = [candidate.id for candidate in corpus.candidates(of="proposal")]
    if lacking:
        print(f"Not listed, since their sources leave something out: {', '.join(lacking)}")
    return 0


def rows(corpus: Corpus) -> Iterator[Row]:
    """Yield a row for each proposer and member of each proposal."""
    for proposal in corpus.proposals():
        evidence = corpus.evidence(proposal)
        for proposer in proposal.proposers:
            for member in corpus.members_of(proposal):
                yield Row(
                    proposal=proposal.id,
                    proposer=corpus[proposer].names[0].text,
                    member=member.names[0].text,
                    open_tail=proposal.open_tail or "",
                    date=proposal.date.edtf if proposal.date else "",
                    reports=len(evidence),
                    sources=" ".join(sources(corpus, proposal)),
                )


def sources(corpus: Corpus, proposal: Proposal) -> list[str]:
    """Return the ids of the sources that report a proposal, each once."""
    return sorted({report.source.id for report in corpus.evidence(proposal)})


def as_csv(found: Iterator[Row]) -> bytes:
    """Return rows as CSV, under a line with the names of the columns."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [field.name for field in fields(Row)], lineterminator="\n")
    writer.writeheader()
    for row in found:
        cells: dict[str, str | int] = asdict(row)
        writer.writerow({name: neutralise(cell) if isinstance(cell, str) else cell for name, cell in cells.items()})
    return text.getvalue().encode()


def table(corpus: Corpus) -> Table:
    """Return the table for the terminal."""
    made = Table(box=box.SIMPLE, expand=True)
    made.add_column("Proposal", ratio=3, overflow="fold")
    made.add_column("Proposers", ratio=2, overflow="fold")
    made.add_column("Members", ratio=4, overflow="fold")
    made.add_column("Date", no_wrap=True)
    made.add_column("Reports/sources", ratio=2, justify="right")
    for proposal in corpus.proposals():
        members = [member.names[0].text for member in corpus.members_of(proposal)]
        tail = [proposal.open_tail] if proposal.open_tail else []
        made.add_row(
            escape_controls(proposal.names[0].text),
            escape_controls(", ".join(corpus[proposer].names[0].text for proposer in proposal.proposers)),
            escape_controls(", ".join(members + tail)),
            proposal.date.edtf if proposal.date else "not known",
            f"{len(corpus.evidence(proposal))}/{len(sources(corpus, proposal))}",
        )
    return made


if __name__ == "__main__":
    sys.exit(main())
