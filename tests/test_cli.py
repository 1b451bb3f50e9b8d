import json
import os
import re
import runpy
import shlex
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import click
import polars as pl
import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len
from tests.columns.tables import write_table

from alliancekit import engine
from alliancekit.cli import main, show_warning
from alliancekit.convert import tree
from alliancekit.corpus import load
from alliancekit.errors import UnusableEngine
from alliancekit.evidence import anchor_words, digest
from alliancekit.loaders import seeds as packaged
from alliancekit.models.statement import Statement, Venue
from alliancekit.rulebook import rules
from alliancekit.rules.shape import spec_of
from alliancekit.schema import document_schema, drafts_schema, line_schema, own_fields, schema_of, types

GOOD = """\
schema_version: 3
actors:
- {id: "actor:the-north", kind: region, names: [{text: the North}, {text: 高北}]}
states:
- {id: "state:isl", names: [{text: Iceland}], codes: [{system: cow, value: "395"}]}
"""
BAD = """\
schema_version: 3
actors:
- id: actor:the-north
  kind: reggion
  names: [{text: the North}]
- id: actor:the-south
  kind: region
proposals:
- id: proposal:pact
  names: [{text: Pact}]
  proposers: ["state:isl"]
  members: ["actor:the-north"]
  rationale: [safety]
  statements: ["statement:call"]
"""
REPORT = """\
bad.yaml:4:9: error AK013: kind must be one of person, organization,
    government_body, bloc, region, media or machine_persona, got 'reggion'
  4 |   kind: reggion
    |         ^
  in:   actor:the-north
  hint: did you mean 'region'?

bad.yaml:6:3: error AK011: names is missing
  6 | - id: actor:the-south
    |   ^
  in:   actor:the-south
  hint: add the field

bad.yaml:12:12: error AK501: members must list 2 or more, lists 1
  12 |   members: ["actor:the-north"]
     |            ^
  in:   proposal:pact
  hint: add the members; if no source names them, record a candidate

3 errors in 3 records of 1 file
"""
WARNED = """\
schema_version: 3
states:
- id: state:isl
  names: [{text: Iceland}]
  codes: [{system: cow, value: "395"}]
  spells: [{system: cow, period: 1944/..}]
- {id: "state:nor", names: [{text: Norway}], codes: [{system: cow, value: "385"}]}
treaties:
- id: treaty:early
  names: [{text: Early Treaty}]
  parties:
  - {party: "state:isl", spells: [1900/1910]}
  - {party: "state:nor"}
"""
NO_TEXTS = """\
 contains none of the texts: daily.txt; name another folder, or put each text into it under the name in 'file' of its \
source
"""
TEXT = "She wants a pact.\nNobody answered.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    return tmp_path


def write(name: str, text: str) -> None:
    Path(name).write_text(text, "utf-8")


def unwrapped(printed: str) -> str:
    """Return a message on one line."""
    return printed.replace("\n  ", " ")


def files() -> list[str]:
    return [file.name for file in Path().iterdir()]


def sourced(words: str = "She wants a pact.") -> str:
    """Return a corpus of one source, and one actor with an anchor in its text."""
    anchor = json.dumps(tree(anchor_words(TEXT, words)))
    return f"""\
schema_version: 3
sources:
- {{id: "source:daily", kind: webpage, title: Daily, file: daily.txt}}
actors:
- id: actor:berg
  kind: person
  names: [{{text: Berg}}]
  attestations:
  - source: source:daily
    wording: mention
    anchors:
    - {anchor}
"""


def seeds(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Replace the packaged corpus."""
    Path("packaged").mkdir()
    write("packaged/corpus.yaml", text)
    monkeypatch.setattr("alliancekit.loaders.seeds.FOLDER", Path("packaged"))


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments, prog_name="alliancekit")
    assert isinstance(result.exception, SystemExit | None), result.exception
    printed_json = "json" in arguments or result.output.startswith(("{", "- {"))
    copied = "repair" in arguments  # its commands are not wrapped
    assert printed_json or copied or "--format" in arguments or max(map(cell_len, result.output.split("\n"))) <= 80
    assert "\x1b" not in result.output
    return result


def test_a_warning_is_shown_without_its_line_of_code(capsys: pytest.CaptureFixture[str]) -> None:
    show_warning(UserWarning("slow"), UserWarning, "a.py", 1)
    assert capsys.readouterr().err == "Note: slow\n"


class TestProgram:
    def test_help_has_examples_and_exit_codes(self) -> None:
        result = run("--help")
        assert result.exit_code == 0
        assert "  alliancekit check my-corpus/\n" in result.stdout
        assert "Exit codes:\n    0  success\n    1  errors in the data\n" in result.stdout

    @pytest.mark.parametrize("command", sorted(main.commands))
    def test_every_command_has_help(self, command: str) -> None:
        result = run(command, "-h")
        assert result.exit_code == 0
        assert result.stdout.startswith(f"Usage: alliancekit {command} ")

    def test_no_help_shows_a_mark_of_its_source(self) -> None:
        waiting: list[tuple[click.Command, str]] = [(main, "")]
        while waiting:
            command, name = waiting.pop()
            text = run(*name.split(), "--help").stdout
            assert "\\b" not in text
            assert "\b" not in text
            waiting += ((each, f"{name} {own}") for own, each in getattr(command, "commands", {}).items())

    def test_no_summary_of_a_command_is_cut(self) -> None:
        assert "..." not in run("--help").stdout.partition("Commands:")[2].partition("Examples:")[0]

    def test_version(self) -> None:
        assert run("--version").stdout == f"alliancekit {metadata.version('alliancekit')} ({engine.NAME})\n"

    @pytest.mark.parametrize(
        "arguments",
        [
            [],
            ["chekc"],
            ["check"],
            ["show"],
            ["convert", "a.yaml"],
            ["check", "--format", "xml", "a.yaml"],
            ["tour", "--text"],
        ],
        ids=" ".join,
    )
    def test_misuse(self, arguments: list[str]) -> None:
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith("Usage: alliancekit")

    @pytest.mark.parametrize(
        "arguments",
        [["check"], ["show", "actor:x", "--corpus"]],
        ids=["check", "show"],
    )
    def test_a_file_that_does_not_exist(self, arguments: list[str]) -> None:
        result = run(*arguments, "none.yaml")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == "Error: none.yaml can't be read: no such file or folder\n"

    def test_a_file_name_is_escaped(self) -> None:
        result = run("check", "no\x1b[2Jne.yaml")
        assert result.stderr == "Error: no\\x1b[2Jne.yaml can't be read: no such file or folder\n"

    def test_another_failure_of_the_system(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object, **__: object) -> NoReturn:
            message = "the disk is full"
            raise OSError(message)

        monkeypatch.setattr("alliancekit.corpus.load", fail)
        result = run("show", "actor:x")
        assert (result.exit_code, result.output) == (2, "Error: the disk is full\n")

    def test_an_interrupt(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(*_: object, **__: object) -> NoReturn:
            raise KeyboardInterrupt

        monkeypatch.setattr("alliancekit.corpus.load", interrupt)
        result = run("show", "actor:x")
        assert (result.exit_code, result.output) == (130, "\n")

    def test_a_closed_output_ends_the_program(self, monkeypatch: pytest.MonkeyPatch) -> None:
        reading, writing = os.pipe()
        os.close(reading)
        with os.fdopen(writing, "w") as closed, monkeypatch.context() as patched:
            patched.setattr("sys.stdout", closed)
            with pytest.raises(SystemExit) as ended:
                main(["explain"])
        assert ended.value.code == 141

    def test_the_module_runs_the_program(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr("sys.argv", ["alliancekit", "explain", "AK501"])
        with pytest.raises(SystemExit) as ended:
            runpy.run_module("alliancekit", run_name="__main__")
        assert ended.value.code == 0
        assert capsys.readouterr().out.startswith("AK501: A proposal lists two or more members.\n")

    def test_module_is_importable(self) -> None:
        assert "run" in runpy.run_module("alliancekit.__main__", run_name="other")

    def test_an_engine_that_cannot_be_used(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        class Unusable(ModuleType):
            def __getattr__(self, _: str) -> object:
                message = "the engine cannot be used"
                raise UnusableEngine(message)

        monkeypatch.setitem(sys.modules, "alliancekit.cli", Unusable("alliancekit.cli"))
        with pytest.raises(SystemExit) as ended:
            runpy.run_module("alliancekit.__main__", run_name="other")["run"]()
        assert ended.value.code == 2
        assert capsys.readouterr() == ("", "Error: the engine cannot be used\n")


class TestCheck:
    def test_no_problems(self) -> None:
        write("good.yaml", GOOD)
        result = run("check", "good.yaml")
        assert (result.exit_code, result.stdout, result.stderr) == (0, "no problems: 2 records\n", "")

    def test_problems(self) -> None:
        write("bad.yaml", BAD)
        result = run("check", "bad.yaml")
        assert (result.exit_code, result.stdout, result.stderr) == (1, REPORT, "")

    def test_a_warning_keeps_exit_code_0(self) -> None:
        write("warned.yaml", WARNED)
        result = run("check", "warned.yaml")
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.startswith("warned.yaml:12:35: warning AK907: ")
        assert result.stdout.endswith("\n\n1 warning in 1 record of 1 file\n")

    def test_several_paths_are_one_corpus(self, monkeypatch: pytest.MonkeyPatch) -> None:
        seeds(monkeypatch, GOOD)
        write("twice.yaml", GOOD)
        result = run("check", "seeds", "twice.yaml")
        assert result.exit_code == 1
        assert result.stdout.startswith(
            "twice.yaml:3:8: error AK901: id actor:the-north is taken by an earlier record,\n"
            "    at packaged/corpus.yaml:3:8\n"
        )

    def test_json(self) -> None:
        write("bad.yaml", BAD)
        result = run("check", "--format", "json", "bad.yaml")
        problems = json.loads(result.stdout)
        assert (result.exit_code, result.stderr) == (1, "")
        assert [(item["code"], item["path"], item["line"], item["column"]) for item in problems] == [
            ("AK013", "kind", 4, 9),
            ("AK011", "names", 6, 3),
            ("AK501", "members", 12, 12),
        ]
        assert list(problems[0]) == [
            "code",
            "severity",
            "message",
            "hint",
            "record",
            "path",
            "file",
            "line",
            "column",
            "row",
        ]

    def test_json_without_problems(self) -> None:
        write("good.yaml", GOOD)
        assert run("check", "--format", "json", "good.yaml").stdout == "[]\n"

    def test_sarif(self) -> None:
        write("bad.yaml", BAD)
        result = run("check", "--format", "sarif", "bad.yaml")
        (log,) = json.loads(result.stdout)["runs"]
        assert (result.exit_code, result.stderr) == (1, "")
        assert [(item["ruleId"], _physical(item)) for item in log["results"]] == [
            ("AK013", ("bad.yaml", {"startLine": 4, "startColumn": 9})),
            ("AK011", ("bad.yaml", {"startLine": 6, "startColumn": 3})),
            ("AK501", ("bad.yaml", {"startLine": 12, "startColumn": 12})),
        ]

    def test_sarif_without_problems(self) -> None:
        write("good.yaml", GOOD)
        result = run("check", "--format", "sarif", "good.yaml")
        assert (result.exit_code, result.stderr) == (0, "")
        assert json.loads(result.stdout)["runs"][0]["results"] == []

    def test_github(self) -> None:
        write("bad.yaml", BAD)
        result = run("check", "--format", "github", "bad.yaml")
        assert (result.exit_code, result.stderr) == (1, "3 errors in 3 records of 1 file\n")
        assert result.stdout.splitlines()[2] == (
            "::error file=bad.yaml,line=12,col=12,title=AK501::bad.yaml:12:12: AK501 proposal:pact: "
            "members must list 2 or more, lists 1 (add the members; if no source names them, record a candidate)"
        )

    def test_github_of_a_warning(self) -> None:
        write("warned.yaml", WARNED)
        result = run("check", "--format", "github", "warned.yaml")
        assert (result.exit_code, result.stderr) == (0, "1 warning in 1 record of 1 file\n")
        assert result.stdout.startswith("::warning file=warned.yaml,line=12,col=35,title=AK907::")

    def test_github_without_problems(self) -> None:
        write("good.yaml", GOOD)
        result = run("check", "--format", "github", "good.yaml")
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", "no problems: 2 records\n")

    @pytest.mark.parametrize("form", ["sarif", "github"])
    def test_a_file_is_named_from_the_top_of_the_repository(self, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
        Path("corpus").mkdir()
        write("corpus/bad.yaml", BAD)
        monkeypatch.setenv("GITHUB_WORKSPACE", str(Path().absolute()))
        monkeypatch.chdir("corpus")
        expected = {"sarif": '"uri": "corpus/bad.yaml"', "github": "file=corpus/bad.yaml,"}
        assert run("check", "--format", form, "bad.yaml").stdout.count(expected[form]) == 3

    def test_the_content_of_a_file_is_escaped(self) -> None:
        write("evil.json", '{"schema_version": 3, "[red]\u202e\u009b2J": 1, "actors": 2}')
        result = run("check", "evil.json")
        assert result.stdout.startswith(
            "evil.json:1:23: error AK012: unknown field '[red]\\u202e\\x9b2J', which has U+202E\n"
            '  1 | {"schema_version": 3, "[red]\\u202e\\x9b2J": 1, "actors": 2}\n'
            "    |                       ^\n"
        )

    def test_texts_with_every_anchor(self) -> None:
        write("daily.txt", TEXT)
        write("corpus.yaml", sourced())
        result = run("check", "corpus.yaml", "--texts", ".")
        assert (result.exit_code, result.stdout, result.stderr) == (
            0,
            "no problems: 2 records\n",
            "Note: 1 anchor looked up.\n",
        )

    def test_texts_in_which_an_anchor_is_lost(self) -> None:
        write("daily.txt", TEXT.replace("wants", "has"))
        write("corpus.yaml", sourced())
        result = run("check", "corpus.yaml", "--texts", ".", "--format", "json")
        (problem,) = json.loads(result.stdout)
        assert result.exit_code == 1
        assert problem["code"] == "AK951"
        assert (problem["record"], problem["path"]) == ("actor:berg", "attestations[0].anchors[0]")
        assert (problem["file"], problem["line"], problem["column"]) == ("corpus.yaml", 12, 7)

    def test_texts_are_looked_up_for_the_records_without_mistakes(self) -> None:
        write("daily.txt", "Other words.\n")
        statement = (
            "- {id: 'proposal:x', names: [{text: X}], proposers: ['actor:berg'], members: ['actor:no', 'actor:berg'],"
        )
        write(
            "corpus.yaml",
            f"{sourced()}proposals:\n{statement} rationale: [r], attestations: [{{source: 'source:daily'}}]}}\n",
        )
        result = run("check", "corpus.yaml", "--texts", ".", "--format", "json")
        assert [item["code"] for item in json.loads(result.stdout)] == ["AK011", "AK951"]
        assert result.stderr == "Note: 1 anchor looked up, in 2 records that no error affects.\n"

    def test_texts_are_not_looked_up_if_every_record_has_errors(self) -> None:
        write("corpus.yaml", sourced().replace("webpage", "web").replace("person", "persn"))
        result = run("check", "corpus.yaml", "--texts", ".", "--format", "json")
        assert [item["code"] for item in json.loads(result.stdout)] == ["AK013", "AK013"]
        assert result.stderr == "Note: 0 anchors looked up, in 0 records that no error affects.\n"

    def test_records_that_refer_to_an_invalid_record_are_not_looked_up(self) -> None:
        write("daily.txt", "Other words.\n")
        write("corpus.yaml", sourced().replace("webpage", "web"))
        result = run("check", "corpus.yaml", "--texts", ".", "--format", "json")
        assert [item["code"] for item in json.loads(result.stdout)] == ["AK013"]

    def test_a_folder_that_has_none_of_the_texts(self) -> None:
        write("corpus.yaml", sourced())
        Path("none").mkdir()
        result = run("check", "corpus.yaml", "--texts", "none")
        assert result.exit_code == 2
        assert result.stdout.startswith("corpus.yaml:3:59: warning AK953: none/daily.txt does not exist;")
        assert unwrapped(result.stderr) == f"Note: 1 anchor looked up.\nError: none{NO_TEXTS}"

    def test_a_source_without_a_file(self) -> None:
        write("corpus.yaml", sourced().replace(", file: daily.txt", "").replace("kind: person", "kind: persn"))
        result = run("check", "corpus.yaml", "--texts", ".", "--format", "json")
        assert [item["code"] for item in json.loads(result.stdout)] == ["AK013"]
        write("corpus.yaml", sourced().replace(", file: daily.txt", ""))
        result = run("check", "corpus.yaml", "--texts", ".", "--format", "json")
        assert result.exit_code == 2
        (problem,) = json.loads(result.stdout)
        assert (problem["code"], problem["hint"]) == (
            "AK953",
            "set 'file' of the source to the name of its text in the folder",
        )
        assert "Error: . contains none of the texts: source:daily (has no 'file'); name " in unwrapped(result.stderr)

    def test_no_folder_of_texts(self) -> None:
        write("corpus.yaml", sourced())
        result = run("check", "corpus.yaml", "--texts", "none")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == "Error: none is not a folder; pass the folder with the texts of the sources\n"


def _physical(result: dict[str, list[dict[str, dict[str, dict[str, object]]]]]) -> tuple[object, object]:
    """Return the file and the region of a result."""
    (location,) = result["locations"]
    place = location["physicalLocation"]
    return place["artifactLocation"]["uri"], place["region"]


class TestFind:
    def test_records_by_name_the_best_match_first(self) -> None:
        write("good.yaml", GOOD)
        result = run("find", "iceland", "--corpus", "good.yaml")
        assert (result.exit_code, result.stdout, result.stderr) == (0, "state:isl  Iceland\n", "")

    def test_at_most_some(self) -> None:
        result = run("find", "japan", "--most", "2")
        assert result.exit_code == 0
        first, second, rest = result.stdout.splitlines()
        assert first.split() == ["state:jpn", "Japan"]
        assert second.startswith("candidate:")
        assert rest.endswith(" more, see --most")

    def test_times_and_titles(self) -> None:
        assert "1960-06-23" in run("find", "treaty:us-japan-1960").stdout
        assert run("find", "source:").stdout.count("source:") > 1
        assert run("find", "statement:takaichi").stdout.strip()

    def test_no_match(self) -> None:
        write("good.yaml", GOOD)
        result = run("find", "Icelend", "--corpus", "good.yaml")
        assert (result.exit_code, result.stdout) == (2, "")
        assert unwrapped(result.stderr) == (
            "Error: no record of good.yaml has an id, name or title with 'Icelend' (did you mean Iceland?)\n"
        )
        assert unwrapped(run("find", "qqqq").stderr) == (
            "Error: no record of the packaged corpus (use --corpus PATH for your own) has an id, name or title with "
            "'qqqq'\n"
        )


class TestShow:
    def test_a_record(self) -> None:
        write("good.yaml", GOOD)
        result = run("show", "state:isl", "--corpus", "good.yaml")
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout == "Iceland\nstate:isl\n  names  Iceland\n  codes  cow 395\n"

    def test_of_the_packaged_corpus(self, monkeypatch: pytest.MonkeyPatch) -> None:
        seeds(monkeypatch, GOOD)
        assert run("show", "actor:the-north").stdout.startswith("the North\nactor:the-north\n")

    def test_an_unknown_id(self) -> None:
        write("good.yaml", GOOD)
        result = run("show", "state:isk", "--corpus", "good.yaml")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == "Error: unknown id 'state:isk' (did you mean state:isl?)\n"

    def test_a_name_instead_of_an_id(self) -> None:
        write("good.yaml", GOOD)
        result = run("show", "Iceland", "--corpus", "good.yaml")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == "Error: unknown id 'Iceland'; records with this name: state:isl\n"

    def test_an_id_that_the_packaged_corpus_does_not_have(self) -> None:
        result = run("show", "treaty:atop-1355")
        assert (result.exit_code, result.stdout) == (2, "")
        assert unwrapped(result.stderr) == (
            "Error: unknown id 'treaty:atop-1355' (in the packaged corpus; use --corpus PATH for your own corpus)\n"
        )

    def test_a_corpus_with_mistakes(self) -> None:
        write("bad.yaml", BAD)
        result = run("show", "actor:the-south", "--corpus", "bad.yaml")
        assert (result.exit_code, result.stdout, result.stderr) == (1, "", REPORT)


class TestConvert:
    @pytest.mark.parametrize("target", ["new.json", "new.jsonl", "new.yml", "new"])
    def test_the_converted_corpus_is_equal(self, target: str) -> None:
        write("good.yaml", GOOD)
        result = run("convert", "good.yaml", target)
        assert (result.exit_code, result.stdout, result.stderr) == (0, f"{target}: 2 records written\n", "")
        assert load(target) == load("good.yaml")

    def test_the_packaged_corpus(self, monkeypatch: pytest.MonkeyPatch) -> None:
        seeds(monkeypatch, GOOD)
        assert run("convert", "seeds", "new.json").exit_code == 0
        assert load("new.json") == load("packaged")

    def test_a_corpus_with_errors_is_not_written(self) -> None:
        write("bad.yaml", BAD)
        result = run("convert", "bad.yaml", "new.json")
        assert (result.exit_code, result.stdout, result.stderr) == (1, "", REPORT)
        assert files() == ["bad.yaml"]

    def test_warnings_are_printed(self) -> None:
        write("warned.yaml", WARNED)
        result = run("convert", "warned.yaml", "new.json")
        assert (result.exit_code, result.stdout) == (0, "new.json: 3 records written\n")
        assert result.stderr == run("check", "warned.yaml").stdout

    def test_an_ending_without_format(self) -> None:
        write("good.yaml", GOOD)
        result = run("convert", "good.yaml", "new.txt")
        assert (result.exit_code, result.stdout) == (2, "")
        assert files() == ["good.yaml"]

    def test_a_folder_that_does_not_exist(self) -> None:
        write("good.yaml", GOOD)
        result = run("convert", "good.yaml", "none/new.json")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith("Error: none/new.json can't be written: ")

    def test_the_packaged_corpus_is_not_written_to(self) -> None:
        write("good.yaml", GOOD)
        result = run("convert", "good.yaml", "seeds")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == (
            "Error: seeds is the packaged corpus, which is read-only; for a folder of that\n  name, use ./seeds\n"
        )
        assert files() == ["good.yaml"]

    def test_an_output_name_is_escaped(self) -> None:
        write("good.yaml", GOOD)
        assert run("convert", "good.yaml", "n\x1b[2Jw.json").stdout == "n\\x1b[2Jw.json: 2 records written\n"


class TestExplain:
    @pytest.mark.parametrize("code", ["AK501", "ak501"])
    def test_a_rule(self, code: str) -> None:
        result = run("explain", code)
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.startswith("AK501: A proposal lists two or more members.\n")

    @pytest.mark.parametrize("name", types())
    def test_a_type_is_explained_by_its_fields_and_rules(self, name: str) -> None:
        result = run("explain", name.lower())
        text, spec = " ".join(result.stdout.split()), spec_of(types()[name])
        assert (result.exit_code, result.stderr) == (0, "")
        assert text.startswith(f"{name}: ")
        assert all(f" {field.name} " in text for field in own_fields(types()[name]))
        assert all(rule.code in text for rule in spec.rules)

    @pytest.mark.parametrize("name", types())
    def test_json_of_a_type(self, name: str) -> None:
        result = run("explain", name, "--format", "json")
        described, spec = json.loads(result.stdout), spec_of(types()[name])
        fields = own_fields(types()[name])
        assert result.exit_code == 0
        assert [field["name"] for field in described["fields"]] == [field.name for field in fields]
        assert [field["required"] for field in described["fields"]] == [field.required for field in fields]
        assert set(described["rules"]) == {rule.code for rule in spec.rules}

    def test_the_values_of_a_field_are_listed(self) -> None:
        lines = run("explain", "stance").stdout.splitlines()
        assert [line.split(".")[0] for line in lines if line.startswith("  s")] == [
            "  subject  id of actor, state, proposal, treaty or candidate, required",
            "  stance   support, oppose or mixed, required",
        ]

    def test_all_rules(self) -> None:
        result = run("explain")
        assert (result.exit_code, result.stderr) == (0, "")
        assert "AK501  A proposal lists two or more members.\n" in result.stdout

    def test_json_of_a_rule(self) -> None:
        result = run("explain", "ak501", "--format", "json")
        assert (result.exit_code, result.stderr) == (0, "")
        assert json.loads(result.stdout) == [
            {
                "code": "AK501",
                "severity": "error",
                "demand": "A proposal lists two or more members.",
                "advice": "add the members; if no source names them, record a candidate",
            }
        ]

    def test_json_of_all_rules(self) -> None:
        result = run("explain", "--format", "json")
        assert (result.exit_code, result.stderr) == (0, "")
        listed = json.loads(result.stdout)
        assert [rule["code"] for rule in listed] == list(rules())
        assert {(*rule,) for rule in listed} == {("code", "severity", "demand", "advice")}
        assert {rule["severity"] for rule in listed} == {"error", "warning"}

    def test_an_unknown_code(self) -> None:
        result = run("explain", "AK5011")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith("Error: no rule has the code 'AK5011'; did you mean AK501")


class TestSchema:
    def test_of_a_document(self) -> None:
        result = run("schema")
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout == json.dumps(document_schema(), indent=2) + "\n"

    def test_of_a_line(self) -> None:
        assert json.loads(run("schema", "--lines").stdout) == line_schema()

    @pytest.mark.parametrize("name", ["Venue", "venue"])
    def test_of_a_model(self, name: str) -> None:
        assert json.loads(run("schema", name).stdout) == schema_of(Venue)

    def test_an_unknown_model(self) -> None:
        result = run("schema", "Venues")
        assert (result.exit_code, result.stdout) == (2, "")
        assert " ".join(result.stderr.split()) == f"Error: unknown model 'Venues'; choose {', '.join(types())}"

    def test_for_editors(self) -> None:
        assert json.loads(run("schema", "--for", "editors").stdout) == document_schema(annotated=True)
        assert json.loads(run("schema", "venue", "--for", "editors").stdout) == schema_of(Venue, annotated=True)
        assert json.loads(run("schema", "--lines", "--for", "editors").stdout) == line_schema(annotated=True)

    def test_for_drafts(self) -> None:
        assert json.loads(run("schema", "--for", "drafts").stdout) == drafts_schema()
        assert json.loads(run("schema", "--for", "drafts", "statement").stdout) == drafts_schema(Statement)

    def test_of_drafts_of_a_type_without_them(self) -> None:
        result = run("schema", "--for", "drafts", "State")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == "Error: unknown model 'State'; choose Actor, Source, Statement, Proposal, Treaty\n"

    def test_of_drafts_and_a_line(self) -> None:
        result = run("schema", "--for", "drafts", "--lines")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == "Error: use --for drafts or --lines, not both\n"

    def test_of_a_model_and_a_line(self) -> None:
        result = run("schema", "Venue", "--lines")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == "Error: use MODEL or --lines, not both\n"


class TestAnchor:
    def test_prints_an_anchor_and_a_digest(self) -> None:
        write("daily.txt", TEXT)
        result = run("anchor", "daily.txt", "a pact")
        assert (result.exit_code, result.stderr) == (0, "")
        anchor_line, comment = result.stdout.splitlines()
        assert anchor_line == f"- {json.dumps(tree(anchor_words(TEXT, 'a pact')))}"
        assert comment == f"# digest: {digest(TEXT.encode())}"

    def test_check_finds_the_printed_anchor(self) -> None:
        Path("daily.txt").write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
        head, _, _ = sourced().partition("    - {")
        pasted = run("anchor", "daily.txt", "pact. Nobody").stdout.splitlines()
        write("corpus.yaml", f"{head}    {pasted[0]}\n    {pasted[1]}\n")
        result = run("check", "corpus.yaml", "--texts", ".")
        assert (result.stdout, result.stderr) == ("no problems: 2 records\n", "Note: 1 anchor looked up.\n")

    def test_words_that_occur_twice_need_a_number(self) -> None:
        write("daily.txt", "a pact, a pact")
        result = run("anchor", "daily.txt", "a pact")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "the text must contain the words 'a pact' once, found 2 occurrences, at 0-6 and 8-14" in unwrapped(
            result.stderr
        )
        assert "--nth" in result.stderr
        listed = json.loads(run("anchor", "daily.txt", "a pact", "--format", "json").stdout)
        assert "--nth" in listed["quotations"][0]["hint"]
        assert run("anchor", "daily.txt", "a pact", "--nth", "2").stdout.startswith('- {"start": 8, "end": 14,')

    @pytest.mark.parametrize("nth", ["0", "3"])
    def test_a_number_out_of_range(self, nth: str) -> None:
        write("daily.txt", "a pact, a pact")
        result = run("anchor", "daily.txt", "a pact", "--nth", nth)
        assert (result.exit_code, result.stdout) == (2, "")
        assert unwrapped(result.stderr).startswith("Error: AK955 --nth must be from 1 to 2")
        assert unwrapped(result.stderr).endswith("(choose one at 0-6 and 8-14)\n")

    @pytest.mark.parametrize("words", ["", " ", "\u200b"])
    def test_an_empty_quotation(self, words: str) -> None:
        write("daily.txt", TEXT)
        result = run("anchor", "daily.txt", words)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "the quotation must have visible characters" in unwrapped(result.stderr)

    @pytest.mark.parametrize("words", ["no pact", "no pakt at all"])
    def test_words_that_do_not_occur(self, words: str) -> None:
        write("daily.txt", TEXT)
        result = run("anchor", "daily.txt", words)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "(copy the words from the text)" in unwrapped(result.stderr)

    def test_a_missing_text(self) -> None:
        result = run("anchor", "daily.txt", "a pact")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == "Error: daily.txt can't be read: no such file or folder\n"

    def test_a_text_in_another_encoding(self) -> None:
        Path("daily.txt").write_bytes("é".encode("latin-1"))
        result = run("anchor", "daily.txt", "é")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith("Error: daily.txt:1:1 can't be read: ")

    def test_several_quotations_with_ellipses(self) -> None:
        write("daily.txt", "The envoy spoke of trade. Nobody spoke of war.")
        result = run("anchor", "daily.txt", "envoy … trade", "war")
        assert (result.exit_code, result.stderr) == (0, "")
        assert [line.split(",")[0] for line in result.stdout.splitlines()[:-1]] == [
            '- {"start": 4',
            '- {"start": 19',
            '- {"start": 42',
        ]

    def test_a_quotation_that_is_not_found_gets_similar_passages(self) -> None:
        write("daily.txt", "The envoy\nspoke of \x1b[31m trade. Nobody spoke of war.")
        result = run("anchor", "daily.txt", "The envoi just spoke of trade", "war")
        assert result.exit_code == 2
        assert result.stdout.startswith('- {"start": 48, "end": 51,')
        assert " ".join(result.stderr.split()).endswith(
            "found none (copy the words from the text) "
            "0-30, 78% The [-envoi just-]{+envoy+} spoke of {+\\x1b[31m+} trade "
            "[-words only in the quotation-] {+words only in the text+}; "
            "to use a passage: alliancekit anchor daily.txt --at START-END"
        )

    def test_a_span(self) -> None:
        write("daily.txt", TEXT)
        start = TEXT.index("a pact")
        with_words = run("anchor", "daily.txt", "a pact").stdout
        assert run("anchor", "daily.txt", "--at", f"{start}-{start + 6}").stdout == with_words

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ((), "pass a quotation or --at START-END"),
            (("--at", "4"), "'4' is not a span such as 12-57"),
            (("--at", "4-9999"), "AK955 a span must be inside the text"),
        ],
    )
    def test_an_anchor_of_nothing(self, options: tuple[str, ...], message: str) -> None:
        write("daily.txt", TEXT)
        result = run("anchor", "daily.txt", *options)
        assert (result.exit_code, result.stdout) == (2, "")
        assert message in unwrapped(result.stderr)

    def test_write(self) -> None:
        write("daily.txt", TEXT)
        head, _, _ = sourced().partition("    anchors:")
        write("corpus.yaml", head.replace("kind: person", "kind: person  # for now"))
        options = ("daily.txt", "a pact", "--write", "corpus.yaml", "actor:berg")
        result = run("anchor", *options)
        assert (result.exit_code, result.stdout.count("sha256")) == (0, 1)
        assert unwrapped(result.stderr).startswith("Wrote 1 anchor")
        assert run("check", "corpus.yaml", "--texts", ".").exit_code == 0
        again = run("anchor", *options, "--source", "source:daily")
        assert (again.exit_code, again.stderr) == (0, "The record has these anchors already.\n")

    def test_write_nothing_if_a_quotation_is_missing(self) -> None:
        write("daily.txt", TEXT)
        write("corpus.yaml", sourced())
        before = Path("corpus.yaml").read_text("utf-8")
        result = run("anchor", "daily.txt", "a pact", "no pakt", "--write", "corpus.yaml", "actor:berg")
        assert result.exit_code == 2
        assert Path("corpus.yaml").read_text("utf-8") == before

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            (("--source", "source:daily"), "Error: --source works only with --write\n"),
            (("--replace", "1"), "Error: --replace works only with --write\n"),
            (("--write", "seeds", "x"), "Error: seeds is the packaged corpus, which is read-only\n"),
        ],
    )
    def test_write_elsewhere(self, options: tuple[str, ...], message: str) -> None:
        write("daily.txt", TEXT)
        result = run("anchor", "daily.txt", "a pact", *options)
        assert (result.exit_code, result.stderr) == (2, message)

    def test_as_json(self) -> None:
        write("daily.txt", TEXT)
        result = run("anchor", "daily.txt", "a pact", "a pct. Nobody", "--format", "json")
        assert (result.exit_code, result.stderr) == (2, "")
        content = json.loads(result.stdout)
        assert (content["file"], content["digest"]) == ("daily.txt", digest(TEXT.encode()))
        found, missing = content["quotations"]
        assert found == {
            "words": "a pact",
            "anchors": [tree(anchor_words(TEXT, "a pact"))],
            "message": None,
            "hint": None,
            "near": [],
        }
        assert (missing["anchors"], missing["hint"]) == ([], "copy the words from the text")
        (near,) = missing["near"]
        assert near["text"] == TEXT[near["start"] : near["end"]] == "a pact.\nNobody"
        assert [difference.keys() for difference in near["differences"]] == [
            {"start", "end", "words_start", "words_end"}
        ]


class TestRepair:
    def test_lost_anchors(self) -> None:
        write("corpus.yaml", sourced())
        write("daily.txt", TEXT)
        Path("new").mkdir()
        write("new/daily.txt", TEXT.replace("a pact", "a pakt"))
        options = ("anchors", "repair", "corpus.yaml", "--texts", "new")
        result = run(*options)
        assert result.exit_code == 1
        assert result.stdout.startswith("actor:berg attestations[0].anchors[0] in source:daily\n  lost: ")
        assert "1 lost anchor, 1 with a proposal; nothing was changed" in unwrapped(result.stdout)
        result = run(*options, "--old-texts", ".")
        assert "She wants a [-pact-]{+pakt+}." in unwrapped(result.stdout)
        assert "\n  old  …>>She wants a pact.<<" in result.stdout
        result = run(*options, "--old-texts", ".", "--format", "json")
        assert result.exit_code == 1
        (lost,) = json.loads(result.stdout)
        assert (lost["record"], lost["path"], lost["words"]) == (
            "actor:berg",
            "attestations[0].anchors[0]",
            "She wants a pact.",
        )
        (proposal,) = lost["proposals"]
        assert (proposal["clue"], proposal["text"]) == ("similar words", "She wants a pakt.")
        assert run(*options, "--format", "json").exit_code == 1

    def test_the_printed_commands_repair_the_corpus(self) -> None:
        write("daily.txt", TEXT)
        old = digest(TEXT.encode())
        source = f"- id: source:daily\n  kind: webpage\n  title: Daily\n  file: daily.txt\n  length: {len(TEXT)}\n"
        two = re.sub(r"- \{id.*\n", f"{source}  digest: {old}  # as printed\n", sourced())
        second = json.dumps(tree(anchor_words(TEXT, "Nobody answered")))
        write("corpus.yaml", two.rstrip() + f"\n    - {second}\n  - {{source: source:daily, wording: mention}}\n")
        Path("the new").mkdir()
        changed = TEXT.replace("a pact", "a new pact").replace("Nobody", "Nobody has")
        write("the new/daily.txt", changed)
        checked = run("check", "corpus.yaml", "--texts", "the new")
        assert "anchors repair" in unwrapped(checked.stdout)
        assert "another digest than the source" in " ".join(checked.stdout.split())
        refused = run(
            "anchor", "the new/daily.txt", "answered", "--write", "corpus.yaml", "actor:berg", "--attestation", "2"
        )
        message = "".join(refused.stderr.split())
        assert refused.exit_code == 2
        assert old in message
        assert digest(changed.encode()) in message
        assert "corpus.yaml:" in message
        assert "--new-digest" in message
        result = run("anchors", "repair", "corpus.yaml", "--texts", "the new/", "--old-texts", ".")
        commands = [line.strip() for line in result.stdout.splitlines() if line.startswith("    alliancekit anchor")]
        assert len(commands) >= 2
        for number in (1, 2):
            ending = f"--replace {number} --attestation 1 --new-digest"
            command = next(command for command in commands if command.endswith(ending))
            written = run(*shlex.split(command)[1:])
            assert (written.exit_code, written.stderr[:14]) == (0, "Wrote 1 anchor")
        assert run("check", "corpus.yaml", "--texts", "the new").exit_code == 0
        content = Path("corpus.yaml").read_text("utf-8")
        assert f"digest: {json.dumps(digest(changed.encode()))}  # as printed\n" in content
        assert f"length: {len(changed)}\n" in content

    def test_a_shorter_text_may_leave_other_anchors_behind(self) -> None:
        write("daily.txt", TEXT)
        old = digest(TEXT.encode())
        source = (
            f"- id: source:daily\n  kind: webpage\n  title: Daily\n  file: daily.txt\n  length: {len(TEXT)}  # all\n"
        )
        corpus = re.sub(r"- \{id.*\n", f"{source}  digest: {old}\n", sourced())
        words = "Nobody answered"
        extra = "".join(f"    - {json.dumps(tree(anchor_words(TEXT, words[:n])))}\n" for n in (15, 14))
        short = TEXT[: TEXT.index("Nobody")]
        write("short.txt", short)
        for lost, note in ((1, "1 other anchor ends after"), (2, "2 other anchors end after")):
            write("corpus.yaml", corpus.rstrip() + "\n" + "".join(extra.splitlines(keepends=True)[:lost]))
            result = run("anchor", "short.txt", "She", "--write", "corpus.yaml", "actor:berg", "--new-digest")
            assert result.exit_code == 0, result.stderr
            assert note in " ".join(result.stderr.split())
            assert "length: null  # all\n" in Path("corpus.yaml").read_text("utf-8")
            assert run("check", "corpus.yaml").exit_code == 0

    def test_a_coder_beside_a_shared_corpus(self) -> None:
        text = f"{TEXT}The ministers went home on the evening of that day.\n"
        head, _, actors = sourced().partition("actors:")
        source = f"{{id: source:daily, kind: webpage, title: Daily, file: daily.txt, digest: {digest(text.encode())}}}"
        write("shared.yaml", re.sub(r"\{id.*\}", lambda _: source, head))
        write("ann.yaml", f"schema_version: 3\nactors:{actors}")
        write("daily.txt", text)
        add = ("anchor", "daily.txt", "Nobody answered", "--write", "ann.yaml", "actor:berg")
        refused = run(*add)
        assert refused.exit_code == 1
        message = " ".join(refused.stderr.split())
        assert "Nothing was written to ann.yaml." in message
        assert "add --corpus PATH" in message
        assert "add --corpus PATH" in run("anchors", "repair", "ann.yaml", "--texts", ".").stderr
        write("bad.yaml", BAD)
        assert "--corpus" not in run(*add, "--corpus", "bad.yaml").stderr
        common = ("--corpus", "shared.yaml")
        assert run(*add, *common).exit_code == 0
        write("daily.txt", f"For the archive.\n{text.replace('wants', 'had')}")
        repair = ("anchors", "repair", "ann.yaml", "--texts", ".", *common)
        found = run(*repair)
        first = re.search(r'"(alliancekit anchors update .*?)"', unwrapped(found.stderr))
        assert first is not None
        assert run(*shlex.split(first[1])[1:]).exit_code == 0
        update = ("anchors", "update", "ann.yaml", "--texts", ".", "--source", "source:daily", *common)
        updated = run(*update)
        assert updated.exit_code == 1
        assert "Wrote 1 new position of anchors to ann.yaml." in unwrapped(updated.stderr)
        assert "1 other anchor of source:daily is lost in this text" in unwrapped(updated.stderr)
        (command,) = {line.strip() for line in run(*repair).stdout.splitlines() if line.startswith("    alliancekit")}
        assert run(*shlex.split(command)[1:]).exit_code == 0
        assert unwrapped(run(*update).stderr).startswith("source:daily and its anchors fit the text already")
        assert run("check", "shared.yaml", "ann.yaml", "--texts", ".").stdout == "no problems: 2 records\n"

    def test_an_update_that_is_not_possible(self) -> None:
        write("corpus.yaml", sourced())
        update = ("anchors", "update", "corpus.yaml", "--texts", ".", "--source")
        for id_, message in (
            ("source:daily", "daily.txt does not exist"),
            ("actor:berg", "'actor:berg' is no source"),
            ("source:dail", "unknown id 'source:dail'"),
        ):
            result = run(*update, id_)
            assert result.exit_code == 2
            assert message in unwrapped(result.stderr)
        assert run("anchors", "update", "seeds", "--texts", ".", "--source", "source:daily").exit_code == 2

    def test_a_corrected_text_has_a_new_digest_and_length(self) -> None:
        write("corpus.yaml", sourced())
        write("daily.txt", TEXT + "A footnote.\n")
        result = run("anchors", "update", "corpus.yaml", "--texts", ".", "--source", "source:daily")
        assert (result.exit_code, unwrapped(result.stderr)) == (0, "Wrote the digest and the length to corpus.yaml.\n")
        write("daily.txt", TEXT)
        assert "AK956" in run("check", "corpus.yaml", "--texts", ".").stdout

    def test_the_packaged_corpus_gets_no_commands(self, monkeypatch: pytest.MonkeyPatch) -> None:
        seeds(monkeypatch, sourced())
        write("daily.txt", TEXT.replace("a pact", "a pakt"))
        result = run("anchors", "repair", "seeds", "--texts", ".")
        assert "1 with a proposal" in result.stdout
        assert "--write" not in result.stdout

    def test_no_proposal(self) -> None:
        write("corpus.yaml", sourced())
        write("daily.txt", "Other words.")
        result = run("anchors", "repair", "corpus.yaml", "--texts", ".")
        assert result.exit_code == 1
        assert "\n  no proposal: if the passage is not in the text any more, delete the anchor" in result.stdout
        assert result.stdout.endswith("\n\n1 lost anchor, 0 with a proposal\n")

    def test_nothing_is_lost(self) -> None:
        write("corpus.yaml", sourced())
        result = run("anchors", "repair", "corpus.yaml", "--texts", ".")
        assert (result.exit_code, result.stdout) == (0, "0 lost anchors, 0 with a proposal\n")
        assert result.stderr.startswith("Note: ")


class TestTour:
    def test_tour(self, monkeypatch: pytest.MonkeyPatch) -> None:
        seeds(monkeypatch, GOOD)
        result = run("tour")
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.startswith("A corpus of 2 records from 0 sources\n")
        assert "alliancekit tour --full" in result.stdout

    def test_full_tour(self, monkeypatch: pytest.MonkeyPatch) -> None:
        seeds(monkeypatch, GOOD)
        result = run("tour", "--full")
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.startswith("\nWhat it holds: 2 records from 0 sources\n")
        assert "tour --texts DIR" in result.stdout

    def test_tour_with_texts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        seeds(monkeypatch, sourced())
        write("daily.txt", TEXT)
        result = run("tour", "--texts", ".")
        assert (result.exit_code, result.stderr) == (0, "")
        assert "\nIn your texts: 1 anchor looked up\n" in result.stdout
        assert "tour --texts DIR" not in result.stdout

    def test_tour_with_texts_in_which_an_anchor_is_lost(self, monkeypatch: pytest.MonkeyPatch) -> None:
        seeds(monkeypatch, sourced())
        write("daily.txt", "Other words.\n")
        result = run("tour", "--texts", ".")
        assert (result.exit_code, result.stderr) == (1, "")
        assert "\nLost in daily: 1 anchor; its words do not occur in the text\n  actor:berg: 0-17\n" in result.stdout

    def test_tour_with_a_folder_that_has_none_of_the_texts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        seeds(monkeypatch, sourced())
        result = run("tour", "--texts", ".")
        assert (result.exit_code, result.stdout) == (2, "")
        assert unwrapped(result.stderr) == f"Error: .{NO_TEXTS}"

    def test_tour_with_texts_of_a_corpus_without_anchors(self, monkeypatch: pytest.MonkeyPatch) -> None:
        seeds(monkeypatch, GOOD)
        result = run("tour", "--texts", ".")
        assert (result.exit_code, result.stderr) == (0, "")
        assert "\nIn your texts: 0 anchors looked up\n" in result.stdout

    def test_tour_of_the_packaged_corpus(self) -> None:
        result = run("tour")
        assert (result.exit_code, result.stderr) == (0, "")
        assert len(result.stdout.splitlines()) < 24  # with the prompt, one screen

    def test_full_tour_of_the_packaged_corpus(self) -> None:
        result = run("tour", "--full")
        assert (result.exit_code, result.stderr) == (0, "")
        assert "\nThe proposal: quasi-security alliance\n" in result.stdout

    def test_tour_of_the_packaged_corpus_with_its_texts(self, seed_texts: Path) -> None:
        result = run("tour", "--texts", str(seed_texts))
        assert (result.exit_code, result.stderr) == (0, "")
        assert "\nIn your texts: " in result.stdout
        assert "\nLost in " not in result.stdout


def run_process(*arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program in a new process, with its output in pipes."""
    command = [sys.executable, "-m", "alliancekit", *arguments]
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **variables})


class TestProcess:
    def test_a_pipe_gets_plain_text(self) -> None:
        write("bad.yaml", BAD)
        process = run_process("check", "bad.yaml", COLUMNS="40")
        assert (process.returncode, process.stderr) == (1, b"")
        assert process.stdout.decode().replace("\r", "") == REPORT

    def test_a_closed_pipe_prints_no_error_message(self) -> None:
        command = [sys.executable, "-m", "alliancekit", "explain"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout
            assert process.stderr
            process.stdout.close()
            assert process.stderr.read() == b""
        assert process.returncode == 141

    def test_an_encoding_that_lacks_characters(self) -> None:
        write("good.yaml", GOOD)
        process = run_process("show", "actor:the-north", "--corpus", "good.yaml", PYTHONIOENCODING="ascii")
        assert (process.returncode, process.stderr) == (0, b"")
        assert b"- \\u9ad8\\u5317" in process.stdout

    def test_a_terminal_gets_colours_and_its_width(self) -> None:
        write("bad.yaml", BAD)
        assert b"\x1b[1;31merror AK501\x1b[0m" in self.in_terminal(TERM="xterm", COLUMNS="100")
        plain = self.in_terminal(TERM="xterm", COLUMNS="100", NO_COLOR="1")
        assert b"[1;31m" not in plain
        assert b"bloc, region, media or machine_persona," not in plain.partition(b"\n")[0]
        lines = re.split(r"[\r\n]+", re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", plain.decode()))
        assert max(map(len, lines)) in range(81, 101)

    @pytest.mark.slow
    @pytest.mark.parametrize("form", ["json", "sarif", "github"])
    def test_output_for_programs_is_ascii_if_the_encoding_lacks_characters(self, form: str) -> None:
        write("bad.yaml", BAD.replace("reggion", "高北"))
        process = run_process("check", "bad.yaml", "--format", form, PYTHONIOENCODING="ascii")
        assert process.returncode == 1
        assert b"\\u9ad8\\u5317" in process.stdout

    @staticmethod
    def in_terminal(**variables: str) -> bytes:
        """Return what the program writes to a terminal."""
        pty = pytest.importorskip("pty")
        leader, follower = pty.openpty()
        command = [sys.executable, "-m", "alliancekit", "check", "bad.yaml"]
        environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
        with subprocess.Popen(
            command, stdin=follower, stdout=follower, stderr=follower, env={**environment, **variables}
        ):
            os.close(follower)
            written = b""
            try:
                while part := os.read(leader, 65_536):
                    written += part
            except OSError:  # on Linux: the end of the output
                pass
        os.close(leader)
        return written


def test_tables_are_checked_like_other_files(tmp_path: Path) -> None:
    packaged.seeds().to_parquet(tmp_path / "tables")
    assert run("check", str(tmp_path / "tables")).stdout == run("check", "seeds").stdout
    file = tmp_path / "tables" / "sources.parquet"
    table = packaged.seeds().to_polars("sources").drop("title").with_columns(title=pl.lit(None, dtype=pl.String))
    write_table(table, file, "sources")
    result = run("check", str(file), "--format", "json")
    assert result.exit_code == 1
    assert [(problem["row"], problem["code"]) for problem in json.loads(result.stdout)] == [
        (row, "AK301") for row, untitled in enumerate(table["untitled"], start=1) if untitled is None
    ]


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_references_that_were_not_checked_are_counted(form: str, tmp_path: Path) -> None:
    file = tmp_path / "corpus.yaml"
    file.write_text(
        "schema_version: 3\nactors:\n"
        "- {id: actor:A B, kind: person, names: [{text: A}]}\n"
        "- {id: actor:c, kind: person, names: [{text: C}], offices: [{title: X, of: actor:a-b, period: 1990/..}]}\n",
        encoding="utf-8",
    )
    result = run("check", str(file), "--format", form)
    note = "1 reference to actors was not checked, because the id of an actor is invalid, missing or repeated"
    out = " ".join((result.stdout if form == "text" else result.stderr).split())
    assert note in out
    assert result.exit_code == 1
    assert note in " ".join(run("convert", str(file), str(tmp_path / "x.json")).stderr.split())
