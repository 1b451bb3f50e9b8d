"""Objects are short as text, and are plain, escaped tables in a notebook."""

import re
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import polars as pl
import pytest
from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console, Group
from tests.panel.test_panel import party, treaty
from tests.profiles import examples
from tests.shared import TOP

from alliancekit import (
    Corpus,
    InvalidCorpus,
    InvalidRecord,
    Location,
    Name,
    Problem,
    Severity,
    StateId,
    loaders,
    panel,
    seeds,
)
from alliancekit import strategies as ak
from alliancekit._html import paragraph, table
from alliancekit.corpus import read
from alliancekit.corpus._corpus import corpus_of_checked
from alliancekit.display.records import record_report
from alliancekit.errors import severities
from alliancekit.loaders import Aside, FileAccount
from alliancekit.models import Record, Source
from alliancekit.panel import PanelAccount, PanelStep
from alliancekit.text import MOST_LINES, escape_controls, first_lines

ATOP = loaders.atop_members(TOP / "examples" / "sample-atop-member.csv")
DYADS = panel.dyad_years(ATOP, directed=True, years=(2016, 2017))
TAGS = {"p", "b", "br", "table", "thead", "tbody", "tr", "th", "td"}
ANY_TEXT = st.text(st.characters(exclude_categories=()))


class Page(HTMLParser):
    """The tags, attributes and texts of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags, self.attributes, self.text = set[str](), set[str](), ""
        self.cells = list[str]()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.cells:
            self.cells[-1] += data


def html_of(value: object) -> str:
    html = getattr(value, "_repr_html_")()  # noqa: B009 - a method of several classes without a common base
    assert isinstance(html, str)
    return html


def require_plain(html: str) -> Page:
    page = Page(html)
    assert page.tags <= TAGS
    assert page.attributes <= {"style"}
    return page


def problems(count: int) -> list[Problem]:
    return [Problem("AK999", f"mistake <{n}>", "mend it", location=Location("a.yaml", n + 1)) for n in range(count)]


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_text_in_html_is_escaped(one: str, two: str, three: str) -> None:
    page = require_plain(paragraph(one, two))
    assert page.text == escape_controls(one) + escape_controls(two)
    page = require_plain(table((one, two), [(two, three)], more=2))
    texts = [
        escape_controls(one),
        escape_controls(two),
        *("".join(map(escape_controls, each.split("\n"))) for each in (two, three)),
    ]
    assert page.text == "".join(texts) + "… 2 more"


@given(st.lists(ANY_TEXT.filter(lambda text: "\n" not in text), min_size=1))
def test_at_most_twenty_lines_are_shown_and_the_others_counted(lines: list[str]) -> None:
    shown = first_lines("\n".join(lines * 3), "; see all").split("\n")
    assert len(shown) == min(len(lines) * 3, MOST_LINES)
    if len(lines) * 3 > MOST_LINES:
        assert shown[:-1] == (lines * 3)[: MOST_LINES - 1]
        assert shown[-1] == f"… {len(lines) * 3 - MOST_LINES + 1} more lines; see all"


@examples(5)
@given(ak.corpora())
def test_records_have_few_lines_and_plain_html(corpus: Corpus) -> None:
    require_plain(html_of(corpus))
    for record in corpus:
        assert len(str(record).split("\n")) <= MOST_LINES
        assert str(record.id) in str(record)
        assert str(record.id) in require_plain(html_of(record)).text


@pytest.mark.parametrize("source", seeds().sources(), ids=lambda source: source.id)
def test_a_record_without_references_is_printed_as_the_command_shows_it(source: Source) -> None:
    shown = Console(file=StringIO(), width=80)
    with shown.capture() as capture:
        shown.print(Group(*record_report(Corpus([source]), source, full=False)), markup=False, highlight=False)
    assert str(source) == first_lines(capture.get().rstrip("\n"), "; repr() has all")
    assert repr(source).startswith("Source(id=")


def test_each_packaged_record_is_short_and_has_its_evidence() -> None:
    for record in seeds():
        assert len(str(record).split("\n")) <= MOST_LINES
        page = require_plain(html_of(record))
        assert ("evidence" in page.cells) == bool(getattr(record, "attestations", ()))


def test_a_record_is_text_in_a_notebook_too(monkeypatch: pytest.MonkeyPatch) -> None:
    source = seeds().sources()[0]
    text = str(source)
    monkeypatch.setattr("rich.console._is_jupyter", lambda: True)
    assert str(source) == text


def test_values_without_an_id_are_printed_as_before() -> None:
    name = Name(text="<b>")
    assert str(name) == repr(name)
    assert name._repr_html_() is None


def test_a_record_has_the_ids_of_others() -> None:
    lines = str(seeds()["statement:takaichi-taipei-quasi-security-alliance"]).split("\n")
    assert lines[:2] == [
        "statement:takaichi-taipei-quasi-security-alliance",
        "  speaker     actor:takaichi-sanae",
    ]


def test_a_large_treaty_has_a_table_of_its_parties() -> None:
    many = treaty(1, [party(StateId(f"state:x{n}")) for n in range(30)])
    page = require_plain(html_of(many))
    assert "… 10 more" in page.text
    assert {"party", "from", "to"} <= {*page.cells}
    assert {own.party for own in many.parties[:20]} <= {*page.cells}


def test_a_panel_behaves_like_its_table() -> None:
    assert len(DYADS) == DYADS.frame.height
    assert DYADS.columns == DYADS.frame.columns
    assert DYADS.head(3).equals(DYADS.frame.head(3))
    assert DYADS.head().height == 5


def test_a_panel_shows_its_size_first_rows_and_unknown_cells() -> None:
    lines = repr(DYADS).split("\n")
    assert str(DYADS) == repr(DYADS)
    assert lines[0] == f"<Panel: {len(DYADS):,} rows, {len(DYADS.columns)} columns, years 2016 to 2017>"
    assert lines[-2:] == [line.strip() for line in str(DYADS.account).split("\n")[-2:]]
    assert len(lines) <= MOST_LINES
    page = require_plain(html_of(DYADS))
    assert [*page.cells[: len(DYADS.columns)]] == DYADS.columns
    assert "null" not in page.cells
    assert f"… {len(DYADS) - 10:,} more" in page.text


def test_rows_of_other_panels_are_shown_too() -> None:
    known = panel.dyad_years(ATOP, directed=False, system=None, years=(2010, 2010))
    assert repr(known).split("\n")[0].endswith("years 2010 to 2010>")
    many = evolve(
        known, frame=pl.DataFrame({"year": [2010], "treaty_ids": [["a", "b", "c", "d", "e"]], "defense": [None]})
    )
    assert repr(many).startswith("<Panel: 1 row, 3 columns, years 2010 to 2010>\n")
    page = require_plain(html_of(many))
    assert page.cells[-3:] == ["2010", "abc… 2 more", "null"]
    empty = evolve(known, frame=pl.DataFrame(), account=PanelAccount(()))
    assert repr(empty).startswith("<Panel: 0 rows, 0 columns>\n")
    assert repr(evolve(empty, frame=pl.DataFrame({"state": ["a"]}))).startswith("<Panel: 1 row, 1 column>\n")


def step(reasons: int) -> PanelStep:
    lines = pl.DataFrame(
        {"reason": [f"reason {n:02}" for n in range(reasons) for _ in range(n + 1)]}, schema={"reason": pl.String}
    )
    return PanelStep("rows", 5, 0, lines.height, lines)


def test_a_long_account_has_fewer_reasons() -> None:
    account = PanelAccount((step(30), step(1), step(0)))
    lines = str(account).split("\n")
    assert len(lines) == MOST_LINES
    assert lines[1].strip() == "30 rows: reason 29"
    assert lines[16].strip() == "15 more reasons: see report()"
    assert len(account.report().split("\n")) == 31 + 2 + 1
    assert "".join(require_plain(html_of(account)).cells) == "".join(
        re.sub(r"^ +| {2,}", "", line) for line in account.report().split("\n")
    )
    assert repr(account) == str(account)


@given(st.lists(st.integers(0, 8), max_size=30))
def test_every_account_is_short(sizes: list[int]) -> None:
    account = PanelAccount(tuple(map(step, sizes)))
    assert len(str(account).split("\n")) <= MOST_LINES
    assert len(repr(account.steps[:1]).split("\n")) <= MOST_LINES


def test_a_very_long_account_has_steps_without_reasons() -> None:
    account = PanelAccount((step(3), *[step(2)] * 9))
    lines = str(account).split("\n")
    assert len(lines) == 10
    assert lines[0].strip() == "5  rows (6 dropped); 3 reasons: see report()"


def test_a_loaded_data_set_behaves_like_its_records() -> None:
    first = ATOP.records[0]
    assert len(ATOP) == len(ATOP.records)
    assert tuple(ATOP) == ATOP.records
    assert ATOP.head(2) == ATOP.records[:2]
    assert ATOP[first.id] is first
    assert first.id in ATOP
    assert "treaty:no" not in ATOP


def test_a_loaded_data_set_shows_its_size_account_and_coverage() -> None:
    lines = repr(ATOP).split("\n")
    assert str(ATOP) == repr(ATOP)
    assert lines == [
        f"<Loaded: {len(ATOP)} treaties of {ATOP.source.title}>",
        str(ATOP.account),
        severities(ATOP.problems),
        "coverage: 1815-01-01/2016-12-31",
    ]
    assert ATOP.records[0].id in require_plain(html_of(ATOP)).cells


def test_an_account_of_a_file_is_short() -> None:
    aside = [Aside("a.csv", n, f"reason {n}", problem) for n, problem in enumerate(problems(40))]
    account = FileAccount(40, 0, tuple(aside))
    assert len(repr(account).split("\n")) <= MOST_LINES
    assert require_plain(html_of(account)).text == str(account).replace("\n", "")


def test_directed_dyads_behave_like_their_table(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("data") / "ddyr.csv"
    header = "year,stateA,stateB,defense,offense,neutral,nonagg,consul,version"
    file.write_text(f"{header}\n1914,255,300,1,0,0,0,0,5.1\n", encoding="utf-8")
    loaded = loaders.atop_ddyr(file)
    assert len(loaded) == 1
    assert loaded.columns == loaded.frame.columns
    assert loaded.head().equals(loaded.frame)
    assert str(loaded) == repr(loaded)
    assert repr(loaded).startswith("<LoadedDyads: 1 dyad-years of Alliance")
    assert "state:deu" in require_plain(html_of(loaded)).cells


@given(st.integers(1, 60))
def test_problems_have_few_lines_and_plain_html(count: int) -> None:
    found = problems(count)
    for error in (InvalidCorpus(found, "Some references were not checked."), InvalidRecord(found)):
        assert len(str(error).split("\n")) <= MOST_LINES
        page = require_plain(html_of(error))
        assert "mistake <0>" in page.cells
        assert ("more" in page.text) == (count > 20)
    assert repr(InvalidCorpus(found)) == f"<InvalidCorpus: {count} error{'' if count == 1 else 's'}>"


def test_contents_of_files_show_their_numbers(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("corpus") / "a.yaml"
    seeds().write(file)
    assert repr(read(file)) == f"<Contents: {len(seeds())} records, no problems>"


def test_one_problem_is_a_table_too() -> None:
    page = require_plain(html_of(Problem("AK999", "a <mistake>", severity=Severity.WARNING)))
    assert page.cells[-5:] == ["", "warning AK999", "", "a <mistake>", ""]


def test_a_corpus_counts_its_records_and_warnings() -> None:
    corpus = Corpus(seeds().sources())
    assert require_plain(html_of(corpus)).cells == ["type", "records", "sources", str(len(corpus))]
    warned = corpus_of_checked(corpus, problems(1))
    assert "1 warning, see warnings" in require_plain(html_of(warned)).text


def test_a_record_of_another_class_is_shown_as_its_repr() -> None:
    @frozen(kw_only=True)
    class Exercise(Record):
        """A class of a user's own, whose fields have the names of others, but other types."""

        id: int
        names: tuple[str, ...]
        attestations: tuple[str, ...]

    exercise = Exercise(id=1, names=("Rim",), attestations=("a",))
    assert (str(exercise), exercise._repr_html_()) == (repr(exercise), None)


def test_a_data_set_without_records_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "states.csv"
    path.write_text(
        "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version\nUSA,x,U,1816,1,1,2016,12,31,2016\n"
    )
    loaded = loaders.cow_states(path)
    assert len(loaded) == 0
    assert repr(loaded).startswith("<Loaded: 0 records of ")
    assert "Loaded: 0 records" in loaded._repr_html_()
