"""The command that makes anchors: anchor."""

import re
import sys
from typing import TYPE_CHECKING, Final

import click

from alliancekit.cli._exit_codes import FAILED, Failure
from alliancekit.cli._paths import input_path
from alliancekit.cli._printing import print_lines
from alliancekit.text import quote

if TYPE_CHECKING:
    from alliancekit.evidence import QuotationResult

_SPAN: Final = re.compile(r"([0-9]{1,9})-([0-9]{1,9})", re.ASCII)


def _parse_spans(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return the spans of options such as ``12-57``."""
    spans: list[tuple[int, int]] = []
    for written in value:
        match = _SPAN.fullmatch(written)
        if not match:
            message = f"{quote(written)} is not a span such as 12-57"
            raise click.BadParameter(message, context, parameter)
        spans.append((int(match[1]), int(match[2])))
    return spans


_EXAMPLES: Final = """
\b
Examples:
  alliancekit anchor texts/speech.txt "a quotation from it" "another … one"
  alliancekit anchor texts/speech.txt --at 120-180
"""


@click.command(epilog=_EXAMPLES)
@click.argument("textfile", callback=input_path)
@click.argument("quotes", metavar="[QUOTE]...", nargs=-1)
@click.option("--nth", metavar="N", type=int, help="Use the Nth place where the words occur, counted from 1.")
@click.option(
    "--at",
    "spans",
    metavar="START-END",
    multiple=True,
    callback=_parse_spans,
    help="Make the anchor of a span, such as that of a similar passage. May be used several times.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="The output format.",
)
def anchor(
    *, textfile: str, quotes: tuple[str, ...], nth: int | None, spans: list[tuple[int, int]], output_format: str
) -> None:
    """Make the anchors of quotations in a text.

    TEXTFILE is your copy of the text of a source. Each QUOTE is a quotation copied from it. White space, line ends, and
    the form of quotation marks and dashes do not matter. A quotation with an ellipsis (… or ... or [...]) gets one
    anchor for each part.

    The first lines of the output are the anchors: paste them below "anchors:" of an attestation. The last line is a
    comment with the digest of the file, for the source. The output does not contain the quotation.

    If a quotation is not in the text, the most similar passages are listed with their positions, and the differences
    are marked. No anchor is made of them: compare them with the quotation, then use --at. The exit code is 2 if a
    quotation has no anchor.

    --format json prints an object with the keys file, digest and quotations, a list of objects with the keys words,
    anchors, message, hint and near.
    """
    import json

    from alliancekit.convert import tree
    from alliancekit.evidence import QuotationResult, look_up_quotations, read_copy
    from alliancekit.evidence import anchor as anchor_of
    from alliancekit.report.quotations import missing_quotations, quotations_as_json

    if not quotes and not spans:
        message = "pass a quotation or --at START-END"
        raise Failure(message)
    copy, digest = read_copy(textfile)
    marked = tuple(QuotationResult(copy.text[first:last], (anchor_of(copy, first, last),)) for first, last in spans)
    results = (*look_up_quotations(copy, quotes, nth), *marked)
    if output_format == "json":
        click.echo(quotations_as_json(results, textfile, digest))
    else:
        anchors = [each for result in results for each in result.anchors]
        for each in anchors:  # JSON is valid in every YAML tool, and in a corpus in JSON
            click.echo(f"- {json.dumps(tree(each))}")
        if anchors:
            click.echo(f"# digest: {digest}")
        print_lines(missing_quotations(results, textfile), stderr=True)
    _exit_if_missing(results)


def _exit_if_missing(results: "tuple[QuotationResult, ...]") -> None:
    if any(result.problem for result in results):
        sys.exit(FAILED)
