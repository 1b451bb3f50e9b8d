"""The command that writes a page: files, options, messages and exit codes."""

import datetime as dt
from pathlib import Path

import pytest
from tests.shared import TOP
from tests.test_cli import run, unwrapped

from alliancekit import pages, seeds
from alliancekit.corpus import clock

SAMPLE = TOP / "examples" / "sample-atop-member.csv"
DAY = dt.date(2030, 2, 3)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(clock, "day_in_utc", lambda: DAY)


def test_a_page_is_written_with_the_day() -> None:
    result = run("page", "seeds", "-o", "page.html", "--title", "Five texts")
    assert (result.exit_code, result.output) == (0, "page.html: a page of 120 records written\n")
    assert Path("page.html").read_text("utf-8") == pages.page(seeds(), title="Five texts", made=DAY)


def test_a_page_without_the_day_is_the_same_on_any_day() -> None:
    assert run("page", "seeds", "-o", "page.html", "--undated").exit_code == 0
    assert Path("page.html").read_text("utf-8") == pages.page(seeds())


def test_passages_are_put_into_the_page(seed_texts: Path) -> None:
    assert run("page", "seeds", "-o", "page.html", "--texts", str(seed_texts), "--undated").exit_code == 0
    assert Path("page.html").read_text("utf-8") == pages.page(seeds(), texts=seed_texts)


def test_a_data_set_becomes_a_page() -> None:
    assert run("page", str(SAMPLE), "--from", "atop-member", "-o", "page.html").exit_code == 0
    assert "treaty:atop-" in Path("page.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("seeds", "-o", "page.pdf"), "Error: page.pdf must end in .html or .htm"),
        (("none.yaml", "-o", "page.html"), "Error: none.yaml can't be read: no such file or folder"),
        (
            ("seeds", "-o", "page.html", "--title", ""),
            "Error: the title must not be blank; leave it out for a general one",
        ),
        (
            ("seeds", "-o", "page.html", "--texts", "none"),
            "Error: none is not a folder; pass the folder with the texts of the sources",
        ),
    ],
    ids=["ending", "corpus", "title", "texts"],
)  # fmt: skip
def test_mistakes_write_nothing(arguments: tuple[str, ...], message: str) -> None:
    result = run("page", *arguments)
    assert (result.exit_code, unwrapped(result.output).rstrip()) == (2, message)
    assert not [*Path().iterdir()]
