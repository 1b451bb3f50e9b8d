"""The command that reviews drafts: review."""

import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

from alliancekit.cli._exit_codes import Failure
from alliancekit.cli._options import output_option
from alliancekit.cli._outputs import refuse, replace_option
from alliancekit.cli._paths import (
    ReadingOptions,
    corpus_path,
    input_path,
    load_corpus,
    output_path,
    read_corpus,
    reading_options,
    refuse_outputs,
)
from alliancekit.cli._printing import paragraph, print_lines
from alliancekit.errors import AllianceKitError, InvalidCorpus
from alliancekit.messages import counted

if TYPE_CHECKING:
    from pathlib import Path

    from alliancekit.corpus import Contents, Corpus
    from alliancekit.models import Entry
    from alliancekit.review import Decision, DraftStatus, Review

_EXAMPLES: Final = """
\b
Examples:
  alliancekit review drafts.yaml --corpus corpus/ --texts texts/ --by AB
  alliancekit review drafts.yaml --corpus corpus/ --by AB -o reviewed.yaml
  alliancekit review drafts.yaml --decisions decisions.yaml -o reviewed.yaml
"""


@click.command(epilog=_EXAMPLES)
@click.argument("drafts", callback=input_path)
@click.option(
    "--corpus",
    "corpus_name",
    metavar="PATH",
    callback=input_path,
    help="The corpus to which the drafts belong: its actors, states and sources.",
)
@click.option("--texts", metavar="DIR", callback=input_path, help="Show the passages from the texts in this folder.")
@click.option("--by", metavar="NAME", help="Who reviews: initials, a name or an ORCID.")
@output_option("The file to write with the accepted records.", metavar="OUT")
@click.option(
    "--decisions",
    metavar="FILE",
    callback=input_path,
    help="Apply the decisions of this file (.ndjson, .jsonl, .json, .yaml) without a dialogue.",
)
@click.option(
    "--log",
    metavar="FILE",
    callback=output_path,
    help="Add decisions to this file.  [default: DRAFTS.decisions.ndjson]",
)
@replace_option
@click.option("--with-waiting", is_flag=True, help="Also write the drafts that are not decided, unchanged.")
@reading_options
def review(  # noqa: PLR0913 - one parameter for each option
    *,
    drafts: str,
    corpus_name: str | None,
    texts: str | None,
    by: str | None,
    output: str | None,
    decisions: str | None,
    log: str | None,
    replace: bool,
    with_waiting: bool,
    reading: ReadingOptions,
) -> None:
    """Review drafts: accept, edit or reject each candidate of a file.

    DRAFTS is a corpus with candidates, such as those that a program has drafted. Each one that nobody has reviewed is
    shown with its passages, and one key decides; h shows the keys. Each decision is added to a file beside DRAFTS at
    once: who, when, and what changed. If you stop, the review goes on at the first draft that is not decided.

    Accepted drafts become statements and proposals, or stay candidates if their sources do not say all. They are
    written to OUT with the other records of DRAFTS, and have a coding with the reviewer and the day. They are first
    checked together with the corpus of --corpus, whose records are not in OUT. DRAFTS is never changed.

    If nothing is accepted, nothing is written. If OUT exists, it is replaced only if it is a result of this review: of
    the same drafts and decisions, or of the first of them. So a review can go on, but your corrections in OUT are not
    lost. --replace replaces it nevertheless.

    With --decisions, the decisions of a file are applied. It has an object for each decision: record, decision
    (accept, accept_as_candidate, reject, skip, edit, undo), by, at, reason, and changes, a list of objects with field
    and new.

    The exit code is 1 if the records or decisions have errors; OUT is then not written.
    """
    from alliancekit.review import Review, decisions_path
    from alliancekit.review.outcome import was_outcome

    refuse_outputs([output, log], [drafts, corpus_name, *([decisions] if decisions else [])])
    with _names_what_is_not_written(output):
        contents = _read_drafts(drafts, reading)
        corpus = load_corpus(corpus_name, reading) if corpus_name else None
        logged = decisions_path(drafts) if log is None else _path(log)
        source = _path(decisions) if decisions else logged

        def result() -> "tuple[Entry, ...]":
            if corpus is None and output is None:
                return ()  # the other records are not known, and nothing is written
            found = _replay(contents, source, by, reopen_changed=decisions is None)
            return _outcome(found, contents, corpus, with_waiting=with_waiting)

        def refuse_other_output() -> None:
            if output is not None and not replace:
                before = _decisions_before(source, by, reopen_changed=decisions is None)
                start = Review(contents.records, reopen_changed=decisions is None)
                _refuse_other_output(output, lambda made: was_outcome(made, start, before, corpus or ()), reading)

        found = _replay(contents, source, by, reopen_changed=decisions is None)
        refuse_other_output()  # before the reviewer begins
        if decisions is None and found.states:
            try:
                _talk(found, contents, corpus, texts, by, logged, output, result)
            except KeyboardInterrupt:
                click.echo(f"\n{_where(logged, output)}", err=True)
                raise
        _print_end(found, contents, output, None if decisions else logged)
        if output is not None:
            records = result()
            if not _has_results(found, with_waiting=with_waiting):
                print_lines(paragraph(_nothing_written(output)))
                return
            refuse_other_output()  # the file may have changed since
            _write(records, output)


@contextmanager
def _names_what_is_not_written(output: str | None) -> Generator[None]:
    """Say that a file was not written if a block raises an exception."""
    message = f"{output} was not written"
    try:
        yield
    except InvalidCorpus as error:
        if output is None:
            raise
        raise InvalidCorpus(error.problems, f"{error.note}; {message}" if error.note else message) from error
    except (AllianceKitError, OSError, click.ClickException, KeyboardInterrupt):
        if output is not None:
            click.echo(message, err=True)
        raise


def _replay(contents: "Contents", source: "Path", by: str | None, *, reopen_changed: bool) -> "Review":
    """Return the review of drafts after the decisions of a file; a file to which decisions are added may not exist."""
    from alliancekit.review import Review

    before = _decisions_before(source, by, reopen_changed=reopen_changed)
    return Review(contents.records, before, reopen_changed=reopen_changed)


def _decisions_before(source: "Path", by: str | None, *, reopen_changed: bool) -> "tuple[Decision, ...]":
    """Return the decisions of a file; a file to which decisions are added may not exist."""
    from alliancekit.corpus.clock import moment_in_utc
    from alliancekit.review import read_decisions

    there = source.exists() or not reopen_changed
    return read_decisions(source, by, moment_in_utc()) if there else ()


def _refuse_other_output(output: str, is_own: "Callable[[Mapping[str, Entry]], bool]", reading: ReadingOptions) -> None:
    """Raise `Failure` if an output exists and is not exactly what the review has written.

    Args:
        output: The file or folder.
        is_own: Returns whether the review may have written some records.
        reading: How to read the output.
    """
    from alliancekit.corpus.files import corpus_files, written_files
    from alliancekit.corpus.order import in_order
    from alliancekit.formats import is_folder, path_of, read_bytes

    target = path_of(output)
    paths = corpus_files(target) if is_folder(target) else [target]
    existing = {path: read_bytes(path, reading.limits) for path in paths if path.exists()}
    if not existing:
        return
    records = in_order(read_corpus([target], reading).records)
    files = written_files(tuple(records.values()), target)
    if files != existing or not is_own(records):
        refuse(output, "exists, and is not what this review has written")


def _has_results(found: "Review", *, with_waiting: bool) -> bool:
    """Return whether a draft is accepted, or waits and is written nevertheless."""
    states: set[DraftStatus] = {"accepted", "accepted_as_candidate"}
    return not (states | {"open", "skipped"} if with_waiting else states).isdisjoint(found.counts())


def _nothing_written(output: str) -> str:
    old = "; it has the result of earlier decisions, remove it if it is of no use" if _path(output).exists() else ""
    return f"{output} was not written: no draft is accepted{old}"


def _print_end(found: "Review", contents: "Contents", output: str | None, log: "Path | None") -> None:
    """Print what is decided, and what to do next if nothing is written."""
    from alliancekit.models import Candidate
    from alliancekit.report.reviews import summary, without_drafts

    if not found.states:
        print_lines(paragraph(without_drafts(sum(isinstance(each, Candidate) for each in contents.records))))
        return
    print_lines(paragraph(summary(found.counts())))
    if output is None:
        text = _where(log, output) if log else "Nothing was written: add -o OUT to write the accepted records."
        print_lines(paragraph(text))


def _path(name: str) -> "Path":
    from alliancekit.formats import path_of

    return path_of(name)


def _where(log: "Path", output: str | None) -> str:
    if not log.exists():
        return "No decision is recorded."
    write = "" if output else ", or with -o OUT to write the accepted records"
    return f"The decisions are in {log}: run the command again to go on{write}."


def _read_drafts(drafts: str, reading: ReadingOptions) -> "Contents":
    """Return the records of a file of drafts; references to records of other files are checked at the end.

    Raises:
        InvalidCorpus: If a record has a problem of its own, or if two records have one id.
    """
    from alliancekit.corpus.checks import RULES
    from alliancekit.corpus.checks.unique_ids import UNIQUE

    contents = read_corpus([corpus_path(drafts)], reading)
    across = {rule.code for rule in RULES if rule is not UNIQUE}
    own = [problem for problem in contents.errors if problem.code not in across]
    if own:
        raise InvalidCorpus(own)
    return contents


def _talk(  # noqa: PLR0913, PLR0917 - what a dialogue needs
    found: "Review",
    contents: "Contents",
    corpus: "Corpus | None",
    texts: str | None,
    by: str | None,
    log: "Path",
    output: str | None,
    checked: "Callable[[], tuple[Entry, ...]]",
) -> None:
    """Ask the reviewer about each draft; `checked` raises the errors of the records that the decisions leave."""
    from functools import partial

    from alliancekit.cli._review_terminal import ReviewDialogue, ReviewSettings
    from alliancekit.corpus.clock import moment_in_utc
    from alliancekit.corpus.unchecked import unchecked_corpus
    from alliancekit.evidence import SourceTexts
    from alliancekit.report.passages import passages
    from alliancekit.review.drafts import reviewed

    if by is None and not sys.stdin.isatty():
        message = "the decisions need the name of the reviewer: add --by NAME"
        raise Failure(message)
    name = input("Who reviews (initials, a name or an ORCID)? ") if by is None else by
    reviewed(name, moment_in_utc())  # an unusable name is refused before the first decision
    records = {record.id: record for record in (*(corpus or ()), *contents.records)}
    view = unchecked_corpus(records.values())
    shown = partial(passages, SourceTexts(texts, view.sources())) if texts else None

    def errors() -> InvalidCorpus | None:
        try:
            checked()
        except InvalidCorpus as error:
            return error
        return None

    settings = ReviewSettings(name, log, output, view, shown, corpus is not None, errors)
    ReviewDialogue(found, settings).run()


def _outcome(
    found: "Review", contents: "Contents", corpus: "Corpus | None", *, with_waiting: bool
) -> "tuple[Entry, ...]":
    """Return the outcome of a review.

    Raises:
        InvalidCorpus: If its records break a rule together with the corpus; each problem has the location of the
            decision from which it comes, or of the draft.
    """
    from alliancekit.corpus.checks.unknown_ids import RESOLVES
    from alliancekit.review import outcome
    from alliancekit.review.origins import with_origin

    try:
        return outcome(found, corpus or (), with_waiting=with_waiting)
    except InvalidCorpus as error:
        traced = [with_origin(found, problem) for problem in error.problems]
        problems = [each if each.location else contents.locate(each) for each in traced]
        unknown = corpus is None and any(each.code == RESOLVES.code for each in problems)
        advice = "pass --corpus with the records to which the drafts refer" if unknown else ""
        raise InvalidCorpus(problems, "; ".join(filter(None, (error.note, advice)))) from error


def _write(records: "tuple[Entry, ...]", output: str) -> None:
    """Write the records that a review leaves."""
    from alliancekit.corpus.files import write
    from alliancekit.corpus.order import in_order

    write(tuple(in_order(records).values()), output)
    print_lines(paragraph(f"{output}: {counted(len(records), 'record')} written"))
