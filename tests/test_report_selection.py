"""Which problems are reported: those of some rules, and those that an earlier check did not find."""

import json
from collections import Counter
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from alliancekit.cli import main
from alliancekit.errors import Location, Problem, UnknownCode, UnusableFile
from alliancekit.report.problems import as_json
from alliancekit.report.selection import Baseline, Selection, checked_prefixes

PROBLEMS = st.lists(
    st.builds(
        Problem,
        code=st.sampled_from(["AK301", "AK302", "AK501"]),
        message=st.just("x"),
        path=st.sampled_from([(), ("members", 0)]),
        record=st.sampled_from([None, "actor:a", "actor:" + "b" * 200]),
        location=st.sampled_from([None, Location("a.yaml", 1, 2), Location("b.parquet", row=3)]),
    ),
    max_size=8,
)

BAD = """schema_version: 3
actors:
- id: actor:nato
  kind: block
  names: []
"""


@given(PROBLEMS)
def test_rules_are_selected_and_ignored_by_the_start_of_their_codes(problems: list[Problem]) -> None:
    thirds = [problem for problem in problems if problem.code != "AK501"]
    assert list(Selection(select=("AK3",)).of(problems)) == thirds
    assert list(Selection(ignore=("AK501",)).of(problems)) == thirds
    assert list(Selection(select=("AK3", "AK5"), ignore=("AK5",)).of(problems)) == thirds
    assert list(Selection().of(problems)) == problems


@given(PROBLEMS, PROBLEMS, st.integers(0, 100))
def test_a_baseline_hides_each_of_its_problems_once_wherever_its_line_is(
    old: list[Problem], new: list[Problem], moved: int
) -> None:
    baseline = Baseline(Counter())
    for problem in json.loads(as_json(old)):
        baseline.counts.update([(problem["code"], problem["file"], problem["record"], problem["path"])])
    later = [
        evolve(each, location=each.location and evolve(each.location, line=moved), message="other") for each in old
    ]
    assert baseline.without_known(later) == ()
    assert baseline.without_known([*later, *new]) == tuple(new)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


@pytest.fixture(autouse=True)
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = Path("corpus.yaml")
    path.write_text(BAD)
    return path


def test_only_reported_problems_count_for_the_exit_code(corpus: Path) -> None:
    assert "AK013" in run(str(corpus)).output
    selected = run(str(corpus), "--select", "ak013, AK5", "--ignore", "AK110")
    assert (selected.exit_code, "AK110" in selected.output) == (1, False)
    ignored = run(str(corpus), "--ignore", "AK013,AK110")
    hidden = "2 problems hidden by --select, --ignore or --baseline"
    assert (ignored.exit_code, " ".join(ignored.output.split())) == (0, f"no other problems; {hidden}")
    assert " ".join(selected.output.split()).endswith("; 1 problem hidden by --select, --ignore or --baseline")
    as_json_ = run(str(corpus), "--ignore", "AK", "--format", "json")
    assert (as_json_.stdout, as_json_.stderr) == ("[]\n", f"Note: {hidden}.\n")


def test_the_output_of_a_check_is_a_baseline(corpus: Path) -> None:
    Path("known.json").write_text(run(str(corpus), "--format", "json").stdout)
    corpus.write_text(BAD.replace("actors:", "\n\nactors:"))
    assert run(str(corpus), "--baseline", "known.json").exit_code == 0
    corpus.write_text(BAD + "  nmae: x\n")
    result = run(str(corpus), "--baseline", "known.json", "--format", "json")
    assert (result.exit_code, [problem["code"] for problem in json.loads(result.stdout)]) == (1, ["AK012"])


NO_BASELINES = [
    "",
    "{}",
    "[1]",
    '[{"code": "AK013"}]',
    "[" * 100_000,
    '[{"code": [], "file": 1, "record": 2, "path": 3}]',
]


@pytest.mark.parametrize("content", NO_BASELINES, ids=range(len(NO_BASELINES)))
def test_another_file_is_no_baseline(content: str) -> None:
    Path("known.json").write_text(content)
    message = r"^known\.json is no list of problems; write it with: alliancekit check PATH --format json$"
    with pytest.raises(UnusableFile, match=message):
        Baseline.read("known.json")


@pytest.mark.parametrize("code", ["AK09", "AK01O", "", "X"])
def test_a_code_that_no_rule_has_is_an_error(code: str) -> None:
    with pytest.raises(UnknownCode):
        checked_prefixes([code])


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_wrong_code_ends_the_command(option: str) -> None:
    result = run("seeds", option, "X1")
    message = "no rule has a code that begins with 'X1'; alliancekit explain lists the codes"
    assert (result.exit_code, " ".join(result.output.split())) == (2, f"Error: {message}")
