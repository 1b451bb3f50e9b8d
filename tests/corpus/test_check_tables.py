"""Tables checked over columns have just the problems that they have row by row."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import polars as pl
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.columns.tables import table, write_table
from tests.mistakes import CANDIDATE, CLASHES, CORPUS, MISTAKES, PROPOSAL, STATEMENT, TWN, Clash
from tests.profiles import examples

import alliancekit
from alliancekit import convert, strategies
from alliancekit.corpus import Corpus, _pieces, check_tables, read
from alliancekit.corpus.check_tables import checked
from alliancekit.corpus.checks import RULES
from alliancekit.corpus.files import write_tables as write
from alliancekit.corpus.table_options import TableOptions
from alliancekit.errors import Location, Problem, Severity
from alliancekit.formats import LIMITS, Limits, Tree
from alliancekit.models import MODELS, Entry, Proposal, State, Treaty

patient: Final = settings(examples(20), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@pytest.fixture(autouse=True, scope="module")
def small() -> Iterator[None]:
    """Cut tables into the smallest pieces, so that all ways are taken."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name, size in (
            (check_tables, "ROWS", 4), (check_tables, "_CHUNK", 1), (check_tables, "_CACHED", 2), (_pieces, "BATCH", 2),
        ):  # fmt: skip
            patch.setattr(module, name, size)
        yield


def put(folder: Path, name: str, trees: Sequence[Mapping[str, Tree]], file: str | None = None) -> None:
    write_table(table(MODELS[name], trees), folder / (file or f"{name}.parquet"), name)


def agreed(folder: Path, limits: Limits = LIMITS) -> list[str]:
    """Return the codes of the problems, once both ways tell the same."""
    return [problem.code for problem in agreed_problems(folder, limits)]


def agreed_problems(folder: Path, limits: Limits = LIMITS) -> tuple[Problem, ...]:
    """Return the problems, once both ways tell the same."""
    found, contents = checked([folder], limits), read(folder, limits=limits)
    assert [str(problem) for problem in found.problems] == [str(problem) for problem in contents.problems]
    assert found.problems == contents.problems
    assert found.records == len(contents.records) or len(found.problems) > limits.problems
    return found.problems


def test_only_few_records_stay_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_tables, "_CACHED", 0)
    cache = check_tables._RecordCache(())
    cache._records["state:a"] = None
    assert cache.get(["state:b"]) == {}
    assert "state:a" not in cache._records


@pytest.mark.slow
@patient
@given(corpus=strategies.corpora())
def test_a_corpus_without_mistakes_has_none(corpus: Corpus) -> None:
    with TemporaryDirectory() as folder:
        write(tuple(corpus), folder)
        warnings = {rule.code for rule in RULES if rule.severity is Severity.WARNING}
        assert set(agreed(Path(folder))) <= warnings


@patient
@given(miss=strategies.corpus_near_misses())
def test_what_breaks_a_rule_of_the_corpus_is_told(miss: strategies.CorpusNearMiss) -> None:
    with TemporaryDirectory() as folder:
        write(miss.records, folder)
        assert set(agreed(Path(folder))) == {miss.code}


@patient
@given(data=st.data())
def test_mistakes_of_all_kinds_are_told_together(data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        for name, model in MODELS.items():
            drawn = st.one_of(
                strategies.records(model).map(convert.tree),
                strategies.near_misses(model).map(lambda miss: dict(miss.tree)),
            )
            trees = data.draw(st.lists(drawn.filter(partial(fits, model)), max_size=3))
            put(
                Path(folder),
                name,
                [*trees, *data.draw(st.lists(st.sampled_from(trees), max_size=1) if trees else st.just([]))],
            )
        agreed(Path(folder))


def test_empty_ids_are_invalid_but_not_repeated(tmp_path: Path) -> None:
    tree = {**convert.tree(CANDIDATE), "id": ""}
    put(tmp_path, "candidates", [tree, tree])
    assert agreed(tmp_path) == ["AK101", "AK101"]


def fits(model: type[Entry], tree: Mapping[str, Tree]) -> bool:
    try:
        table(model, [tree])
    except TypeError:
        return False
    return True


def listed(entries: Sequence[Entry]) -> dict[str, list[dict[str, Tree]]]:
    return {name: [convert.tree(entry) for entry in entries if type(entry) is model] for name, model in MODELS.items()}


@pytest.mark.parametrize("name", MODELS)
def test_mistakes_of_each_rule_are_told_in_their_rows(name: str, tmp_path: Path) -> None:
    model = MODELS[name]
    wholes = [(mistake, *mistake.whole[1:]) for mistake in MISTAKES if mistake.whole[0] is model]
    broken = [(mistake, path, tree) for mistake, path, tree in wholes if fits(model, tree)]
    lists = listed(CORPUS)
    first = len(lists[name]) + 1
    lists[name] += [{**tree, "id": f"{tree['id']}-broken-{row}"} for row, (_, _, tree) in enumerate(broken, first)]
    for each, trees in lists.items():
        put(tmp_path, each, trees)
    problems = agreed_problems(tmp_path)
    for row, (mistake, path, _) in enumerate(broken, first):
        place = Location(str(tmp_path / f"{name}.parquet"), row=row)
        told = [problem.path for problem in problems if (problem.code, problem.location) == (mistake.code, place)]
        assert told == [(*path, *mistake.at)], mistake
    rows = {problem.location.row for problem in problems if problem.location}
    assert rows == set(range(first, first + len(broken)))


@pytest.mark.slow
@pytest.mark.parametrize("clash", CLASHES, ids=lambda clash: clash.code)
def test_what_records_break_together_is_told_in_its_row(clash: Clash, tmp_path: Path) -> None:
    lists = listed(CORPUS)
    for name, tree in clash.entries:
        lists[name].append(tree)
    for each, trees in lists.items():
        put(tmp_path, each, trees)
    assert agreed(tmp_path) == [clash.code]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2001", []),
        ("2006", []),
        ("2011-05", []),
        ("2003-06-01", ["AK906"]),
        ("2003~", []),
        ("2003/2005", []),
        ("../1999", ["AK906"]),
        ("1998/", []),
    ],
)
def test_an_office_of_several_periods_is_that_of_each(date: str, expected: list[str], tmp_path: Path) -> None:
    lists = listed(CORPUS)
    periods = ("2005/2007", "2000/2002", "2010/..")
    offices: list[Tree] = [{"title": "King", "period": period} for period in periods]
    source = next(tree for tree in lists["sources"] if "published" not in tree)
    report: Tree = [{"source": source["id"], "wording": "mention"}]
    lists["actors"].append({"id": "actor:king", "kind": "person", "names": [{"text": "K"}], "offices": offices})
    said: dict[str, Tree] = {"speaker": "actor:king", "office": "King", "date": date, "attestations": report}
    lists["statements"].append({**convert.tree(STATEMENT), "id": "statement:x", **said, "about": []})
    for name, trees in lists.items():
        put(tmp_path, name, trees)
    assert agreed(tmp_path) == expected
    assert ("AK906" in checked([tmp_path]).doubts) is (bool(expected) or "~" in date)


@pytest.mark.slow
@pytest.mark.parametrize(("spell", "expected"), [("1910/1935", []), ("1910/1950", ["AK907"]), ("1950/1955", [])])
def test_a_state_that_has_come_back_was_away(spell: str, expected: list[str], tmp_path: Path) -> None:
    lists = listed(CORPUS)
    spells: list[Tree] = [{"system": "cow", "period": period} for period in ("1900/1938", "1946/..")]
    codes: list[Tree] = [{"system": "atop", "value": "9913"}]
    lists["states"].append({"id": "state:back", "names": [{"text": "B"}], "codes": codes, "spells": spells})
    parties: list[Tree] = [{"party": "state:back", "spells": [spell]}, {"party": TWN}]
    lists["treaties"].append({"id": "treaty:x", "names": [{"text": "X"}], "parties": parties})
    for name, trees in lists.items():
        put(tmp_path, name, trees)
    assert agreed(tmp_path) == expected


def test_a_row_in_doubt_may_be_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def first_row(_objects: object) -> list[tuple[str, pl.Series]]:
        return [("AK501", pl.Series([0], dtype=pl.UInt32))]

    monkeypatch.setattr(_pieces, "doubtful_rows_by_rule", first_row)
    write(CORPUS, tmp_path)
    assert agreed(tmp_path) == []
    assert checked([tmp_path]).doubts["AK501"] > 0


def test_a_circle_behind_a_long_chain_is_told_at_its_first_row(tmp_path: Path) -> None:
    links = [*range(1, 30), 25]  # the last of thirty leads back to the 26th
    sources: list[dict[str, Tree]] = [
        {"id": f"source:s{n}", "kind": "webpage", "title": "t", "derived_from": f"source:s{to}"}
        for n, to in enumerate(links)
    ]
    # What is invalid or repeats an id is in no circle.
    other: dict[str, Tree] = {"kind": "webpage", "title": "t"}
    sources += [
        {"id": "source:x", **other, "title": " ", "derived_from": "source:x"},
        {"id": "source:y", **other},
        {"id": "source:y", **other, "derived_from": "source:y"},
    ]
    put(tmp_path, "sources", sources)
    assert agreed(tmp_path) == ["AK909", "AK104", "AK901"]
    problem = checked([tmp_path]).problems[0]
    assert (problem.record, problem.location and problem.location.row) == ("source:s25", 26)


def test_where_there_are_too_many_problems_one_more_says_so(tmp_path: Path) -> None:
    tree = convert.tree(PROPOSAL)
    put(tmp_path, "proposals", [{**tree, "id": f"proposal:{n}", "rationale": []} for n in range(9)])
    assert agreed(tmp_path, evolve(LIMITS, problems=5)) == ["AK503"] * 5 + ["AK006"]
    assert agreed(tmp_path, evolve(LIMITS, problems=0)) == ["AK006"]


def test_what_can_not_be_read_is_told_with_its_rows(tmp_path: Path) -> None:
    tree = convert.tree(PROPOSAL)
    file = tmp_path / "proposals.parquet"
    frame = table(Proposal, [{**tree, "id": f"proposal:{n}", "rationale": []} for n in range(6)])
    write_table(frame, file, "proposals", row_group_size=2)
    mark = b"\x28\xb5\x2f\xfd"  # with which each compressed part begins
    data = file.read_bytes()
    places = [place for place in range(len(data)) if data.startswith(mark, place)]
    middle = places[len(places) // 2]
    file.write_bytes(data[:middle] + b"xxxx" + data[middle + 4 :])
    *others, damaged = sorted(
        checked([tmp_path], options=TableOptions(verify=False)).problems, key=lambda problem: problem.code, reverse=True
    )
    assert [problem.location and problem.location.row for problem in others] == [1, 2, 5, 6]
    assert str(damaged).startswith(f"{file}, row 3: AK002 rows 3 to 4 can't be read: ")
    assert damaged.hint == "write or fetch the file again"


@pytest.mark.slow
def test_wherever_a_table_is_damaged_its_other_rows_are_looked_at(tmp_path: Path) -> None:
    tree = convert.tree(PROPOSAL)
    file = tmp_path / "proposals.parquet"
    frame = table(Proposal, [{**tree, "id": f"proposal:{n}", "rationale": []} for n in range(6)])
    write_table(frame, file, "proposals", row_group_size=2)
    data = file.read_bytes()
    for place in (n for n in range(len(data)) if data.startswith(b"\x28\xb5\x2f\xfd", n)):
        file.write_bytes(data[:place] + b"xxxx" + data[place + 4 :])
        codes = [problem.code for problem in checked([tmp_path], options=TableOptions(verify=False)).problems]
        assert codes.count("AK002") == 1
        assert codes.count("AK503") in {4, 6}


def test_a_long_list_is_left_to_an_object(tmp_path: Path) -> None:
    rationale: list[Tree] = [f"Reason {n}" for n in range(1_001)]
    tree: dict[str, Tree] = {**convert.tree(PROPOSAL), "rationale": rationale}
    put(tmp_path, "proposals", [tree])
    assert set(agreed(tmp_path)) == {"AK902"}


def test_days_that_do_not_follow_from_their_date_are_told(tmp_path: Path) -> None:
    frame = table(Proposal, [{**convert.tree(PROPOSAL), "date": "2025-04"}])
    wrong = frame.with_columns(pl.col("date").struct.with_fields(earliest=pl.lit(None, pl.Date)))
    write_table(wrong, tmp_path / "proposals.parquet", "proposals")
    assert agreed(tmp_path) == ["AK008"]


def test_of_what_points_into_a_file_that_is_no_table_nothing_is_said(tmp_path: Path) -> None:
    for name, trees in listed(CORPUS).items():
        put(tmp_path, name, trees)
    (tmp_path / "states.parquet").write_bytes(b"no table")
    assert agreed(tmp_path) == ["AK002"]


def inverted(data: bytes) -> bytes:
    """Return a table whose rows can't be read, but what it says about itself."""
    return data[:4] + bytes(byte ^ 0xFF for byte in data[4:60]) + data[60:]


def cut(data: bytes) -> bytes:
    """Return a table without its end, so that only its name says what it holds."""
    return data[:100]


@pytest.mark.slow
@pytest.mark.parametrize("check", [alliancekit.check, alliancekit.check_parquet])
@pytest.mark.parametrize(
    ("damage", "name", "hidden"),
    [
        (bytes, "treaties", set[str]()),
        (inverted, "treaties", {"treaty:nowhere"}),
        (cut, "treaties", {"treaty:nowhere"}),
        (inverted, "others", {"treaty:nowhere"}),
        (cut, "others", {"treaty:nowhere", "actor:nobody"}),
    ],
    ids=["whole", "rows", "end", "rows, renamed", "end, renamed"],
)
def test_a_damaged_table_hides_references_to_what_it_may_hold(
    check: Callable[[Path], tuple[Problem, ...]],
    damage: Callable[[bytes], bytes],
    name: str,
    hidden: set[str],
    tmp_path: Path,
) -> None:
    lists = listed(CORPUS)
    for statement in lists["statements"]:
        statement |= {"speaker": "actor:nobody", "office": None, "about": ["treaty:nowhere"]}
    for each, trees in lists.items():
        put(tmp_path, each, trees)
    file = tmp_path / f"{name}.parquet"
    (tmp_path / "treaties.parquet").rename(file)
    file.write_bytes(damage(file.read_bytes()))
    problems = [problem for problem in check(tmp_path) if problem.code == "AK902"]
    missing = {"actor:nobody", "treaty:nowhere"} - hidden
    assert {id_ for id_ in ("actor:nobody", "treaty:nowhere") for each in problems if id_ in each.message} == missing
    assert len(problems) == len(missing) * len(lists["statements"])


def test_where_a_file_has_too_many_problems_it_is_not_held_against_others(tmp_path: Path) -> None:
    put(tmp_path, "proposals", [{**convert.tree(PROPOSAL), "id": f"proposal:{n}"} for n in range(9)])
    assert [problem.code for problem in checked([tmp_path], evolve(LIMITS, problems=2)).problems] == [
        "AK902", "AK902", "AK006",
    ]  # fmt: skip


def test_no_row_is_in_doubt_for_a_state_that_is_no_major_power(tmp_path: Path) -> None:
    spells: list[Tree] = [{"system": "cow", "period": "1816/.."}, {"system": "cow_majors", "period": "1990/.."}]
    put(
        tmp_path,
        "states",
        [{**convert.tree(record), "spells": spells} for record in CORPUS if isinstance(record, State)],
    )
    put(tmp_path, "treaties", [convert.tree(record) for record in CORPUS if isinstance(record, Treaty)])
    assert "AK907" not in checked([tmp_path]).doubts


def test_rows_in_doubt_are_counted_by_rule(tmp_path: Path) -> None:
    tree = convert.tree(PROPOSAL)
    put(tmp_path, "proposals", [tree, {**tree, "rationale": []}, {**tree, "rationale": [], "members": []}])
    found = checked([tmp_path])
    assert found.rows == 3
    assert {code: found.doubts[code] for code in ("AK501", "AK503")} == {"AK501": 1, "AK503": 2}
