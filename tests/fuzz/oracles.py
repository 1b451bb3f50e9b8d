"""Properties that hold for any bytes; each function raises AssertionError if its property does not hold."""

import json
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final, NoReturn, cast
from unicodedata import normalize

from tests.slowly import slowly

from alliancekit import rulebook
from alliancekit.convert import tree
from alliancekit.corpus import Corpus, read
from alliancekit.corpus.trees import Parse
from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidCorpus, InvalidDate, InvalidRecord, Problem
from alliancekit.evidence import Copy, anchor, find, fold
from alliancekit.formats import (
    Document,
    Limits,
    Tree,
    read_json,
    read_line,
    read_yaml,
    write_json,
    write_lines,
    write_yaml,
)

LIMITS: Final = Limits(size=2**16, values=2_000, problems=200)
"""Small limits, so that fuzzing reaches them."""

_SURROGATES: Final = range(0xD800, 0xE000)


@cache
def _codes() -> frozenset[str]:
    return frozenset(rulebook.rules())


def document(data: bytes, read_it: Parse, write: Callable[[Tree], bytes]) -> None:
    """A reader raises no exception, and a tree without problems is equal after writing and reading it."""
    read_document = read_it(data, "x", LIMITS)
    _check_problems(read_document.problems, data)
    assert len(read_document.problems) <= LIMITS.problems + 1
    if read_document.problems:
        return
    _check_locations(read_document, data)
    if read_document.tree is not None:
        again = read_it(write(read_document.tree), "x", LIMITS)
        assert not again.problems, again.problems
        assert repr(again.tree) == repr(read_document.tree)


def lines(data: bytes) -> None:
    """A line is read or refused, and a valid line is equal after writing and reading it."""
    for number, row in enumerate(data.splitlines(keepends=True)):
        try:
            line = read_line(row, "x", LIMITS, number)
        except InvalidCorpus as refusal:
            _check_problems(refusal.problems, data)
            continue
        _check_problems(line.problems, data)
        if not line.problems:
            (tree_,) = cast("list[Tree]", line.tree)
            again = read_line(write_lines([tree_]), "x", LIMITS, number)
            assert not again.problems, again.problems
            assert repr(again.tree) == repr(line.tree)


def json_agrees(data: bytes) -> None:
    """JSON without problems equals the result of the standard library, and what that refuses is refused."""
    read_document = read_json(data, "x", LIMITS)
    try:
        theirs = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        assert read_document.problems
        return
    if not read_document.problems:
        assert repr(theirs) == repr(read_document.tree)
    else:
        # Only we refuse NUL, half a surrogate pair, a duplicate key, a limit, and a number beyond 64 bits.
        assert {problem.code for problem in read_document.problems} <= {"AK002", "AK003", "AK006", "AK007"}
        syntax = [problem.message for problem in read_document.problems if problem.code == "AK002"]
        assert all("half of a surrogate pair" in message or "U+0000" in message for message in syntax), syntax


def _refuse(what: str) -> NoReturn:
    raise ValueError(what)


def corpus(data: bytes, ending: str) -> None:
    """A file has problems, or is a corpus that is equal after writing and reading it.

    The fast and the slow reader give the same result.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"x{ending}")
        file.write_bytes(data)
        contents = read(file, limits=LIMITS)
        with slowly():
            slow = read(file, limits=LIMITS)
        assert (contents.records, contents.problems) == (slow.records, slow.problems)
        _check_problems(contents.problems, data)
        if contents.errors:
            return
        loaded = contents.corpus()
        for other in (".yaml", ".json", ".jsonl"):
            copy = Path(folder, f"y{other}")
            loaded.write(copy)
            assert read(copy).corpus() == loaded
            first = copy.read_bytes()
            Corpus(tuple(loaded)).write(copy)
            assert copy.read_bytes() == first


def date(data: bytes) -> None:
    """A text is refused, or is a date that is equal after writing and reading it."""
    text = (
        data.decode("utf-8", "surrogatepass" if len(data) % 2 else "replace")
        if _decodes(data)
        else data.decode("latin-1")
    )
    try:
        parsed = PartialDate(text)
    except InvalidDate:
        return
    assert PartialDate(parsed.edtf) == parsed
    parsed.before(PartialDate("2025-04"))
    parsed.overlaps(parsed)


def _decodes(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def prose(data: bytes) -> None:
    """A text in prose is refused, or is a date with the text as its printed form."""
    text = data.decode("utf-8", "replace")
    for anchor_date in (PartialDate("2025-05"), PartialDate("2025-05-03")):
        try:
            parsed = PartialDate.from_prose(text, anchor=anchor_date)
        except InvalidDate:
            pass
        else:
            assert parsed.as_printed == text.strip() or parsed.as_printed == text, (parsed.as_printed, text)
            assert PartialDate(parsed.edtf).edtf == parsed.edtf


def words(data: bytes) -> None:
    """An anchor of a span is found exactly in its text; in another text it may be lost, without an error."""
    if len(data) < 4:
        return
    text = data[4:].decode("utf-8", "replace")
    start, length = data[0] * 256 + data[1], data[2]
    copy = Copy(text)
    folded = copy.folded
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    # Combining marks around a cedilla may change their order.
    assert normalize("NFKD", fold(folded.text).text) == normalize("NFKD", folded.text)
    try:
        span = anchor(copy, start % (len(text) + 1), start % (len(text) + 1) + length)
    except InvalidRecord:
        return
    match = find(span, copy)
    if len(set(folded.text[1:])) > 1 and len(set(folded.text[:-1])) > 1:  # otherwise there may be several matches
        assert (match.status, match.start, match.end) == ("exact", span.start, span.end), (match, tree(span))
    cut = data[3] % (len(text) + 1)
    shifted = find(span, Copy(text[:cut] + "x y" + text[cut:]))
    if shifted.start is not None:
        changed = (text[:cut] + "x y" + text[cut:])[shifted.start : shifted.end]
        assert fold(changed).text == fold(text[span.start : span.end]).text


def _check_problems(problems: tuple[Problem, ...], data: bytes) -> None:
    """Each problem has a known code, a message, and a location inside the file."""
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    for problem in problems:
        assert problem.code in _codes(), problem
        assert problem.message, problem
        location = problem.location
        assert location, problem
        assert location.line is None or 1 <= location.line <= len(lines), problem
        if location.line is not None and location.column is not None:
            assert 1 <= location.column <= len(lines[location.line - 1]) + 1, problem


def _check_locations(read_document: Document, data: bytes) -> None:
    lines = data.count(b"\n") + data.count(b"\r") + 1
    tree_ = read_document.tree
    for step in tree_ if isinstance(tree_, dict) else range(len(tree_)) if isinstance(tree_, list) else ():
        for key in (False, True):
            line = read_document.locate((step,), key=key).line
            assert line is not None
            assert 1 <= line <= lines


def _corpus(ending: str) -> Callable[[bytes], None]:
    return lambda data: corpus(data, ending)


def _json(data: bytes) -> None:
    document(data, read_json, write_json)
    json_agrees(data)


TARGETS: Final[dict[str, Callable[[bytes], None]]] = {
    "yaml": lambda data: document(data, read_yaml, write_yaml),
    "json": _json,
    "jsonl": lines,
    "corpus-yaml": _corpus(".yaml"),
    "corpus-json": _corpus(".json"),
    "corpus-jsonl": _corpus(".jsonl"),
    "date": date,
    "prose": prose,
    "words": words,
}
"""The functions to fuzz, by name."""

LONGEST: Final = {"words": 128}
"""The maximum length of an input in bytes, if the default of 10,000 is too slow: anchors need only a short context."""
