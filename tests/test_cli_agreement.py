"""The command agreement: output, formats and exit codes."""

import json
import re
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner, Result
from tests.mistakes import CORPUS, PROPOSAL, STATEMENT, VENUE

from alliancekit import Corpus, PartialDate
from alliancekit.cli import main
from alliancekit.evidence import anchor, digest
from alliancekit.models import Entry, Source
from alliancekit.models.attestation import Attestation
from alliancekit.models.ids import SourceId, StateId, StatementId
from alliancekit.reliability import LEAST_UNITS

TEXT = "In Taipei, the minister called for a league.\nThe envoy, he said, agrees.\nMore will follow.\n"
NOTES = Source(id=SourceId("source:notes"), kind="document", untitled="made up for a test", file="notes.txt")
SHARED = [record for record in CORPUS if record.id.partition(":")[0] in {"actor", "state", "source"}]


def statement(slug: str, words: str, **fields: object) -> Entry:
    start = TEXT.index(words)
    own = Attestation(source=NOTES.id, wording="indirect", anchors=(anchor(TEXT, start, start + len(words)),))
    values: dict[str, object] = {"about": (), "stances": (), **fields}
    return evolve(STATEMENT, id=StatementId(f"statement:{slug}"), attestations=(own,), **values)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("texts").mkdir()
    Path("texts", "notes.txt").write_text(TEXT, encoding="utf-8")
    ann = [statement("a", "the minister called for a league"), statement("b", "The envoy, he said, agrees")]
    bob = [
        statement("x", "called for a league", date=PartialDate("2025-04-29"), venue=evolve(VENUE, name="Forum")),
        statement("y", "More will follow"),
    ]
    for name, records in {"ann": ann, "bob": bob, "nobody": []}.items():
        Corpus([*records, NOTES, *SHARED]).write(f"{name}.yaml")
    Path("broken.yaml").write_text("schema_version: 3\nactors: 1\n", encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["agreement", *arguments], prog_name="alliancekit")


def test_the_report_has_records_fields_and_differences() -> None:
    result = run("ann.yaml", "bob.yaml")
    assert result.exit_code == 0
    lines = [line.strip() for line in result.output.splitlines()]
    assert ["statement", "2", "2", "1", "0.500"] in [line.split() for line in lines]
    assert any(line.split()[:6] == ["date", "nominal", "1", "0", "0", "0.0%"] for line in lines)
    assert re.search("^~ statement:a .*statement:x .*0.59", "\n".join(lines), re.MULTILINE)
    assert [line.split()[-1] for line in lines[lines.index("date") :][:3]] == ["date", "2023-04-28", "2025-04-29"]
    assert "+ statement:b" in lines
    assert "+ statement:y" in lines
    assert "The envoy" not in result.output


def test_two_versions_of_a_text_are_noted() -> None:
    for name in ("old", "new"):
        source = evolve(NOTES, digest=digest(name.encode()))
        Corpus([statement("a", "More will follow"), source, *SHARED]).write(f"{name}.yaml")
    result = run("old.yaml", "new.yaml")
    assert "Note: source:notes has another digest in each corpus" in " ".join(result.stderr.split())
    assert "add --texts DIR" in " ".join(result.stderr.split())
    assert run("old.yaml", "new.yaml", "--texts", "texts").stderr == ""


def test_an_unknown_source_is_refused() -> None:
    result = run("ann.yaml", "bob.yaml", "--source", "source:note")
    assert result.exit_code == 2
    assert "unknown id 'source:note'" in result.output


def test_the_passages_are_shown_in_the_texts() -> None:
    result = run("ann.yaml", "bob.yaml", "--texts", "texts")
    assert result.exit_code == 0
    for words in ("the minister called for a league", "The envoy, he said, agrees", "More will follow"):
        assert words in " ".join(result.output.split())


def test_the_json_has_the_whole_agreement() -> None:
    tree = json.loads(run("ann.yaml", "bob.yaml", "--format", "json").output)
    assert tree["units"] == [{"type": "statement", "first": 2, "second": 2, "matched": 1, "f1": 0.5}]
    (date,) = (each for each in tree["fields"] if each["field"] == "date")
    assert (date["percent"], date["kappa"], date["alpha"]) == (0, 0, 0)
    (speaker,) = (each for each in tree["fields"] if each["field"] == "speaker")
    assert speaker["kappa"] is None
    assert speaker["kappa_undefined"]


def test_coefficients_of_few_units_are_marked() -> None:
    lines = [line.split() for line in run("ann.yaml", "bob.yaml").output.splitlines()]
    assert ["date", "nominal", "1", "0", "0", "0.0%", "0.000*", "0.000*"] in lines
    assert sum(line[:1] == ["*"] and str(LEAST_UNITS) in line for line in lines) == 1
    tree = json.loads(run("ann.yaml", "bob.yaml", "--format", "json").output)
    assert tree["least_units"] == LEAST_UNITS
    assert {each["few_units"] for each in tree["fields"]} == {True}


def test_coefficients_of_enough_units_are_not_marked() -> None:
    for name, start in {"ann": 0, "bob": 1}.items():
        kinds = [evolve(VENUE, kind=("speech", "visit")[(n + start * (n == 0)) % 2]) for n in range(LEAST_UNITS)]
        own = Attestation(source=NOTES.id, wording="mention")
        coded = [
            evolve(STATEMENT, id=StatementId(f"statement:n{n}"), about=(), stances=(), venue=kind, attestations=(own,))
            for n, kind in enumerate(kinds)
        ]
        Corpus([*coded, NOTES, *SHARED]).write(f"{name}.yaml")
    output = run("ann.yaml", "bob.yaml").output
    assert "0.946" in output
    assert "*" not in output
    tree = json.loads(run("ann.yaml", "bob.yaml", "--format", "json").output)
    assert {each["few_units"] for each in tree["fields"]} == {False}


def test_a_least_overlap_can_be_demanded() -> None:
    assert json.loads(run("ann.yaml", "bob.yaml", "--least-overlap", "0.6", "--format", "json").output)["pairs"] == []
    assert run("ann.yaml", "bob.yaml", "--least-overlap", "2").exit_code == 2


def test_both_coders_may_share_a_corpus() -> None:
    Corpus([NOTES, *SHARED]).write("shared.yaml")
    for name in ("ann", "bob"):
        text = Path(f"{name}.yaml").read_text(encoding="utf-8")
        own = text[text.index("statements:") :]
        Path(f"{name}-only.yaml").write_text(f"schema_version: 3\n{own}", encoding="utf-8")
    alone = run("ann-only.yaml", "bob-only.yaml")
    assert (alone.exit_code, "AK902" in alone.output) == (2, True)
    result = run("ann-only.yaml", "bob-only.yaml", "--corpus", "shared.yaml")
    assert result.output == run("ann.yaml", "bob.yaml").output
    with_own = run("ann-only.yaml", "bob.yaml", "--corpus", "bob.yaml", "--format", "json")
    assert json.loads(with_own.output)["units"][0] == {
        "type": "statement", "first": 2, "second": 2, "matched": 1, "f1": 0.5,
    }  # fmt: skip


def test_records_of_nobody_have_no_agreement() -> None:
    nobody = run("nobody.yaml", "nobody.yaml")
    assert (nobody.exit_code, "statement" in nobody.output) == (0, False)
    result = run("ann.yaml", "nobody.yaml")
    assert result.exit_code == 0
    assert re.findall(r"^ *\+ (\S+)$", result.output, re.MULTILINE) == ["statement:a", "statement:b"]


def test_records_that_match_by_their_ids_are_named_once() -> None:
    mention = Attestation(source=NOTES.id, wording="mention")
    for name, member in (("one", "state:twn"), ("two", "state:usa")):
        members = (StateId("state:jpn"), StateId(member))
        record = evolve(PROPOSAL, statements=(), attestations=(mention,), members=members)
        Corpus([record, NOTES, *SHARED]).write(f"{name}.yaml")
    (line,) = (line for line in run("one.yaml", "two.yaml").output.splitlines() if line.startswith("  ~"))
    assert line.count(PROPOSAL.id) == 1
    assert "0.00" not in line


def test_broken_input_ends_with_its_problems() -> None:
    result = run("ann.yaml", "broken.yaml")
    assert result.exit_code == 2
    assert "broken.yaml:2:9: error AK010" in result.output
