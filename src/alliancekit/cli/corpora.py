"""The commands that read a corpus: show it, check it, convert it, look up its anchors."""

from typing import TYPE_CHECKING, get_args

import click

from alliancekit.cli._ending import Failure, exit_for
from alliancekit.cli._places import SEEDS, corpus_of, place, readable, reads, writable, write_corpus
from alliancekit.cli._printing import Form, print_as, print_lines, print_problems, watched
from alliancekit.errors import UnknownRecord
from alliancekit.messages import counted

if TYPE_CHECKING:
    from alliancekit.corpus import Contents, Corpus
    from alliancekit.evidence import Verification
    from alliancekit.formats import Limits

_NAMED = 10
"""How many missing texts a message names."""


@click.command()
@click.option(
    "--texts", metavar="DIR", callback=readable, help="A folder with the seed documents: look up every anchor in them."
)
def tour(texts: str | None) -> None:
    """Show the packaged corpus: five texts on one proposal.

    What it holds; the proposal with its members and reasons, as each source prints them; the statement that makes it,
    with its evidence; a treaty and what each side owes; and where the sources differ. The exit code is 1 if --texts is
    given and an anchor is not found.
    """
    from alliancekit.report import tour as guide

    corpus = corpus_of(SEEDS)
    if texts is None:
        print_lines(guide.tour(corpus))
        return
    verification = _verification(corpus, texts)
    if failure := _without_texts(verification, texts):
        raise failure
    print_lines(guide.tour(corpus, verification))
    exit_for(verification.problems())


@click.command()
@click.argument("paths", metavar="PATH...", callback=readable, nargs=-1, required=True)
@click.option(
    "--texts",
    metavar="DIR",
    callback=readable,
    help="A folder with the texts of the sources: look up every anchor in them.",
)
@click.option(
    "--format", "form", type=click.Choice(get_args(Form)), default="text", show_default=True, help="What to print."
)
@reads
def check(paths: tuple[str, ...], texts: str | None, form: Form, limits: "Limits") -> None:
    """Check files; tell every mistake, at its line and column.

    Each PATH is a file (.yaml, .yml, .json, .jsonl, .parquet) or a folder of such files; together they are one corpus,
    so that a record may refer to one in another file. Warnings alone leave the exit code at 0.

    With --format json, a list of objects with the keys code, severity, message, hint, record, path, file, line, column
    and row is all that is printed; what does not apply is null. With --format sarif it is a SARIF 2.1.0 log, for code
    scanning and editors. With --format github it is a workflow command for each problem, which GitHub Actions shows
    beside its line; the summary goes to standard error.
    """
    from alliancekit.corpus import examine, read

    places = tuple(place(path) for path in paths)
    if texts is None:
        with watched("Reading") as told:
            found = examine(*places, limits=limits, progress=told)
        print_as(form, found.problems, found.records, found.note)
        exit_for(found.problems)
        return
    with watched("Reading") as told:
        contents = read(*places, limits=limits, progress=told)
    verification = _anchors(contents, texts)
    problems = (*contents.problems, *(contents.locate(problem) for problem in verification.problems()))
    print_as(form, problems, len(contents.records), contents.note)
    if failure := _without_texts(verification, texts):
        raise failure
    exit_for(problems)


@click.command()
@click.argument("textfile", callback=readable)
@click.argument("words")
@click.option("--nth", metavar="N", type=int, help="Which of several places is meant, from 1.")
def anchor(textfile: str, words: str, nth: int | None) -> None:
    """Make the anchor of words in a text.

    TEXTFILE is your copy of the text of a source; WORDS are copied from it, in quotes. The first line printed is the
    anchor, to paste below "anchors:" of an attestation; the second, a comment, has the digest of the file, for the
    source. Neither has the words. White space, line ends, and the form of quotation marks and dashes do not matter.
    """
    import json

    from alliancekit.convert import tree
    from alliancekit.evidence import anchor_words, read_copy

    copy, digest = read_copy(textfile)
    # JSON, so that every YAML tool takes it, and a corpus in JSON too.
    click.echo(f"- {json.dumps(tree(anchor_words(copy, words, nth)))}\n# digest: {digest}")


@click.command()
@click.argument("id_", metavar="ID")
@click.option(
    "--corpus",
    metavar="PATH",
    callback=readable,
    default=SEEDS,
    show_default=True,
    help="The corpus that has the record.",
)
@reads
def show(id_: str, corpus: str, limits: "Limits") -> None:
    """Show a record, with its evidence.

    ID is the id of the record, such as state:jpn or proposal:quasi-security-alliance.
    """
    from alliancekit.report.records import shown

    held = corpus_of(corpus, limits)
    try:
        record = held[id_]
    except UnknownRecord as error:
        if corpus != SEEDS:
            raise
        message = f"{error} (in the packaged corpus; for a corpus of your own say --corpus PATH)"
        raise Failure(message) from error
    print_lines(shown(held, record))


@click.command()
@click.argument("src", callback=readable)
@click.argument("dst", callback=writable)
@reads
def convert(src: str, dst: str, limits: "Limits") -> None:
    """Read the corpus SRC and write it to DST.

    The ending of DST names the format (.yaml, .yml, .json, .jsonl); without ending it is a folder, in which each type
    of record gets a YAML file of its own, with the ending .parquet a folder in which each gets a table. A file that
    exists is replaced, at once or not at all. Nothing is written if SRC has mistakes; they are told as by "alliancekit
    check".
    """
    from alliancekit.corpus import read
    from alliancekit.report.terminal import Paragraph, styled

    if dst == SEEDS:
        message = f"{SEEDS} names the corpus in the package, which stays as it is; for a folder, write ./{SEEDS}"
        raise Failure(message)
    with watched("Reading") as told:
        contents = read(place(src), limits=limits, progress=told)
    corpus = contents.corpus()
    with watched("Writing"):
        write_corpus(corpus, dst)
    if contents.problems:
        print_problems(contents.problems, len(corpus), stderr=True)
    print_lines([Paragraph(styled(f"{dst}: {counted(len(corpus), 'record')} written"))])


def _verification(corpus: "Corpus", texts: str) -> "Verification":
    """Return what has become of the anchors of a corpus in a folder with its texts."""
    from alliancekit.evidence import verify

    with watched("Looking up anchors"):
        return verify(corpus, texts)


def _without_texts(verification: "Verification", texts: str) -> Failure | None:
    """Return what is to be said if a folder has none of the texts of a corpus."""
    if not verification.texts or any(text.state != "missing" for text in verification.texts):
        return None
    names = [text.source.file or f"{text.source.id} (names no file)" for text in verification.texts]
    named = ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
    message = (
        f"{texts} has none of the texts: {named}; put each text into that folder, under the name that its source gives "
        "in 'file', or name another folder"
    )
    return Failure(message)


def _anchors(contents: "Contents", texts: str) -> "Verification":
    """Return what has become of the anchors of all records that no error touches; say how many there are."""
    from alliancekit.corpus import Corpus

    sound = contents.unaffected()
    verification = _verification(Corpus(sound), texts)
    of = f", in {counted(len(sound), 'record')} that no error touches" if contents.errors else ""
    click.echo(f"Note: {counted(len(verification.checks), 'anchor')} looked up{of}.", err=True)
    return verification
