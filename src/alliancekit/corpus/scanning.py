"""Files of any length, record by record, in constant memory."""

from collections.abc import Iterable, Iterator, Sequence
from os import fspath
from pathlib import Path as FilePath
from typing import cast

from attrs import define

from alliancekit.corpus._told import one_too_many
from alliancekit.corpus.documents import Header, Raw, Run, of_line, raw_records
from alliancekit.corpus.fast import Lines, fast
from alliancekit.corpus.places import in_text, made, refused_in
from alliancekit.corpus.reading import AnyPath, files_of, scan_parquet
from alliancekit.errors import Problem
from alliancekit.formats import (
    LIMITS,
    Document,
    Limits,
    format_of,
    is_blank,
    is_table,
    read_blocks,
    read_bytes,
    read_line,
    read_lines,
    whole_lines,
)
from alliancekit.models import Entry


def scan(*paths: AnyPath, limits: Limits = LIMITS) -> Iterator[Entry | Problem]:
    """Yield the records of files, each valid by itself, and the problems of those that are not, in their order.

    Of JSON Lines and Parquet it holds a part at a time, however long the file is; other files are read whole. What
    records say together is not looked at: that ids are unique and references point at records is for `load` and `check`
    to say. All other problems are theirs, word for word.

    Args:
        paths: As for `load`.
        limits: How large and how deep a line of JSON Lines, or another file but Parquet, may be; and how many problems
            of a file are told before the rest of it is left.

    Raises:
        UnusableFile: If a path is missing, can't be read, or has no corpus file.
    """
    for file in files_of(paths):
        yield from _found(file, limits, _Left(max(limits.problems, 0)))


@define
class _Left:
    """How many problems of a file may still be told.

    Attributes:
        number: How many.
        is_over: Whether there were more.
    """

    number: int
    is_over: bool = False

    def told(self, problems: Sequence[Problem], limits: Limits) -> Sequence[Problem]:
        """Return the problems that are told; the first that is one too many says so, and is the last."""
        if len(problems) > self.number:
            self.is_over = True
            problems = [*problems[: self.number], one_too_many(problems[self.number], limits)]
        self.number -= len(problems)
        return problems


def _found(file: FilePath, limits: Limits, left: _Left) -> Iterator[Entry | Problem]:
    """Yield what a file holds, until there are too many problems."""
    if is_table(file):
        for item in scan_parquet(file):
            yield from left.told([item], limits) if isinstance(item, Problem) else [item]
            if left.is_over:
                return
    elif format_of(file).lines:
        yield from _of_rows(file, limits, left)
    else:
        form = format_of(file)
        way = fast(form, limits)
        data, name = read_bytes(file, limits), fspath(file)
        document = way.read(data, name) if way else form.read(data, name, limits)
        yield from _of_document(
            document, raw_records(document, lines=False, read=way.taken if way else {}), limits, left
        )


def _of_rows(file: FilePath, limits: Limits, left: _Left) -> Iterator[Entry | Problem]:
    """Yield what the lines of a file hold."""
    lines, header, name = Lines(limits), Header(), fspath(file)
    blank: list[bytes] = []  # at the end of a file they may stand
    for block in whole_lines(read_blocks(file), limits.size):
        entries = lines.entries(block)
        if not blank and all(entries):
            header.line += len(entries)
            yield from cast("list[Entry]", entries)
            continue
        for row, entry in zip(block.splitlines(keepends=True), entries, strict=True):
            if entry and not blank:
                header.line += 1
                yield entry
            elif is_blank(row) and len(blank) < limits.values:
                blank.append(row)
            else:
                if blank:
                    document = read_lines(b"".join([*blank, row]), name, limits, before=header.line)
                    blank.clear()
                else:
                    document = read_line(row, name, limits, header.line)
                yield from _of_document(document, _raws(document, header), limits, left)
                if document.tree is None or left.is_over:
                    return
    if not header.line:
        document = read_lines(b"", name, limits)
        yield from _of_document(document, raw_records(document, lines=True), limits, left)


def _raws(document: Document, header: Header) -> list[Raw | Problem]:
    lines = document.tree if isinstance(document.tree, list) else []
    return [raw for line in lines for raw in of_line(document, line, header)]


def _of_document(
    document: Document, raws: Iterable[Raw | Problem | Run], limits: Limits, left: _Left
) -> Iterator[Entry | Problem]:
    """Yield the records of a document or of some of its lines, then the problems in the order of the text."""
    problems, refused = [*document.problems], refused_in(document)
    for raw in raws:
        if isinstance(raw, Problem):
            problems.append(raw)
            continue
        if isinstance(raw, Run):
            yield from raw.entries
            continue
        entry, _, found = made(raw, refused, document, 0, limits)
        problems += found
        if entry:
            yield entry
    problems.sort(key=in_text)
    yield from left.told(problems, limits)
