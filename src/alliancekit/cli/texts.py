"""The commands that help to code a text: text, mentions and draft."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from alliancekit.cli._advice import hints_with_options
from alliancekit.cli._exit_codes import Failure, exit_if_errors
from alliancekit.cli._options import TextOrJson, output_option, text_or_json_option
from alliancekit.cli._outputs import refuse_other_content, replace_option
from alliancekit.cli._paths import (
    SEEDS,
    ReadingOptions,
    input_path,
    load_corpus,
    reading_options,
    refuse_endings,
    refuse_outputs,
)
from alliancekit.cli._printing import paragraph, print_lines
from alliancekit.messages import counted
from alliancekit.text import quote

if TYPE_CHECKING:
    from alliancekit.corpus import Corpus
    from alliancekit.models import Source
    from alliancekit.models.attestation import Wording

_HTML: Final = re.compile(r"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_EXAMPLES: Final = """
\b
Examples:
  alliancekit mentions article.txt
  alliancekit mentions article.txt --date 2025-04-29
  alliancekit mentions article.txt --corpus my-corpus/ --source source:daily
"""


@click.command(epilog=_EXAMPLES)
@click.argument("textfile", callback=input_path)
@click.option(
    "--corpus", metavar="PATH", callback=input_path, default=SEEDS, show_default=True, help="The corpus with the names."
)
@click.option("--date", metavar="DATE", help="The date of the text, such as 2025-04-29.")
@click.option(
    "--source", "source_id", metavar="ID", help="The source of the text in the corpus, for its date and regions."
)
@text_or_json_option
@reading_options
def mentions(  # noqa: PLR0913 - one parameter for each option
    *,
    textfile: str,
    corpus: str,
    date: str | None,
    source_id: str | None,
    output_format: TextOrJson,
    reading: ReadingOptions,
) -> None:
    """List the names, dates and quotations in a text.

    TEXTFILE is your copy of the text of a source. The names are those of states, in several languages, and of the
    actors, treaties and proposals of the corpus. Words for the people of states, such as Japanese, are known in
    English.

    Each line has the line and column of a mention, its kind, its words, and the id or date that it stands for. A name
    or date that can mean several things is listed with all of them and the reason. Dates such as "yesterday" need the
    date of the text: pass --date, or --source for the date of a source of the corpus.

    --format json prints a list of objects with the keys start, end, line, column, kind, text, id, candidates, date,
    dates, within and reason. Positions are in code points, from 0; lines and columns from 1.
    """
    from alliancekit.dates import PartialDate
    from alliancekit.errors import InvalidDate
    from alliancekit.evidence import read_copy
    from alliancekit.mentions import mentions as find_mentions
    from alliancekit.report.mentions import mention_lines, mentions_as_json

    loaded = load_corpus(corpus, reading)
    if source_id is not None and corpus == SEEDS and source_id not in loaded:
        message = f"the packaged corpus has no {quote(source_id)}; add --corpus PATH, the corpus with your source"
        raise Failure(message)
    source = None if source_id is None else source_of(loaded, source_id)
    if date is not None:
        try:
            PartialDate.parse(date)
        except InvalidDate as error:
            message = f"--date: {error}"
            raise Failure(message) from error
    copy, _ = read_copy(textfile)
    if _HTML.match(copy.text):
        hint = f'{textfile} is a page in HTML; "alliancekit text {textfile} -o FILE" writes its text'
        print_lines(paragraph(hint), stderr=True)
    found = find_mentions(copy.text, loaded, date, source=source)
    if output_format == "json":
        click.echo(mentions_as_json(found))
    else:
        print_lines(mention_lines(found))
        if not found:
            print_lines(paragraph("no mentions"))


def source_of(corpus: "Corpus", id_: str) -> "Source":
    """Return the source with an id.

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


_DRAFT_EXAMPLES: Final = """
\b
Examples:
  alliancekit draft article.txt --from answer.json --source source:daily \\
      --program some-model --version 2026-11 -o drafts.yaml
  alliancekit draft article.txt --from data.jsonl --source source:daily \\
      --program langextract --version 1.1 --wording indirect -o drafts.yaml
"""


@click.command(epilog=_DRAFT_EXAMPLES)
@click.argument("textfile", callback=input_path)
@click.option(
    "--from", "file", metavar="FILE", callback=input_path, required=True, help="The drafts, in JSON or JSON Lines."
)
@click.option("--source", "source_id", metavar="ID", required=True, help="The id of the source of the text.")
@click.option("--program", metavar="NAME", required=True, help="The model or program that made the drafts.")
@click.option("--version", metavar="VERSION", required=True, help="Its version, or a date that identifies it.")
@click.option("--by", metavar="NAME", help="Who ran the program.  [default: the program]")
@click.option(
    "--wording",
    type=click.Choice(("verbatim", "indirect", "paraphrase", "mention")),
    help="How the quotes relate to the words of the speaker, where the file does not say it.",
)
@output_option("The corpus file to write.", metavar="PATH")
@replace_option
@text_or_json_option
def draft(  # noqa: PLR0913 - one parameter for each option
    *,
    textfile: str,
    file: str,
    source_id: str,
    program: str,
    version: str,
    by: str | None,
    wording: "Wording | None",
    output: str | None,
    replace: bool,
    output_format: TextOrJson,
) -> None:
    """Make candidates of drafts by a language model.

    TEXTFILE is your copy of the text of a source. FILE is a JSON document as "alliancekit schema --for drafts"
    describes it, or JSON Lines with such documents or with the annotated documents of langextract.

    Each quote gets an anchor where it stands in the text, letter by letter, at one place. Any other quote is refused,
    and the most similar passages are listed below it; no anchor is made of them. To use one, correct the quote in FILE
    and run the command again. A draft without any quote that is found makes no candidate.

    The statements and proposals become candidates that name the program and list what they lack. They are drafts until
    a person has reviewed them.

    References between the drafts of one answer become the ids of the candidates.

    What makes no candidate is reported with line and column. The exit code is then 1; the other candidates are written
    nevertheless. Without -o, nothing is written. An existing file with another content is not replaced, because it may
    have your corrections; add --replace if FILE or the text has changed and you want new candidates.

    --format json prints an object with the keys candidates, refused, refused_drafts and problems.
    """
    from alliancekit.drafts import read
    from alliancekit.evidence import read_copy
    from alliancekit.models.coding import Coding
    from alliancekit.report.drafts import drafted_as_json, drafted_lines, drafted_problems

    refuse_outputs([output], [file, textfile])
    copy, _ = read_copy(textfile)
    coding = Coding(by=by or program, method="program", program=program, version=version)
    drafted = read(file, copy, _checked_source_id(source_id), coding, wording=wording)
    written = "nothing written, no -o"
    if output is not None:
        written = "nothing written, no candidates"
        if drafted.candidates:
            from alliancekit.corpus.files import write, written_files

            if not replace:
                refuse_other_content(written_files(drafted.candidates, output))
            write(drafted.candidates, output)
            written = f"{output}: {counted(len(drafted.candidates), 'record')} written"
    if output_format == "json":
        click.echo(drafted_as_json(drafted))
    else:
        if drafted.problems:
            print_lines(drafted_problems(drafted, hints_with_options(drafted.problems), file), stderr=True)
        print_lines(drafted_lines(drafted))
    print_lines(paragraph(written), stderr=output_format != "text")
    exit_if_errors(drafted.problems)


def _checked_source_id(id_: str) -> str:
    """Return an id, or raise Failure if it is no id of a source."""
    from alliancekit.rules.ids import is_id

    if not is_id(id_, "source"):
        message = f"{quote(id_)} is no id of a source, such as source:daily"
        raise Failure(message)
    return id_


_TEXT_EXAMPLES: Final = """
\b
Examples:
  alliancekit text article.html -o article.txt
  alliancekit text article.html -o article.txt --source source:daily
"""


@click.command(epilog=_TEXT_EXAMPLES)
@click.argument("page", callback=input_path)
@output_option("The text file to write.", required=True)
@click.option("--source", "source_id", metavar="ID", help="The id of the source.  [default: from the name of FILE]")
def text(*, page: str, output: str, source_id: str | None) -> None:
    """Write the text of a saved web page.

    PAGE is a page that you have saved as HTML; nothing is downloaded. The text is the main text of the page, as far as
    a program can tell: captions, footnotes, dates and names of authors may be missing. The number of words that are
    left out is printed on standard error: compare both. An existing file with another text is not replaced.

    A corpus file in YAML with a source is printed. What the page seems to say about title, publisher, authors, date,
    address and language is a guess, and stands in lines that begin with "# confirm". Compare each with the page,
    correct it and remove "# confirm". A source without a title is not valid, so that a draft is not used by mistake.
    """
    from alliancekit.corpus.files import ENDINGS
    from alliancekit.evidence.pages import read_page
    from alliancekit.formats import write_atomic
    from alliancekit.report.pages import source_lines

    target = Path(output)
    if target.is_dir():
        message = f"{output} is a folder; name a file in it, such as {output.rstrip('/')}/article.txt"
        raise Failure(message)
    refuse_endings(output, ENDINGS, "a text", "article.txt")
    read = read_page(page)
    data = read.text.encode("utf-8", "replace")
    refuse_other_content({target: data}, advice="")
    slug = re.sub("[^a-z0-9]+", "-", target.stem.lower()).strip("-") or "page"
    id_ = _checked_source_id(source_id or f"source:{slug}")
    write_atomic({target: data})
    for line in source_lines(read, id_, target.name):
        click.echo(line)
    if read.page_words > read.words:
        left_out = f"{read.page_words - read.words:,} of the {read.page_words:,} words of the page are not in the text"
        print_lines(paragraph(f"{output}: {left_out}; compare the text with the page"), stderr=True)
