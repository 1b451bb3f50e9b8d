"""Tests of the rules that the project adds to those of alliancekit."""

import subprocess
import sys
from pathlib import Path

from hypothesis import given
from summits.rules import PROJECT

from alliancekit import Corpus, Statement, check, convert, strategies
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
