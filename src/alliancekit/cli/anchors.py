"""The commands of anchors: anchor, anchors repair."""

import re
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from attrs import evolve

from alliancekit.cli._advice import problem_with_options
from alliancekit.cli._exit_codes import FAILED, PROBLEMS, Failure, exit_if_errors
from alliancekit.cli._options import text_or_json_option
from alliancekit.cli._paths import (
    SEEDS,
    ReadingOptions,
    corpus_path,
    input_path,
    read_corpus,
    reading_options,
)
from alliancekit.cli._printing import paragraph, print_lines
from alliancekit.cli.texts import source_of
from alliancekit.errors import AllianceKitError, InvalidCorpus, UnusableFile
from alliancekit.messages import counted, listed
from alliancekit.text import quote

if TYPE_CHECKING:
    from collections.abc import Generator

    from alliancekit.corpus import Corpus
    from alliancekit.evidence import QuotationResult, WrittenAnchors

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


_common_option = click.option(
    "--corpus",
    "common",
    metavar="PATH",
    callback=input_path,
    help="Another corpus to which CORPUS refers. It is not changed.",
)
"""Decorator that adds the option --corpus."""

_EXAMPLES: Final = """
\b
Examples:
  alliancekit anchor texts/speech.txt "a quotation from it" "another … one"
  alliancekit anchor texts/speech.txt --at 120-180
  alliancekit anchor texts/speech.txt "a quotation" \\
      --write my-corpus/ statement:the-call --source source:speech
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
    "--write",
    "target",
    metavar="CORPUS RECORD",
    nargs=2,
    help="Write the anchors into the attestation of this record, in its file.",
)
@click.option("--source", metavar="ID", help="With --write: the source of the attestation, if there are several.")
@click.option(
    "--attestation",
    metavar="N",
    type=click.IntRange(min=1),
    help="With --write: the number of the attestation, if the record has several of a source.",
)
@click.option(
    "--replace",
    metavar="N",
    type=click.IntRange(min=1),
    help="With --write: replace the Nth anchor of the attestation, counted from 1.",
)
@click.option(
    "--new-digest",
    is_flag=True,
    help="With --write: replace the digest of the source, and its length if it has one.",
)
@_common_option
@text_or_json_option
def anchor(  # noqa: PLR0913 - one parameter for each option
    *,
    textfile: str,
    quotes: tuple[str, ...],
    nth: int | None,
    spans: list[tuple[int, int]],
    target: tuple[str, str] | None,
    source: str | None,
    attestation: int | None,
    replace: int | None,
    new_digest: bool,
    common: str | None,
    output_format: str,
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

    --write CORPUS RECORD puts the anchors into the attestation of a record, in its file (YAML, JSON or JSON Lines), and
    the digest into its source if that has none. All other characters of the files remain, comments too. If a quotation
    is not found, nothing is written.

    If your text is another version than that of the source, --write refuses it. With --new-digest, the digest of the
    source becomes that of your text, and so does its length, or null if other anchors end after your text. Its other
    anchors that are found elsewhere in your text get their new positions; the number of lost ones is printed. --replace
    N puts the anchor in the place of the Nth one; "alliancekit anchors repair" prints the commands for lost anchors.

    --format json prints an object with the keys file, digest and quotations, a list of objects with the keys words,
    anchors, message, hint and near.
    """
    import json

    from alliancekit.convert import tree
    from alliancekit.evidence import QuotationResult, look_up_quotations, read_copy
    from alliancekit.evidence import anchor as anchor_of
    from alliancekit.report.quotations import missing_quotations, quotations_as_json

    only_with_write = {
        "--source": source,
        "--attestation": attestation,
        "--replace": replace,
        "--new-digest": new_digest,
        "--corpus": common,
    }
    for option, value in only_with_write.items():
        if value and not target:
            message = f"{option} works only with --write"
            raise Failure(message)
    if target and target[0] == SEEDS:
        message = f"{SEEDS} is the packaged corpus, which is read-only"
        raise Failure(message)
    if not quotes and not spans:
        message = "pass a quotation or --at START-END"
        raise Failure(message)
    copy, digest = read_copy(textfile)
    marked = tuple(QuotationResult(copy.text[first:last], (anchor_of(copy, first, last),)) for first, last in spans)
    results = (*map(_with_options, look_up_quotations(copy, quotes, nth)), *marked)
    if output_format == "json":
        click.echo(quotations_as_json(results, textfile, digest))
    else:
        anchors = [each for result in results for each in result.anchors]
        for each in anchors:  # JSON is valid in every YAML tool, and in a corpus in JSON
            click.echo(f"- {json.dumps(tree(each))}")
        if anchors:
            click.echo(f"# digest: {digest}")
        print_lines(missing_quotations(results, textfile), stderr=True)
    if any(result.problem for result in results):
        sys.exit(FAILED)
    if target:
        from alliancekit.evidence import write_anchors

        corpus, record = target
        with _nothing_written(corpus, common):
            written = write_anchors(
                corpus,
                record,
                [each for result in results for each in result.anchors],
                source=source,
                attestation=attestation,
                replace=replace,
                digest=digest,
                new_digest=new_digest,
                text=copy,
                common=None if common is None else corpus_path(common),
            )
        _print_written(written, corpus, common)


@contextmanager
def _nothing_written(corpus: str, common: str | None) -> "Generator[None]":
    """Print that nothing was written, if a block raises an error of the package."""
    try:
        with _missing_records(corpus, common):
            yield
    except AllianceKitError:
        print_lines(paragraph(f"Nothing was written to {corpus}."), stderr=True)
        raise


@contextmanager
def _missing_records(corpus: str, common: str | None) -> "Generator[None]":
    """Print that a corpus may refer to another one, if a block raises because it refers to unknown records."""
    from alliancekit.corpus.checks.unknown_ids import RESOLVES

    try:
        yield
    except InvalidCorpus as error:
        if common is None and any(problem.code == RESOLVES.code for problem in error.problems):
            text = f"Note: if {corpus} refers to records of another corpus, add --corpus PATH."
            print_lines(paragraph(text), stderr=True)
        raise


def _with_options(result: "QuotationResult") -> "QuotationResult":
    """Return a result whose problem names the options of the command line."""
    return evolve(result, problem=problem_with_options(result.problem)) if result.problem else result


def _print_written(written: "WrittenAnchors", corpus: str, common: str | None) -> None:
    """Print on standard error what was written."""
    if not written.files:
        print_lines(paragraph("The record has these anchors already."), stderr=True)
        return
    files = listed(tuple(map(str, written.files)), "and")
    added = (counted(written.anchors, "anchor"),) if written.anchors else ()
    moved = (f"{counted(written.moved, 'new position')} of anchors",) if written.moved else ()
    digest = ("the digest",) if written.digest else ()
    length = ("the length",) if written.length else ()
    print_lines(paragraph(f"Wrote {listed((*added, *moved, *digest, *length), 'and')} to {files}."), stderr=True)
    _print_left(written, corpus, common)


def _print_left(written: "WrittenAnchors", corpus: str, common: str | None) -> None:
    """Print on standard error which anchors do not fit the text."""
    shared = f" --corpus {common}" if common else ""
    advice = f'"alliancekit anchors repair {corpus} --texts DIR{shared}" proposes new ones.'
    if written.lost:
        verb = "is" if written.lost == 1 else "are"
        text = f"Note: {counted(written.lost, 'other anchor')} of {written.source} {verb} lost in this text. {advice}"
        print_lines(paragraph(text), stderr=True)
    if written.outside:
        end = "other anchor ends" if written.outside == 1 else "other anchors end"
        text = f"Note: the length of {written.source} is null now, because {written.outside} {end} after this text."
        print_lines(paragraph(text), stderr=True)


@click.group()
def anchors() -> None:
    """Work with the anchors of a corpus."""


_UPDATE_EXAMPLES: Final = """
\b
Examples:
  alliancekit anchors update my-corpus/ --texts texts/ --source source:daily
  alliancekit anchors update ann.yaml --corpus shared.yaml --texts texts/ \\
      --source source:daily
"""


@anchors.command()
@click.argument("corpus", callback=input_path)
@click.option("--texts", metavar="DIR", required=True, callback=input_path, help="The folder with the new texts.")
@click.option(
    "--old-texts",
    metavar="DIR",
    callback=input_path,
    help="A folder with the old texts, in which the anchors can be found: then their words are known.",
)
@_common_option
@text_or_json_option
@reading_options
def repair(  # noqa: PLR0913 - one parameter for each option
    *,
    corpus: str,
    texts: str,
    old_texts: str | None,
    common: str | None,
    output_format: str,
    reading: ReadingOptions,
) -> None:
    """Propose new anchors for lost ones; change nothing.

    An anchor is lost if its words or too much of their context have changed in your copy of the text. Proposed are
    passages between the same contexts, passages with the same words, and, with --old-texts, passages with similar
    words, in which the differences are marked. Below each proposal is the command that writes it into the corpus:
    compare the passages, then run the command of the right one.

    The exit code is 1 if an anchor is lost. --format json prints a list of objects with the keys record, path, source,
    anchor, reason, words, before, after and proposals.
    """
    from alliancekit.evidence import SourceTexts, repairs, verify
    from alliancekit.report.repairs import repairs_as_json, repairs_report, replacing_command

    with _missing_records(corpus, common):
        loaded, own = _load(corpus, common, reading)
    verification = verify(loaded, texts)
    verification = evolve(verification, checks=tuple(each for each in verification.checks if each.record in own))
    old = SourceTexts(old_texts, loaded.sources()) if old_texts else None
    proposed = repairs(verification, old)
    if output_format == "json":
        click.echo(repairs_as_json(proposed))
    else:
        command = None if corpus == SEEDS else replacing_command(verification, corpus, texts, common, own)
        print_lines(repairs_report(proposed, command))
    others = [
        f'{text.source.id} has the digest of another text in {common}; first run "alliancekit anchors update {common} '
        f'--texts {texts} --source {text.source.id}"'
        for text in verification.texts
        if text.state == "changed" and text.source.id not in own
    ]
    missing = [text.reason for text in verification.texts if text.reason is not None] + others
    print_lines([line for reason in missing for line in paragraph(f"Note: {reason}")], stderr=True)
    exit_if_errors(verification.problems())


@anchors.command(epilog=_UPDATE_EXAMPLES)
@click.argument("corpus", callback=input_path)
@click.option("--texts", metavar="DIR", required=True, callback=input_path, help="The folder with the new text.")
@click.option("--source", "source_id", metavar="ID", required=True, help="The source whose text is another one now.")
@_common_option
@reading_options
def update(*, corpus: str, texts: str, source_id: str, common: str | None, reading: ReadingOptions) -> None:
    """Make the text in a folder the one to which a corpus refers.

    The source gets the digest and the length of its text in the folder. Its anchors that are found elsewhere in the
    text get their new positions. All other characters of the files (YAML, JSON or JSON Lines) remain. Use it after you
    have corrected a text, or if you replace it by another version.

    A lost anchor does not change; "alliancekit anchors repair" proposes new ones. If such anchors end after the text,
    the length becomes null: run the command again when they are repaired.

    If several coders share the corpus with the source, run the command for it first, then for the file of each coder
    with --corpus. The exit code is 1 if an anchor is lost.
    """
    from alliancekit.evidence import SourceTexts, read_copy, update_anchors

    if corpus == SEEDS:
        message = f"{SEEDS} is the packaged corpus, which is read-only"
        raise Failure(message)
    with _nothing_written(corpus, common):
        loaded, _ = _load(corpus, common, reading)
        source = source_of(loaded, source_id)
        text = SourceTexts(texts, loaded.sources())[source.id]
        if text.copy is None or source.file is None:
            raise UnusableFile(str(text.reason))
        copy, digest = read_copy(Path(texts, source.file))
        shared = None if common is None else corpus_path(common)
        written = update_anchors(corpus, source_id, copy, digest, common=shared)
    if written.files:
        _print_written(written, corpus, common)
    else:
        print_lines(paragraph(f"{source_id} and its anchors fit the text already; nothing was written."), stderr=True)
        _print_left(written, corpus, common)
    if written.lost:
        sys.exit(PROBLEMS)


def _load(corpus: str, common: str | None, reading: ReadingOptions) -> "tuple[Corpus, frozenset[str]]":
    """Load a corpus together with another one to which it refers; also return the ids of its own records."""
    paths = [corpus_path(path) for path in (corpus, common) if path is not None]
    loaded = read_corpus(paths, reading).corpus()
    own = loaded if common is None else read_corpus(paths[:1], reading).records
    return loaded, frozenset(record.id for record in own)
