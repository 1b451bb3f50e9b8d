"""The command that measures how far two coders agree: agreement."""

import sys
from typing import Final

import click

from alliancekit.cli._advice import with_options
from alliancekit.cli._exit_codes import FAILED
from alliancekit.cli._options import TextOrJson, text_or_json_option
from alliancekit.cli._paths import ReadingOptions, corpus_path, input_path, read_corpus, reading_options
from alliancekit.cli._printing import paragraph, print_lines, print_problems
from alliancekit.corpus import Corpus

_EXAMPLES: Final = """
\b
Examples:
  alliancekit agreement ann.yaml bob.yaml
  alliancekit agreement ann.yaml bob.yaml --corpus shared/ --texts texts/
  alliancekit agreement reviewed.yaml seeds --source source:seed-001
"""


@click.command(epilog=_EXAMPLES)
@click.argument("first", callback=input_path)
@click.argument("second", callback=input_path)
@click.option(
    "--corpus",
    "common",
    metavar="PATH",
    callback=input_path,
    help="A corpus to which both refer; its records are not compared.",
)
@click.option(
    "--texts",
    metavar="DIR",
    callback=input_path,
    help="A folder with the texts: find the anchors in them, and show the passages.",
)
@click.option(
    "--source",
    "sources",
    metavar="ID",
    multiple=True,
    help="Compare only the records that rest on this source; repeatable.",
)
@click.option(
    "--least-overlap",
    metavar="SHARE",
    type=click.FloatRange(0, 1),
    default=0.0,
    help="Match only records that share at least this part of their passages, from 0 to 1.",
)
@text_or_json_option
@reading_options
def agreement(  # noqa: PLR0913 - one parameter for each option
    *,
    first: str,
    second: str,
    common: str | None,
    texts: str | None,
    sources: tuple[str, ...],
    least_overlap: float,
    output_format: TextOrJson,
    reading: ReadingOptions,
) -> None:
    """Measure how far two coders agree who coded the same texts.

    FIRST and SECOND are the corpora of the two coders, files or folders as for "alliancekit check". Their statements,
    proposals, treaties and candidates are matched if they rest on overlapping passages of the same source. For each
    type, F1 shows how far both have the same records; for each field of matched records, there are percent agreement,
    Cohen's kappa and Krippendorff's alpha. A - is an undefined coefficient, with the reason; a * marks one from few
    units, which tells little. Values that differ, and records that only one coder has, are listed; with --texts, with
    their passages.

    --format json prints an object with the keys "least_units", "units", "fields", "pairs", "only_first", "only_second",
    "differences" and "notes". An undefined coefficient is null, and a key such as "kappa_undefined" has the reason.
    "few_units" of a field is true if it has fewer units than "least_units".

    Anchors are positions in a text. Without --texts, a note on standard error names the sources of which the coders
    used two texts.

    The exit code is 0, or 2 if a corpus can't be read or has errors.
    """
    import json
    from functools import partial

    from alliancekit.evidence import SourceTexts
    from alliancekit.reliability import coder_agreement
    from alliancekit.report.passages import passages
    from alliancekit.report.reliability import CoderTexts, agreement_report
    from alliancekit.text import escape_json

    (ours, our_ids), (theirs, their_ids) = (_corpus(path, common, reading) for path in (first, second))
    coded_by = our_ids, their_ids
    found = coder_agreement(ours, theirs, texts, least_overlap=least_overlap, sources=sources, coded_by=coded_by)
    for note in found.matched.notes:
        print_lines(paragraph(f"Note: {with_options(note)}."), stderr=True)
    if output_format == "json":
        click.echo(escape_json(json.dumps(found.tree(), indent=2, ensure_ascii=False)))
        return
    shown = None
    if texts is not None:
        shown = CoderTexts(*(partial(passages, SourceTexts(texts, corpus.sources())) for corpus in (ours, theirs)))
    print_lines(agreement_report(found, shown))


def _corpus(path: str, common: str | None, reading: ReadingOptions) -> tuple[Corpus, frozenset[str]]:
    """Return the corpus of a coder, together with the records that both use, and the ids of the coder's own records.

    Exit with code 2 if the records have errors.
    """
    paths = dict.fromkeys(each for each in (path, common) if each)
    contents = read_corpus([*map(corpus_path, paths)], reading)
    if contents.errors:
        print_problems(contents.problems, 0, contents.note, stderr=True)
        sys.exit(FAILED)
    own = contents if len(paths) == 1 else read_corpus([corpus_path(path)], reading)
    return contents.corpus(), frozenset(record.id for record in own.records)
