"""Who proposed which members for an arrangement, with the number of sources.

The script prints a table with one line per proposal. With --csv, it also writes a file with one line per proposer and
member, for a spreadsheet or for R; the file is replaced atomically. Text that a spreadsheet would read as a formula
gets an apostrophe as a prefix.
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
    """A proposed member.

    Attributes:
        proposal: The id of the proposal.
        proposer: The name of the proposer.
        member: The name of the proposed member.
        open_tail: The printed end of an open list of members; empty if the list is closed.
        date: The date as an EDTF string; empty if it is unknown.
        reports: The number of reports of the proposal.
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
    args = parser.parse_args(arguments)
    try:
        corpus = alliancekit.seeds() if args.corpus == "seeds" else alliancekit.load(args.corpus)
        if args.csv:
            write_atomic({args.csv: as_csv(rows(corpus))})
    except AllianceKitError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1 if isinstance(error, alliancekit.InvalidCorpus) else 2
    # Text of a corpus must not be interpreted as markup.
    Console(highlight=False, markup=False, emoji=False).print(table(corpus))
    incomplete = [candidate.id for candidate in corpus.candidates(of="proposal")]
    if incomplete:
        print(f"Not listed, because their sources leave something out: {', '.join(incomplete)}")
    return 0


def rows(corpus: Corpus) -> Iterator[Row]:
    """Yield one row per proposer and member of each proposal."""
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
    """Return the distinct ids of the sources that report a proposal."""
    return sorted({report.source.id for report in corpus.evidence(proposal)})


def as_csv(all_rows: Iterator[Row]) -> bytes:
    """Return rows as CSV, with a header."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [field.name for field in fields(Row)], lineterminator="\n")
    writer.writeheader()
    for row in all_rows:
        cells: dict[str, str | int] = asdict(row)
        writer.writerow({name: neutralise(cell) if isinstance(cell, str) else cell for name, cell in cells.items()})
    return text.getvalue().encode()


def table(corpus: Corpus) -> Table:
    """Return the table for the terminal."""
    result = Table(box=box.SIMPLE, expand=True)
    result.add_column("Proposal", ratio=3, overflow="fold")
    result.add_column("Proposers", ratio=2, overflow="fold")
    result.add_column("Members", ratio=4, overflow="fold")
    result.add_column("Date", no_wrap=True)
    result.add_column("Reports/sources", ratio=2, justify="right")
    for proposal in corpus.proposals():
        members = [member.names[0].text for member in corpus.members_of(proposal)]
        tail = [proposal.open_tail] if proposal.open_tail else []
        result.add_row(
            escape_controls(proposal.names[0].text),
            escape_controls(", ".join(corpus[proposer].names[0].text for proposer in proposal.proposers)),
            escape_controls(", ".join(members + tail)),
            proposal.date.edtf if proposal.date else "unknown",
            f"{len(corpus.evidence(proposal))}/{len(sources(corpus, proposal))}",
        )
    return result


if __name__ == "__main__":
    sys.exit(main())
