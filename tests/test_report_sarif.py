"""Problems as SARIF: the content of the log, and its interpretation by code scanning."""

import json
import os
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import cast
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from alliancekit.errors import Location, Problem, Severity, path_text
from alliancekit.report.sarif import SarifValue, log
from alliancekit.rulebook import rules

PROBLEM = Problem(
    code="AK501",
    message="members must list 2 or more, lists 1",
    hint="add the members",
    path=("members",),
    record="proposal:pact",
    location=Location("corpus/a b.yaml", 12, 7),
)

TEXTS = st.text(st.sampled_from("a {}[](){0}\\\n\x1b高\udc80"))
NAMES = st.text(st.sampled_from("a.%:,#? ü高\n\udc80"), min_size=1).filter(lambda name: name.strip(".") != "")
PROBLEMS = st.builds(
    Problem,
    code=st.sampled_from([*rules(), "AK000"]),
    message=TEXTS,
    hint=TEXTS,
    path=st.lists(st.sampled_from(["members", "names", 0, 12])).map(tuple),
    record=st.none() | st.sampled_from(["actor:a", "actor:b", "actors[0]"]),
    location=st.none()
    | st.builds(Location, NAMES, st.none() | st.integers(min_value=1), st.none() | st.integers(min_value=1)),
    severity=st.sampled_from(Severity),
)


def run_of(*problems: Problem, root: Path | None = None) -> dict[str, SarifValue]:
    """Return the one run of the log."""
    read = cast("dict[str, SarifValue]", json.loads("\n".join(log(problems, root or Path()))))
    (run,) = cast("list[dict[str, SarifValue]]", read["runs"])
    return run


def results(*problems: Problem, root: Path | None = None) -> list[dict[str, SarifValue]]:
    return cast("list[dict[str, SarifValue]]", run_of(*problems, root=root)["results"])


def test_a_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (head, result, end) = log([PROBLEM], tmp_path)
    read = json.loads(head + end)
    described = read["runs"][0]["tool"]["driver"].pop("rules")
    assert read == {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "alliancekit", "version": version("alliancekit")}},
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {"%SRCROOT%": {"uri": f"{tmp_path.resolve().as_uri()}/"}},
                "results": [],
            }
        ],
    }
    index = list(rules()).index("AK501")
    assert described[index] == {
        "id": "AK501",
        "shortDescription": {"text": "A proposal lists two or more members."},
        "fullDescription": {
            "text": "A proposal lists two or more members. "
            "Add the members; if no source names them, record a candidate."
        },
        "help": {
            "text": "Add the members; if no source names them, record a candidate. "
            "alliancekit explain AK501 says more.",
            "markdown": "Add the members; if no source names them, record a candidate. "
            "`alliancekit explain AK501` says more.",
        },
        "defaultConfiguration": {"level": "error"},
    }
    assert json.loads(result) == {
        "ruleId": "AK501",
        "ruleIndex": index,
        "level": "error",
        "message": {"text": "proposal:pact: members must list 2 or more, lists 1 (add the members)"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "corpus/a%20b.yaml", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 12, "startColumn": 7},
                },
                "logicalLocations": [{"fullyQualifiedName": "proposal:pact.members", "kind": "value"}],
            }
        ],
        "partialFingerprints": {
            "alliancekitProblem/v1": "814f6dfdbcbed42e8bebf9da51e48b0a2b1c4eb048ed6e514a02821a7800ff6e"
        },
    }


def test_a_log_without_problems_has_all_rules() -> None:
    run = run_of()
    assert run["results"] == []
    driver = cast("dict[str, dict[str, list[dict[str, str]]]]", run["tool"])["driver"]
    assert [rule["id"] for rule in driver["rules"]] == list(rules())


@given(st.lists(PROBLEMS, max_size=4))
def test_a_log_has_one_result_per_problem_in_order(problems: list[Problem]) -> None:
    lines = list(log(problems, Path()))
    assert len(lines) == len(problems) + 2
    assert "".join(lines).isascii()
    index = list(rules())
    for problem, result in zip(problems, results(*problems), strict=True):
        assert (result["ruleId"], result["level"]) == (problem.code, problem.severity)
        at = cast("int", result["ruleIndex"])
        assert index[at] == problem.code if at >= 0 else problem.code == "AK000"


@given(PROBLEMS)
def test_a_message_has_no_arguments_and_no_links(problem: Problem) -> None:
    (result,) = results(problem)
    text = cast("dict[str, str]", result["message"])["text"]
    assert "](" not in text
    assert "{" not in text.replace("{{", "")
    hint = f" ({problem.hint})" if problem.hint else ""
    record = f"{problem.record}: " if problem.record else ""
    shown = text.replace("{{", "{").replace("}}", "}").replace("] (", "](")
    assert shown == f"{record}{problem.message}{hint}".replace("] (", "](")


@given(NAMES, NAMES)
def test_a_file_has_a_uri_relative_to_the_root(folder: str, name: str) -> None:
    root = Path("top")
    (result,) = results(evolve(PROBLEM, location=Location(os.path.join("top", folder, name))), root=root)  # noqa: PTH118
    artifact = _artifact(result)
    assert artifact["uriBaseId"] == "%SRCROOT%"
    parts = urlsplit(artifact["uri"])
    assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
    assert os.fsdecode(unquote_to_bytes(parts.path)) == str(PurePosixPath(folder, name))


@pytest.mark.parametrize("file", ["../other/x y.yaml", "other/../../x.yaml"])
def test_a_file_outside_the_root_has_an_absolute_uri(file: str, tmp_path: Path) -> None:
    (result,) = results(evolve(PROBLEM, location=Location(str(tmp_path / "top" / file))), root=tmp_path / "top")
    assert _artifact(result) == {"uri": (tmp_path / "top" / file).resolve().as_uri()}


def test_the_root_of_the_disk() -> None:
    top = Path(Path().absolute().anchor)
    assert run_of(root=top)["originalUriBaseIds"] == {"%SRCROOT%": {"uri": top.as_uri()}}


@pytest.mark.parametrize(
    ("location", "region"),
    [
        (Location("a.yaml", 3, 5), {"startLine": 3, "startColumn": 5}),
        (Location("a.yaml", 3), {"startLine": 3}),
        (Location("a.yaml"), {"startLine": 1}),
    ],
    ids=["column", "line", "file"],
)
def test_a_region_has_a_start_line(location: Location, region: dict[str, int]) -> None:
    (result,) = results(evolve(PROBLEM, location=location))
    assert _place(result)["physicalLocation"]["region"] == region


@pytest.mark.parametrize(
    ("record", "path", "logical"),
    [
        ("actor:a", (), {"fullyQualifiedName": "actor:a", "kind": "object"}),
        (None, ("actors", 0), {"fullyQualifiedName": "actors[0]", "kind": "value"}),
    ],
    ids=["record", "path"],
)
def test_a_problem_without_a_file_has_a_logical_location_only(
    record: str | None, path: tuple[str | int, ...], logical: dict[str, str]
) -> None:
    (result,) = results(evolve(PROBLEM, record=record, path=path, location=None))
    assert result["locations"] == [{"logicalLocations": [logical]}]


def test_a_problem_without_record_and_file_has_no_location() -> None:
    (result,) = results(Problem(code="AK001", message="x"))
    assert result["locations"] == []


@given(PROBLEMS, PROBLEMS)
def test_a_fingerprint_depends_only_on_rule_record_and_path(one: Problem, other: Problem) -> None:
    first, second = results(one, other)
    same = (one.code, one.record, path_text(one.path)) == (other.code, other.record, path_text(other.path))
    assert (first["partialFingerprints"] == second["partialFingerprints"]) is same
    (moved,) = results(evolve(one, message="m", hint="h", location=other.location))
    assert moved["partialFingerprints"] == first["partialFingerprints"]


def _place(result: dict[str, SarifValue]) -> dict[str, dict[str, SarifValue]]:
    (location,) = cast("list[dict[str, dict[str, SarifValue]]]", result["locations"])
    return location


def _artifact(result: dict[str, SarifValue]) -> dict[str, str]:
    return cast("dict[str, str]", _place(result)["physicalLocation"]["artifactLocation"])
