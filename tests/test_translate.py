"""The names of states in several languages are those of CLDR."""

import csv
from collections import defaultdict

import pytest

from alliancekit import states
from alliancekit.states._records import FOLDER, records, rows

LANGUAGES = {"en", "de", "es", "fr", "ja", "zh-Hans", "zh-Hant"}


@pytest.mark.slow
def test_the_files_are_those_of_cldr() -> None:
    core = pytest.importorskip("babel.core", reason="Babel is not installed")
    from tests import translate

    if core.get_cldr_version() != translate.CLDR:
        pytest.skip(f"Babel has CLDR {core.get_cldr_version()}, the files are those of {translate.CLDR}")
    for file, text in translate.translated().items():
        assert (FOLDER / file).read_text("utf-8") == text, "run: nox --session translate"


def test_each_present_state_has_a_name_in_each_language() -> None:
    languages: dict[str, set[str]] = defaultdict(set)
    for row in rows("translations.csv"):
        languages[row["state"]].add(row["language"])
    present = {
        id_
        for id_, state in records().items()
        if any(code.period is None or code.period.open_end for code in state.codes)
    }
    others = {"state:abkhazia", "state:south-ossetia"}  # CLDR has no names for them; names.csv has
    assert {id_ for id_ in present - others if languages[id_] != LANGUAGES} == set()


def test_a_name_in_each_language_is_that_of_its_state() -> None:
    for row in rows("translations.csv"):
        assert states.convert(row["name"], from_="name", to="state", on=2015) == row["state"], row


def test_no_file_has_an_empty_cell() -> None:
    for file in ("translations.csv", "territories.csv"):
        with (FOLDER / file).open(encoding="utf-8", newline="") as text:
            assert all(all(map(str.strip, row)) for row in csv.reader(text))
