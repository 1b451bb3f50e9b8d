"""Listings: the records, reports and disagreements that a corpus returns, printed as tables."""

import pickle
from html.parser import HTMLParser

import pytest
from hypothesis import given
from rich.cells import cell_len

from alliancekit import Corpus, seeds, strategies
from alliancekit._html import MOST_ROWS
from alliancekit._listing import Listing
from alliancekit.display.terminal import WIDTH
from alliancekit.models import Entry
from alliancekit.text import MOST_LINES

SEEDS = seeds()


class Rows(HTMLParser):
    """Counts the rows of a table."""

    count = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the name of the base class
        self.count += tag == "tr"


def html_of(listing: object) -> str:
    html = getattr(listing, "_repr_html_")()  # noqa: B009 - the annotation of the methods is a plain tuple
    assert isinstance(html, str)
    return html


@pytest.mark.slow
@given(corpus=strategies.corpora())
def test_every_listing_fits_a_screen_and_has_each_id(corpus: Corpus) -> None:
    for listing in (corpus.states(), corpus.statements(), corpus.sources(), corpus.treaties(), corpus.candidates()):
        lines = repr(listing).split("\n")
        assert len(lines) <= MOST_LINES
        assert all(cell_len(line) <= WIDTH for line in lines)
        rows = Rows()
        rows.feed(html_of(listing))
        assert rows.count == 1 + min(len(listing), MOST_ROWS)
        assert all(record.id in html_of(listing) for record in listing[:MOST_ROWS])


def test_a_listing_is_a_tuple() -> None:
    states = SEEDS.states()
    assert states == tuple(states)
    assert hash(states) == hash(tuple(states))
    copy: tuple[Entry, ...] = pickle.loads(pickle.dumps(states))
    assert copy == states
    assert isinstance(copy, Listing)
    assert repr(SEEDS.find("no record has this")) == "<0 records>"


def test_a_statement_is_listed_by_what_it_says() -> None:
    (line,) = repr(Listing(SEEDS.statements()[:1])).split("\n")[1:]
    assert line.split()[:2] == [SEEDS.statements()[0].id, "2025-04-28"]
    assert SEEDS.statements()[0].content in html_of(SEEDS.statements())


@pytest.mark.parametrize(
    ("listing", "noun", "title"),
    [
        (SEEDS.disagreements(), "disagreements", "readings"),
        (SEEDS.evidence("statement:takaichi-taipei-doubts-about-us-aid"), "reports", "wording"),
    ],
    ids=["disagreements", "evidence"],
)
def test_evidence_and_disagreements_are_listed(listing: tuple[object, ...], noun: str, title: str) -> None:
    assert repr(listing).startswith(f"<{len(listing)} {noun}>\n")
    assert title in html_of(listing)
