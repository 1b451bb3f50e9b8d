"""The command `page`, which writes a corpus as an HTML file that people read."""

import click

from alliancekit.cli._inputs import corpus_or_data_set, from_option
from alliancekit.cli._paths import ReadingOptions, input_path, output_path, reading_options, refuse_outputs
from alliancekit.cli._printing import paragraph, print_lines, progress_bar
from alliancekit.messages import counted

_EPILOG = """
\b
Examples:
  alliancekit page seeds -o page.html
  alliancekit page my-corpus.yaml -o page.html --texts texts/
  alliancekit page atop5_1m.csv --from atop-member -o atop.html
"""


@click.command(epilog=_EPILOG)
@click.argument("corpus", callback=input_path)
@click.option("-o", "--output", metavar="FILE", callback=output_path, required=True, help="The file to write: .html.")
@click.option(
    "--texts",
    metavar="DIR",
    callback=input_path,
    help="Put the passages from the texts in this folder into the page. The page then has words of the sources.",
)
@click.option("--title", metavar="TEXT", help="The title of the page.")
@click.option("--undated", is_flag=True, help="Leave out today's date, so that the same corpus gives the same file.")
@from_option("CORPUS")
@reading_options
def page(  # noqa: PLR0913 - one parameter for each argument and option
    *,
    corpus: str,
    output: str,
    texts: str | None,
    title: str | None,
    undated: bool,
    data_set: str | None,
    reading: ReadingOptions,
) -> None:
    """Write a corpus as one HTML file that people read in a browser.

    CORPUS is a corpus, or with --from the file of a data set. The page has an overview, a timeline, lists of all
    records, a network of ties by year, the disagreements of sources and a search. Each fact shows its evidence. The
    file needs no network and no other file.

    With --texts, the evidence is shown as passages, from your copies of the texts. Without it, the page has positions
    only.
    """
    from alliancekit.corpus.clock import day_in_utc
    from alliancekit.pages import write

    refuse_outputs([output], [corpus, texts])
    loaded = corpus_or_data_set(corpus, data_set, reading)
    with progress_bar("Writing"):
        write(loaded, output, texts=texts, title=title, made=None if undated else day_in_utc())
    print_lines(paragraph(f"{output}: a page of {counted(len(loaded), 'record')} written"))
