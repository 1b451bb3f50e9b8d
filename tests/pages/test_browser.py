"""A page in a browser: it opens without an error or a request, is accessible, and runs nothing from the data."""

import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from attrs import evolve, field, frozen
from tests import mistakes

from alliancekit import Actor, Corpus, Statement, Treaty, pages, seeds
from alliancekit.evidence import anchor_words
from alliancekit.models.attestation import Attestation

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

CHROMIUM: Final = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
OPTIONS: Final = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WIDE, NARROW = (1400, 900), (390, 844)
VIEWS: Final = (
    "", "actors", "states", "sources", "statements", "proposals", "treaties", "candidates", "network", "disagreements",
    "search?q=sea", "actor:minister", "proposal:league", "treaty:two-oceans-1960", "statement:talk", "source:daily",
)  # fmt: skip
TEXT: Final = "A long day. The minister spoke of the sea at dinner, and nobody answered her.\n"

ATTEMPTS: Final = (
    "</script><script>window.hit = 1</script>",
    "<script>window.hit = 1</script>",
    "<!--<script>",
    "--><script>window.hit = 1</script>",
    "]]><script>window.hit = 1</script>",
    '"><img src=x onerror="window.hit = 1">',
    "<img src=https://example.com/x.png>",
    "<svg onload=window.hit=1>",
    "<svg><script>window.hit=1</script></svg>",
    "<iframe srcdoc='<script>parent.hit = 1</script>'></iframe>",
    "<iframe src=https://example.com></iframe>",
    "<a href='javascript:window.hit=1' autofocus onfocus=window.hit=1>x</a>",
    "javascript:window.hit=1//",
    "data:text/html,<script>window.hit=1</script>",
    "</title></noscript></template><script>window.hit = 1</script>",
    "<style>@import url(https://example.com/x.css); * { background: url(https://example.com/y) }</style>",
    "<meta http-equiv=refresh content='0;url=https://example.com'>",
    "<base href=https://example.com/><form action=https://example.com><input autofocus onfocus=window.hit=1>",
    "\u2028window.hit = 1;\u2029 \\u003cscript\\u003ewindow.hit = 1\\u003c/script\\u003e &lt;script&gt;",
    "${window.hit = 1} {{window.hit = 1}} constructor __proto__ $& $1",
)
"""Texts that would run a script or load a file, if a page wrote them as markup or ran them."""

Open = Callable[..., AbstractContextManager["Page"]]


@frozen
class Events:
    """What a page did that it must not do."""

    found: list[str] = field(factory=list)

    def watch(self, page: "Page", own: str) -> None:
        page.on("console", lambda message: self.found.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.found.append(f"error: {error}"))
        page.on("dialog", lambda dialog: self.found.append(f"dialog: {dialog.message}"))
        page.on("popup", lambda popup: self.found.append(f"popup: {popup.url}"))
        page.on("request", lambda request: self._add_request(request.url, own))

    def _add_request(self, address: str, own: str) -> None:
        if address.partition("#")[0] != own and not address.startswith("data:image/svg+xml,"):
            self.found.append(f"request: {address}")


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    api = pytest.importorskip("playwright.sync_api", reason="the package playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no program chromium, chromium-browser or google-chrome")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: "Browser", tmp_path: Path) -> Open:
    """A function that opens a page, and asserts at the end that it made no error and no request."""

    @contextmanager
    def open_(  # noqa: PLR0913 - one parameter for each property of a window
        corpus: Corpus,
        fragment: str = "",
        *,
        size: tuple[int, int] = WIDE,
        texts: Path | None = None,
        script: bool = True,
        trusted: bool = False,
        dark: bool = False,
    ) -> "Generator[Page]":
        file = tmp_path / "page.html"
        pages.write(corpus, file, texts=texts, title="Pacts of the sea")
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, java_script_enabled=script, bypass_csp=trusted,
            color_scheme="dark" if dark else "light",
        )  # fmt: skip
        page, events = context.new_page(), Events()
        events.watch(page, file.as_uri())
        page.set_default_timeout(10_000)
        page.goto(f"{file.as_uri()}#{fragment}")
        yield page
        assert events.found == []
        context.close()

    return open_


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """A corpus with every type of record, whose statement has a passage in a text."""
    report = evolve(mistakes.ATTESTATION, anchors=(anchor_words(TEXT, "The minister spoke of the sea"),))
    other = Attestation(
        source=mistakes.WEEKLY, wording="verbatim", as_printed=(evolve(mistakes.READING, text="a walk"),)
    )
    corpus = Corpus(mistakes.CORPUS).update(mistakes.TALK, attestations=(report, other))
    return corpus.update(mistakes.DAILY, file="daily.txt", length=None, regions=(), digest=None)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "daily.txt").write_text(TEXT)
    return folder


def go(page: "Page", fragment: str) -> None:
    """Change the address, and wait until the page has followed; there is no event if the address is the same."""
    page.evaluate(
        "fragment => new Promise(done => { addEventListener('hashchange', () => setTimeout(done), { once: true }); "
        "setTimeout(done, 200); location.hash = fragment })",
        fragment,
    )


def heading(page: "Page") -> str:
    return page.locator("h1:visible").inner_text()


def test_every_view_and_record_opens(corpus: Corpus, open_page: Open, texts: Path) -> None:
    with open_page(corpus, texts=texts) as page:
        for view in VIEWS:
            go(page, view)
            assert page.locator("h1:visible").count() == 1
        for record in corpus:
            go(page, record.id)
            assert page.locator("code", has_text=record.id).first.is_visible()


def test_every_record_of_the_packaged_corpus_opens(open_page: Open) -> None:
    with open_page(seeds()) as page:
        for record in seeds():
            page.evaluate("fragment => { location.hash = fragment }", record.id)
            page.locator(".crumb code", has_text=record.id).first.wait_for()


def test_a_record_has_an_address_and_the_back_button_works(corpus: Corpus, open_page: Open) -> None:
    with open_page(corpus, "statement:talk") as page:
        first = heading(page)
        page.locator("dl.facts a").first.click()
        page.wait_for_function("first => document.querySelector('#view h1').innerText !== first", arg=first)
        assert page.url.endswith("#actor:minister")
        page.go_back()
        page.wait_for_function("first => document.querySelector('#view h1').innerText === first", arg=first)
        assert page.evaluate("document.activeElement.tagName") == "H1"


def test_evidence_is_one_click_from_a_fact(corpus: Corpus, open_page: Open, texts: Path) -> None:
    with open_page(corpus, "statement:talk", texts=texts) as page:
        button = page.locator(".evidence-button").first
        assert button.get_attribute("aria-expanded") == "false"
        button.click()
        assert button.get_attribute("aria-expanded") == "true"
        panel = page.locator(f"#{button.get_attribute('aria-controls')}")
        assert panel.locator("mark").inner_text() == "The minister spoke of the sea"
        assert "A long day." in panel.locator("blockquote").inner_text()
        assert "at dinner" in panel.locator("blockquote").inner_text()
        button.click()
        assert panel.is_hidden()


def test_sources_stand_side_by_side_and_disagreements_are_marked(corpus: Corpus, open_page: Open) -> None:
    with open_page(corpus, "statement:talk") as page:
        row = page.locator("tr.differs", has_text="venue.kind")
        assert "a dinner" in row.inner_text()
        assert "a walk" in row.inner_text()


def test_the_search_needs_no_mouse(corpus: Corpus, open_page: Open) -> None:
    with open_page(corpus) as page:
        for _ in range(3):
            page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "query"
        page.keyboard.type("MÍNISTER of the sea")
        page.keyboard.press("Enter")
        page.locator("#view .row").first.wait_for()
        assert "actor:minister" in page.locator("#view").inner_text()
        assert page.locator("#view mark").count() > 0


def test_a_skip_link_leads_to_the_content(corpus: Corpus, open_page: Open) -> None:
    with open_page(corpus) as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement.id === 'main'")


def test_lists_are_filtered_and_paged(open_page: Open) -> None:
    people = [Actor.from_values(id=f"actor:a{n:03}", kind="person", names=[f"Person {n:03}"]) for n in range(120)]
    with open_page(Corpus(people), "actors") as page:
        assert page.locator("#view .row").count() == 50
        page.get_by_text("Last").click()
        page.get_by_text("Person 119").wait_for()
        assert page.locator("#view .row").count() == 20
        page.locator("#view input[name=q]").fill("person 11")
        page.get_by_text("11 of 120 records").wait_for()


def test_statements_are_chosen_by_year(open_page: Open, corpus: Corpus) -> None:
    talk = corpus[mistakes.TALK]
    assert isinstance(talk, Statement)
    later = Statement.from_values(
        id="statement:later", speaker=talk.speaker, venue=talk.venue, date="1999/2003", content="Later.",
        attestations=talk.attestations,
    )  # fmt: skip
    with open_page(corpus.add(later), "statements") as page:
        assert page.locator("#view .row").count() == 2
        page.locator("#view input[name=to]").fill("2001")
        page.get_by_text("1 of 2 records").wait_for()
        assert "Later." in page.locator("#view .row").inner_text()


def test_the_network_follows_the_slider(open_page: Open) -> None:
    people = [Actor.from_values(id=f"actor:{name}", kind="region", names=[name.upper()]) for name in "abcd"]
    pacts = [
        Treaty.from_values(id=f"treaty:{years}", names=[years], parties=parties, in_force=years[:4], ended=years[5:])
        for years, parties in (("1950-1955", ("actor:a", "actor:b")), ("1953-1999", ("actor:b", "actor:c", "actor:d")))
    ]
    with open_page(Corpus([*people, *pacts]), "network") as page:
        assert page.locator(".node").count() == 3
        page.locator("#year").focus()
        page.keyboard.press("Home")
        page.get_by_text("1950: 1 treaty").wait_for()
        assert sorted(page.locator(".node-name").all_text_contents()) == ["A", "B"]
        page.get_by_label("Year as a number").fill("1954")
        page.keyboard.press("Tab")
        page.get_by_text("1954: 2 treaties").wait_for()
        assert page.locator(".node").count() == 4
        page.get_by_label("Ties of").select_option(label="A")
        page.get_by_text("1954: 1 treaty with A").wait_for()
        assert page.url.endswith("year=1954&of=actor%3Aa")


def test_without_javascript_the_overview_and_a_list_remain(corpus: Corpus, open_page: Open) -> None:
    with open_page(corpus, script=False) as page:
        assert page.locator("#overview").is_visible()
        text = page.locator("body").inner_text()
        assert all(record.id in text for record in corpus)


def test_in_print_there_are_no_controls(corpus: Corpus, open_page: Open) -> None:
    with open_page(corpus, "statement:talk") as page:
        page.emulate_media(media="print")
        assert page.locator("nav:visible, button:visible, input:visible").count() == 0
        assert page.locator(".report").first.is_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_no_violation(
    corpus: Corpus,
    open_page: Open,
    texts: Path,
    size: tuple[int, int],
    dark: bool,  # noqa: FBT001 - a parameter
) -> None:
    pytest.importorskip("axe_playwright_python", reason="the package axe-playwright-python is not installed")
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    people = [Actor.from_values(id=f"actor:a{n}", kind="person", names=["A"]) for n in range(60)]  # two pages of a list
    # The policy of the page forbids what axe does to its elements, so it is switched off here.
    with open_page(corpus.add(*people), texts=texts, size=size, dark=dark, trusted=True) as page:
        page.evaluate(axe)
        for view in VIEWS:
            go(page, view)
            for button in page.locator(".evidence-button").all()[:2]:
                button.click()
            violations: object = page.evaluate(
                "axe.run().then(result => result.violations.map("
                "each => [each.id, ...each.nodes.slice(0, 3).map(node => node.html.slice(0, 200))]))"
            )
            assert (view, violations) == (view, [])


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_no_view_is_wider_than_the_window(corpus: Corpus, open_page: Open, size: tuple[int, int]) -> None:
    with open_page(corpus, size=size) as page:
        for view in VIEWS:
            go(page, view)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), view


def infected(corpus: Corpus, attempt: str) -> Corpus:
    """Return a corpus with a hostile text in every field of free text that a page shows."""
    talk = corpus[mistakes.TALK]
    assert isinstance(talk, Statement)
    reports = tuple(evolve(each, as_printed=(evolve(mistakes.READING, text=attempt),)) for each in talk.attestations)
    name = evolve(mistakes.NAME, text=attempt)
    return (
        corpus.update(mistakes.TALK, content=attempt, note=attempt, attestations=reports)
        .update(mistakes.TALK, venue=evolve(talk.venue, name=attempt, place=attempt))
        .update(mistakes.DAILY, title=attempt, untitled=None, publisher=attempt, creators=(attempt,), note=attempt)
        .update(mistakes.MINISTER, names=(name,), note=attempt)
        .update(mistakes.LEAGUE, names=(name,), rationale=(attempt,), open_tail=attempt)
        .update(mistakes.TREATY, names=(name,), place=attempt)
    )


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=[f"attempt{n}" for n in range(len(ATTEMPTS))])
def test_nothing_of_the_data_runs(corpus: Corpus, open_page: Open, attempt: str) -> None:
    with open_page(infected(corpus, attempt)) as page:
        allowed = page.locator("script:not([type])").count()
        for view in (*VIEWS, f"search?q={attempt}", attempt, f"actors?q={attempt}", f"actor:x{attempt}"):
            go(page, view)
            for button in page.locator(".evidence-button").all()[:2]:
                button.click()
        assert page.evaluate("window.hit") is None
        assert page.title().endswith("Pacts of the sea")
        assert page.locator("script:not([type])").count() == allowed == 1
        assert (
            page.locator("img, iframe, object, embed, base, form[action], [onload], [onerror], [onfocus]").count() == 0
        )
        assert page.locator("a:not([href^='#']):not([href^='http'])").count() == 0


def test_an_address_of_a_source_is_a_link_that_sends_no_referrer(corpus: Corpus, open_page: Open) -> None:
    with open_page(corpus.update(mistakes.DAILY, url="https://example.com/a?b=1"), "source:daily") as page:
        link = page.locator("a[href='https://example.com/a?b=1']")
        assert link.get_attribute("rel") == "noreferrer noopener"
