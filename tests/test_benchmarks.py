"""The benchmarks are fair: their data are valid, and peers with our rules accept and refuse the same records."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, cast

import pytest
from benchmarks import bulk, columns, data, measuring, page, panels, peers, tables
from benchmarks.data import FAULTS, KINDS, LEADING, Kind
from benchmarks.measuring import Figure, Job, Settings
from benchmarks.page import Table
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.profiles import examples

from alliancekit import check, convert, panel, strategies
from alliancekit.formats import Tree
from alliancekit.models import KINDS as MODELS
from alliancekit.strategies._near_misses import faults_of

pytest.importorskip("orjson", reason="the dependency group bench is not installed")

pytestmark = pytest.mark.slow

PEERS_WITH_RULES: Final = [peer for peer in peers.peers() if peer.checks and peer.packages]
patient: Final = settings(examples(50), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@pytest.fixture
def settings_(tmp_path: Path) -> Settings:
    return Settings(tmp_path, records=20, rounds=1, large=False)


def refused(peer: peers.Peer, kind: Kind, tree: dict[str, Tree]) -> int:
    """Return the number of lines that a peer refuses in a file with this record."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "corpus.jsonl"
        line = json.dumps({"type": kind, **tree}).encode()
        data.write(path, iter([b"\n" * LEADING, line]))
        result = peer.reader(kind)(path, keep=True)
    assert len(result.objects) + result.refused == 1
    return result.refused


def codes(kind: Kind) -> list[str]:
    """Return the codes of the rules that a kind of record can break, but not of those that the peers do not have."""
    model: type = MODELS[kind]
    return [code for code in faults_of(model) if code not in {"AK127", "AK403", "AK623"}]


# --- The data ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_generated_corpora_are_valid(kind: Kind, seed: int, tmp_path: Path) -> None:
    file = tmp_path / "corpus.jsonl"
    data.write(file, data.lines(kind, 200, seed=seed))
    assert check(file) == ()
    assert [path.name for path in tmp_path.iterdir()] == ["corpus.jsonl"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_seed_determines_the_bytes(kind: Kind) -> None:
    first = list(data.lines(kind, 50, seed=1))
    assert first == list(data.lines(kind, 50, seed=1))
    assert first[:LEADING] == list(data.lines(kind, 0))
    assert not set(first[LEADING:]) & set(data.lines(kind, 50, seed=2))


def test_a_statement_has_about_600_bytes() -> None:
    sizes = [len(line) for line in data.lines("statement", 500)][LEADING:]
    assert 570 < sum(sizes) / len(sizes) < 630


@pytest.mark.parametrize("kind", KINDS)
def test_broken_lines_break_in_every_way_and_leave_other_lines_unchanged(kind: Kind, tmp_path: Path) -> None:
    file = tmp_path / "corpus.jsonl"
    clean, broken = list(data.lines(kind, 500)), list(data.lines(kind, 500, broken=0.2))
    wrong = {n for n, (one, other) in enumerate(zip(clean, broken, strict=True), start=1) if one != other}
    data.write(file, iter(broken))
    problems = check(file)
    assert {problem.location.line for problem in problems if problem.location} == wrong
    assert 70 < len(wrong) < 130
    measured = Counter(problem.code for problem in problems)
    assert set(measured) == {"AK012", "AK003", "AK010", "AK014", "AK101", "AK011", "AK002"}
    assert len(measured) == len(FAULTS)


def data_main(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    monkeypatch.setattr(sys, "argv", ["data", *arguments])
    data.main()


def test_without_duckdb_no_folder_is_created(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(SystemExit):
        data_main(monkeypatch, str(tmp_path / "tables"), "10")
    assert "tables need DuckDB (" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["tables", "corpus.jsonl"])
def test_a_failed_write_leaves_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def full(*_: object, **__: object) -> Iterator[bytes]:
        yield b"{}\n"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tables, "connect", lambda: None)
    monkeypatch.setattr(data, "lines", full)
    with pytest.raises(OSError, match="No space left"):
        data_main(monkeypatch, str(tmp_path / name), "10")
    assert not list(tmp_path.iterdir())


def test_tables_are_written_to_a_new_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("duckdb")
    data_main(monkeypatch, str(tmp_path / "tables"), "10")
    assert sorted(file.name for file in (tmp_path / "tables").iterdir()) == [
        "actors.parquet", "sources.parquet", "statements.parquet", "states.parquet",
    ]  # fmt: skip
    assert check(tmp_path / "tables", by_name=True) == ()


# --- The peers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("peer", peers.peers(), ids=lambda peer: peer.name)
def test_every_peer_reads_each_line_into_an_object(peer: peers.Peer, kind: Kind, settings_: Settings) -> None:
    file = bulk.file_of(settings_, peer, kind, 20)
    result = peer.reader(kind)(file, keep=True)
    assert result.refused == 0
    assert len(result.objects) == 20 if peer.packages else 20 + LEADING - 1
    assert peer.reader(kind)(file, keep=False).objects == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("peer", PEERS_WITH_RULES, ids=lambda peer: peer.name)
@patient
@given(drawing=st.data())
def test_peers_with_our_rules_accept_valid_records(peer: peers.Peer, kind: Kind, drawing: st.DataObject) -> None:
    record = drawing.draw(strategies.records(MODELS[kind]))
    assert refused(peer, kind, convert.tree(record)) == 0


@pytest.mark.parametrize(("kind", "code"), [(kind, code) for kind in KINDS for code in codes(kind)])
@settings(patient, max_examples=3)
@given(drawing=st.data())
def test_peers_with_our_rules_refuse_near_misses(kind: Kind, code: str, drawing: st.DataObject) -> None:
    miss = drawing.draw(strategies.near_misses(MODELS[kind], code=code))
    assume(code != "AK602" or "signatories" not in miss.path)  # no record of the benchmarks has any
    assert [peer.name for peer in PEERS_WITH_RULES if not refused(peer, kind, dict(miss.tree))] == []


@pytest.mark.parametrize("peer", PEERS_WITH_RULES, ids=lambda peer: peer.name)
@pytest.mark.parametrize(("text", "expected"), [("\x1fA", 0), ("\x1f", 1), ("\x85", 1), ("A\0", 1), ("", 1)])
def test_peers_with_our_rules_agree_on_blank_text(peer: peers.Peer, text: str, expected: int) -> None:
    (drawing,) = data.records("statement", 1)
    tree = cast("dict[str, Tree]", {name: value for name, value in drawing.items() if name != "type"})
    assert refused(peer, "statement", {**tree, "content": text}) == expected


# --- The figures ------------------------------------------------------------------------------------------------------


def test_jobs_take_turns_in_each_round() -> None:
    calls: list[str] = []
    jobs = {name: Job(partial(calls.append, name), 1) for name in ("unit", "other")}
    found = measuring.ratios(jobs, "unit", 2)
    assert calls == ["unit", "other"] * 2 * measuring.RUNS
    assert found["unit"] == Figure((1.0,) * measuring.RUNS)


def test_a_figure_shows_the_median_and_the_worst_run() -> None:
    assert str(Figure((2.0, 1.5, 40.0))) == "2.00 (40.0)"
    assert str(Figure((1_234.5, 99.96, 100.4))) == "100 (1,234)"


@pytest.mark.parametrize("before", ["", "\n", "\nold\n\n"])
def test_a_table_replaces_the_one_between_its_markers(before: str, tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text(f"a\n\n<!-- figures: x -->\n{before}<!-- figures end -->\n\nb\n", encoding="utf-8")
    table = Table("x", ("", "time"), (("one", "1.00"),))
    for _ in range(2):
        page.write("x", str(table), file)
        shown = "|  | time |\n| --- | --: |\n| one | 1.00 |"
        assert file.read_text(encoding="utf-8") == f"a\n\n<!-- figures: x -->\n\n{shown}\n\n<!-- figures end -->\n\nb\n"
    with pytest.raises(LookupError, match=r"^page.md has no markers for y$"):
        page.write("y", "", file)


def test_a_process_of_its_own_measures_time_and_memory(settings_: Settings) -> None:
    measured = bulk.in_a_process(settings_, peers.named(bulk.UNIT), "statement", 2_000, keep=True)
    assert measured.keys() == {"seconds", "peak", "resident"}
    assert measured["resident"] > 2_000 * 600


def test_duckdb_counts_statements_that_break_simple_rules(settings_: Settings) -> None:
    pytest.importorskip("duckdb", reason="the dependency group bench is not installed")
    connection = tables.connect()

    def wrong(lines: Iterator[bytes]) -> int:
        file = settings_.folder / "corpus.jsonl"
        data.write(file, chain(map(data.dumped, data.leading()), lines))
        return columns.count_invalid(tables.write(file, settings_.folder, connection), connection)[0]

    assert wrong(map(data.dumped, data.records("statement", 20))) == 0
    assert wrong(data.missing_field(record, b"") for record in data.records("statement", 20)) == 20
    assert wrong(data.bad_id(record, b"") for record in data.records("statement", 20)) == 20


# --- Panels -----------------------------------------------------------------------------------------------------------


def test_the_pandas_panel_equals_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "YEARS", (1950, 1952))
    result = tuple(panels.invented())
    assert len(result) > 700
    members, system = panels.flat(result)
    by_hand = panels.by_hand(members, system)
    ours = panel.dyad_years(result, directed=True, years=(1950, 1952)).frame
    assert len(by_hand) == ours.height == panels.ours(result)
    assert by_hand[list(panels.KINDS)].sum().tolist() == list(ours.select(panels.KINDS).sum().row(0))
    assert by_hand["treaty"].str.len().sum() == ours["treaties"].sum() > 0
