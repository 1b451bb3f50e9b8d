"""The command that makes statements and proposals of candidates: promote."""

from typing import Final

import click

from alliancekit.cli._exit_codes import Failure
from alliancekit.cli._paths import (
    ReadingOptions,
    corpus_path,
    input_path,
    output_path,
    read_corpus,
    reading_options,
    refuse_outputs,
)
from alliancekit.cli._printing import paragraph, print_lines
from alliancekit.errors import InvalidCorpus
from alliancekit.messages import counted, listed

_EXAMPLES: Final = """
\b
Examples:
  alliancekit promote my-corpus.yaml candidate:the-call -o promoted.yaml
  alliancekit promote reviewed.yaml candidate:a candidate:b \\
      --corpus my-corpus/ -o promoted.yaml
"""


@click.command(epilog=_EXAMPLES)
@click.argument("file", callback=input_path)
@click.argument("candidates", metavar="CANDIDATE...", nargs=-1, required=True)
@click.option(
    "--corpus",
    "common",
    metavar="PATH",
    callback=input_path,
    help="The corpus to which the records of FILE refer; its records are not written.",
)
@click.option("-o", "--output", metavar="OUT", callback=output_path, required=True, help="The file or folder to write.")
@reading_options
def promote(
    *, file: str, candidates: tuple[str, ...], common: str | None, output: str, reading: ReadingOptions
) -> None:
    """Make statements and proposals of reviewed candidates.

    FILE is a corpus, a file or a folder as for "alliancekit check". Each CANDIDATE is the id of a candidate in it that
    lacks nothing any more: a review has accepted it as a candidate, or a person has coded it, and its missing fields
    have been added to the file since. OUT gets all records of FILE. A candidate keeps its slug, its evidence and its
    codings, and all references to it get the new id. FILE is never changed.

    All candidates are promoted, or none. The exit code is 1 if one lacks a field, if only a program has coded it, or if
    the records contradict each other; each problem has its line. It is 2 if FILE has no candidate with one of the ids.
    """
    from alliancekit.corpus.files import write
    from alliancekit.corpus.order import in_order
    from alliancekit.review import promoted

    refuse_outputs([output], [file, common])
    own = read_corpus([corpus_path(file)], reading)
    contents = own if common is None else read_corpus([*map(corpus_path, (file, common))], reading)
    try:
        before = contents.corpus()
        after = promoted(before, candidates)
    except InvalidCorpus as error:
        located = [each if each.location else contents.locate(each) for each in error.problems]
        raise InvalidCorpus(located, "; ".join(filter(None, (error.note, f"{output} was not written")))) from error
    others = {record.id for record in before} - {record.id for record in own.records}
    if changed := sorted(id_ for id_ in others if after.get(id_) != before[id_]):
        message = f"{listed(tuple(changed), 'and')} of {common} would change too; put both into one folder, and name it"
        raise Failure(message)
    written = tuple(in_order(record for record in after if record.id not in others).values())
    write(written, output)
    new = listed(tuple(record.id for record in written if record.id not in before), "and")
    print_lines(paragraph(f"{counted(len({*candidates}), 'candidate')} promoted: {new}"))
    print_lines(paragraph(f"{output}: {counted(len(written), 'record')} written"))
