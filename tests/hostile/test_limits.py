"""Each limit applies in each format, is reported, and can be raised in Python and on the command line."""

import json
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from alliancekit import convert
from alliancekit.cli import main
from alliancekit.corpus import check, load
from alliancekit.errors import Problem
from alliancekit.formats import Limits
from alliancekit.models import Actor

ACTOR: Final = '{"id": "actor:a", "kind": "bloc", "names": [{"text": "A"}]}'
FORMATS: Final = (".yaml", ".yml", ".json", ".jsonl")
VALUES: Final = 9
"""The number of values in a YAML or JSON file with that actor: the file, its version, the list, and 6 of the actor."""


def _written(ending: str, record: str) -> str:
    if ending == ".jsonl":
        return f'{{"type": "corpus", "schema_version": 3}}\n{{"type": "actor", {record[1:]}\n'
    return f'{{"schema_version": 3, "actors": [{record}]}}\n'


def _reported(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(problem.code, problem.message) for problem in problems]


@pytest.mark.parametrize("ending", FORMATS)
def test_as_many_values_as_the_limit_are_read(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"a{ending}"
    file.write_text(_written(ending, ACTOR))
    values = VALUES + (ending == ".jsonl")
    assert check(file, limits=Limits(values=values)) == ()
    message = f"a file must have at most {values - 1} values, got one more"
    assert _reported(check(file, limits=Limits(values=values - 1))) == [("AK006", message)]


@pytest.mark.parametrize("ending", FORMATS)
def test_commas_in_text_do_not_count_as_values(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"a{ending}"
    file.write_text(_written(ending, ACTOR.replace('"A"', '"A, [B], {C}, D, E, F, G"')))
    assert check(file, limits=Limits(values=VALUES + 2)) == ()


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"], ids=["LF", "CR", "CRLF"])
def test_as_many_lines_as_the_limit_are_read(tmp_path: Path, ending: str, end: str) -> None:
    file = tmp_path / f"a{ending}"
    text = _written(ending, "[]").strip() + end * 18
    file.write_bytes(text.encode())
    assert "AK006" not in [problem.code for problem in check(file, limits=Limits(values=20))]
    file.write_bytes((text + end * 3).encode())
    (problem,) = check(file, limits=Limits(values=20))
    lines = 22 + (ending == ".jsonl")
    assert str(problem).startswith(f"{file}: AK006 a file must have at most 20 lines, this one has {lines}")


MANY: Final = {
    "keys that stand twice": ACTOR.replace("}]}", "}]" + ', "kind": "bloc"' * 9 + "}"),
    "fields that are unknown": ACTOR.replace("}]}", "}]" + "".join(f', "x{n}": 1' for n in range(9)) + "}"),
    "objects that lack a field": ACTOR.replace("}]}", '}], "identifiers": [' + ", ".join(["{}"] * 9) + "]}"),
    "blank texts": ACTOR.replace(ACTOR, '{"id": "candidate:a", "rationale": [' + ", ".join(['""'] * 9) + "]}"),
}


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("record", MANY.values(), ids=MANY)
def test_problems_of_a_record_are_reported_up_to_the_limit(tmp_path: Path, ending: str, record: str) -> None:
    file = tmp_path / f"a{ending}"
    text = _written(ending, record)
    if "candidate" in text:
        text = text.replace('"actors"', '"candidates"').replace('"actor"', '"candidate"')
    file.write_text(text)
    all_of_them = check(file)
    assert len(all_of_them) >= 9
    reported = check(file, limits=Limits(problems=5))
    assert len(reported) == 6
    (last,) = (problem for problem in reported if problem.code == "AK006")
    assert last.message == "at most 5 problems per file are reported, this file has more"
    assert last.hint == "correct these first, or raise the limit"
    assert set(reported) - {last} <= set(all_of_them)


@pytest.mark.parametrize("ending", FORMATS)
def test_problems_of_many_records_are_reported_up_to_the_limit(tmp_path: Path, ending: str) -> None:
    file, other = tmp_path / f"a{ending}", tmp_path / "b.yaml"
    records = [ACTOR.replace("bloc", "block").replace("actor:a", f"actor:a{n}") for n in range(9)]
    joint = '}\n{"type": "actor", ' if ending == ".jsonl" else "}, {"
    file.write_text(_written(ending, f"{{{joint.join(record[1:-1] for record in records)}}}"))
    other.write_text(
        'schema_version: 3\nproposals:\n- {id: "proposal:a", names: [{text: A}], proposers: ["actor:a8"],'
        ' members: ["actor:a7", "actor:a8"], rationale: [x], statements: []}\n'
    )
    reported = check(tmp_path, limits=Limits(problems=3))
    # References to records that were not read are not reported.
    assert [problem.code for problem in reported if problem.location and problem.location.file == str(other)] == [
        "AK506"
    ]
    assert [problem.code for problem in reported][:4] == ["AK013"] * 3 + ["AK006"]


def test_problems_between_records_count_too(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(_written(".jsonl", ACTOR) + f'{{"type": "actor", {ACTOR[1:]}\n' * 9)
    reported = check(file, limits=Limits(problems=3))
    assert [problem.code for problem in reported] == ["AK901"] * 3 + ["AK006"]


def test_unresolved_references_count_too(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(
        "schema_version: 3\nstates:\n- {id: 'state:a', names: [{text: A}], codes: [{system: cow, value: '2'}]}\n"
        "proposals:\n- {id: 'proposal:a', names: [{text: A}], proposers: ['state:a'], rationale: [x],"
        " attestations: [{source: 'source:x', wording: mention}], members: ["
        + ", ".join(f"'state:b{n}'" for n in range(9))
        + "]}\n"
    )
    reported = check(file, limits=Limits(problems=3))
    assert [problem.code for problem in reported] == ["AK902"] * 3 + ["AK006"]


def test_suggestions_have_a_limited_effort(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(
        "schema_version: 3\nstates:\n- {id: 'state:abcd', names: [{text: A}], codes: [{system: cow, value: '2'}]}\n"
        "proposals:\n- {id: 'proposal:a', names: [{text: A}], proposers: ['state:abcd'], rationale: [x],"
        " attestations: [{source: 'source:x', wording: mention}], members: ['state:abce', 'state:abcf']}\n"
    )
    monkeypatch.setattr("alliancekit.messages.EFFORT", 1)
    hints = {problem.hint for problem in check(file)}
    assert hints == {"did you mean state:abcd?", "add the record, or correct the reference"}


@pytest.mark.slow
def test_a_tree_in_python_has_no_limit() -> None:
    _, problems = convert.read(Actor, {f"x{n}": 1 for n in range(20_000)})
    assert len(problems) == 20_000 + 3


def test_long_ids_are_shortened_and_get_no_suggestion() -> None:
    _, (problem, *_) = convert.read(Actor, {"names" * 100: 1})
    assert problem.message == f"unknown field '{('names' * 20)[:99]}…'"
    assert problem.hint.startswith("the fields are ")


# --- On the command line --------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus in the current folder."""
    monkeypatch.chdir(tmp_path)
    Path("a.json").write_text(_written(".json", ACTOR))
    return Path("a.json")


@pytest.mark.parametrize(
    "command",
    [["check", "a.json"], ["show", "actor:a", "--corpus", "a.json"], ["convert", "a.json", "b.json"]],
    ids=lambda c: c[0],
)
@pytest.mark.parametrize(
    ("enough", "too_few", "message"),
    [
        ("--max-size=1KB", "--max-size=90", "a file must have at most 90 bytes, this one has more"),
        ("--max-values=9", "--max-values=8", "a file must have at most 8 values, got one more"),
    ],
)
def test_a_command_takes_limits(file: Path, command: list[str], enough: str, too_few: str, message: str) -> None:
    assert load(file)
    assert CliRunner().invoke(main, [*command, enough]).exit_code == 0
    result = CliRunner().invoke(main, [*command, too_few])
    assert result.exit_code == 1
    assert message in " ".join(result.output.split())


def test_a_command_takes_a_limit_of_problems(file: Path) -> None:
    file.write_text(_written(".json", MANY["fields that are unknown"]))
    result = CliRunner().invoke(main, ["check", str(file), "--max-problems", "2", "--format", "json"])
    assert [problem["code"] for problem in json.loads(result.stdout)] == ["AK012", "AK012", "AK006"]


@pytest.mark.parametrize(
    ("size", "largest"), [("99", 99), ("1KB", 1000), ("2 kib", 2048), ("3MB", 3 * 10**6), ("1GiB", 2**30)]
)
def test_a_size_has_a_unit(file: Path, monkeypatch: pytest.MonkeyPatch, size: str, largest: int) -> None:
    seen: list[Limits] = []

    def look(*_: object, limits: Limits, **__: object) -> None:
        seen.append(limits)
        raise KeyboardInterrupt

    monkeypatch.setattr("alliancekit.corpus.examine", look)
    CliRunner().invoke(main, ["check", str(file), "--max-size", size])
    assert seen == [Limits(size=largest)]


@pytest.mark.parametrize("size", ["", "0", "-1", "1.5GB", "1TB", "much", "1" * 16])
def test_an_invalid_size_is_reported(file: Path, size: str) -> None:
    result = CliRunner().invoke(main, ["check", str(file), "--max-size", size])
    assert result.exit_code == 2
    assert f"{size!r} is not a size; write a size such as 500MB or 2GB" in result.output
