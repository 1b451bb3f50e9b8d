"""The command `page`, which writes a corpus as an HTML file that people read."""

from typing import TYPE_CHECKING

import click

from alliancekit.cli._exit_codes import Failure
from alliancekit.cli._inputs import corpus_or_data_set, from_option
from alliancekit.cli._lookup import look_up_anchors, no_texts
from alliancekit.cli._options import output_option
from alliancekit.cli._paths import ReadingOptions, input_path, load_with, reading_options, refuse_outputs
from alliancekit.cli._printing import paragraph, print_lines, progress_bar
from alliancekit.messages import counted

if TYPE_CHECKING:
    from alliancekit.evidence import Verification

_EPILOG = """
\b
Examples:
  alliancekit page seeds -o page.html
  alliancekit page my-corpus.yaml -o page.html --texts texts/
  alliancekit page reviewed.yaml --corpus my-corpus.yaml -o page.html
  alliancekit page atop5_1m.csv --from atop-member -o atop.html
"""


@click.command(epilog=_EPILOG)
@click.argument("corpus", callback=input_path)
@click.option(
    "--corpus",
    "common",
    metavar="PATH",
    callback=input_path,
    help="A corpus to whose records CORPUS refers; the page shows them, too.",
)
@output_option("The file to write: .html.", required=True)
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
    common: str | None,
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
    only. A note on standard error names the number of passages that are not in the page, because their anchors are lost
    or their texts are missing. If no text is found, nothing is written.
    """
    from alliancekit.corpus.clock import day_in_utc
    from alliancekit.evidence import SourceTexts
    from alliancekit.pages import write

    if common is not None and data_set is not None:
        message = "--corpus does not work with --from: a data set refers to no other corpus"
        raise Failure(message)
    refuse_outputs([output], [corpus, common, texts])
    loaded = load_with(corpus, common, reading) if common else corpus_or_data_set(corpus, data_set, reading)
    copies = SourceTexts(texts, loaded.sources()) if texts else None
    note = "" if copies is None or texts is None else _note(look_up_anchors(loaded, copies), texts)
    with progress_bar("Writing"):
        write(loaded, output, texts=copies, title=title, made=None if undated else day_in_utc())
    print_lines(paragraph(f"{output}: a page of {counted(len(loaded), 'record')} written"))
    if note:
        print_lines(paragraph(f"Note: {note}."), stderr=True)


def _note(verification: "Verification", texts: str) -> str:
    """Return how many passages a page has if it lacks some; raise Failure if no text can be read."""
    if failure := no_texts(verification, texts):
        raise failure
    reasons = [text.reason for text in verification.texts if text.copy is None]
    if reasons and len(reasons) == len(verification.texts):
        message = f"no text of a source can be read: {reasons[0]}"
        raise Failure(message)
    counts = verification.counts()
    number, lost, missing = len(verification.checks), counts["lost"], counts["missing"]
    parts = [f"{number - lost - missing} of {counted(number, 'passage')} {'is' if number == 1 else 'are'} in the page"]
    if lost:
        parts.append(f"{counted(lost, 'anchor')} {'is' if lost == 1 else 'are'} lost")
    if missing:
        parts.append(f"{counted(missing, 'anchor')} {'has' if missing == 1 else 'have'} no text")
    if len(parts) == 1 and number:
        return ""
    return f"{'; '.join(parts)} (alliancekit check --texts names each)" if number else "no record has an anchor"
