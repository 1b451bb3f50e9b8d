"""Rules of a project: declared, checked in files of every format, and known to the command line."""

import json
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.metadata import EntryPoint, EntryPoints
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol, cast
from unittest.mock import patch

import pytest
from attrs import evolve
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError
from tests.mistakes import ATTESTATION, STATEMENT
from tests.profiles import examples
from tests.projects import ADDRESSED, NO_X, SCOPED, STUDY, VERBATIM

from alliancekit import (
    InvalidCorpus,
    Proposal,
    Source,
    SourceId,
    Statement,
    UnusableProject,
    Venue,
    check,
    check_parquet,
    convert,
    from_parquet,
    load,
    loads,
    rulebook,
    scan,
    scan_parquet,
    strategies,
)
from alliancekit.cli import main
from alliancekit.corpus import Corpus, examine, read
from alliancekit.errors import Problem, Severity
from alliancekit.formats import Limits, Tree
from alliancekit.models import Entry
from alliancekit.projects import Project, checked_projects, find_project, rules_for
from alliancekit.rules import AnyOf, FieldRule, NotBlank, RecordRule
from alliancekit.schema import Schema, document_schema, line_schema, schema_of

CORPORA = strategies.corpora(most=1, having=(Statement, Proposal))


def keys(problems: Iterable[Problem]) -> set[tuple[str, str | None, object]]:
    return {(problem.code, problem.record, problem.path) for problem in problems}


def expected(corpus: Iterable[Entry]) -> set[tuple[str, str | None, object]]:
    """Return the problems of records with the rules of the study, in other words than the rules."""
    found: set[tuple[str, str | None, object]] = set()
    for record in corpus:
        if isinstance(record, Statement):
            if all(attestation.wording != "verbatim" for attestation in record.attestations):
                found.add(("ST1", record.id, ("attestations",)))
            if "x" in record.content:
                found.add(("ST2", record.id, ("content",)))
            if not record.addressees and not record.about:
                found.add(("ST3", record.id, ()))
        elif isinstance(record, Proposal) and not record.scope:
            found.add(("ST4", record.id, ("scope",)))
    return found


# --- Declaration ------------------------------------------------------------------------------------------------------


def test_a_project_has_its_rules_by_code_and_by_model() -> None:
    assert dict(STUDY.by_code) == {"ST1": VERBATIM, "ST2": NO_X, "ST3": ADDRESSED, "ST4": SCOPED}
    assert [rule.code for rule in STUDY.rules_for(Statement)] == ["ST1", "ST3", "ST2"]
    assert STUDY.rules_for(Source) == ()
    assert repr(STUDY) == "<Project study: 4 rules>"
    again = cast("Project", pickle.loads(pickle.dumps(STUDY)))
    assert (again.name, again.by_code, again.field_rules) == (STUDY.name, STUDY.by_code, STUDY.field_rules)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"name": " "}, "a project needs a name; pass name='...'"),
        (
            {"rules": {Venue: [VERBATIM]}},
            (
                "p: a project has rules and fields for Actor, State, Source, Statement, Proposal, Treaty or Candidate, "
                "got <class 'alliancekit.models.statement.Venue'>"
            ),
        ),
        (
            {"rules": {Statement: [NO_X]}},
            "p: rules must contain rules of several fields, got <ST2>; put a rule of one field into field_rules",
        ),
        ({"rules": {Statement: ["ST2"]}}, "p: rules must contain rules of several fields, got 'ST2'"),
        (
            {"field_rules": {Statement: {"content": [VERBATIM]}}},
            "p: field_rules must contain rules of one field, got <ST1>",
        ),
        (
            {"rules": {Statement: [evolve(VERBATIM, code="AK1")]}},
            (
                "p: a code must have capital letters, digits and hyphens, with a letter first, and not begin with "
                "AK, got 'AK1'"
            ),
        ),
        (
            {"rules": {Statement: [evolve(VERBATIM, code="st 1")]}},
            (
                "p: a code must have capital letters, digits and hyphens, with a letter first, and not begin with "
                "AK, got 'st 1'"
            ),
        ),
        (
            {"rules": {Statement: [VERBATIM, evolve(ADDRESSED, code="ST1")]}},
            "p: two rules have the code ST1; give one of them another code",
        ),
        (
            {"rules": {Statement: [RecordRule(code="P1", demand="It is.")]}},
            "p: the class of P1, RecordRule, must define 'reads'",
        ),
        (
            {"field_rules": {Statement: {"note": [FieldRule(code="P1", demand="It is.")]}}},
            "p: the class of P1, FieldRule, must define 'complaints'",
        ),
        (
            {"rules": {Statement: [evolve(ADDRESSED, names=("adressees", "about"))]}},
            "p: ST3 reads 'adressees', no field of Statement (did you mean 'addressees'?)",
        ),
    ],
)
def test_a_wrong_declaration_is_an_error(arguments: Mapping[str, object], message: str) -> None:
    with pytest.raises(UnusableProject) as caught:
        cast("Callable[..., Project]", Project)(**{"name": "p", **arguments})
    assert str(caught.value) == message


def test_several_fields_and_models_may_share_a_rule() -> None:
    blank = NotBlank(code="SH1", demand="It is not blank.")
    notes = AnyOf(code="SH2", demand="It has one.", names=("note", "attestations"))
    both = Project(
        name="both",
        rules={Statement: [notes], Proposal: [notes]},
        field_rules={Statement: {"content": [blank], "note": [blank]}},
    )
    assert list(both.by_code) == ["SH1", "SH2"]
    assert len(both.rules_for(Statement)) == 3


def test_projects_together_have_different_codes() -> None:
    other = Project(name="other", rules={Statement: [evolve(ADDRESSED, code="ST1")]})
    same = Project(name="same", rules={Statement: [VERBATIM]})
    assert checked_projects([STUDY, same, STUDY]) == (STUDY, same)
    assert rules_for([STUDY, same], Statement) == STUDY.rules_for(Statement)
    for projects, message in (
        ([STUDY, other], "study and other have different rules with the code ST1"),
        (
            STUDY,
            (
                "projects must be a list of alliancekit.projects.Project; pass projects=[...] with the project "
                "'study' in it"
            ),
        ),
        ([Statement], "projects must be a list of alliancekit.projects.Project, got <class "),
    ):
        with pytest.raises(UnusableProject) as caught:
            checked_projects(cast("list[Project]", projects))
        assert str(caught.value).startswith(message)


def test_a_record_exists_although_it_breaks_a_rule_and_its_problems_have_hints() -> None:
    record = evolve(STATEMENT, content="next", attestations=(evolve(ATTESTATION, wording="indirect"),))
    assert list(map(str, STUDY.problems(record))) == [
        "ST1 statement:talk: attestations must list a verbatim one (quote a source)",
        "ST2 statement:talk: content must not have an x (write 'net')",
    ]


# --- Files ------------------------------------------------------------------------------------------------------------


@examples(20)
@given(CORPORA)
def test_every_format_reports_the_same_problems_at_their_places(corpus: Corpus) -> None:
    problems = expected(corpus)
    errors = {key for key in problems if key[0] != "ST4"}
    valid = {record.id for record in corpus} - {record for _, record, _ in errors}
    with TemporaryDirectory() as folder:
        for name in ("c.yaml", "c.json", "c.jsonl", "c.parquet"):
            path = Path(folder, name)
            corpus.write(path)
            contents = read(path, projects=[STUDY])
            assert set(contents.records) == set(corpus)
            own = [problem for problem in contents.problems if problem.code.startswith("ST")]
            assert keys(own) == problems
            assert [contents.locate(problem) for problem in own] == own
            assert len(contents.problems) == len(own) + len(corpus.warnings)
            scanned = [*scan(path, projects=[STUDY])]
            assert {item.id for item in scanned if not isinstance(item, Problem)} == valid
            assert {item for item in scanned if isinstance(item, Problem)} == set(own)


@examples(20)
@given(CORPORA)
def test_load_refuses_a_corpus_that_breaks_a_rule(corpus: Corpus) -> None:
    text = corpus.dumps("yaml")
    if {code for code, _, _ in expected(corpus)} <= {"ST4"}:
        assert loads(text, "yaml", projects=[STUDY]) == load(StringIO(text), format="yaml", projects=[STUDY]) == corpus
    else:
        with pytest.raises(InvalidCorpus) as caught:
            load(StringIO(text), format="yaml", projects=[STUDY])
        assert keys(caught.value.problems) >= expected(corpus)


@pytest.mark.slow
@examples(20)
@given(CORPORA, st.sampled_from([1000, 1]))
def test_columns_and_records_of_tables_have_the_same_problems(corpus: Corpus, most: int) -> None:
    limits = Limits(problems=most)
    with TemporaryDirectory() as folder:
        corpus.to_parquet(folder)
        by_columns = check_parquet(folder, limits=limits, projects=[STUDY])
        assert by_columns == read(folder, limits=limits, projects=[STUDY]).problems


def test_the_other_functions_know_projects_too(tmp_path: Path) -> None:
    corpus = Corpus([SOURCE])
    one = Project(name="one", field_rules={Source: {"title": [NO_X, evolve(NO_X, code="ST5")], "note": [NO_X]}})
    corpus.write(tmp_path / "c.yaml")
    corpus.to_parquet(tmp_path / "tables")
    found = one.problems(SOURCE)
    assert len(found) == 2
    assert keys(check(tmp_path / "c.yaml", projects=[one])) == keys(found)
    assert keys(check(tmp_path / "tables", projects=[one])) == keys(found)
    assert examine(tmp_path / "tables", projects=[one]).records == 1
    assert keys(cast("list[Problem]", [*scan_parquet(tmp_path / "tables", projects=[one])])) == keys(found)
    with pytest.raises(InvalidCorpus) as caught:
        from_parquet(tmp_path / "tables", projects=[one])
    assert keys(caught.value.problems) == keys(found)


BAD = """{
  "schema_version": 3,
  "statements": [
    {
      "id": "statement:a",
      "speaker": "state:x",
      "date": "2024",
      "venue": {"kind": "interview", "name": "a"},
      "content": "next",
      "attestations": [{"source": "source:x", "wording": "verbatim"}]
    }
  ]
}
"""


def test_loads_reports_the_line_and_column_beside_problems_of_the_package() -> None:
    with pytest.raises(InvalidCorpus) as caught:
        loads(BAD, "json", projects=[STUDY])
    found = [
        (each.code, each.location and (each.location.line, each.location.column)) for each in caught.value.problems
    ]
    assert found == [("ST3", (4, 5)), ("AK902", (6, 18)), ("ST2", (9, 18)), ("AK902", (10, 35))]


def test_the_rest_of_a_file_with_too_many_problems_is_skipped() -> None:
    sources = '"sources": [{"id": "source:x", "kind": "book", "title": "x"}]'
    text = f"{BAD.rstrip().removesuffix('}')}, {sources}}}"
    limits = Limits(problems=1)
    with pytest.raises(InvalidCorpus) as caught:
        loads(text, "json", limits=limits, projects=[STUDY])
    assert [problem.code for problem in caught.value.problems] == ["ST3", "AK006"]


def test_a_warning_stays_with_the_corpus() -> None:
    corpus = Corpus([])
    text = '{"schema_version": 3, "sources": [{"id": "source:x", "kind": "article-newspaper", "title": "a"}]}'
    rule = evolve(NO_X, severity=Severity.WARNING)
    one = Project(name="one", field_rules={Source: {"title": [evolve(rule, code="ONE")], "id": [rule]}})
    corpus = loads(text, "json", projects=[one])
    assert [str(warning.code) for warning in corpus.warnings] == ["ST2"]


# --- Finding ----------------------------------------------------------------------------------------------------------

SOURCE = Source(id=SourceId("source:x"), kind="book", title="x")

MODULE = "from tests.projects import STUDY\nTEXT = 'no project'\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder, in which the test runs; its modules are forgotten after the test."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    yield tmp_path
    for name in ("own_study", "empty_study"):
        sys.modules.pop(name, None)


def test_a_project_is_found_in_a_module(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(folder), *sys.path])
    (folder / "own_study.py").write_text(MODULE)
    (folder / "wrong_study.py").write_text("1 / 0")
    (folder / "empty_study.py").write_text("")
    assert find_project("own_study:STUDY") is STUDY
    for name, message in (
        ("own_study:STUDI", "project 'own_study:STUDI': the module own_study has no 'STUDI'; it has STUDY"),
        ("empty_study:A", "project 'empty_study:A': the module empty_study has no 'A'; it has no project"),
        ("own_study:TEXT", "'own_study:TEXT' must be an alliancekit.projects.Project, got an object of type str"),
        ("no_study:A", "project 'no_study:A' can't be imported: ModuleNotFoundError: No module named 'no_study'"),
        ("wrong_study:A", "project 'wrong_study:A' can't be imported: ZeroDivisionError: division by zero"),
    ):
        with pytest.raises(UnusableProject) as caught:
            find_project(name)
        assert str(caught.value) == message


def test_a_project_is_found_by_its_entry_point() -> None:
    points = [
        EntryPoint("study", "tests.projects:STUDY", "alliancekit.projects"),
        EntryPoint("study", "tests.projects:STUDY", "alliancekit.projects"),
        EntryPoint("twice", "tests.projects:STUDY", "alliancekit.projects"),
        EntryPoint("twice", "tests.projects:SCOPED", "alliancekit.projects"),
        EntryPoint("study", "nowhere:X", "another.group"),
    ]

    def entry_points(**wanted: str) -> EntryPoints:
        return EntryPoints(point for point in points if wanted.items() <= vars(point).items())

    with patch("importlib.metadata.entry_points", entry_points):
        assert find_project("study") is STUDY
        for name, message in (
            (
                "twice",
                "several installed packages have this entry point; write one of tests.projects:STUDY or tests.pro",
            ),
            (
                "studi",
                "no entry point of the group alliancekit.projects has this name (did you mean 'study'?); for an ",
            ),
            ("z", "no entry point of the group alliancekit.projects has this name (there are study and twice); for an"),
        ):
            with pytest.raises(UnusableProject, match=r"^project ") as caught:
                find_project(name)
            assert str(caught.value).startswith(f"project '{name}': {message}")
        points.clear()
        with pytest.raises(UnusableProject, match="no installed package has one"):
            find_project("z")


# --- The command line -------------------------------------------------------------------------------------------------

YAML = """schema_version: 3
sources:
- {id: source:x, kind: article-newspaper, title: Daily}
actors:
- {id: actor:x, kind: person, names: [{text: X}]}
statements:
- id: statement:a
  speaker: actor:x
  date: '2024'
  venue: {kind: interview, name: a}
  content: Next time.
  addressees: [actor:x]
  attestations:
  - {source: source:x, wording: indirect}
"""


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments, prog_name="alliancekit")
    assert isinstance(result.exception, SystemExit | None), result.exception
    return result


@pytest.fixture
def study(folder: Path) -> Path:
    """A folder with a plugin and a corpus that breaks two of its rules."""
    (folder / "own_study.py").write_text(MODULE)
    (folder / "corpus.yaml").write_text(YAML)
    return folder


@pytest.mark.usefixtures("study")
def test_check_and_convert_report_the_rules_of_a_plugin() -> None:
    assert run("check", "corpus.yaml").exit_code == 0
    result = run("check", "corpus.yaml", "--plugin", "own_study:STUDY")
    assert result.exit_code == 1
    assert "corpus.yaml:11:12: error ST2: content must not have an x\n  11 |   content: Next time.\n" in result.stdout
    assert "     |            ^\n" in result.stdout
    assert "corpus.yaml:14:3: error ST1: attestations must list a verbatim one" in result.stdout
    selected = run("check", "corpus.yaml", "--plugin", "own_study:STUDY", "--select", "st1", "--format", "json")
    assert [problem["code"] for problem in json.loads(selected.stdout)] == ["ST1"]
    assert run("check", "corpus.yaml", "--select", "ST1").exit_code == 2
    assert run("check", "corpus.yaml", "--plugin", "own_study:STUDY", "--texts", ".").exit_code == 1
    converted = run("convert", "corpus.yaml", "c.json", "--plugin", "own_study:STUDY")
    assert converted.exit_code == 1
    assert not Path("c.json").exists()
    missing = run("check", "corpus.yaml", "--plugin", "own_study:X")
    assert (missing.exit_code, missing.stdout) == (2, "")


@pytest.mark.usefixtures("study")
def test_explain_and_sarif_know_the_rules_of_a_plugin() -> None:
    explained = run("explain", "st1", "--plugin", "own_study:STUDY").stdout
    assert explained.startswith("ST1: A statement has a verbatim attestation.\n")
    assert "Statement (attestations) in the project study" in explained
    assert run("explain", "ST1").exit_code == 2
    assert "\nST2    A text has no x.\n" in run("explain", "--plugin", "own_study:STUDY").stdout
    log = json.loads(run("check", "corpus.yaml", "--plugin", "own_study:STUDY", "--format", "sarif").stdout)
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(rulebook.rules([STUDY]))
    assert rules[-3]["help"]["text"] == "alliancekit explain ST2 says more."
    assert [rules[result["ruleIndex"]]["id"] for result in log["runs"][0]["results"]] == ["ST2", "ST1"]


# --- Schema -----------------------------------------------------------------------------------------------------------


class Checks(Protocol):
    def iter_errors(self, instance: Tree) -> Iterable[ValidationError]: ...


def checks(schema: Schema) -> Checks:
    return Draft202012Validator(schema)


@examples(20)
@given(CORPORA)
def test_the_schema_expresses_rules_that_have_that_face(corpus: Corpus) -> None:
    has_face = {key for key in expected(corpus) if key[0] != "ST2"}
    tree = json.loads(corpus.dumps("json"))
    assert not [*checks(document_schema()).iter_errors(tree)]
    assert bool([*checks(document_schema([STUDY])).iter_errors(tree)]) is bool(has_face)
    lines = checks(line_schema([STUDY]))
    invalid = [line for line in corpus.dumps("jsonl").splitlines() if [*lines.iter_errors(json.loads(line))]]
    assert len(invalid) == len({record for _, record, _ in has_face})


def test_the_schema_names_the_rules_of_a_project() -> None:
    schema = json.loads(schema_text("statement"))
    assert schema == schema_of(Statement, [STUDY])
    assert "ST2" in schema["$comment"]
    assert '"ST1: A statement has a verbatim attestation."' in json.dumps(schema)
    assert "ST1" not in json.dumps(schema_of(Statement))
    assert json.loads(schema_text("--lines")) == line_schema([STUDY])
    assert json.loads(schema_text()) == document_schema([STUDY])


def schema_text(*arguments: str) -> str:
    return run("schema", *arguments, "--plugin", "tests.projects:STUDY").stdout


# --- Strategies -------------------------------------------------------------------------------------------------------


@given(strategies.records(Statement, projects=[STUDY]), strategies.proposals(projects=[STUDY]))
def test_records_obey_the_rules_of_a_project(statement: Statement, proposal: Proposal) -> None:
    assert expected([statement, proposal]) == set()


@given(strategies.statements(projects=[STUDY], content=st.sampled_from(["next", "now"])))
def test_records_that_break_a_rule_of_a_project_are_drawn_again(statement: Statement) -> None:
    assert statement.content == "now"


@examples(30)
@given(strategies.corpora(having=[Statement], projects=[STUDY]))
def test_corpora_obey_the_rules_of_a_project(corpus: Corpus) -> None:
    assert expected(corpus) == set()


@given(strategies.near_misses(Statement, projects=[STUDY]))
def test_near_misses_break_one_rule_of_the_package_or_of_a_project(miss: strategies.NearMiss) -> None:
    record, problems = convert.read(Statement, miss.tree)
    found = STUDY.problems(record) if record else problems
    assert {problem.code for problem in found} == {miss.code}
    assert found[0].path == miss.path


@pytest.mark.parametrize("code", ["ST1", "ST3"])
def test_near_misses_break_the_rule_that_was_named(code: str) -> None:
    @examples(10)
    @given(strategies.near_misses(Statement, code=code, projects=[STUDY]))
    def breaks_it(miss: strategies.NearMiss) -> None:
        record = cast("Statement", miss.make())
        assert {key[0] for key in expected([record])} == {code}

    breaks_it()


@examples(10)
@given(strategies.near_misses(Proposal, code="ST4", projects=[STUDY]))
def test_near_misses_break_rules_of_fields(miss: strategies.NearMiss) -> None:
    assert {key[0] for key in expected([cast("Proposal", miss.make())])} == {"ST4"}


def test_a_rule_without_that_face_is_not_broken() -> None:
    with pytest.raises(ValueError, match=r"^the class of ST2 does not define how to break it; choose one of AK"):
        strategies.near_misses(Statement, code="ST2", projects=[STUDY])
