"""The faces of the checks across records: each check has one module, and inherits what it does not write."""

import ast
import pickle
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import polars as pl
import pytest
from attrs import evolve
from tests.mistakes import CORPUS, STATE, STATEMENT, TREATY_1960

import alliancekit
from alliancekit.columns.layout import layout
from alliancekit.corpus import _pieces, check_tables, checks
from alliancekit.corpus.causes import problems_with_causes
from alliancekit.corpus.check_tables import checked
from alliancekit.corpus.checks import CHECKS, RULES, TARGET_COLUMNS
from alliancekit.corpus.checks.check import Check, CorpusIndex, TargetTables
from alliancekit.corpus.checks.unique_ids import BY_MERGES
from alliancekit.corpus.files import write_tables
from alliancekit.dates import Day
from alliancekit.errors import Problem, Severity
from alliancekit.models import Entry
from alliancekit.models.ids import StateId
from alliancekit.rules import Rule

USES: Final = {
    "unique_ids": {
        "corpus/_corpus.py",
        "corpus/check_tables.py",
        "corpus/contents.py",
        "corpus/editing.py",
        "corpus/merging.py",
        "corpus/single_files.py",
        "cli/review.py",
        "review/outcome.py",
        "review/promotion.py",
        "strategies/_corpora.py",
    },
    # Records that refer to a removed record are reported. A review says why a reference leads nowhere.
    "unknown_ids": {
        "cli/_review_terminal.py",
        "cli/anchors.py",
        "cli/review.py",
        "corpus/editing.py",
        "review/origins.py",
    },
    # A date in the future is reported once, and nobody gets an office in the future.
    "dates": {"corpus/checks/memberships.py", "corpus/checks/offices.py"},
}
"""The modules that use a check by its name: `repeated` counts ids before there is an index."""

ROOT: Final = Path(alliancekit.__file__).parent
ROOMS: Final = sorted(
    file.stem for file in (ROOT / "corpus" / "checks").glob("*.py") if file.stem not in ("__init__", "check")
)


def name_of(check: Check) -> str:
    """Return the name of the module in which a check is."""
    return next(name for name in ROOMS if vars(checks)[name].CHECK is check)


each_check = pytest.mark.parametrize("check", CHECKS, ids=name_of)


def test_each_module_has_one_check_and_a_line_in_the_list() -> None:
    assert sorted(map(name_of, CHECKS)) == ROOMS


def imported(tree: ast.Module) -> Iterator[str]:
    """Yield the modules and names that a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def imports_by_module() -> dict[str, set[str]]:
    """Return the modules and names that each module of the package imports."""
    files = ROOT.rglob("*.py")
    return {file.relative_to(ROOT).as_posix(): {*imported(ast.parse(file.read_text("utf-8")))} for file in files}


@each_check
def test_what_is_known_of_a_check_stands_in_its_module(check: Check) -> None:
    name = name_of(check)
    using = {file for file, names in imports_by_module().items() if f"alliancekit.corpus.checks.{name}" in names}
    assert using == {"corpus/checks/__init__.py", *USES.get(name, ())}


def test_a_rule_belongs_to_one_check() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)


@each_check
def test_a_check_describes_only_how_its_own_rules_are_broken_and_mended(check: Check) -> None:
    assert {*check.extents, *check.breaking, *check.mending} <= {*check.rules}


@each_check
def test_a_check_with_columns_states_what_they_decide(check: Check) -> None:
    described = {*check.rules} - BY_MERGES if check.columns else set[Rule]()
    assert {*check.extents} == described


def empty_tables() -> TargetTables:
    empty = {model: pl.DataFrame(schema=layout(model)).select(names) for model, names in TARGET_COLUMNS.items()}
    return TargetTables(empty, Day(2026, 11, 30))


@each_check
def test_the_rows_in_doubt_can_be_found_elsewhere(check: Check) -> None:
    pickle.dumps(check.row_finder(empty_tables()))


# --- A check of one's own that writes no face -----------------------------------------------------------------------


SAME_SLUG: Final = Rule(code="OWN1", demand="No two records have the same slug.", severity=Severity.WARNING)


def same_slugs(index: CorpusIndex) -> Iterator[Problem]:
    """Yield a problem for each record that has the slug of an earlier record, of whatever type."""
    seen: set[str] = set()
    for id_ in index.records:
        slug = id_.partition(":")[2]
        if slug in seen:
            yield SAME_SLUG.problem(f"id has the slug of an earlier record, got {id_}", path=("id",), record=id_)
        seen.add(slug)


def test_without_columns_all_rows_become_objects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = Check(rules=(SAME_SLUG,), problems=same_slugs)
    for module in (_pieces, check_tables):
        monkeypatch.setattr(module, "CHECKS", (own,))
        monkeypatch.setattr(module, "COMPARING", (own,))
    monkeypatch.setattr(check_tables, "LINKED", ())
    twin = evolve(STATE, id=StateId(f"state:{TREATY_1960.id.partition(':')[2]}"))
    records: dict[str, Entry] = {record.id: record for record in (twin, *CORPUS)}
    write_tables(tuple(records.values()), tmp_path)
    found = checked([tmp_path])
    expected = [problem for problem, cause in problems_with_causes(CorpusIndex(records), (own,)) if cause is None]
    assert [evolve(problem, location=None) for problem in found.problems] == expected
    assert [problem.record for problem in expected] == [TREATY_1960.id]
    assert found.doubts == {"OWN1": len(records)}


def test_without_problems_a_check_finds_none() -> None:
    own = Check(rules=(SAME_SLUG,))
    index = CorpusIndex({STATEMENT.id: STATEMENT})
    assert [*own.problems(index)] == []
