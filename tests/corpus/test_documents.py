"""The shape of documents; records are written to files and read again."""

import re
from pathlib import Path as FilePath

import pytest
from tests.corpus.emitter import FORMATS
from tests.corpus.test_folder import small_corpus
from tests.mistakes import CORPUS, FLAWS, Flaw

from alliancekit.corpus import VERSION, Corpus, check, load, read
from alliancekit.errors import UnusableFile
from alliancekit.messages import listed
from alliancekit.models import KINDS

corpus = Corpus(CORPUS)

ENDINGS = ("yaml", "yml", "json", "jsonl")

each_ending = pytest.mark.parametrize("ending", ENDINGS)

HEAD = '{"type": "corpus", "schema_version": 3}\n'
TYPES = f"type must be one of {listed(tuple(KINDS))}"
ACTOR_LINE = '{"type": "actor", "id": "actor:a", "kind": "bloc", "names": [{"text": "A"}]}\n'


def reported(folder: FilePath, name: str, text: str | bytes) -> list[tuple[str, int | None, int | None, str]]:
    """Return code, line, column and message of each problem of a file."""
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [
        (problem.code, problem.location.line, problem.location.column, problem.message)
        for problem in check(file)
        if problem.location
    ]


# --- Round trips ------------------------------------------------------------------------------------------------------


@each_ending
def test_written_corpora_are_read_and_written_again_unchanged(ending: str, tmp_path: FilePath) -> None:
    first, second = tmp_path / f"a.{ending}", tmp_path / f"b.{ending}"
    corpus.write(first)
    assert load(first) == corpus
    load(first).write(second)
    assert second.read_bytes() == first.read_bytes()
    Corpus(reversed(CORPUS)).write(second)
    assert second.read_bytes() == first.read_bytes()
    assert first.read_bytes().endswith(b"\n")
    assert not first.read_bytes().endswith(b"\n\n")


def test_a_folder_has_a_file_for_each_type(tmp_path: FilePath) -> None:
    folder = tmp_path / "corpus"
    corpus.write(folder)
    assert sorted(file.name for file in folder.iterdir()) == [
        "actors.yaml",
        "candidates.yaml",
        "proposals.yaml",
        "sources.yaml",
        "statements.yaml",
        "states.yaml",
        "treaties.yaml",
    ]
    assert load(folder) == corpus
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    load(folder).write(folder)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_an_empty_folder_is_reported(tmp_path: FilePath) -> None:
    folder = tmp_path / "corpus"
    Corpus().write(folder)
    assert [file.name for file in folder.iterdir()] == ["corpus.yaml"]
    assert (folder / "corpus.yaml").read_text() == "schema_version: 3\n"
    assert load(folder) == Corpus()


@each_ending
def test_an_empty_corpus_is_written_and_read(ending: str, tmp_path: FilePath) -> None:
    Corpus().write(tmp_path / f"a.{ending}")
    assert load(tmp_path / f"a.{ending}") == Corpus()


def test_the_bytes_of_each_format(tmp_path: FilePath) -> None:
    few = corpus.subset("actor:pact")
    for ending in ENDINGS:
        few.write(tmp_path / f"a.{ending}")
    written = {ending: (tmp_path / f"a.{ending}").read_text() for ending in ENDINGS}
    assert written["yaml"] == written["yml"]
    assert written["yaml"] == (
        "schema_version: 3\nactors:\n- id: actor:pact\n  kind: bloc\n  names:\n  - {text: the Pact}\n"
    )
    assert written["json"] == (
        '{\n  "schema_version": 3,\n  "actors": [\n    {\n      "id": "actor:pact",\n      "kind": "bloc",\n'
        '      "names": [\n        {\n          "text": "the Pact"\n        }\n      ]\n    }\n  ]\n}\n'
    )
    assert written["jsonl"] == (
        '{"type": "corpus", "schema_version": 3}\n'
        '{"type": "actor", "id": "actor:pact", "kind": "bloc", "names": [{"text": "the Pact"}]}\n'
    )


def test_a_folder_with_other_corpus_files_is_not_changed(tmp_path: FilePath) -> None:
    (tmp_path / "notes.txt").write_text("x")
    corpus.write(tmp_path)
    (tmp_path / "more.json").write_text("{}")
    message = f"{tmp_path} contains more.json, which would be read as part of the corpus; write to an empty folder"
    with pytest.raises(UnusableFile, match=f"^{re.escape(message)}$"):
        corpus.write(tmp_path)


def test_an_existing_folder_may_have_a_dot_in_its_name(tmp_path: FilePath) -> None:
    folder = tmp_path / "corpus.v1"
    with pytest.raises(UnusableFile, match="has an unknown format"):
        corpus.write(folder)
    folder.mkdir()
    corpus.write(folder)
    assert load(folder) == corpus


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("nowhere/a.yaml", "{0}/nowhere/a.yaml can't be written: the folder {0}/nowhere does not exist"),
        ("nowhere/a", "the folder {0}/nowhere/a can't be created: No such file or directory"),
        (
            "notes",
            ("{0}/notes can't be written: it is a file, expected a folder; choose another name, or delete the file"),
        ),
    ],
)
def test_an_unwritable_path_is_reported(path: str, message: str, tmp_path: FilePath) -> None:
    (tmp_path / "notes").write_text("x")
    with pytest.raises(UnusableFile) as caught:
        corpus.write(tmp_path / path)
    assert str(caught.value) == message.format(tmp_path)


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "bom"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_byte_order_mark_and_any_line_end_are_read(ending: str, mark: str, end: str, tmp_path: FilePath) -> None:
    text = mark + FORMATS[ending](small_corpus())[0].replace("\n", end)
    (tmp_path / f"a.{ending}").write_bytes(text.encode())
    assert load(tmp_path / f"a.{ending}") == corpus


def test_several_files_and_folders_are_one_corpus(tmp_path: FilePath) -> None:
    folder, file = tmp_path / "folder", tmp_path / "rest.jsonl"
    Corpus([*corpus.states(), *corpus.actors(), *corpus.sources()]).write(folder)
    text, _, _ = FORMATS["jsonl"](
        {name: records for name, records in small_corpus().items() if name not in ("states", "actors", "sources")}
    )
    file.write_text(text)
    assert load(folder, file) == corpus
    assert load(str(folder), str(file)) == corpus
    assert read(folder, file).records == (*corpus.actors(), *corpus.sources(), *corpus.states(), *CORPUS[7:])


# --- The shape of a document ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("flaw", FLAWS, ids=[f"{flaw.code}-{flaw.ending}" for flaw in FLAWS])
def test_each_flaw_of_a_file_is_reported_with_its_location(flaw: Flaw, tmp_path: FilePath) -> None:
    ((code, *place, _),) = reported(tmp_path, f"a.{flaw.ending}", flaw.data)
    assert (code, *place) == (flaw.code, *flaw.place)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.yaml", "[]\n", ("AK010", 1, 1, "a corpus document must be an object, got a list")),
        ("a.json", "[]", ("AK010", 1, 1, "a corpus document must be an object, got a list")),
        ("a.json", '[{"type": "corpus"}]', ("AK010", 1, 1, "a corpus document must be an object, got a list")),
        ("a.yaml", "null\n", ("AK010", 1, 1, "a corpus document must be an object, got nothing")),
        ("a.json", '"x"', ("AK010", 1, 1, "a corpus document must be an object, got the text 'x'")),
        ("a.yaml", "schema_version: 3\nactors: {}\n", ("AK010", 2, 9, "actors must be a list, got an object")),
        ("a.yaml", "schema_version: 3\nactors:\n- x\n", ("AK010", 3, 3, "this must be an object, got the text 'x'")),
        ("a.yaml", "schema_version: 3\nactor: []\n", ("AK012", 2, 1, "unknown field 'actor'")),
        ("a.yaml", "schema_version: 3\nschema: 1\n", ("AK012", 2, 1, "unknown field 'schema'")),
        ("a.yaml", "schema_version: 3\n$schema: 1\n", ("AK010", 2, 10, "$schema must be text, got the number 1")),
        ("a.json", '{"$schema": [], "schema_version": 3}', ("AK010", 1, 13, "$schema must be text, got a list")),
        (
            "a.yaml",
            "schema_version: 3\n$schema: NO\n",
            ("AK005", 2, 10, "some YAML tools read NO as false, others as text"),
        ),
        (
            "a.yaml",
            "schema_version: 1.0\n",
            ("AK015", 1, 17, "schema_version must be a whole number from 1, got the number 1.0"),
        ),
        (
            "a.yaml",
            "schema_version: '1'\n",
            ("AK015", 1, 17, "schema_version must be a whole number from 1, got the text '1'"),
        ),
        (
            "a.yaml",
            "schema_version: true\n",
            ("AK015", 1, 17, "schema_version must be a whole number from 1, got true"),
        ),
        (
            "a.yaml",
            "schema_version: 0\n",
            ("AK015", 1, 17, "schema_version must be a whole number from 1, got the number 0"),
        ),
        ("a.yaml", "schema_version: null\n", ("AK015", 1, 17, "schema_version is missing")),
        ("a.yaml", "actors: []\n", ("AK015", 1, 1, "schema_version is missing")),
        (
            "a.yaml",
            "schema_version: 4\nx: 1\n",
            ("AK016", 1, 17, "schema_version 4 is newer than 3, the newest version that this release reads"),
        ),
        ("a.jsonl", "", ("AK015", 1, 1, "schema_version is missing")),
        ("a.jsonl", '{"type": "corpus"}\n', ("AK015", 1, 1, "schema_version is missing")),
        ("a.jsonl", HEAD + "[]\n", ("AK010", 2, 1, "a line must be an object, got a list")),
        (
            "a.jsonl",
            '{"type": "corpus", "schema_version": 3, "title": "x"}\n',
            ("AK012", 1, 41, "unknown field 'title'"),
        ),
        (
            "a.jsonl",
            HEAD + '{"type": "actors"}\n',
            (
                "AK017",
                2,
                10,
                f"{TYPES}, got the text 'actors'",
            ),
        ),
        (
            "a.jsonl",
            HEAD + '{"id": "actor:x"}\n',
            (
                "AK017",
                2,
                1,
                f"{TYPES}, got nothing",
            ),
        ),
        (
            "a.jsonl",
            HEAD + '{"type": ["actor"]}\n',
            (
                "AK017",
                2,
                10,
                f"{TYPES}, got a list",
            ),
        ),
        (
            "a.jsonl",
            HEAD + '{"id": "actor:a", "type": "actor", "kind": "bloc", "names": [{"text": "A"}]}\n',
            ("AK017", 2, 27, "type must be the first key of its line"),
        ),
        (
            "a.jsonl",
            '{"type": "corpus", "schema_version": 4}\n{"type": "thing"}\n',
            ("AK016", 1, 38, "schema_version 4 is newer than 3, the newest version that this release reads"),
        ),
    ],
)
def test_the_shape_of_a_document(name: str, text: str, expected: tuple[str, int, int, str], tmp_path: FilePath) -> None:
    assert reported(tmp_path, name, text) == [expected]


def test_json_lines_may_be_joined(tmp_path: FilePath) -> None:
    assert reported(tmp_path, "a.jsonl", HEAD + ACTOR_LINE + HEAD + ACTOR_LINE.replace("actor:a", "actor:b")) == []
    assert [entry.id for entry in load(tmp_path / "a.jsonl")] == ["actor:a", "actor:b"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", '{"$schema": "corpus.schema.json", "schema_version": 3, "actors": []}'),
        ("a.yaml", "$schema: corpus.schema.json\nschema_version: 3\n"),
    ],
)
def test_a_document_may_name_its_schema_which_is_not_written(name: str, text: str, tmp_path: FilePath) -> None:
    assert reported(tmp_path, name, text) == []
    load(tmp_path / name).write(tmp_path / name)
    assert "$schema" not in (tmp_path / name).read_text()


def test_the_version_is_the_one_that_is_written() -> None:
    assert VERSION == 3


def test_a_record_with_two_ids_in_the_wrong_list_has_the_problems_of_its_list(tmp_path: FilePath) -> None:
    (tmp_path / "corpus.json").write_text(
        f'{{"schema_version": {VERSION}, "states": [{{"id": "treaty:a", "id": "treaty:b"}}]}}', "utf-8"
    )
    assert {problem.code for problem in check(tmp_path)} == {"AK011", "AK003"}
