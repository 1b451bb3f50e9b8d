"""Files are read to a corpus, or to all their problems, each once."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path as FilePath
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mistakes import CORPUS

from alliancekit import engine
from alliancekit.corpus import Contents, Corpus, check, files, load, read, reading, scan
from alliancekit.corpus.stream import Format
from alliancekit.corpus.trees import DocumentFormat
from alliancekit.errors import InvalidCorpus, Location, Problem, UnusableFile
from alliancekit.formats import LIMITS, Document, Limits, read_json, write_json
from alliancekit.messages import listed

corpus = Corpus(CORPUS)

ENDINGS = ("yaml", "yml", "json", "jsonl")

HEAD = '{"type": "corpus", "schema_version": 3}\n'
ACTOR_LINE = '{"type": "actor", "id": "actor:a", "kind": "bloc", "names": [{"text": "A"}]}\n'


# --- Unusable paths ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ask", [load, check, read])
def test_a_path_without_a_corpus_is_rejected(ask: Callable[[FilePath], object], tmp_path: FilePath) -> None:
    (tmp_path / "notes.txt").write_text("x")
    message = f"{tmp_path} contains no corpus file ({listed(files.ENDINGS)})"
    with pytest.raises(UnusableFile, match=f"^{re.escape(message)}$"):
        ask(tmp_path)
    with pytest.raises(UnusableFile, match="has an unknown format"):
        ask(tmp_path / "notes.txt")
    with pytest.raises(UnusableFile, match="no such file or folder"):
        ask(tmp_path / "nowhere.yaml")


def test_limits_apply_to_each_file(tmp_path: FilePath) -> None:
    file = tmp_path / "a.yaml"
    corpus.write(file)
    assert load(file, limits=LIMITS) == corpus
    (problem,) = check(file, limits=Limits(size=100))
    assert (problem.code, problem.message) == ("AK006", "a file must have at most 100 bytes, this one has more")
    with pytest.raises(InvalidCorpus):
        load(file, limits=Limits(size=100))


def test_progress_is_the_fraction_of_the_files(tmp_path: FilePath) -> None:
    (tmp_path / "a.jsonl").write_text(HEAD + ACTOR_LINE + ACTOR_LINE.replace("actor:a", "actor:b"))
    (tmp_path / "b.json").write_text('{"schema_version": 3}')
    (tmp_path / "c.yaml").write_text("[")
    (tmp_path / "d.jsonl").write_text(HEAD + ACTOR_LINE.replace("actor:a", "actor:c"))
    reported: list[float] = []
    contents = read(tmp_path, progress=reported.append)
    assert reported == sorted(reported)
    assert {0.25, 0.5, 0.75, 1.0} <= {*reported}
    assert contents == read(tmp_path)


# --- One mistake, one problem ---------------------------------------------------------------------------------------

TALK = """\
- id: statement:a
  speaker: actor:a
  venue: {kind: speech, place: Tokyo}
  date: "2024"
  content: Says so.
  about: [proposal:b]
  attestations: [{source: source:c, wording: mention}]
"""


def codes(folder: FilePath, **texts: str | bytes) -> list[str]:
    """Return the codes of the problems of a folder; files are named by name and ending, ``a_yaml``."""
    for name, text in texts.items():
        data = text if isinstance(text, bytes) else text.encode()
        (folder / name.replace("_", ".")).write_bytes(data)
    return [problem.code for problem in check(folder)]


def actor(kind: str = "bloc") -> str:
    return f"schema_version: 3\nactors:\n- {{id: actor:a, kind: {kind}, names: [{{text: A}}]}}\n"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (actor("planet"), "AK013"),
        (actor().replace("kind", "knd"), "AK012"),
        (actor().replace("kind: bloc", "kind: *x"), "AK004"),
        (actor().replace("- {", "- &x {"), "AK004"),
        (actor().replace("actors", "actor"), "AK012"),
        (actor().replace("schema_version: 3", "schema_version: 4"), "AK016"),
        (actor().replace("schema_version: 3\n", ""), "AK015"),
        (actor().replace("}]}", "}]"), "AK002"),
        (actor().encode("utf-16"), "AK001"),
        (actor() + actor().replace("schema_version: 3\nactors:\n", ""), "AK901"),
    ],
)
def test_references_to_an_invalid_record_are_not_reported(text: str | bytes, code: str, tmp_path: FilePath) -> None:
    rest = """\
schema_version: 3
sources:
- {id: source:c, kind: webpage, untitled: it has none}
proposals:
- id: proposal:b
  names: [{text: B}]
  proposers: [actor:a]
  members: [actor:a, actor:d]
  rationale: [why]
  statements: [statement:a]
statements:
"""
    other = actor().replace("actor:a", "actor:d")
    assert codes(tmp_path, a_yaml=text, b_yaml=rest + TALK, c_yaml=other) == [code]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (ACTOR_LINE.replace('"type": "actor"', '"type": "actors"'), "AK017"),
        (ACTOR_LINE.replace('"type": "actor", ', "").replace("{", '{"x": 1, "type": "actor", ', 1), "AK012"),
        (ACTOR_LINE.replace("bloc", "planet"), "AK013"),
        (ACTOR_LINE.replace("}]", "]"), "AK002"),
        (ACTOR_LINE.replace('"kind"', '"id"'), "AK003"),
        (ACTOR_LINE.replace('"kind"', '"type"'), "AK003"),
    ],
)
def test_references_to_an_invalid_line_are_not_reported(line: str, code: str, tmp_path: FilePath) -> None:
    pointing = '{"type": "actor", "id": "actor:b", "kind": "person", "names": [{"text": "B"}], "offices": [OFFICE]}\n'
    office = '{"title": "King", "of": "actor:a", "period": "2020/.."}'
    result = codes(tmp_path, a_jsonl=HEAD + line, b_jsonl=HEAD + pointing.replace("OFFICE", office))
    assert code in result
    assert "AK902" not in result


@pytest.mark.parametrize(
    ("line", "waits"),
    [
        ('{"type": "actor", "id": }\n', True),
        ('{"id": }\n', False),
        ('{"type": "state", "id": }\n', False),
        ('{"type": "actor", "id": "actor:c", }\n', False),
    ],
)
def test_references_to_a_kind_without_a_valid_id_are_not_reported(
    line: str, tmp_path: FilePath, *, waits: bool
) -> None:
    office = '{"title": "King", "of": "actor:a", "period": "2020/.."}'
    pointing = (
        f'{{"type": "actor", "id": "actor:b", "kind": "person", "names": [{{"text": "B"}}], "offices": [{office}]}}\n'
    )
    result = codes(tmp_path, a_jsonl=HEAD + line, b_jsonl=HEAD + pointing)
    assert result == ["AK002"] if waits else ["AK002", "AK902"]


def test_an_invalid_first_line_may_be_the_header(tmp_path: FilePath) -> None:
    assert codes(tmp_path, a_jsonl=HEAD.replace("3}", "3") + ACTOR_LINE) == ["AK002"]


def test_an_invalid_version_is_not_reported_as_missing(tmp_path: FilePath) -> None:
    assert codes(tmp_path, a_yaml="schema_version: &v 1\n", b_yaml="schema_version: *v\n") == ["AK004", "AK004"]
    assert codes(tmp_path, a_yaml="schema_version: 3\n", b_yaml="schema_version: 3\nactors: *v\n") == ["AK004"]


def test_a_value_rejected_by_the_parser_has_one_problem(tmp_path: FilePath) -> None:
    source = "schema_version: 3\nsources:\n- {id: source:a, kind: webpage, untitled: *u}\n"
    assert codes(tmp_path, a_yaml=source) == ["AK004"]
    assert codes(tmp_path, a_yaml=source.replace("webpage", "web")) == ["AK013", "AK004"]


def test_a_repeated_record_is_reported_at_its_second_location(tmp_path: FilePath) -> None:
    (tmp_path / "a.yaml").write_text(actor())
    (tmp_path / "b.yaml").write_text(actor("planet"))
    problems = check(tmp_path)
    assert [(problem.code, problem.record, str(problem.location)) for problem in problems] == [
        ("AK901", "actor:a", f"{tmp_path / 'b.yaml'}:3:8"),
        ("AK013", "actor:a", f"{tmp_path / 'b.yaml'}:3:23"),
    ]


def test_a_file_passed_twice_is_read_once(tmp_path: FilePath) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(actor())
    assert check(file, tmp_path, file) == ()


def test_the_first_location_of_a_repeated_id_is_reported(tmp_path: FilePath) -> None:
    (tmp_path / "a.yaml").write_text(actor())
    (tmp_path / "b.yaml").write_text(actor())
    (problem,) = check(tmp_path)
    assert problem.message == f"id actor:a is taken by an earlier record, at {tmp_path / 'a.yaml'}:3:8"


def test_a_valid_record_after_an_invalid_one_with_its_id_is_reported(tmp_path: FilePath) -> None:
    assert codes(tmp_path, a_yaml=actor("planet"), b_yaml=actor()) == ["AK013", "AK901"]


# --- Results ----------------------------------------------------------------------------------------------------------


def test_a_problem_is_complete(tmp_path: FilePath) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(actor("blok"))
    assert check(file) == (
        Problem(
            code="AK013",
            message=(
                "kind must be one of person, organization, government_body, bloc, region, media or machine_persona, "
                "got 'blok'"
            ),
            hint="did you mean 'bloc'?",
            path=("kind",),
            record="actor:a",
            location=Location(str(file), 3, 23),
        ),
    )
    (problem,) = check(file)
    assert problem.location
    assert problem.location.text == "- {id: actor:a, kind: blok, names: [{text: A}]}"


def test_a_record_without_an_id_is_identified_by_its_path(tmp_path: FilePath) -> None:
    (tmp_path / "a.yaml").write_text(actor().replace("id: actor:a, ", ""))
    (tmp_path / "b.jsonl").write_text(HEAD + ACTOR_LINE.replace('"id": "actor:a", ', ""))
    assert [(problem.code, problem.record) for problem in check(tmp_path)] == [
        ("AK011", "actors[0]"),
        ("AK011", "[1]"),
    ]


def test_contents_have_the_valid_records_and_all_problems(tmp_path: FilePath) -> None:
    (tmp_path / "a.yaml").write_text(actor("planet"))
    corpus.subset("actor:pact").write(tmp_path / "b.yaml")
    contents = read(tmp_path)
    assert isinstance(contents, Contents)
    assert contents.records == (corpus["actor:pact"],)
    assert contents.errors == contents.problems == check(tmp_path)
    with pytest.raises(InvalidCorpus) as caught:
        contents.corpus()
    assert caught.value.problems == contents.problems


def test_unaffected_records_have_no_error_and_refer_to_none_with_errors(tmp_path: FilePath) -> None:
    file = tmp_path / "a.yaml"
    corpus.write(file)
    assert read(file).unaffected() == CORPUS
    # The minister is invalid: the talk refers to the minister, the league to the talk, and the talk to the league.
    file.write_text(file.read_text().replace("kind: person", "kind: persom"))
    assert [record.id for record in read(file).unaffected()] == [
        "actor:pact",
        "state:jpn",
        "state:twn",
        "state:usa",
        "source:daily",
        "source:weekly",
        "treaty:two-oceans-1960",
        "candidate:rumour",
    ]


def test_warnings_do_not_make_a_corpus_invalid(tmp_path: FilePath, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "a.yaml"
    corpus.write(file)
    file.write_text(file.read_text().replace("1952-04-28/..", "1970/.."))
    contents = read(file)
    assert [problem.code for problem in contents.problems] == ["AK907"]
    assert contents.errors == ()
    loaded = load(file)
    assert loaded == contents.corpus()
    assert [problem.code for problem in loaded.warnings] == ["AK907"]
    assert [(it.name, it.levelname, it.getMessage(), vars(it)["problem"]) for it in caplog.records] == [
        ("alliancekit", "WARNING", str(problem), problem) for problem in loaded.warnings
    ]


def test_a_problem_found_later_is_located_in_the_files(tmp_path: FilePath) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(actor())
    contents = read(file)
    late = Problem("AK951", "names[0] is odd", path=("names", 0), record="actor:a")
    assert contents.locate(late).location == Location(str(file), 3, 37)
    assert contents.locate(Problem("AK951", "odd", record="actor:b")).location is None
    assert contents.locate(Problem("AK951", "odd")).location is None


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """Draw a small document with some characters replaced by others."""
    text = draw(st.sampled_from([actor(), HEAD + ACTOR_LINE]))
    place = draw(st.integers(0, len(text)))
    return text[:place] + draw(st.text(max_size=3)) + text[place + draw(st.integers(0, 3)) :]


@given(text=st.text() | spoilt())
def test_any_text_breaks_only_rules(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("corpus")
    for ending in ENDINGS:
        (folder / f"a.{ending}").write_bytes(text.encode(errors="surrogatepass"))
        contents = read(folder / f"a.{ending}")
        assert all(problem.location for problem in contents.problems)


def test_a_path_is_required() -> None:
    """Otherwise a pattern without matching files would pass a check."""
    with pytest.raises(UnusableFile, match=r"^no path given; pass a file or a folder$"):
        check()


def test_large_files_without_the_kernel_cause_one_warning(tmp_path: FilePath, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jsonl").write_text(HEAD + ACTOR_LINE)
    monkeypatch.setattr(reading, "_LARGE", 10)
    reading._warn_slow.cache_clear()
    monkeypatch.setattr(engine, "LACKS_KERNEL", False)
    read(tmp_path)
    monkeypatch.setattr(engine, "LACKS_KERNEL", True)
    with pytest.warns(UserWarning, match="install a C compiler, then alliancekit again"):
        read(tmp_path)
    read(tmp_path)
    monkeypatch.setattr(reading, "_LARGE", 10_000)
    reading._warn_slow.cache_clear()
    read(tmp_path)
    with pytest.raises(UnusableFile):
        read(tmp_path / "nowhere.yaml")


def test_the_command_line_shows_a_warning_as_a_note(tmp_path: FilePath) -> None:
    (tmp_path / "a.jsonl").write_text(HEAD + ACTOR_LINE)
    code = (
        "import sys; from alliancekit import __main__, engine; from alliancekit.corpus import reading; "
        "engine.LACKS_KERNEL, reading._LARGE, sys.argv = True, 10, ['alliancekit', 'check', 'a.jsonl']; __main__.run()"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert done.stderr.startswith("Note: large files are read without the compiled kernel")
    assert done.stdout == "no problems: 1 record\n"


def test_a_new_format_is_a_line_in_the_registry(tmp_path: FilePath, monkeypatch: pytest.MonkeyPatch) -> None:
    def backwards(data: bytes, file: str, limits: Limits) -> Document:
        return read_json(data[::-1], file, limits)

    form = DocumentFormat(backwards, lambda tree: write_json(tree)[::-1])
    monkeypatch.setitem(cast("dict[str, Format]", files.FORMATS), ".nosj", form)
    monkeypatch.setattr(files, "ENDINGS", tuple(files.FORMATS))
    corpus.write(tmp_path / "a.nosj")
    assert load(tmp_path) == corpus
    assert check(tmp_path) == ()
    assert {*scan(tmp_path)} == {*corpus}
