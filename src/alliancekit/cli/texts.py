"""The commands that read a text before it is coded: mentions."""

from typing import TYPE_CHECKING, Final, Literal

import click

from alliancekit.cli._exit_codes import Failure
from alliancekit.cli._paths import SEEDS, ReadingOptions, input_path, load_corpus, reading_options
from alliancekit.cli._printing import print_lines
from alliancekit.text import quote

if TYPE_CHECKING:
    from alliancekit.corpus import Corpus
    from alliancekit.models import Source

_EXAMPLES: Final = """
\b
Examples:
  alliancekit mentions texts/article.txt
  alliancekit mentions texts/article.txt --date 2025-04-29
  alliancekit mentions article.txt --corpus my-corpus/ --source source:daily
"""

listing_format_option = click.option(
    "--format",
    "output_format",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="The output format.",
)
"""Decorator that adds the option --format."""


@click.command(epilog=_EXAMPLES)
@click.argument("textfile", callback=input_path)
@click.option(
    "--corpus", metavar="PATH", callback=input_path, default=SEEDS, show_default=True, help="The corpus with the names."
)
@click.option("--date", metavar="DATE", help="The date of the text, such as 2025-04-29.")
@click.option(
    "--source", "source_id", metavar="ID", help="The source of the text in the corpus, for its date and regions."
)
@listing_format_option
@reading_options
def mentions(  # noqa: PLR0913 - one parameter for each option
    *,
    textfile: str,
    corpus: str,
    date: str | None,
    source_id: str | None,
    output_format: Literal["text", "json"],
    reading: ReadingOptions,
) -> None:
    """List what a text mentions: states, records, dates and quotations.

    TEXTFILE is your copy of the text of a source. The names are those of states, in several languages, and of the
    actors, treaties and proposals of the corpus. Words for the people of states, such as Japanese, are known in
    English.

    Each line has the line and column of a mention, its kind, its words, and the id or date that it stands for. A name
    or date that can mean several things is listed with all of them and the reason. Dates such as "yesterday" need the
    date of the text: pass --date, or --source for the date of a source of the corpus.

    --format json prints a list of objects with the keys start, end, line, column, kind, text, id, candidates, date,
    dates, within and reason. Positions are in code points, from 0; lines and columns from 1.
    """
    from alliancekit.evidence import read_copy
    from alliancekit.mentions import mentions as find_mentions
    from alliancekit.report.mentions import mention_lines, mentions_as_json

    loaded = load_corpus(corpus, reading)
    source = None if source_id is None else source_of(loaded, source_id)
    copy, _ = read_copy(textfile)
    found = find_mentions(copy.text, loaded, date, source=source)
    if output_format == "json":
        click.echo(mentions_as_json(found))
    else:
        print_lines(mention_lines(found))


def source_of(corpus: "Corpus", id_: str) -> "Source":
    """Return a source of a corpus.

    Raises:
        Failure: If it is another record.
        UnknownRecord: If there is no such record.
    """
    from alliancekit.models import Source

    record = corpus[id_]
    if not isinstance(record, Source):
        message = f"{quote(id_)} is no source; pass the id of a source, such as source:daily"
        raise Failure(message)
    return record
