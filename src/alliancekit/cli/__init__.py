"""The command line: parse arguments, call the package, print the result as formatted by `report`."""

import click

from alliancekit.cli._exit_codes import Commands
from alliancekit.cli.agreement import agreement
from alliancekit.cli.anchors import anchor, anchors
from alliancekit.cli.compare import diff, merge
from alliancekit.cli.corpora import check, convert, find, show, tour
from alliancekit.cli.data import load, state
from alliancekit.cli.exchange import export, import_
from alliancekit.cli.figures import plot
from alliancekit.cli.pages import page
from alliancekit.cli.panels import panel
from alliancekit.cli.promote import promote
from alliancekit.cli.review import review
from alliancekit.cli.rules import explain, schema
from alliancekit.cli.texts import draft, mentions, text
from alliancekit.engine import NAME

_EPILOG = """
A corpus is a file in YAML, JSON, JSON Lines or Parquet, or a folder of such files. The word "seeds" stands for the
packaged corpus (write ./seeds for a folder of that name).

\b
Examples:
  alliancekit tour
  alliancekit check my-corpus/
  alliancekit check my-corpus.yaml --texts texts/ --format json
  alliancekit check my-corpus/ --format sarif > problems.sarif
  alliancekit anchor texts/speech.txt "a quotation from it"
  alliancekit anchors repair my-corpus/ --texts texts/
  alliancekit mentions texts/speech.txt --date 2025-04-29
  alliancekit find Takaichi
  alliancekit show actor:takaichi-sanae
  alliancekit convert my-corpus.yaml my-corpus.jsonl
  alliancekit diff old.yaml new.yaml
  alliancekit review drafts.yaml --by AB -o reviewed.yaml
  alliancekit promote reviewed.yaml candidate:the-call -o promoted.yaml
  alliancekit agreement ann.yaml bob.yaml
  alliancekit merge base.yaml ours.yaml theirs.yaml -o merged.yaml
  alliancekit explain AK501
  alliancekit schema > corpus.schema.json
  alliancekit load atop-member atop5_1m.csv -o atop.jsonl
  alliancekit import csl library.json -o sources.yaml
  alliancekit export csl my-corpus.yaml -o sources.json
  alliancekit panel atop.jsonl --directed -o dyads.csv
  alliancekit plot network atop.jsonl --year 1914 -o 1914.pdf
  alliancekit page my-corpus.yaml -o page.html
  alliancekit state Germany --on 1914

\b
Exit codes:
  0  success
  1  errors in the data
     (for diff, differences; for merge, conflicts)
  2  wrong usage, or a failure such as a missing file, an unknown id, or a
     search without a match
"""


_COMMANDS = [
    tour,
    check,
    anchor,
    anchors,
    text,
    mentions,
    draft,
    find,
    show,
    convert,
    diff,
    merge,
    agreement,
    review,
    promote,
    explain,
    schema,
    load,
    import_,
    export,
    panel,
    plot,
    page,
    state,
]


@click.group(cls=Commands, commands=_COMMANDS, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="alliancekit", prog_name="alliancekit", message=f"%(prog)s %(version)s ({NAME})")
def main() -> None:
    """Typed, checked, evidence-backed records of alliance politics.

    Statements, proposals of groupings, treaties and their obligations, each with the passage of a source as evidence.
    Start with "alliancekit tour".
    """


def show_warning(message: Warning | str, *_: object, **__: object) -> None:
    """Print a warning without its line of code; replaces `warnings.showwarning`."""
    click.echo(f"Note: {message}", err=True)
