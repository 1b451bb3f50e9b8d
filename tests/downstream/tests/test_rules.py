"""Tests of the rules and fields that the project adds to those of alliancekit."""

import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from summits.rules import PROJECT, Talk

from alliancekit import Corpus, Statement, check, convert, loads, strategies
from alliancekit.projects import find_project
from alliancekit.schema import document_schema

CORPUS = """schema_version: 3
actors:
- {id: actor:minister, kind: person, names: [{text: The Minister}]}
sources:
- {id: source:daily, kind: article-newspaper, title: Daily, file: daily.txt}
statements:
- id: statement:talk
  speaker: actor:minister
  date: 2024-05-02
  venue: {kind: seminar, place: Taipei}
  content: The alliance should cover the sea.
  about: [actor:minister]
  attestations:
  - {source: source:daily, wording: indirect}
"""


def test_the_entry_point_is_installed() -> None:
    assert find_project("summits") is PROJECT


def test_the_installed_command_finds_a_mistake_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "corpus.yaml").write_text(CORPUS)
    command = [sys.executable, "-I", "-m", "alliancekit", "check", "corpus.yaml", "--plugin", "summits"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, text=True)
    assert result.stdout.startswith("corpus.yaml:14:3: error SU101: attestations must list a verbatim one\n")
    assert result.returncode == 1
    assert check(tmp_path / "corpus.yaml") == ()
    assert [problem.code for problem in check(tmp_path / "corpus.yaml", projects=[PROJECT])] == ["SU101"]


def test_the_schema_expresses_the_rules_of_families() -> None:
    assert "SU102: A source has an address or a file." in str(document_schema([PROJECT]))


@given(corpus=strategies.corpora(projects=[PROJECT]))
def test_generated_corpora_obey_the_rules(corpus: Corpus) -> None:
    assert [problem for record in corpus for problem in PROJECT.problems(record)] == []


@given(miss=strategies.near_misses(Statement, code="SU103", projects=[PROJECT]))
def test_near_misses_break_a_rule(miss: strategies.NearMiss) -> None:
    statement = convert.record(Statement, miss.tree)
    assert [problem.code for problem in PROJECT.problems(statement)] == ["SU103"]


FIELDS = CORPUS.replace("indirect", "verbatim") + "  x_summits: {salience: 0, tone: friendly}\n"


def test_the_installed_command_finds_a_mistake_in_the_fields_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "corpus.yaml").write_text(FIELDS)
    command = [sys.executable, "-I", "-m", "alliancekit", "check", "corpus.yaml", "--plugin", "summits"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, text=True)
    assert result.stdout.startswith("corpus.yaml:15:25: error SU104: x_summits.salience must be 1 or more, got 0\n")
    assert result.returncode == 1
    assert [problem.code for problem in check(tmp_path / "corpus.yaml")] == ["AK019"]


def test_the_fields_are_read_and_written() -> None:
    corpus = loads(FIELDS.replace("salience: 0", "salience: 2"), "yaml", projects=[PROJECT])
    (statement,) = corpus.statements()
    assert PROJECT.fields_of(statement, Talk) == Talk(salience=2, tone="friendly")
    assert PROJECT.with_fields(statement, Talk(salience=3)).project_fields["summits"] == {"salience": 3}
    assert loads(corpus.dumps("jsonl"), "jsonl", projects=[PROJECT]) == corpus


def test_the_schema_offers_the_fields() -> None:
    assert "How important it is, from 1." in str(document_schema([PROJECT]))


@settings(max_examples=20)
@given(miss=strategies.near_misses(Statement, code="SU104", projects=[PROJECT]))
def test_near_misses_break_a_rule_of_the_fields(miss: strategies.NearMiss) -> None:
    assert miss.path == ("x_summits", "salience")
