"""The commands that read a corpus: tour, check, find, show, convert."""

from typing import TYPE_CHECKING

import click

from alliancekit.cli._exit_codes import Failure, exit_if_errors
from alliancekit.cli._inputs import corpus_or_data_set, from_option
from alliancekit.cli._lookup import look_up_anchors, no_texts
from alliancekit.cli._paths import (
    SEEDS,
    ReadingOptions,
    corpus_inputs,
    corpus_path,
    input_path,
    load_corpus,
    output_path,
    read_corpus,
    reading_options,
    refuse_outputs,
    write_corpus,
)
from alliancekit.cli._plugins import plugin_option
from alliancekit.cli._printing import (
    OutputFormat,
    format_option,
    paragraph,
    print_as,
    print_lines,
    print_problems,
    progress_bar,
)
from alliancekit.cli._problem_filters import selection_options
from alliancekit.errors import UnknownRecord
from alliancekit.messages import counted, listed
from alliancekit.text import quote

if TYPE_CHECKING:
    from alliancekit.corpus import Contents
    from alliancekit.evidence import Verification
    from alliancekit.projects import Project
    from alliancekit.report.selection import Selection

_SUGGESTIONS = 3
"""How many records with a name a message suggests."""

_MATCHES = 20
"""How many records a search lists by default."""


@click.command()
@click.option("--full", is_flag=True, help="Show everything: every field, source and difference.")
@click.option(
    "--texts",
    metavar="DIR",
    callback=input_path,
    help="A folder with the seed documents: look up every anchor in them. Implies --full.",
)
def tour(*, full: bool, texts: str | None) -> None:
    """Show the packaged corpus on one screen: five texts on a proposal.

    The proposal with its members and its evidence, one field in which the sources differ, and a panel of the treaty.
    With --full: what the corpus holds; the proposal as each source prints it; the statement that makes it, with its
    evidence; the treaty and what each side owes; and all differences between the sources. The exit code is 1 if
    --texts is given and an anchor is not found.
    """
    from alliancekit.report import tour as guide

    corpus = load_corpus(SEEDS)
    if texts is None:
        print_lines(guide.full_tour(corpus) if full else guide.tour(corpus))
        return
    verification = look_up_anchors(corpus, texts)
    if failure := no_texts(verification, texts):
        raise failure
    print_lines(guide.full_tour(corpus, verification))
    exit_if_errors(verification.problems())


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--texts", metavar="DIR", callback=input_path, help="Look up every anchor in the texts in this folder.")
@click.option("--stdin-filename", metavar="NAME", help="The name of standard input, for the format and the locations.")
@format_option
@selection_options
@plugin_option
@reading_options
def check(  # noqa: PLR0913 - one parameter for each option
    *,
    paths: tuple[str, ...],
    texts: str | None,
    stdin_filename: str | None,
    output_format: OutputFormat,
    selection: "Selection",
    projects: "tuple[Project, ...]",
    reading: ReadingOptions,
) -> None:
    """Check files; report every problem with line and column.

    Each PATH is a file (.yaml, .yml, .json, .jsonl, .parquet) or a folder of such files. All paths together are one
    corpus, so a record may refer to a record in another file. The path - is standard input; --stdin-filename gives its
    name, such as corpus.yaml. The exit code is 1 if there are errors; warnings do not change it.

    --select AK3,AK501 reports only the problems of rules whose codes begin so, --ignore all others. --baseline FILE
    reports only problems that are not in FILE, a list that --format json has printed before; lines may have moved
    since. Only reported problems count for the exit code.

    --plugin NAME also checks the rules of a project: an object in Python, such as study.rules:PROJECT in study/rules.py
    below the current folder, or the name of an entry point of an installed package.

    --format json prints a list of objects with the keys code, severity, message, hint, record, path, file, line, column
    and row; a key that does not apply is null. --format sarif prints a SARIF 2.1.0 log for code scanning and editors.
    --format github prints workflow commands, which GitHub Actions shows beside the lines; the summary goes to standard
    error.
    """
    from alliancekit.corpus import examine

    sources = corpus_inputs(paths, stdin_filename)
    if texts is None:
        with progress_bar("Reading") as progress:
            result = examine(
                *sources,
                limits=reading.limits,
                progress=progress,
                by_name=reading.by_name,
                verify=reading.verify,
                projects=projects,
            )
        problems = selection.of(result.problems)
        print_as(
            output_format,
            problems,
            result.records,
            result.note,
            hidden=len(result.problems) - len(problems),
            projects=projects,
        )
        exit_if_errors(problems)
        return
    with progress_bar("Reading") as progress:
        contents = read_corpus(sources, reading, progress, projects)
    verification = _verify_valid_records(contents, texts)
    found = (*contents.problems, *(contents.locate(problem) for problem in verification.problems()))
    problems = selection.of(found)
    print_as(
        output_format,
        problems,
        len(contents.records),
        contents.note,
        hidden=len(found) - len(problems),
        projects=projects,
    )
    if failure := no_texts(verification, texts):
        raise failure
    exit_if_errors(problems)


_corpus_option = click.option(
    "--corpus",
    metavar="PATH",
    callback=input_path,
    default=SEEDS,
    show_default=True,
    help="The corpus to read; with --from, the file of a data set.",
)
"""Decorator that adds the option --corpus."""


@click.command()
@click.argument("text")
@_corpus_option
@click.option(
    "--most",
    metavar="N",
    type=click.IntRange(min=1),
    default=_MATCHES,
    show_default=True,
    help="List at most N records.",
)
@from_option("--corpus")
@reading_options
def find(text: str, corpus: str, most: int, data_set: str | None, reading: ReadingOptions) -> None:
    """Find records by their ids, names and titles.

    TEXT is a name or a part of one, such as Warsaw. Case, accents and punctuation do not matter. The best matches come
    first: equal names, then names that start with TEXT, names that have all of its words, and names that contain it.

    The exit code is 2 if no record matches.
    """
    from alliancekit.report.matches import matches

    loaded = corpus_or_data_set(corpus, data_set, reading)
    records = loaded.find(text)
    if not records:
        similar = loaded.similar_names(text)
        where = "the packaged corpus (use --corpus PATH for your own)" if corpus == SEEDS else corpus
        hint = f" (did you mean {listed(similar)}?)" if similar else ""
        message = f"no record of {where} has an id, name or title with {quote(text)}{hint}"
        raise Failure(message)
    print_lines(matches(records, most))


@click.command()
@click.argument("id_", metavar="ID")
@_corpus_option
@click.option("--full", is_flag=True, help="Show everything, also if a treaty has many parties or provisions.")
@click.option("--texts", metavar="DIR", callback=input_path, help="Show the passages in the texts in this folder.")
@from_option("--corpus")
@reading_options
def show(  # noqa: PLR0913 - one parameter for each option
    *, id_: str, corpus: str, data_set: str | None, texts: str | None, reading: ReadingOptions, full: bool
) -> None:
    """Show a record with its evidence.

    ID is the id of the record, such as state:jpn or proposal:quasi-security-alliance; "alliancekit find" finds it. The
    parties of a large treaty are a table, its obligations are summed up, and its provisions are only counted.

    With --texts, the passage of each anchor is shown in its context, from your copies of the texts.
    """
    from functools import partial

    from alliancekit.display.records import record_report
    from alliancekit.evidence import SourceTexts
    from alliancekit.report.passages import passages

    loaded = corpus_or_data_set(corpus, data_set, reading)
    try:
        record = loaded[id_]
    except UnknownRecord as error:
        named = tuple(match.id for match in loaded.find(id_)[:_SUGGESTIONS])
        if named:
            message = f"unknown id {quote(id_)}; records with this name: {listed(named, 'and')}"
            raise Failure(message) from error
        if corpus != SEEDS:
            raise
        message = f"{error} (in the packaged corpus; use --corpus PATH for your own corpus)"
        raise Failure(message) from error
    shown = None if texts is None else partial(passages, SourceTexts(texts, loaded.sources()))
    print_lines(record_report(loaded, record, full=full, passages=shown))


@click.command()
@click.argument("src", callback=input_path)
@click.argument("dst", callback=output_path)
@plugin_option
@reading_options
def convert(src: str, dst: str, projects: "tuple[Project, ...]", reading: ReadingOptions) -> None:
    """Convert a corpus to another file format.

    SRC is the corpus to read, DST the file or folder to write. The ending of DST selects the format: .yaml, .yml, .json
    or .jsonl for one file, .parquet for a folder with one table per type of record, no ending for a folder with one
    YAML file per type of record.

    An existing file is replaced atomically; DST may be SRC, but not a file inside of it. If SRC has errors, they are
    reported and nothing is written. With --plugin, records that break a rule of the project are errors too.
    """
    refuse_outputs([dst], [], replaceable=[src])
    with progress_bar("Reading") as progress:
        contents = read_corpus([corpus_path(src)], reading, progress, projects)
    corpus = contents.corpus()
    with progress_bar("Writing"):
        write_corpus(corpus, dst)
    if contents.problems:
        print_problems(contents.problems, len(corpus), stderr=True)
    print_lines(paragraph(f"{dst}: {counted(len(corpus), 'record')} written"))


def _verify_valid_records(contents: "Contents", texts: str) -> "Verification":
    """Look up the anchors of all records that no error affects; print their number."""
    from alliancekit.corpus import Corpus

    valid = contents.unaffected()
    verification = look_up_anchors(Corpus(valid), texts)
    records = f", in {counted(len(valid), 'record')} that no error affects" if contents.errors else ""
    click.echo(f"Note: {counted(len(verification.checks), 'anchor')} looked up{records}.", err=True)
    return verification
