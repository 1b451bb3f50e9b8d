"""Read a page as a browser does: its elements, its data, and what they say about a record."""

import json
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from typing import Final, NotRequired, TypedDict, cast

from alliancekit.models import KINDS, Entry

VOID: Final = {"meta", "link"}


class Item(TypedDict):
    text: "str | list[Part]"
    below: "NotRequired[list[str | list[Part]]]"
    reports: NotRequired[list[int]]
    times: NotRequired[list[list[float | None]]]


Part = str | tuple[int, str]


class Report(TypedDict):
    source: int
    of: int | None
    wording: str
    codings: list[str]
    fields: list[str]
    printed: list[tuple[str, str | None]]
    anchors: list[str]
    passages: list[list[str]]


class Details(TypedDict):
    facts: list[tuple[str, list[str | list[Part] | Item]]]
    evidence: list[Report]
    differ: list[tuple[str, list[tuple[int, str | None, list[str]]]]]
    mentions: list[tuple[str, list[int]]]


class Index(TypedDict):
    title: str
    chunk: int
    kinds: dict[str, str]
    labels: dict[str, str]
    nothing: str
    rows: list[list[str | float | None]]
    differ: list[int]
    ties: list[tuple[int, str, list[tuple[int, list[list[int]]]]]]
    names: dict[str, list[tuple[int, str]]]


class PageReader(HTMLParser):
    """The elements of a page, with their attributes and texts."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.open: list[str] = []
        self.html = html
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in {"script", "style"}:
            self.scripts.append(({"tag": tag, **dict(attrs)}, ""))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1] if self.open else "", data))
        if self.open and self.open[-1] in {"script", "style"}:
            attributes, before = self.scripts[-1]
            self.scripts[-1] = (attributes, before + data)

    def content(self, tag: str) -> str:
        """Return the content of the element of the style or of the script that runs."""
        (content,) = [
            text for attributes, text in self.scripts if attributes["tag"] == tag and "type" not in attributes
        ]
        return content

    @property
    def index(self) -> Index:
        (content,) = [text for attributes, text in self.scripts if attributes.get("id") == "index"]
        return cast("Index", json.loads(content))

    @property
    def details(self) -> list[Details]:
        """The details of all records; what is left out is empty."""
        chunks = [text for attributes, text in self.scripts if str(attributes.get("id")).startswith("chunk-")]
        found = [each for chunk in chunks for each in cast("list[Details]", json.loads(chunk))]
        empty: dict[str, list[object]] = {"facts": [], "evidence": [], "differ": [], "mentions": []}
        no_report: dict[str, list[object] | None] = {
            "of": None,
            "codings": [],
            "fields": [],
            "printed": [],
            "anchors": [],
            "passages": [],
        }
        details = [cast("Details", cast("object", {**empty, **each})) for each in found]
        for each in details:
            each["evidence"] = [cast("Report", cast("object", {**no_report, **report})) for report in each["evidence"]]
        return details

    @property
    def policy(self) -> dict[str, str]:
        (content,) = [str(each["content"]) for tag, each in self.elements if tag == "meta" and "http-equiv" in each]
        return dict(directive.split(" ", 1) for directive in content.split("; "))

    def number(self, record: Entry) -> int:
        return next(number for number, row in enumerate(self.index["rows"]) if row[0] == record.id)

    def of(self, record: Entry) -> Details:
        return self.details[self.number(record)]


def pinned(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def lines_of(item: str | list[Part] | Item) -> list[str]:
    """Return the texts of an item, without the ids of its links."""
    text, below = (item["text"], item.get("below", [])) if isinstance(item, dict) else (item, [])
    return ["".join(part if isinstance(part, str) else part[1] for part in each) for each in (text, *below)]


def order(id_: str) -> int:
    return [*KINDS].index(id_.partition(":")[0])
