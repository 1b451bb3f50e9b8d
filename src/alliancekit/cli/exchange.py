"""The commands that exchange records with other programs: import and export."""

import sys
from typing import TYPE_CHECKING, Final, Literal, NoReturn, TypeAlias, get_args

import click

from alliancekit.cli._exit_codes import PROBLEMS, Failure
from alliancekit.cli._options import output_option
from alliancekit.cli._paths import (
    ReadingOptions,
    input_path,
    load_corpus,
    output_path,
    reading_options,
    refuse_endings,
    refuse_outputs,
    write_corpus,
)
from alliancekit.cli._printing import OutputFormat, format_option, paragraph, print_as, print_lines, print_problems
from alliancekit.messages import counted

if TYPE_CHECKING:
    from alliancekit.corpus import Corpus
    from alliancekit.exchange import Exported, Imported
    from alliancekit.models.attestation import Wording
    from alliancekit.models.candidate import CandidateType

ImportFormat: TypeAlias = Literal["csl", "annotations", "label-studio"]
"""A format that is imported."""

ExportFormat: TypeAlias = Literal["csl", "annotations", "label-studio", "followthemoney"]
"""A format that is exported."""

_IMPORT_EXAMPLES: Final = """
\b
Examples:
  alliancekit import csl library.json -o sources.yaml
  alliancekit import csl library.json --format json
  alliancekit import annotations notes.json --corpus my-corpus.yaml \\
    --texts texts/ -o new.yaml
"""

_EXPORT_EXAMPLES: Final = """
\b
Examples:
  alliancekit export csl my-corpus.yaml -o sources.json
  alliancekit export csl seeds --format json
  alliancekit export annotations my-corpus.yaml --texts texts/ -o notes.json
  alliancekit export label-studio my-corpus.yaml --texts texts/ \\
    -o tasks.json --config config.xml
  alliancekit export followthemoney my-corpus.yaml -o entities.ftm.json
"""

_partial_option = click.option(
    "--partial", is_flag=True, help="Write what can be converted even if there are errors; the exit code is then 0."
)


@click.command("import", epilog=_IMPORT_EXAMPLES)
@click.argument("source_format", metavar="FORMAT", type=click.Choice(get_args(ImportFormat)))
@click.argument("file", callback=input_path)
@output_option("The corpus to write; without it, the file is only checked.", metavar="PATH")
@click.option(
    "--corpus",
    metavar="PATH",
    callback=input_path,
    help="The corpus to which records are added; annotations and label-studio need it for their sources.",
)
@click.option(
    "--texts", metavar="DIR", callback=input_path, help="The folder with the texts of the sources; csl needs none."
)
@click.option(
    "--as",
    "of",
    type=click.Choice(("statement", "proposal")),
    default="statement",
    show_default=True,
    help="What an annotation becomes a candidate for, if it does not say.",
)
@click.option(
    "--wording",
    type=click.Choice(("verbatim", "indirect", "paraphrase", "mention")),
    default="mention",
    show_default=True,
    help="How the passage of an annotation relates to the words of the speaker, if it does not say.",
)
@click.option(
    "--labels",
    metavar="FILE",
    callback=input_path,
    help='What labels of Label Studio mean: a JSON object such as {"Who": "statement.speaker"}.',
)
@_partial_option
@format_option
@reading_options
def import_(  # noqa: PLR0913 - one parameter for each argument and option
    source_format: ImportFormat,
    file: str,
    output: str | None,
    *,
    corpus: str | None,
    texts: str | None,
    of: "CandidateType",
    wording: "Wording",
    labels: str | None,
    partial: bool,
    output_format: OutputFormat,
    reading: ReadingOptions,
) -> None:
    """Import records from a file of another program.

    FORMAT is one of these. FILE is the file.

    csl: sources in CSL-JSON, as Zotero, Better BibTeX and Crossref write them.

    annotations: Web Annotations of the W3C, or an answer of Hypothesis. They become candidates, or evidence of the
    records that they name. They need --corpus and --texts.

    label-studio: tasks of Label Studio in its format JSON, with 'text' and 'source' in their data. They become
    candidates, or evidence too, and need --corpus and --texts.

    Facts that have no field are counted on standard error; with --format json, each is listed with its line. They do
    not change the exit code. If an item makes no record, nothing is written and the exit code is 1. With --partial, the
    other records are written.

    With --corpus, PATH gets the records of that corpus too. A source of the corpus that an item of csl updates keeps
    what csl has no place for, and every value that changes is reported. The ending of PATH selects its format, as for
    "alliancekit convert".
    """
    from alliancekit import exchange
    from alliancekit.corpus import Corpus

    refuse_outputs([output], [file, texts, labels], replaceable=[corpus])
    known = Corpus() if corpus is None else load_corpus(corpus, reading)
    if source_format == "csl":
        imported = exchange.from_csl(file, known)
    else:
        if corpus is None or texts is None:
            _refuse(f"import {source_format}", "--corpus and --texts")
        if source_format == "annotations":
            imported = exchange.from_annotations(file, known, texts, of=of, wording=wording)
        else:
            meanings = _meanings(labels)
            imported = exchange.from_label_studio(file, known, texts, labels=meanings, of=of, wording=wording)
    _report(imported, len(imported.records), output_format)
    _stop_if_errors(imported, output, partial=partial)
    if output is not None:
        whole = imported.added_to(known)
        write_corpus(whole, output)
        added = counted(len(imported.records), "record")
        line = f"{output}: {counted(len(whole), 'record')} written, {added} from {file}"
        print_lines(paragraph(line), stderr=output_format != "text")


@click.command("export", epilog=_EXPORT_EXAMPLES)
@click.argument("target_format", metavar="FORMAT", type=click.Choice(get_args(ExportFormat)))
@click.argument("corpus", callback=input_path)
@output_option("The file to write; without it, only what would be lost is reported.")
@click.option(
    "--texts",
    metavar="DIR",
    callback=input_path,
    help="The folder with the texts of the sources; csl and followthemoney need none.",
)
@click.option("--utf16", is_flag=True, help="Count positions of annotations in UTF-16 units, as JavaScript does.")
@click.option(
    "--config",
    metavar="FILE",
    callback=output_path,
    help="Also write the labelling configuration of Label Studio, in XML, to this file.",
)
@_partial_option
@format_option
@reading_options
def export(  # noqa: PLR0913 - one parameter for each argument and option
    target_format: ExportFormat,
    corpus: str,
    output: str | None,
    *,
    texts: str | None,
    utf16: bool,
    config: str | None,
    partial: bool,
    output_format: OutputFormat,
    reading: ReadingOptions,
) -> None:
    """Export records to a file for another program.

    FORMAT is one of these. CORPUS is the corpus.

    csl: the sources in CSL-JSON, which Zotero and pandoc read.

    annotations: the evidence as Web Annotations of the W3C, with the words of each passage. They need --texts.

    label-studio: the evidence as tasks of Label Studio with predictions. They need --texts.

    followthemoney: entities of followthemoney in JSON Lines, for Aleph and other programs.

    Facts that the other format does not have are counted on standard error; with --format json, each is listed with its
    record. They do not change the exit code. If a record can't be exported, nothing is written and the exit code is 1.
    With --partial, the others are written.
    """
    from alliancekit.corpus.files import ENDINGS

    refuse_outputs([output, config], [corpus, texts])
    allowed = (".json", ".jsonl") if target_format == "followthemoney" else (".json",)
    refuse_endings(output, [ending for ending in ENDINGS if ending not in allowed], "JSON", "export.json")
    refuse_endings(config, ENDINGS, "XML", "config.xml")
    loaded = load_corpus(corpus, reading)
    exported = _exported(target_format, loaded, texts, utf16=utf16)
    _report(exported, exported.items, output_format)
    _stop_if_errors(exported, output, partial=partial)
    if output is not None:
        exported.write(output, partial=partial)
        print_lines(paragraph(f"{output}: {counted(exported.items, 'item')} written"), stderr=output_format != "text")
    if config is not None:
        from alliancekit.exchange import label_studio_config
        from alliancekit.formats import path_of, write_atomic

        write_atomic({path_of(config): label_studio_config(loaded).encode()})


def _exported(target_format: ExportFormat, corpus: "Corpus", texts: str | None, *, utf16: bool) -> "Exported":
    """Return a corpus in a format."""
    from alliancekit import exchange

    if target_format == "csl":
        return exchange.to_csl(corpus)
    if target_format == "followthemoney":
        return exchange.to_followthemoney(corpus)
    if texts is None:
        _refuse(f"export {target_format}", "--texts")
    if target_format == "label-studio":
        return exchange.to_label_studio(corpus, texts)
    return exchange.to_annotations(corpus, texts, utf16=utf16)


def _meanings(file: str | None) -> dict[str, str]:
    """Return the object in a JSON file, from texts to texts; empty without a file."""
    from alliancekit.errors import InvalidCorpus
    from alliancekit.formats import path_of, read_bytes, read_json

    if file is None:
        return {}
    document = read_json(read_bytes(path_of(file)), file)
    if document.problems:
        raise InvalidCorpus(document.problems)
    tree = document.tree
    if not isinstance(tree, dict) or not all(isinstance(value, str) for value in tree.values()):
        message = f'{file} must be a JSON object from labels to meanings, such as {{"Who": "statement.speaker"}}'
        raise Failure(message)
    return {label: str(meaning) for label, meaning in tree.items()}


def _refuse(command: str, options: str) -> NoReturn:
    """Raise because options are missing."""
    message = f"alliancekit {command} needs {options}"
    raise Failure(message)


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
