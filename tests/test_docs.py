"""The site builds without a warning, and its reference has all that the code declares."""

import subprocess
import sys
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from tests.examples import Example, examples

from alliancekit import cli, drafts, evidence, exchange, rulebook
from alliancekit.models import MODELS
from alliancekit.review.decisions import REVIEW_RULES
from alliancekit.rules import loading
from alliancekit.rules.shape import spec_of

TOP = Path(__file__).resolve().parent.parent
EXAMPLES = examples()
BY_HAND = sorted(rulebook.rules().keys() - EXAMPLES.keys())
LONGEST = 500
"""Characters of a signature that can be read; with all the rules of its fields, a statement's has 3,000."""


class Page(HTMLParser):
    """A page of the site.

    Attributes:
        ids: What in it can be linked to.
        links: What it links to.
        loads: What it loads to be shown.
        signatures: The signatures in it.
    """

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.ids, self.links, self.loads = set[str](), set[str](), set[str]()
        self.signatures: list[str] = []
        self._in_signature = False
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given["id"]} if "id" in given else set()
        if tag == "a" and "href" in given:
            self.links.add(given["href"])
        elif tag in {"link", "script", "img"}:
            self.loads |= {given[name] for name in ("href", "src") if name in given}
        elif tag == "dt" and "sig" in given.get("class", "").split():
            self._in_signature = True
            self.signatures.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "dt":
            self._in_signature = False

    def handle_data(self, data: str) -> None:
        if self._in_signature:
            self.signatures[-1] += data


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site, built anew."""
    for needed in ("sphinx", "furo", "myst_parser"):
        pytest.importorskip(needed, reason="the dependency group docs is not installed")
    folder = tmp_path_factory.mktemp("site")
    options = ["-n", "-W", "--keep-going", "-q", "-d", str(folder / "doctrees")]
    built = subprocess.run(
        [sys.executable, "-m", "sphinx", *options, "docs", str(folder / "html")],
        cwd=TOP,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (built.returncode, built.stderr) == (0, "")
    return folder / "html"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    """The pages of the site, by their place in it."""
    return {file.relative_to(site).as_posix(): Page(file) for file in site.rglob("*.html")}


def targets(page: str, parsed: Page) -> set[tuple[str, str]]:
    """Return the pages of the site to which a page links, each with the place in it."""
    folder = Path("/", page).parent
    split = [urlsplit(link) for link in parsed.links]
    return {
        ((folder / unquote(to.path)).resolve().relative_to("/").as_posix() if to.path else page, unquote(to.fragment))
        for to in split
        if not to.scheme
    }


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=list(EXAMPLES))
def test_the_good_example_of_a_rule_breaks_none_and_the_bad_one_just_this(example: Example) -> None:
    assert example.good.problems == ()
    assert [problem.code for problem in example.bad.problems] == [example.code]
    assert example.good.text.strip()
    assert (example.good.text, example.good.title) != (example.bad.text, example.bad.title)


def test_rules_that_no_file_can_break_have_examples_in_python() -> None:
    rules = (*loading.RULES, *evidence.RULES, *exchange.RULES, *drafts.RULES, *REVIEW_RULES)
    assert sorted({"AK008", "AK910", "AK919", *(rule.code for rule in rules)}) == BY_HAND
    text = (TOP / "docs/reference/rules.md").read_text(encoding="utf-8")
    for code in BY_HAND:
        example = text.partition(f"<!-- reference: rule {code} -->")[2].partition("<!--")[0]
        good, _, bad = example.partition("# good\n")[2].partition("# bad\n")
        assert good, code
        assert code in bad, code


@pytest.mark.slow
def test_each_rule_has_its_place_and_its_examples(pages: dict[str, Page], site: Path) -> None:
    assert pages["reference/rules.html"].ids >= rulebook.rules().keys()
    text = (site / "reference/rules.html").read_text(encoding="utf-8")
    assert text.count('class="good ') == text.count('class="bad ') == len(EXAMPLES)


@pytest.mark.slow
def test_each_field_has_its_place(pages: dict[str, Page]) -> None:
    for model in MODELS.values():
        fields = {f"alliancekit.{model.__name__}.{field.name}" for field in spec_of(model).fields}
        assert pages["reference/models.html"].ids >= fields


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "prefix"),
    [
        ("alliancekit._api", "alliancekit"),
        ("alliancekit.evidence", "alliancekit.evidence"),
        ("alliancekit.loaders", "alliancekit.loaders"),
        ("alliancekit.measures", "alliancekit.measures"),
        ("alliancekit.panel", "alliancekit.panel"),
        ("alliancekit.reliability", "alliancekit.reliability"),
        ("alliancekit.review", "alliancekit.review"),
        ("alliancekit.rules", "alliancekit.rules"),
    ],
)
def test_each_public_name_has_its_place(pages: dict[str, Page], module: str, prefix: str) -> None:
    places = {place for page in pages.values() for place in page.ids}
    names: list[str] = import_module(module).__all__
    assert {name for name in names if f"{prefix}.{name}" not in places} == set()


@pytest.mark.slow
def test_each_command_has_its_place(pages: dict[str, Page]) -> None:
    assert pages["reference/command-line.html"].ids >= {f"alliancekit-{name}" for name in cli.main.commands}


@pytest.mark.slow
def test_each_page_can_be_reached_from_the_first(pages: dict[str, Page]) -> None:
    reached = {"index.html", "genindex.html", "py-modindex.html", "search.html"}
    waiting = ["index.html"]
    while waiting:
        page = waiting.pop()
        new = {to for to, _ in targets(page, pages[page]) if to in pages} - reached
        reached |= new
        waiting += new
    assert pages.keys() - reached == set()


@pytest.mark.slow
def test_links_inside_the_site_lead_somewhere(pages: dict[str, Page], site: Path) -> None:
    for page, parsed in pages.items():
        for to, place in targets(page, parsed):
            assert (site / to).is_file(), (page, to)
            assert not place or to not in pages or place in pages[to].ids, (page, to, place)


@pytest.mark.slow
def test_the_site_loads_nothing_from_elsewhere(pages: dict[str, Page]) -> None:
    assert {url for page in pages.values() for url in page.loads if urlsplit(url).netloc} == set()


@pytest.mark.slow
def test_the_site_can_be_searched(site: Path) -> None:
    index = (site / "searchindex.js").read_text(encoding="utf-8")
    assert {code for code in rulebook.rules() if f'"{code}"' not in index} == set()


@pytest.mark.slow
def test_no_signature_is_a_wall_of_text(pages: dict[str, Page]) -> None:
    signatures = [signature for page in pages.values() for signature in page.signatures]
    assert [signature for signature in signatures if len(signature) > LONGEST] == []
    assert signatures
