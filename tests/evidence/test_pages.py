"""The text of saved web pages."""

from pathlib import Path

import pytest

from alliancekit.errors import UnusableFile
from alliancekit.evidence import digest
from alliancekit.evidence.pages import read_page

PARAGRAPHS = (
    "The ministers of three island states met on Monday and agreed to write a pact, which will be published in May.",
    "“We need a pact,” the minister said at the end of a long day of talks in the harbour town.",
    "Observers said that the agreement was the first of its kind in the region and would need time to be carried out.",
)
HEAD = """<title>A pact | The Daily Example</title><meta property="og:site_name" content="The Daily Example">
<meta property="og:title" content="A pact for the islands"><meta name="author" content="Ann Example">
<link rel="canonical" href="https://daily.example.org/2025/04/pact">
<meta property="article:published_time" content="2025-04-29T08:00:00Z">"""
PAGE = f"""<!doctype html><html lang="en"><head>{HEAD}</head><body><nav><a href="/">Home</a></nav><article>
<h1>A pact for the islands</h1>{"".join(f"<p>{each}</p>" for each in PARAGRAPHS)}</article></body></html>"""


def page(tmp_path: Path, html: str = PAGE) -> Path:
    path = tmp_path / "page.html"
    path.write_text(html, "utf-8")
    return path


def test_a_page_has_its_text_without_menus_and_guesses_about_its_source(tmp_path: Path) -> None:
    read = read_page(page(tmp_path))
    assert all(paragraph in read.text.split("\n") for paragraph in PARAGRAPHS)
    assert "Home" not in read.text
    assert read.digest == digest(read.text.encode())
    assert read.guesses == {
        "title": "A pact for the islands",
        "publisher": "The Daily Example",
        "creators": "Ann Example",
        "published": "2025-04-29",
        "url": "https://daily.example.org/2025/04/pact",
        "language": "en",
    }


def test_the_words_of_the_page_are_counted(tmp_path: Path) -> None:
    more = "<!-- a comment --><script>var words = 1;</script>Five more words stand here</body>"
    read = read_page(page(tmp_path, PAGE.replace("</body>", more)))
    first = read_page(page(tmp_path))
    assert read.words == len(read.text.split())
    # the link Home, and the title of five words
    assert first.page_words == 6 + sum(len(each.split()) for each in PARAGRAPHS)
    assert read.page_words == first.page_words + 5


def test_what_a_page_does_not_say_is_not_guessed(tmp_path: Path) -> None:
    guesses = read_page(page(tmp_path, PAGE.replace(HEAD, "").replace(' lang="en"', ""))).guesses
    assert not guesses.keys() & {"publisher", "creators", "published", "url", "language"}


@pytest.mark.parametrize("html", ["", "<html><body></body></html>", "\x00\x01", "<div>" * 3000])
def test_a_page_without_text_is_refused(tmp_path: Path, html: str) -> None:
    with pytest.raises(UnusableFile, match="has no text of an article"):
        read_page(page(tmp_path, html))
