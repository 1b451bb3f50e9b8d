"""The commands that exchange records with other programs: import and export."""

import sys
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import click

from alliancekit.cli._exit_codes import PROBLEMS
from alliancekit.cli._paths import ReadingOptions, input_path, load_corpus, output_path, reading_options, write_corpus
from alliancekit.cli._printing import OutputFormat, format_option, paragraph, print_as, print_lines, print_problems
from alliancekit.messages import counted

if TYPE_CHECKING:
    from alliancekit.exchange import Exported, Imported

ImportFormat: TypeAlias = Literal["csl"]
"""A format that is imported."""

ExportFormat: TypeAlias = Literal["csl"]
"""A format that is exported."""

_partial_option = click.option(
    "--partial", is_flag=True, help="Write what can be converted even if there are errors; the exit code is then 0."
)


@click.command("import")
@click.argument("source_format", metavar="FORMAT", type=click.Choice(get_args(ImportFormat)))
@click.argument("file", callback=input_path)
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    callback=output_path,
    help="The corpus to write; without it, the file is only checked.",
)
@_partial_option
@format_option
def import_(
    source_format: ImportFormat, file: str, output: str | None, *, partial: bool, output_format: OutputFormat
) -> None:
    r"""Import records from a file of another program.

    FORMAT is csl: sources in CSL-JSON, as Zotero, Better BibTeX and Crossref write them. FILE is the file.

    Facts that have no field are counted on standard error; with --format json, each is listed with its line. They do
    not change the exit code. If an item makes no record, nothing is written and the exit code is 1. With --partial, the
    other records are written.

    The ending of PATH selects its format, as for "alliancekit convert".

    \b
    Examples:
      alliancekit import csl library.json -o sources.yaml
      alliancekit import csl library.json --format json
    """
    imported = _imported(source_format, file)
    _report(imported, len(imported.records), output_format)
    _stop_if_errors(imported, output, partial=partial)
    if output is not None:
        from alliancekit.corpus import Corpus

        corpus = Corpus(imported.records)
        write_corpus(corpus, output)
        print_lines(paragraph(f"{output}: {counted(len(corpus), 'record')} written"), stderr=output_format != "text")


@click.command("export")
@click.argument("target_format", metavar="FORMAT", type=click.Choice(get_args(ExportFormat)))
@click.argument("corpus", callback=input_path)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    callback=output_path,
    help="The file to write; without it, only what would be lost is reported.",
)
@_partial_option
@format_option
@reading_options
def export(  # noqa: PLR0913 - one parameter for each argument and option
    target_format: ExportFormat,
    corpus: str,
    output: str | None,
    *,
    partial: bool,
    output_format: OutputFormat,
    reading: ReadingOptions,
) -> None:
    r"""Export records to a file for another program.

    FORMAT is csl: the sources in CSL-JSON, which Zotero and pandoc read. CORPUS is the corpus.

    Facts that the other format does not have are counted on standard error; with --format json, each is listed with its
    record. They do not change the exit code. If a record can't be exported, nothing is written and the exit code is 1.
    With --partial, the others are written.

    \b
    Examples:
      alliancekit export csl my-corpus.yaml -o sources.json
      alliancekit export csl seeds --format json
    """
    exported = _exported(target_format, corpus, reading)
    _report(exported, exported.items, output_format)
    _stop_if_errors(exported, output, partial=partial)
    if output is not None:
        exported.write(output)
        print_lines(paragraph(f"{output}: {counted(exported.items, 'item')} written"), stderr=output_format != "text")


def _imported(source_format: ImportFormat, file: str) -> "Imported":
    from alliancekit import exchange

    del source_format
    return exchange.from_csl(file)


def _exported(target_format: ExportFormat, corpus: str, reading: ReadingOptions) -> "Exported":
    from alliancekit import exchange

    del target_format
    return exchange.to_csl(load_corpus(corpus, reading))


def _report(result: "Imported | Exported", number: int, output_format: OutputFormat) -> None:
    """Print what was not converted."""
    if output_format != "text":
        print_as(output_format, result.problems, number)
        return
    from alliancekit.report.exchange import losses

    if result.errors:
        print_problems(result.errors, number, stderr=True)
    print_lines(losses(result.problems), stderr=True)


def _stop_if_errors(result: "Imported | Exported", output: str | None, *, partial: bool) -> None:
    """End the program with exit code 1 if there are errors, unless the rest is wanted."""
    if not result.errors or partial:
        return
    if output is not None:
        errors = counted(len(result.errors), "error")
        message = f"{output} was not written, because of {errors}; use --partial to write the rest"
        print_lines(paragraph(message), stderr=True)
    sys.exit(PROBLEMS)
