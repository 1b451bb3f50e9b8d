"""`scan` and the fast path yield the same records and problems as the slow path, with the same messages."""

import gc
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, cast
from unittest.mock import Mock, patch

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.mistakes import SOURCE, STATEMENT
from tests.slowly import slowly

from alliancekit import convert, seeds, strategies
from alliancekit.corpus import Contents, Corpus, read, scan, scan_parquet
from alliancekit.corpus.trees import json_lists
from alliancekit.errors import Problem, UnusableFile
from alliancekit.formats import LIMITS, Limits
from alliancekit.models.document import VERSION
from alliancekit.models.ids import SourceId, StatementId

patient: Final = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


FAULTS: Final[dict[str, Callable[[str], str]]] = {
    "an unknown key": lambda line: f'{line[:-1]}, "remark": 1}}',
    "a list for the id": lambda line: line.replace('"id": "', '"id": ["x"], "was": "', 1),
    "a key twice": lambda line: line.replace('"id": ', '"id": "actor:z", "id": ', 1),
    "a number for the id": lambda line: line.replace('"id": "', '"id": 12, "was": "', 1),
    "a null": lambda line: line.replace('"id": ', '"note": null, "id": ', 1),
    "a large number": lambda line: line.replace('"id": ', '"note": 18446744073709551616, "id": ', 1),
    "half a pair": lambda line: line.replace('"id": ', '"note": "\\ud83d", "id": ', 1),
    "another character": lambda line: line.replace('"id": "', '"id": "É', 1),
    "no end": lambda line: line[:-1],
    "more": lambda line: f"{line} x",
    "space": lambda line: f"\t {line.replace(': ', ' :', 1)} ",
    "escapes": lambda line: line.replace('"id"', '"\\u0069d"'),
    "type later": lambda line: "{" + line.removeprefix('{"type": "').partition('", ')[2],
    "an old header": lambda line: f'{{"type": "corpus", "schema_version": 1}}\n{line}',
    "a header": lambda line: f'{{"schema_version": 3, "type": "corpus"}}\n{line}',
    "a new header": lambda line: f'{{"type": "corpus", "schema_version": 99}}\n{line}',
    "a blank line": lambda line: f" \t\n{line}",
    "a list": lambda line: f"[{line}]",
    "a comment": lambda line: f"# {line}",
}


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Draw a file with some invalid lines."""
    corpus = draw(strategies.corpora())
    with TemporaryDirectory() as folder:
        corpus.write(Path(folder, "a.jsonl"))
        lines = Path(folder, "a.jsonl").read_text("utf-8").splitlines()
    for n in draw(st.lists(st.integers(0, len(lines) - 1), max_size=3)):
        lines[n] = FAULTS[draw(st.sampled_from(sorted(FAULTS)))](lines[n])
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    mark = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    return mark + (end.join(lines) + draw(st.sampled_from(["", end, end * 3]))).encode("utf-8", "surrogatepass")


def _slowly(path: Path, limits: Limits = LIMITS) -> Contents:
    with slowly():
        return read(path, limits=limits)


@pytest.mark.slow
@patient
@given(data=files())
def test_the_fast_path_agrees_with_the_slow_path(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.jsonl")
        path.write_bytes(data)
        fast, slow = read(path), _slowly(path)
        assert fast.problems == slow.problems
        assert [str(problem) for problem in fast.problems] == [str(problem) for problem in slow.problems]
        assert fast.records == slow.records
        single = list(scan(path))
        # `scan` has no checks across records.
        alone = [problem for problem in slow.problems if not problem.code.startswith("AK9")]
        assert [item for item in single if isinstance(item, Problem)] == alone
        records = [item for item in single if not isinstance(item, Problem)]
        assert dict.fromkeys(record.id for record in records) == dict.fromkeys(record.id for record in slow.records)


REMEDY: Final = "split the file, or raise the limit"
HEADER: Final = '{"type": "corpus", "schema_version": 3}'
ACTOR: Final = '{"type": "actor", "id": "actor:a", "kind": "bloc", "names": [{"text": "A"}]}'


def scanned(folder: Path, text: str | bytes, limits: Limits | None = None) -> list[str]:
    """Return the ids of the records and the messages of the problems of a file."""
    file = folder / "a.jsonl"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    result = scan(file, limits=limits) if limits else scan(file)
    return [str(item).replace(str(file), "a.jsonl") if isinstance(item, Problem) else item.id for item in result]


@pytest.mark.parametrize("ending", ["json", "jsonl", "yaml"])
def test_every_record_of_a_corpus_is_yielded_once(ending: str, tmp_path: Path) -> None:
    corpus = seeds()
    corpus.write(tmp_path / f"a.{ending}")
    assert [*scan(tmp_path)] == [*corpus]


def test_records_come_before_problems_of_later_lines(tmp_path: Path) -> None:
    wrong = ACTOR.replace("bloc", "block")
    assert scanned(tmp_path, f"{HEADER}\n{ACTOR}\n{wrong}\n{ACTOR}\n") == [
        "actor:a",
        (
            "a.jsonl:3:44: AK013 actor:a: kind must be one of person, organization, government_body, bloc, region, "
            "media or machine_persona, got 'block' (did you mean 'bloc'?)"
        ),
        "actor:a",
    ]


def test_blank_lines_are_allowed_only_at_the_end(tmp_path: Path) -> None:
    assert scanned(tmp_path, f"{HEADER}\n{ACTOR}\n\n \t\n") == ["actor:a"]
    assert scanned(tmp_path, f"{HEADER}\n\n{ACTOR}\n\n") == [
        "a.jsonl:2:1: AK002 a line must not be blank (remove the line)",
        "actor:a",
    ]


@pytest.mark.parametrize("rest", ["", "\n", f"{HEADER}\n"])
def test_one_byte_order_mark_is_allowed_at_the_start(rest: str, tmp_path: Path) -> None:
    assert scanned(tmp_path, f"\ufeff{HEADER}\n{ACTOR}\n") == ["actor:a"]
    file = tmp_path / "b.jsonl"
    file.write_text(f"\ufeff\ufeff{rest}", "utf-8")
    (reported, *_) = result = [str(problem) for problem in scan(file)]
    assert reported.endswith(":1:1: AK002 expected a value, got the character U+FEFF (remove it)")
    assert result == [str(problem) for problem in read(file).problems]


def test_an_empty_file_lacks_its_header(tmp_path: Path) -> None:
    hint = "begin the document with 'schema_version: 3'; in JSON Lines, the first line says it"
    message = f"AK015 schema_version is missing ({hint})"
    assert scanned(tmp_path, "") == [f"a.jsonl:1:1: {message}"]
    assert scanned(tmp_path, "\n\n") == [f"a.jsonl:1:1: {message}"]


def test_limits_apply_to_each_line(tmp_path: Path) -> None:
    limits = Limits(size=200, values=10)
    assert scanned(tmp_path, f"{HEADER}\n{ACTOR}\n" * 50, limits) == ["actor:a"] * 50
    long = ACTOR.replace('"A"', f'"{"A" * 200}"')
    assert scanned(tmp_path, f"{HEADER}\n{ACTOR}\n{long}\n{ACTOR}\n", limits) == [
        "actor:a",
        f"a.jsonl:3: AK006 a line must have at most 200 bytes, this one has more ({REMEDY})",
    ]
    many = ACTOR.replace("[", '[{"text": "B"}, {"text": "C"}, {"text": "D"}, ')
    assert scanned(tmp_path, f"{HEADER}\n{many}\n{ACTOR}\n", limits) == [
        f"a.jsonl:2:107: AK006 a file must have at most 10 values, got one more ({REMEDY})",
        "actor:a",
    ]
    assert scanned(tmp_path, "\n" * 20, limits) == [
        f"a.jsonl:11: AK006 at most 10 blank lines are allowed in a row, got one more ({REMEDY})",
    ]


def test_a_low_depth_limit_uses_the_slow_path(tmp_path: Path) -> None:
    assert scanned(tmp_path, f"{HEADER}\n{ACTOR}\n", Limits(depth=3)) == ["actor:a"]
    assert scanned(tmp_path, f"{HEADER}\n{ACTOR}\n", Limits(depth=2)) == [
        f"a.jsonl:2:62: AK006 lists and objects must be nested at most 2 levels deep, got one more level ({REMEDY})",
    ]


def test_it_stops_after_the_maximum_number_of_problems(tmp_path: Path) -> None:
    text = f"{HEADER}\n" + f"7\n{ACTOR}\n" * 5
    reported = scanned(tmp_path, text, Limits(problems=2))
    wrong = "AK010 a line must be an object, got the number 7 (write a value of that type)"
    assert reported == [
        f"a.jsonl:2:1: {wrong}",
        "actor:a",
        f"a.jsonl:4:1: {wrong}",
        "actor:a",
        (
            "a.jsonl:6:1: AK006 at most 2 problems per file are reported, this file has more "
            "(correct these first, or raise the limit)"
        ),
    ]
    assert len(scanned(tmp_path, text)) == 10


@pytest.mark.parametrize("most", range(1, 7))
def test_beyond_the_limit_the_fast_path_stops_like_the_slow_path(tmp_path: Path, most: int) -> None:
    actors = [ACTOR.replace("actor:a", f"actor:a{n}") for n in range(8)]
    actors[1] = actors[1].replace("bloc", "blok")
    actors[3] = actors[3].replace('"id"', '"id": "actor:z", "id"')
    lines = [HEADER.replace("}", ', "a": 1}'), *actors[:5], "7", *actors[5:7], actors[7].replace("bloc", "blok")]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    (tmp_path / "b.jsonl").write_text(f"{HEADER}\n{actors[0]}\n{actors[6]}\n")
    limits = Limits(problems=most)
    fast = read(tmp_path, limits=limits)
    slow = _slowly(tmp_path, limits)
    assert fast.problems == slow.problems
    assert fast.records == slow.records
    assert len(fast.records) < 8


def test_records_before_the_end_of_reading_are_returned(tmp_path: Path) -> None:
    twice = ACTOR.replace('"id"', '"id": "actor:z", "id"')
    (tmp_path / "a.jsonl").write_text("\n".join([HEADER, ACTOR, twice, twice, ACTOR.replace("actor:a", "actor:b")]))
    limits = Limits(problems=1)
    fast = read(tmp_path, limits=limits)
    slow = _slowly(tmp_path, limits)
    assert (fast.records, fast.problems) == (slow.records, slow.problems)
    assert [record.id for record in fast.records] == ["actor:a"]


def test_unresolved_references_are_reported_in_the_order_of_the_lines(tmp_path: Path) -> None:
    records = [
        record
        for n in range(2)
        for record in (
            evolve(SOURCE, id=SourceId(f"source:s{n}"), derived_from=SourceId("source:z")),
            evolve(STATEMENT, id=StatementId(f"statement:s{n}")),
        )
    ]
    lines = [{"type": type(record).__name__.lower(), **convert.tree(record)} for record in records]
    (tmp_path / "a.jsonl").write_text("\n".join([HEADER, *map(json.dumps, lines)]))
    reported = read(tmp_path, limits=Limits(problems=3)).problems
    assert [problem.location.line for problem in reported if problem.location] == [2, 3, 3, 3]


def test_references_to_the_skipped_rest_of_a_file_are_not_reported(tmp_path: Path) -> None:
    wrong = [
        ACTOR.replace("actor:a", f"actor:a{n}").replace("}]}", '}], "note": "see source:z", "x": 1}') for n in range(3)
    ]
    derived = evolve(SOURCE, derived_from=SourceId("source:z"))
    (tmp_path / "b.jsonl").write_text(f"{HEADER}\n{json.dumps({'type': 'source', **convert.tree(derived)})}\n")
    for more, hides in ((0, False), (1, True)):
        (tmp_path / "a.jsonl").write_text("\n".join([HEADER, *wrong, *[ACTOR] * more]))
        reported = read(tmp_path, limits=Limits(problems=2)).problems
        assert any(problem.code == "AK902" for problem in reported) is not hides


def test_invalid_utf_8_ends_the_file(tmp_path: Path) -> None:
    assert scanned(tmp_path, f"{HEADER}\n{ACTOR}\n".encode() + b"\xff\n" + ACTOR.encode()) == [
        "actor:a",
        "a.jsonl:3:1: AK001 the file must be in UTF-8, got the invalid byte 0xFF (save the file as UTF-8)",
    ]


@pytest.mark.parametrize("version", [1, 99])
def test_a_long_line_may_be_another_header(tmp_path: Path, version: int) -> None:
    header = HEADER.replace("3}", f'{version}, "pad": "{"x" * 300}"}}')
    file = tmp_path / "a.jsonl"
    file.write_text(f"{HEADER}\n{header}\n{ACTOR}\n{ACTOR.replace('[', '[7, ')}\n", "utf-8")
    limits = Limits(values=100)
    slow = _slowly(file, limits)
    fast = read(file, limits=limits)
    assert (fast.records, fast.problems) == (slow.records, slow.problems)
    assert bool(fast.records) is (version == 1)
    alone = [problem for problem in slow.problems if not problem.code.startswith("AK9")]
    assert [item for item in scan(file, limits=limits) if isinstance(item, Problem)] == alone


def test_a_line_that_is_too_deep_may_hide_a_version(tmp_path: Path) -> None:
    deep = '{"a": ' + "[" * 100_000
    assert scanned(tmp_path, f"{HEADER}\n{deep}\n{ACTOR}\n") == [
        f"a.jsonl:2:70: AK006 lists and objects must be nested at most 64 levels deep, got one more level ({REMEDY})",
        "actor:a",
    ]


def test_other_files_are_read_as_a_whole_in_order(tmp_path: Path) -> None:
    Corpus().write(tmp_path / "c.json")
    (tmp_path / "b.yaml").write_text(
        "schema_version: 3\nactors:\n- {id: actor:b, kind: blok, names: [{text: B}]}\n"
        "- {id: actor:c, kind: bloc, names: [{text: C}]}\n"
    )
    result = list(scan(tmp_path))
    assert [item.code if isinstance(item, Problem) else item.id for item in result] == ["actor:c", "AK013"]


def test_tables_are_scanned_too(tmp_path: Path) -> None:
    pytest.importorskip("polars")
    corpus = seeds()
    corpus.to_parquet(tmp_path / "tables")
    assert set(scan(tmp_path / "tables")) == set(corpus)


def test_with_a_limit_of_no_problems_the_first_one_is_the_limit(tmp_path: Path) -> None:
    assert scanned(tmp_path, f"{HEADER}\n{ACTOR}\n", Limits(problems=0)) == ["actor:a"]
    wrong = ACTOR.replace("bloc", "block")
    (reported,) = scanned(tmp_path, f"{HEADER}\n{wrong}\n{wrong}\n", Limits(problems=0))
    assert reported.startswith("a.jsonl:2:")
    assert " AK006 at most 0 problems " in reported
    Corpus().write(tmp_path / "c.json")
    assert list(scan(tmp_path / "c.json", limits=Limits(problems=-1))) == []


def test_problems_of_a_table_are_reported_up_to_the_limit(tmp_path: Path) -> None:
    pl = pytest.importorskip("polars")
    seeds().to_parquet(tmp_path)
    file = tmp_path / "statements.parquet"
    pl.read_parquet(file).with_columns(id=pl.col("id").str.to_uppercase()).write_parquet(file)
    reported = [item for item in scan(file, limits=Limits(problems=1), by_name=True) if isinstance(item, Problem)]
    assert reported == [
        item for item in scan_parquet(file, limits=Limits(problems=1), by_name=True) if isinstance(item, Problem)
    ]
    assert [(problem.code, problem.location and problem.location.row) for problem in reported] == [
        ("AK101", 1),
        ("AK006", 2),
    ]


def test_progress_of_many_lines_goes_up_to_the_end(tmp_path: Path) -> None:
    lines = [ACTOR.replace("actor:a", f"actor:a{n}") for n in range(9_000)]
    (tmp_path / "a.jsonl").write_text("\n".join([HEADER, *lines]))
    reported: list[float] = []
    read(tmp_path, progress=reported.append)
    assert reported == sorted(reported)
    assert reported[-1] == 1
    assert sum(share < 1 for share in reported) >= 2


def test_a_missing_file_is_reported_on_iteration(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="no such file or folder"):
        next(scan(tmp_path / "a.jsonl"))


@pytest.mark.parametrize("enabled", [True, False])
def test_the_garbage_collector_is_restored(tmp_path: Path, *, enabled: bool) -> None:
    (tmp_path / "a.jsonl").write_text(f"{HEADER}\n{ACTOR}\n" + f"{ACTOR}\n" * 20)
    was = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        for _ in scan(tmp_path):
            assert gc.isenabled() is enabled
        read(tmp_path)
        assert gc.isenabled() is enabled
        references: list[object] = []  # A traceback keeps frames and their iterators alive.
        for way in (read, scan):
            with (
                patch("alliancekit.corpus.lines._block_parser", return_value=Mock(side_effect=KeyboardInterrupt)),
                pytest.raises(KeyboardInterrupt) as caught,
            ):
                list(cast("Callable[[Path], Iterable[object]]", way)(tmp_path))
            references.append(caught.tb)
            assert gc.isenabled() is enabled
    finally:
        (gc.enable if was else gc.disable)()


WHOLE_FAULTS: Final[dict[str, Callable[[str], str]]] = {
    "nothing": str,
    "an unknown key": lambda text: text.replace('"id": ', '"remark": 1, "id": ', 1),
    "a key twice": lambda text: text.replace('"id": ', '"id": "actor:z", "id": ', 1),
    "an unknown list": lambda text: text.replace('"schema_version": 3', '"schema_version": 3, "pacts": []'),
    "a list twice": lambda text: text.replace('"schema_version": 3', '"schema_version": 3, "actors": [], "actors": []'),
    "an empty list": lambda text: text.replace('"schema_version": 3', '"schema_version": 3, "actors": []'),
    "a null": lambda text: text.replace('"schema_version": 3', '"schema_version": 3, "candidates": null'),
    "a schema": lambda text: text.replace("{", '{"$schema": "a \\" b", ', 1),
    "a schema that is a number": lambda text: text.replace("{", '{"$schema": 1, ', 1),
    "an old version": lambda text: text.replace('"schema_version": 3', '"schema_version": 1'),
    "a float": lambda text: text.replace('"schema_version": 3', '"schema_version": 3.0'),
    "no version": lambda text: text.replace('"schema_version": 3', '"note": 2'),
    "more": lambda text: f"{text} x",
    "a mark": lambda text: f"\ufeff{text}",
}


@pytest.mark.slow
@patient
@given(corpus=strategies.corpora(), fault=st.sampled_from(sorted(WHOLE_FAULTS)))
def test_the_fast_path_for_documents_agrees_with_the_slow_path(corpus: Corpus, fault: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.json")
        corpus.write(path)
        path.write_text(WHOLE_FAULTS[fault](path.read_text("utf-8")), "utf-8")
        fast, slow = read(path), _slowly(path)
        assert [str(problem) for problem in fast.problems] == [str(problem) for problem in slow.problems]
        assert fast.records == slow.records
        for record in fast.records:
            problem = Problem(code="AK901", message="x", path=("id",), record=record.id)
            assert fast.locate(problem) == slow.locate(problem)


@pytest.mark.parametrize(
    ("start", "parsed"),
    [('"$schema": "a"', True), ('"$schema": 1', False), ('"pacts": 1', False), ('"pacts": []', False)],
)
def test_only_known_members_are_parsed_directly(start: str, *, parsed: bool) -> None:
    actor = ACTOR.replace('"type": "actor", ', "")
    text = f'{{{start}, "schema_version": {VERSION}, "actors": [{actor}]}}'
    assert bool(json_lists(text.encode(), LIMITS)) is parsed
