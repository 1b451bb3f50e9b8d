"""A page is one HTML file with all records, all facts and all evidence, and nothing of the data is markup."""

import json
import re
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests import mistakes
from tests.pages.reading import PageReader, lines_of, order, pinned
from tests.profiles import examples

from alliancekit import Corpus, InvalidDate, UnusableFile, UnusableInput, pages, seeds
from alliancekit import strategies as ak
from alliancekit.corpus.references import attestations
from alliancekit.display.records import own_items
from alliancekit.display.values import links
from alliancekit.evidence import SourceTexts, anchor_words
from alliancekit.models import Actor, Entry, Source
from alliancekit.models.attestation import Attestation
from alliancekit.models.coding import Coding
from alliancekit.models.words import Name
from alliancekit.pages._json import json_in_html
from alliancekit.pages._overview import MOST_LISTED
from alliancekit.project_fields import ProjectFields
from alliancekit.text import escape_controls

CORPUS = Corpus(mistakes.CORPUS)
SEEDS = PageReader(pages.page(seeds()))
TAGS = {
    "a", "b", "body", "code", "dd", "div", "dl", "dt", "footer", "h1", "h2", "h3", "head", "header", "html", "li",
    "link", "main", "meta", "nav", "noscript", "p", "script", "style", "table", "tbody", "td", "th", "thead", "title",
    "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "aria-label", "charset", "class", "content", "hidden", "href", "http-equiv", "id", "lang", "name", "rel", "role",
    "scope", "tabindex", "type",
}  # fmt: skip
HOSTILE = st.sampled_from((
    "</script><script>alert(1)</script>", "<!--", "<!--<script>", "]]>", "\u2028alert(1)\u2029", "javascript:alert(1)",
    '"><img src=x onerror=alert(1)>', "</title><svg onload=alert(1)>", "&lt;b&gt;&#60;", "</noscript><b>", "\x7f\x01",
    "\u202ereversed",
))  # fmt: skip


def shown_lines(corpus: Corpus, record: Entry) -> dict[str, list[list[str]]]:
    """Return the lines of each field as a terminal shows them, without the ids after the names of records."""
    lines: dict[str, list[list[str]]] = {}
    for name, items in own_items(corpus, record):
        lines[name] = []
        for item in items:
            plain = [line.plain for line in item.lines]
            for number, line in enumerate(item.lines):
                for _, end, id_ in sorted(links(line), reverse=True):
                    head, tail = plain[number][:end], plain[number][end:]
                    plain[number] = head + tail.removeprefix(f" ({id_})")
            lines[name].append(plain)
    return lines


def require_everything(corpus: Corpus, page: PageReader) -> None:
    """Assert that the data of a page have every record, fact, report, and disagreement."""
    rows, details = page.index["rows"], page.details
    assert {row[0] for row in rows} == {record.id for record in corpus}
    assert [order(str(row[0])) for row in rows] == sorted(order(record.id) for record in corpus)
    assert len(details) == len(rows)
    for row, own in zip(rows, details, strict=True):
        record = corpus[str(row[0])]
        facts = {name: [lines_of(item) for item in items] for name, items in own["facts"]}
        assert facts == shown_lines(corpus, record)
        assert facts.keys() <= page.index["labels"].keys()
        reports = [each for each in own["evidence"] if each["of"] is None]
        for report, attestation in zip(reports, attestations(record), strict=True):
            assert rows[report["source"]][0] == attestation.source
            assert report["wording"] == attestation.wording
            assert report["anchors"] == [f"{anchor.start}-{anchor.end}" for anchor in attestation.anchors]
            assert [text for _, text in report["printed"]] == [
                it.text if it.text is None else escape_controls(it.text) for it in attestation.as_printed
            ]
            assert len(report["codings"]) == len(attestation.codings)
            assert len(report["fields"]) == len(attestation.fields)
    differing = {rows[number][0] for number in page.index["differ"]}
    assert differing == {each.record for each in corpus.disagreements()}
    assert sum(len(own["differ"]) for own in details) == len(corpus.disagreements())


def require_safe(page: PageReader) -> None:
    """Assert that a page has only elements of its own, that its policy pins them, and that it loads nothing."""
    assert not page.open
    assert {tag for tag, _ in page.elements} <= TAGS
    assert {name for _, attributes in page.elements for name in attributes} <= ATTRIBUTES
    assert page.policy == {
        "default-src": "'none'",
        "script-src": pinned(page.content("script")),
        "style-src": pinned(page.content("style")),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    addresses = [str(each.get("href", "#")) for _, each in page.elements]
    assert all(address.startswith(("#", "data:image/svg+xml,")) for address in addresses)
    data = [text for attributes, text in page.scripts if "type" in attributes]
    assert not any(re.search("[<>&\u2028\u2029]", text) for text in data)


def test_the_packaged_corpus_has_every_fact_and_report() -> None:
    require_everything(seeds(), SEEDS)
    require_safe(SEEDS)


@examples(10)
@given(ak.corpora())
def test_every_corpus_has_every_fact_and_report(corpus: Corpus) -> None:
    text = pages.page(corpus)
    page = PageReader(text)
    require_everything(corpus, page)
    require_safe(page)
    assert pages.page(Corpus(corpus)) == text


@examples(30)
@given(HOSTILE, HOSTILE, HOSTILE)
def test_hostile_text_is_only_text(name: str, note: str, title: str) -> None:
    person = Actor.from_values(id="actor:x", kind="person", names=[name], note=note)
    corpus = CORPUS.add(person)
    page = PageReader(pages.page(corpus, title=f"T {title}"))
    require_everything(corpus, page)
    require_safe(page)
    assert page.index["title"] == escape_controls(f"T {title}")
    assert page.index["rows"][page.number(person)][1] == escape_controls(name)


def test_hostile_words_of_a_text_are_only_text(tmp_path: Path) -> None:
    words = "</script><script>alert(1)</script><!-- & <b>"
    (tmp_path / "daily.txt").write_text(f"Before that. {words} After that.")
    text = (tmp_path / "daily.txt").read_text()
    source = evolve(CORPUS[mistakes.DAILY], file="daily.txt")
    record = Actor.from_values(
        id="actor:x",
        kind="person",
        names=["X"],
        attestations=[Attestation(source=mistakes.DAILY, wording="mention", anchors=(anchor_words(text, words),))],
    )
    page = PageReader(pages.page(Corpus([source, record]), texts=tmp_path))
    require_safe(page)
    assert page.of(record)["evidence"][0]["passages"] == [["13-57", "Before that. ", words, " After that."]]


def test_no_character_of_a_page_controls_its_display() -> None:
    name = "\u202ereversed\u2066"
    report = evolve(mistakes.ATTESTATION, as_printed=(evolve(mistakes.READING, text=name),), codings=(Coding(by=name),))
    other = evolve(report, as_printed=(mistakes.READING,), codings=(Coding(by="AB"),))
    corpus = CORPUS.update(mistakes.TALK, attestations=(report, other)).update(
        mistakes.MINISTER, names=(evolve(mistakes.NAME, text=name),)
    )
    text = pages.page(corpus, title=name)
    assert text.count("\\u202e") > 5
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)


def test_landmarks_and_headings() -> None:
    tags = [tag for tag, _ in SEEDS.elements]
    assert [tags.count(tag) for tag in ("header", "nav", "main", "footer", "h1", "title")] == [1] * 6
    assert ("html", {"lang": "en"}) in SEEDS.elements


def test_the_overview_needs_no_script() -> None:
    before_noscript = SEEDS.html.partition("<noscript>")[0]
    for count in ("38", "11", "56"):
        assert f"<b>{count}</b>" in before_noscript
    for source in seeds().sources():
        assert f'href="#{source.id}"' in before_noscript


def test_a_small_corpus_is_listed_for_readers_without_javascript() -> None:
    listed = SEEDS.html.partition("<noscript>")[2].partition("</noscript>")[0]
    assert all(record.id in listed for record in seeds())


def test_a_large_corpus_is_not_listed_twice() -> None:
    people = [Actor.from_values(id=f"actor:a{n}", kind="person", names=["A"]) for n in range(MOST_LISTED + 1)]
    page = PageReader(pages.page(Corpus(people)))
    assert [text for _, text in page.texts if "501 records" in text]
    assert "actor:a7" not in page.html.partition("<noscript>")[2].partition("</noscript>")[0]
    assert len(page.details) == MOST_LISTED + 1


def test_the_overview_has_the_sources_that_attest_most() -> None:
    sources = [Source.from_values(id=f"source:s{n:02}", kind="report", untitled="a note") for n in range(12)]
    person = Actor.from_values(
        id="actor:x", kind="person", names=["X"], attestations=[{"source": "source:s11", "wording": "mention"}]
    )
    page = PageReader(pages.page(Corpus([*sources, person])))
    before_noscript = page.html.partition("<noscript>")[0]
    assert 'href="#source:s11"' in before_noscript
    assert 'href="#source:s10"' not in before_noscript
    assert "All 12 sources" in before_noscript


def test_an_empty_corpus_is_a_page() -> None:
    page = PageReader(pages.page(Corpus()))
    require_safe(page)
    assert page.details == []


def test_the_day_and_the_title_are_shown() -> None:
    page = PageReader(pages.page(CORPUS, title="Pacts & leagues", made="2026-12-01"))
    assert ("title", "Pacts & leagues") in page.texts
    assert any("on 2026-12-01 with" in text for _, text in page.texts)


def test_passages_are_quoted_only_if_there_are_texts(seed_texts: Path) -> None:
    corpus = seeds()
    quoted = PageReader(pages.page(corpus, texts=seed_texts))
    assert pages.page(corpus, texts=SourceTexts(seed_texts, corpus.sources())) == quoted.html
    reports = [report for own in quoted.details for report in own["evidence"]]
    assert all(len(report["passages"]) == len(report["anchors"]) for report in reports)
    assert all(len(passage) == 4 for report in reports for passage in report["passages"])
    assert not any(report["passages"] for own in SEEDS.details for report in own["evidence"])


def test_a_text_that_is_missing_is_named(tmp_path: Path) -> None:
    page = PageReader(pages.page(CORPUS, texts=tmp_path))
    passages = [each for own in page.details for report in own["evidence"] for each in report["passages"]]
    assert passages
    assert all(len(passage) == 2 for passage in passages)


def test_a_coder_of_a_report_is_shown() -> None:
    report = evolve(mistakes.ATTESTATION, codings=(Coding(by="AB"),))
    page = PageReader(pages.page(CORPUS.update(mistakes.TALK, attestations=(report,))))
    assert page.of(CORPUS[mistakes.TALK])["evidence"][0]["codings"] == ["coded by AB"]


def test_coders_who_differ_are_named_with_their_readings() -> None:
    reports = [
        evolve(mistakes.ATTESTATION, as_printed=(evolve(mistakes.READING, text=text),), codings=(Coding(by=by),))
        for text, by in (("a dinner", "AB"), ("a walk", "CD"))
    ]
    page = PageReader(pages.page(CORPUS.update(mistakes.TALK, attestations=tuple(reports))))
    source = page.number(CORPUS[mistakes.DAILY])
    ((label, readings),) = page.of(CORPUS[mistakes.TALK])["differ"]
    assert label == "venue.kind"
    assert [tuple(reading) for reading in readings] == [(source, "a dinner", ["AB"]), (source, "a walk", ["CD"])]


def test_a_fact_has_the_reports_that_name_its_field() -> None:
    member = "members[state:jpn]"
    reports = [Attestation(source=mistakes.DAILY, wording="mention", fields=(field,)) for field in (member, "names")]
    page = PageReader(pages.page(CORPUS.update(mistakes.LEAGUE, attestations=tuple(reports), statements=())))
    facts = dict(page.of(CORPUS[mistakes.LEAGUE])["facts"])
    members = dict(zip(CORPUS[mistakes.LEAGUE].members, facts["members"], strict=True))
    assert {id_: item.get("reports") for id_, item in members.items() if isinstance(item, dict)} == {
        id_: [0] if id_ == mistakes.JPN else [] for id_ in members
    }


def test_a_record_lists_where_it_is_mentioned() -> None:
    page = PageReader(pages.page(CORPUS))
    for record in CORPUS:
        mentions = {page.index["rows"][number][0] for _, own in page.of(record)["mentions"] for number in own}
        assert mentions == {referrer.id for referrer in CORPUS.referrers(record)}


@given(st.recursive(st.text() | st.none() | st.booleans() | st.integers(), st.lists))
def test_json_in_html_is_equal_json_without_markup(value: object) -> None:
    text = json_in_html(value)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert json.loads(text) == value
    assert not re.search("[<>&\u2028\u2029]", text)


def test_writing_is_atomic_and_needs_the_ending_of_html(tmp_path: Path) -> None:
    file = tmp_path / "page.HTML"
    pages.write(CORPUS, file, title="One", made=2026)
    assert file.read_text("utf-8") == pages.page(CORPUS, title="One", made=2026)
    with pytest.raises(UnusableFile, match=r"page\.pdf.*\.html.*\.htm"):
        pages.write(CORPUS, tmp_path / "page.pdf")
    with pytest.raises(UnusableFile):
        pages.write(CORPUS, file, texts=tmp_path / "none")
    assert [each.name for each in tmp_path.iterdir()] == ["page.HTML"]


def test_other_arguments_are_refused() -> None:
    with pytest.raises(TypeError, match=r"Corpus.*list"):
        pages.page([*CORPUS])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(TypeError, match=r"title.*7"):
        pages.page(CORPUS, title=7)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(UnusableInput, match="title"):
        pages.page(CORPUS, title=" ")
    with pytest.raises(InvalidDate):
        pages.page(CORPUS, made="soon")


def test_a_name_is_text() -> None:
    page = PageReader(pages.page(CORPUS.add(Actor.from_values(id="actor:b", kind="person", names=[Name(text="<b>")]))))
    assert page.index["rows"][page.number(Actor.from_values(id="actor:b", kind="person", names=["B"]))][1] == "<b>"


def test_fields_of_projects_are_facts() -> None:
    actor = evolve(
        mistakes.ACTOR, project_fields=ProjectFields({"cold_war": {"salience": 3, "remark": "high\nand low"}})
    )
    corpus = Corpus(actor if record.id == actor.id else record for record in mistakes.CORPUS)
    reader = PageReader(pages.page(corpus))
    facts = dict(reader.of(actor)["facts"])
    assert [lines_of(item) for item in facts["x_cold_war"]] == [["remark high and low"], ["salience 3"]]


def test_a_mention_names_the_field_of_the_other_record() -> None:
    labels = {label for own in SEEDS.details for label, _ in own["mentions"]}
    assert {"in the field “statements”", "evidence of", "stances"} <= labels
    assert "statements" not in labels
