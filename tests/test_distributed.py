"""A cluster finds the same problems as one process, in the same order, even if it loses a worker."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol, TypeVar, cast

import polars as pl
import pytest
from attrs import frozen
from tests.columns.tables import table, write_table
from tests.mistakes import CORPUS, STATEMENT
from tests.projects import STUDY

from alliancekit import convert
from alliancekit.columns.layout import metadata
from alliancekit.corpus import check_parquet, check_tables
from alliancekit.corpus.check_tables import checked
from alliancekit.corpus.files import write_tables as write
from alliancekit.distributed import Client, Workers
from alliancekit.distributed import check_parquet as check_by_workers
from alliancekit.formats import LIMITS, Tree
from alliancekit.models import Statement

pytest.importorskip("distributed", reason="the extra distributed is not installed")

pytestmark = pytest.mark.slow
dask = import_module("distributed")  # it has no strict types

A = TypeVar("A")
B = TypeVar("B")


class _Runs(Protocol):
    def run(self, function: Callable[[], int]) -> dict[str, int]: ...


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with (
        dask.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address="127.0.0.1:0"
        ) as cluster,
        dask.Client(cluster) as client,
    ):
        yield client


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return tables of many pieces, with mistakes in and across them."""
    monkeypatch.setattr(check_tables, "ROWS", 20)
    write(CORPUS, tmp_path)
    trees: list[dict[str, Tree]] = [{**convert.tree(STATEMENT), "id": f"statement:{n}"} for n in range(120)]
    trees[17]["content"] = " "
    trees[60]["addressees"] = ["state:jap"]
    trees[99]["id"] = "statement:3"
    trees[100]["date"] = "2999"
    for part, first in enumerate(range(0, 120, 60)):
        file = tmp_path / "statements" / f"part-{part}.parquet"
        file.parent.mkdir(exist_ok=True)
        write_table(table(Statement, trees[first : first + 60]), file, "statements")
    return tmp_path


def test_a_cluster_finds_the_same_problems_as_one_process(client: Client, folder: Path) -> None:
    reported = check_by_workers(folder, client=client)
    assert reported == check_parquet(folder)
    assert [problem.code for problem in reported] == ["AK104", "AK902", "AK901", "AK904"]


def test_a_cluster_checks_the_rules_of_projects(client: Client, folder: Path) -> None:
    reported = check_by_workers(folder, client=client, projects=[STUDY])
    assert reported == check_parquet(folder, projects=[STUDY])
    assert {"AK104", "ST1"} <= {problem.code for problem in reported}


def test_a_damaged_table_has_the_same_result_on_a_cluster(client: Client, folder: Path) -> None:
    file = folder / "treaties.parquet"
    data = file.read_bytes()
    file.write_bytes(data[:4] + bytes(60) + data[64:])
    reported = check_by_workers(folder, client=client)
    assert reported == check_parquet(folder)
    assert [problem.code for problem in reported] == ["AK104", "AK902", "AK901", "AK904", "AK002"]


def test_tables_that_were_written_again_are_checked_on_a_cluster(client: Client, folder: Path) -> None:
    for file in folder.rglob("*.parquet"):
        pl.read_parquet(file).write_parquet(file)
    shutil.rmtree(folder / "statements")  # its parts have other names
    assert check_by_workers(folder, client=client, by_name=True) == check_parquet(folder, by_name=True)
    file = folder / "treaties.parquet"
    pl.read_parquet(file).write_parquet(file, metadata=metadata("treaties"))
    assert "AK002" in {problem.code for problem in check_by_workers(folder, client=client, by_name=True)}
    reported = check_by_workers(folder, client=client, by_name=True, verify=False)
    assert "AK002" not in {problem.code for problem in reported}


def test_a_lost_worker_does_not_change_the_result(client: Client, folder: Path) -> None:
    reported: list[int] = []

    @frozen
    class Losing(Workers):
        def map(self, function: Callable[[A], B], items: Sequence[A], /) -> Sequence[B]:
            results = super().map(function, items)
            if not reported:
                dask.wait(results[:1])
                reported.extend(cast("_Runs", cast("object", self.client)).run(os.getpid).values())
                os.kill(reported[0], signal.SIGKILL)
            return results

    assert checked([folder], LIMITS, Losing(client)).problems == check_parquet(folder)
    assert reported
