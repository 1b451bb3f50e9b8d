"""The command line: it reads arguments, calls the package, and prints what `report` makes of the answer."""

import os
import re
import sys
from collections.abc import Callable, Generator, Iterable
from contextlib import AbstractContextManager, contextmanager
from functools import wraps
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never, get_args

import click

from alliancekit.errors import AllianceKitError, InvalidCorpus, Problem, Severity
from alliancekit.rules._words import counted

if TYPE_CHECKING:
    from rich.console import RenderableType

    from alliancekit.corpus import Contents, Corpus
    from alliancekit.evidence import Verification
    from alliancekit.formats import Limits

PROBLEMS, FAILED, INTERRUPTED, UNREAD = 1, 2, 130, 141
"""Exit codes besides 0; the last two are those that shells know for a program that Ctrl-C or a closed pipe ends."""

Form: TypeAlias = Literal["text", "json", "sarif", "github"]
"""What problems can be printed as."""

_UNITS = {"": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30}

SEEDS = "seeds"
"""The word that names the packaged corpus."""

_EPILOG = """
A corpus is a file in YAML, JSON, JSON Lines or Parquet, or a folder of such files; the word "seeds" names the one in
the package (write ./seeds for a folder of your own).

\b
Examples:
  alliancekit tour
  alliancekit check my-corpus/
  alliancekit check my-corpus.yaml --texts texts/ --format json
  alliancekit check my-corpus/ --format sarif > problems.sarif
  alliancekit anchor texts/speech.txt "the words, copied from it"
  alliancekit show actor:takaichi-sanae
  alliancekit convert my-corpus.yaml my-corpus.jsonl
  alliancekit explain AK501
  alliancekit schema > corpus.schema.json

\b
Exit codes:
  0  all is well
  1  there are problems in the data
  2  the command was misused, or failed: a missing file, an unknown id
"""


class _Failure(click.ClickException):
    """What ends a command that can't do its work; the message says why."""

    exit_code = FAILED

    def show(self, file: object = None) -> None:
        """Print the message to standard error."""
        from alliancekit.report.terminal import Paragraph, console, styled

        del file
        console(stderr=True).print(Paragraph(styled(("Error", "bold red"), f": {self.message}"), hang=2))


@contextmanager
def _ends() -> Generator[None]:
    """Give everything that can end the program its message and its exit code."""
    try:
        yield
    except InvalidCorpus as error:
        _print_problems(error.problems, 0, stderr=True)
        sys.exit(PROBLEMS)
    except BrokenPipeError:
        # What is still in the buffer would be written, in vain, when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(UNREAD)
    except (AllianceKitError, OSError) as error:
        raise _Failure(str(error)) from error
    except KeyboardInterrupt:
        click.echo(err=True)  # the terminal has shown ^C
        sys.exit(INTERRUPTED)


def _size(context: click.Context, parameter: click.Parameter, written: str | None) -> int | None:
    """Return the number of bytes that an option says."""
    if written is None:
        return None
    found = re.fullmatch(r"([1-9][0-9]{0,14}) ?([KMG]I?B|)", written.upper(), re.ASCII)
    if not found:
        message = f"{written!r} is no size; write one such as 500MB or 2GB"
        raise click.BadParameter(message, context, parameter)
    return int(found[1]) * _UNITS[found[2]]


def _reads(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say how much of a file is read."""
    number = click.IntRange(min=1)
    options = (
        click.option("--max-size", metavar="SIZE", callback=_size, help="How large a file may be, such as 2GB."),
        click.option("--max-values", metavar="N", type=number, help="How many values a file may hold."),
        click.option("--max-problems", metavar="N", type=number, help="How many problems of a file are told."),
    )

    @wraps(command)
    def limited(
        *arguments: object, max_size: int | None, max_values: int | None, max_problems: int | None, **named: object
    ) -> None:
        from alliancekit.formats import LIMITS, Limits

        limits = Limits(
            size=max_size or LIMITS.size,
            values=max_values or LIMITS.values,
            problems=max_problems or LIMITS.problems,
        )
        command(*arguments, limits=limits, **named)

    for option in reversed(options):
        limited = option(limited)
    return limited


class _Commands(click.Group):
    """The commands, and the exit code of everything that can end one of them."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        """Read the line; --help and --version print here already."""
        with _ends():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command of the line."""
        with _ends():
            return super().invoke(ctx)


@click.group(cls=_Commands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="alliancekit", prog_name="alliancekit", message="%(prog)s %(version)s")
def main() -> None:
    """Typed, checked, evidence-backed records of alliance politics.

    Who said what, where and when; who proposed which grouping, with whom and why; which treaty binds whom to do what;
    and which passage of which source says so. Begin with "alliancekit tour".
    """


@main.command()
@click.option("--texts", metavar="DIR", help="A folder with the seed documents: look up every anchor in them.")
def tour(texts: str | None) -> None:
    """Show the packaged corpus: five texts on one proposal.

    What it holds; the proposal with its members and reasons, as each source prints them; the statement that makes it,
    with its evidence; a treaty and what each side owes; and where the sources differ. The exit code is 1 if --texts is
    given and an anchor is not found.
    """
    from alliancekit.report import tour as guide

    corpus = _corpus(SEEDS)
    if texts is None:
        _print(guide.tour(corpus))
        return
    verification = _verification(corpus, texts)
    if failure := _without_texts(verification, texts):
        raise failure
    _print(guide.tour(corpus, verification))
    _exit_for(verification.problems())


@main.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--texts", metavar="DIR", help="A folder with the texts of the sources: look up every anchor in them.")
@click.option(
    "--format", "form", type=click.Choice(get_args(Form)), default="text", show_default=True, help="What to print."
)
@_reads
def check(paths: tuple[str, ...], texts: str | None, form: Form, limits: "Limits") -> None:
    """Check files; tell every mistake, at its line and column.

    Each PATH is a file (.yaml, .yml, .json, .jsonl, .parquet) or a folder of such files; together they are one corpus,
    so that a record may refer to one in another file. Warnings alone leave the exit code at 0.

    With --format json, a list of objects with the keys code, severity, message, hint, record, path, file, line, column
    and row is all that is printed; what does not apply is null. With --format sarif it is a SARIF 2.1.0 log, for code
    scanning and editors. With --format github it is a workflow command for each problem, which GitHub Actions shows
    beside its line; the summary goes to standard error.
    """
    from alliancekit.corpus import read
    from alliancekit.corpus.reading import are_tables, checked_tables

    places = tuple(_place(path) for path in paths)
    if texts is None and are_tables(places):
        found = checked_tables(places, limits)
        _print_as(form, found.problems, found.records)
        _exit_for(found.problems)
        return
    with _watched("Reading") as told:
        contents = read(*places, limits=limits, progress=told)
    problems = contents.problems
    failure = None
    if texts is not None:
        verification = _anchors(contents, texts)
        problems += tuple(contents.locate(problem) for problem in verification.problems())
        failure = _without_texts(verification, texts)
    _print_as(form, problems, len(contents.records))
    if failure:
        raise failure
    _exit_for(problems)


@main.command()
@click.argument("textfile")
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


@main.command()
@click.argument("id_", metavar="ID")
@click.option("--corpus", metavar="PATH", default=SEEDS, show_default=True, help="The corpus that has the record.")
@_reads
def show(id_: str, corpus: str, limits: "Limits") -> None:
    """Show a record, with its evidence.

    ID is the id of the record, such as state:jpn or proposal:quasi-security-alliance.
    """
    from alliancekit.report.records import shown

    held = _corpus(corpus, limits)
    _print(shown(held, held[id_]))


@main.command()
@click.argument("src")
@click.argument("dst")
@_reads
def convert(src: str, dst: str, limits: "Limits") -> None:
    """Read the corpus SRC and write it to DST.

    The ending of DST names the format (.yaml, .yml, .json, .jsonl); without ending it is a folder, in which each type
    of record gets a YAML file of its own. A file that exists is replaced, at once or not at all. Nothing is written if
    SRC has mistakes; they are told as by "alliancekit check".
    """
    from alliancekit.corpus import read
    from alliancekit.report.terminal import Paragraph, styled

    if dst == SEEDS:
        message = f"{SEEDS} names the corpus in the package, which stays as it is; for a folder, write ./{SEEDS}"
        raise _Failure(message)
    with _watched("Reading") as told:
        contents = read(_place(src), limits=limits, progress=told)
    corpus = contents.corpus()
    with _watched("Writing"):
        corpus.write(dst)
    if contents.problems:
        _print_problems(contents.problems, len(corpus), stderr=True)
    _print([Paragraph(styled(f"{dst}: {counted(len(corpus), 'record')} written"))])


@main.command()
@click.argument("code", required=False)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="What to print."
)
def explain(code: str | None, form: Literal["text", "json"]) -> None:
    """Explain a rule, or list them all.

    CODE is the code of the rule, such as AK501; without it, all rules are listed.

    With --format json, a list of objects with the keys code, severity, demand and advice is all that is printed.
    """
    from alliancekit import rulebook
    from alliancekit.report import rules

    chosen = None if code is None else rulebook.explain(code.upper())
    if form == "json":
        click.echo(rules.as_json([chosen] if chosen else rulebook.rules().values()))
    else:
        _print(rules.explained(chosen) if chosen else rules.listing())


@main.command()
@click.argument("model", required=False)
@click.option("--lines", is_flag=True, help="The schema of one line of JSON Lines.")
def schema(model: str | None, *, lines: bool) -> None:
    """Print the JSON Schema of a corpus, for editors.

    It is that of a document in YAML or JSON. MODEL is the name of a type of record, or of an object in one, such as
    Statement or Venue: print its schema instead.
    """
    import json

    from alliancekit.schema import document_schema, line_schema, schema_of, types

    known = {name.lower(): type_ for name, type_ in types().items()}
    if model and lines:
        message = "--lines prints the schema of any line; leave it out, or leave MODEL out"
        raise _Failure(message)
    if model and model.lower() not in known:
        message = f"no model is called {model!r}; the models are {', '.join(types())}"
        raise _Failure(message)
    made = schema_of(known[model.lower()]) if model else line_schema() if lines else document_schema()
    # In bytes, so that they are the same on every system.
    click.echo(f"{json.dumps(made, indent=2)}\n".encode(), nl=False)


def _place(path: str) -> "str | PathLike[str]":
    """Return the place of a corpus that the user names."""
    if path != SEEDS:
        return path
    from alliancekit.loaders.seeds import FOLDER

    return FOLDER


def _corpus(path: str, limits: "Limits | None" = None) -> "Corpus":
    """Return the corpus that the user names."""
    from alliancekit.corpus import load
    from alliancekit.formats import LIMITS

    return load(_place(path), limits=limits or LIMITS)


def _verification(corpus: "Corpus", texts: str) -> "Verification":
    """Return what has become of the anchors of a corpus in a folder with its texts."""
    from alliancekit.evidence import verify

    with _watched("Looking up anchors"):
        return verify(corpus, texts)


def _without_texts(verification: "Verification", texts: str) -> _Failure | None:
    """Return what is to be said if a folder has none of the texts of a corpus."""
    if not verification.texts or any(text.state != "missing" for text in verification.texts):
        return None
    names = ", ".join(text.source.file or f"{text.source.id} (names no file)" for text in verification.texts)
    message = (
        f"{texts} has none of the texts: {names}; put each text into that folder, under the name that its source gives "
        "in 'file', or name another folder"
    )
    return _Failure(message)


def _anchors(contents: "Contents", texts: str) -> "Verification":
    """Return what has become of the anchors of all records that no error touches; say how many there are."""
    from alliancekit.corpus import Corpus

    sound = contents.sound()
    verification = _verification(Corpus(sound), texts)
    of = f", in {counted(len(sound), 'record')} that no error touches" if contents.errors else ""
    click.echo(f"Note: {counted(len(verification.checks), 'anchor')} looked up{of}.", err=True)
    return verification


def _print(lines: "Iterable[RenderableType]", *, stderr: bool = False) -> None:
    from alliancekit.report.terminal import console

    out = console(stderr=stderr)
    for line in lines:
        out.print(line)


def _print_problems(problems: tuple[Problem, ...], records: int, *, stderr: bool = False) -> None:
    from alliancekit.report.problems import report

    _print(report(problems, records), stderr=stderr)


def _print_as(form: Form, problems: tuple[Problem, ...], records: int) -> None:
    """Print problems in a format, and nothing else to standard output."""
    # Where GitHub runs it, a file is looked for from the top of the repository.
    root = Path(os.environ.get("GITHUB_WORKSPACE", ""))
    match form:
        case "text":
            _print_problems(problems, records)
        case "json":
            from alliancekit.report.problems import as_json

            click.echo(as_json(problems))
        case "sarif":
            from alliancekit.report import sarif

            _write(sarif.log(problems, root))
        case "github":
            from alliancekit.report import github
            from alliancekit.report.problems import summary

            _write(github.commands(problems, root))
            click.echo(summary(problems, records), err=True)
        case _:
            assert_never(form)


def _write(lines: Iterable[str]) -> None:
    """Print lines as they are, for programs."""
    from alliancekit.report.terminal import console

    out = console()
    for line in lines:
        out.out(line, highlight=False)


def _watched(doing: str) -> "AbstractContextManager[Callable[[float], None]]":
    """Show a bar if a block takes its time; what it gives is to be told the share that is done."""
    from alliancekit.report.progress import watched
    from alliancekit.report.terminal import console

    return watched(console(stderr=True), doing)


def _exit_for(problems: Iterable[Problem]) -> None:
    """End the program with the code for problems in the data if one of them is an error."""
    if any(problem.severity is Severity.ERROR for problem in problems):
        sys.exit(PROBLEMS)
