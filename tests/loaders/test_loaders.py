"""Tests of all loaders."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from alliancekit import loaders
from alliancekit.errors import InvalidCorpus, UnusableFile
from alliancekit.loaders import LOADERS, Aside, FileAccount, Loader, _all
from alliancekit.rules import loading

EACH = pytest.mark.parametrize("loader", LOADERS.values(), ids=list(LOADERS))


@EACH
def test_a_data_set_has_a_description(loader: Loader) -> None:
    about = loader.data_set
    assert re.fullmatch(r"[a-z]+-[a-z]+", about.name)
    assert re.search(r"(19|20)\d\d\. ", about.citation), "a year, a full stop and the title"
    assert about.title
    assert about.creators
    assert about.files
    assert about.url.startswith("http")


@EACH
def test_a_missing_file(loader: Loader, tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="no such file or folder"):
        loader.load(tmp_path / "none")


@EACH
def test_a_file_in_another_format(loader: Loader, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("to be or not to be\n", "utf-8")
    with pytest.raises(InvalidCorpus) as caught:
        loader.load(tmp_path / "x")
    assert {problem.code for problem in caught.value.problems} <= {"AK803", "AK805"}


@EACH
def test_an_empty_file(loader: Loader, tmp_path: Path) -> None:
    (tmp_path / "x").touch()
    with pytest.raises(InvalidCorpus) as caught:
        loader.load(tmp_path / "x")
    assert [str(problem).removeprefix(f"{tmp_path}/") for problem in caught.value.problems] == [
        "x: AK803 the file is empty (download the file again from its publisher)"
    ]


@EACH
@pytest.mark.parametrize("other", [loader for loader in LOADERS.values() if loader.data_set.columns])
def test_the_error_for_a_file_of_another_data_set_has_its_loader(loader: Loader, other: Loader, tmp_path: Path) -> None:
    if set(loader.data_set.columns) <= set(other.data_set.columns) and loader.data_set.columns:
        return  # it has all that this loader asks for
    (tmp_path / "x").write_text(",".join(other.data_set.columns) + "\n", "utf-8")
    with pytest.raises(InvalidCorpus) as caught:
        loader.load(tmp_path / "x")
    function = other.data_set.name.replace("-", "_")
    assert {problem.hint for problem in caught.value.problems} <= {
        f"it looks like {other.data_set.name}: load it with loaders.{function}",
        f"it looks like {other.data_set.name}: load it with loaders.{function}s",
    }


def test_a_repeated_column_does_not_suggest_another_data_set(tmp_path: Path) -> None:
    for loader in (LOADERS["cow-states"], LOADERS["atop-member"]):
        columns = (*loader.data_set.columns, "version")
        (tmp_path / "x").write_text(",".join(columns) + "\n", "utf-8")
        with pytest.raises(InvalidCorpus) as caught:
            loader.load(tmp_path / "x")
        assert [problem.hint for problem in caught.value.problems] == [loading.COLUMNS.advice]


def test_the_public_names_exist_and_are_listed() -> None:
    assert getattr(loaders, "__all__", None) == _all.__all__
    assert dir(loaders) == sorted(_all.__all__)
    for name in _all.__all__:
        assert getattr(loaders, name) is getattr(_all, name)
    with pytest.raises(AttributeError, match="has no attribute 'cow_alliances'"):
        getattr(loaders, "cow_alliances")  # noqa: B009 - that is the test


def test_loaders_are_imported_lazily() -> None:
    code = "import sys, alliancekit; alliancekit.seeds; print('alliancekit.loaders.atop' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, encoding="utf-8")
    assert run.stdout == "False\n"


@pytest.mark.parametrize("rule", loading.RULES, ids=str)
def test_the_finding_of_a_loading_rule_differs_from_its_demand(rule: loading.LoadingRule) -> None:
    assert re.fullmatch(r"[a-z].*[^.]", rule.finding)
    assert not re.search(r"\bmust\b", rule.finding)
    assert loading.FINDINGS[rule.code] == rule.finding


def test_findings_of_loading_rules_are_unique() -> None:
    assert len(set(loading.FINDINGS.values())) == len(loading.RULES)


def test_an_account_as_text() -> None:
    assert str(FileAccount(1, 1)) == "1 row read: 1 used, 0 set aside"
    asides = [
        Aside("f", line, rule.finding, rule.problem("x"))
        for line, rule in enumerate((loading.SPAN, loading.VALUE, loading.VALUE))
    ]
    assert str(FileAccount(1003, 1000, tuple(asides))).splitlines() == [
        "1,003 rows read: 1,000 used, 3 set aside",
        "  2 × AK811: cell with a value that the codebook does not know",
        "  1 × AK813: row that ends before it begins",
    ]
