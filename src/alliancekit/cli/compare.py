"""The commands that compare versions of a corpus: diff, merge."""

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from alliancekit.cli._exit_codes import FAILED, PROBLEMS
from alliancekit.cli._options import TextOrJson, output_option, text_or_json_option
from alliancekit.cli._paths import (
    ReadingOptions,
    corpus_path,
    input_path,
    load_with,
    read_corpus,
    reading_options,
    refuse_outputs,
    write_corpus,
)
from alliancekit.cli._printing import paragraph, print_lines, print_problems
from alliancekit.errors import InvalidCorpus
from alliancekit.messages import counted

if TYPE_CHECKING:
    from collections.abc import Generator

    from alliancekit.corpus import Contents, Merged


@click.command()
@click.argument("old", callback=input_path)
@click.argument("new", callback=input_path)
@click.option(
    "--corpus",
    "common",
    metavar="PATH",
    callback=input_path,
    help="A corpus to which both refer; its records are not compared.",
)
@text_or_json_option
@reading_options
def diff(old: str, new: str, common: str | None, reading: ReadingOptions, output_format: TextOrJson) -> None:
    """Show how two corpora differ, by record and by field.

    OLD and NEW are files or folders, as for "alliancekit check". A line with + was added, with - removed, with ~
    changed. The items of lists are compared one by one: parties[state:usa] is the party with this id.

    --format json prints an object. Its keys "added" and "removed" are lists of records. Its key "changed" is a list of
    objects with the keys "record", an id, and "fields", a list of objects with the keys "field", "old" and "new"; a
    missing value is null.

    The exit code is 0 if the corpora are equal, 1 if they differ, and 2 if one of them can't be read or has errors.
    """
    import json

    from alliancekit.report.differences import differences
    from alliancekit.text import escape_json

    with _exit_if_unusable():
        corpora = [load_with(path, common, reading) for path in (old, new)]
    found = corpora[0].diff(corpora[1])
    if output_format == "json":
        click.echo(escape_json(json.dumps(found.tree(), indent=2)))
    else:
        print_lines(differences(found))
    if found:
        sys.exit(PROBLEMS)


@click.command()
@click.argument("base", callback=input_path)
@click.argument("ours", callback=input_path)
@click.argument("theirs", callback=input_path)
@output_option("The file or folder to write.", metavar="OUT", required=True)
@click.option(
    "--path",
    metavar="NAME",
    help="Merge files that are parts of a corpus, in the format of the ending of NAME, whatever their own names are.  "
    "References are not checked. For git.",
)
@reading_options
def merge(base: str, ours: str, theirs: str, output: str, path: str | None, reading: ReadingOptions) -> None:  # noqa: PLR0913, PLR0917 - one parameter for each argument
    """Merge the changes of two people to one corpus.

    BASE is the corpus before the changes, OURS and THEIRS are the two changed versions. What only one of them has
    changed is changed in OUT, down to single fields and items of lists. If both have changed one value in different
    ways, this is a conflict: it is listed with all three values, and nothing is written.

    The exit code is 1 if there is a conflict, or if the merged records contradict each other. It is 2 if a corpus can't
    be read or has errors. OUT may be one of the three, but not a file inside of one.
    """
    from alliancekit.corpus import merge_changes
    from alliancekit.corpus.single_files import read_records, write_records

    paths = (base, ours, theirs)
    refuse_outputs([output], [], replaceable=paths)
    if path is not None:
        with _exit_if_unusable():
            sides = [read_records(side, path, reading.limits) for side in paths]
        merged = merge_changes(*sides)
        _exit_if_conflicts(merged)
        write_records(merged.records, output, path, (ours, theirs, base))
    else:
        contents = [read_corpus([corpus_path(side)], reading) for side in paths]
        with _exit_if_unusable():
            for each in contents:
                if each.errors:
                    raise InvalidCorpus(each.problems, each.note)
        merged = merge_changes(*(each.records for each in contents))
        _exit_if_conflicts(merged)
        _write(merged, output, contents[1:])
    print_lines(paragraph(f"{path or output}: {counted(len(merged.records), 'record')} written"))


@contextmanager
def _exit_if_unusable() -> "Generator[None]":
    """Print the problems of an invalid corpus in a block, and end the program with exit code 2."""
    try:
        yield
    except InvalidCorpus as error:
        print_problems(error.problems, 0, error.note, stderr=True)
        sys.exit(FAILED)


def _exit_if_conflicts(merged: "Merged") -> None:
    """Print the conflicts of a merge, and end the program with exit code 1 if there are any."""
    from alliancekit.report.differences import conflicts

    if merged.conflicts:
        print_lines(conflicts(merged.conflicts))
        sys.exit(PROBLEMS)


def _write(merged: "Merged", output: str, sides: "list[Contents]") -> None:
    """Write merged records as a corpus; if they contradict each other, the problems have the locations of the sides."""
    try:
        corpus = merged.corpus()
    except InvalidCorpus as error:
        records = {*merged.records}
        side_of: dict[str | None, Contents] = {
            record.id: side for side in reversed(sides) for record in side.records if record in records
        }
        located = [
            side_of[problem.record].locate(problem) if problem.record in side_of else problem
            for problem in error.problems
        ]
        raise InvalidCorpus(located, error.note) from error
    write_corpus(corpus, output)
