"""A folder with one mistake for each rule: each is reported once, with its location, and nothing else is."""

from collections import defaultdict
from pathlib import Path as FilePath

import pytest
from tests.corpus.emitter import FORMATS, Lists
from tests.mistakes import CLASHES, CORPUS, FLAWS, MISTAKES

from alliancekit import convert
from alliancekit.corpus import check, load
from alliancekit.errors import Path, Problem
from alliancekit.models import MODELS

LISTS = {model: name for name, model in MODELS.items()}


def small_corpus() -> Lists:
    """Return the lists of a corpus without mistakes."""
    lists: Lists = {name: [] for name in MODELS}
    for record in CORPUS:
        lists[LISTS[type(record)]].append(convert.tree(record))
    return lists


def with_mistakes() -> tuple[Lists, dict[str, Path]]:
    """Return the lists with one mistake for each rule of records, and the paths of the invalid values by code."""
    lists, places = small_corpus(), dict[str, Path]()
    for mistake in MISTAKES:
        model, path, tree = mistake.whole
        name = LISTS[model]
        if mistake.at != ("id",):
            tree["id"] = f"{model.__name__.lower()}:{mistake.code.lower()}"
        # A missing field has the location of its object.
        at = mistake.at if mistake.code != "AK011" else mistake.at[:-1]
        places[mistake.code] = (name, len(lists[name]), *path, *at)
        lists[name].append(tree)
    for clash in CLASHES:
        for n, (name, tree) in enumerate(clash.entries):
            if n == clash.position:
                places[clash.code] = (name, len(lists[name]), *clash.at)
            lists[name].append(tree)
    return lists, places


def place(problem: Problem) -> tuple[str, str, int | None, int | None]:
    assert problem.location
    return problem.code, FilePath(problem.location.file).name, problem.location.line, problem.location.column


@pytest.mark.slow
@pytest.mark.parametrize("ending", FORMATS)
def test_each_mistake_is_reported_once_with_its_location(ending: str, tmp_path: FilePath) -> None:
    lists, paths = with_mistakes()
    text, values, keys = FORMATS[ending](lists)
    file = f"corpus.{ending}"
    (tmp_path / file).write_text(text, encoding="utf-8", newline="")
    expected = {(code, file, *(keys if code == "AK012" else values)[path]) for code, path in paths.items()}
    for flaw in FLAWS:
        if flaw.ending == ending or (ending, flaw.code) == ("yaml", "AK017"):
            (tmp_path / f"{flaw.code}.{flaw.ending}").write_bytes(flaw.data)
            expected.add((flaw.code, f"{flaw.code}.{flaw.ending}", *flaw.place))
    problems = check(tmp_path)
    assert sorted(map(place, problems)) == sorted(expected)


@pytest.mark.parametrize("ending", FORMATS)
def test_a_corpus_without_mistakes_has_no_problems(ending: str, tmp_path: FilePath) -> None:
    file = tmp_path / f"corpus.{ending}"
    file.write_text(FORMATS[ending](small_corpus())[0], encoding="utf-8")
    assert check(file) == ()
    assert tuple(load(file)) == CORPUS


@pytest.mark.slow
@pytest.mark.parametrize("ending", FORMATS)
def test_problems_come_in_the_order_of_files_and_text(ending: str, tmp_path: FilePath) -> None:
    text, _, _ = FORMATS[ending](with_mistakes()[0])
    for name in ("b", "a"):
        (tmp_path / f"{name}.{ending}").write_text(text, encoding="utf-8")
    by_file = defaultdict[str, list[tuple[int, int]]](list)
    for problem in check(tmp_path):
        assert problem.location
        by_file[problem.location.file].append((problem.location.line or 0, problem.location.column or 0))
    assert list(by_file) == [str(tmp_path / f"a.{ending}"), str(tmp_path / f"b.{ending}")]
    assert all(places == sorted(places) for places in by_file.values())
