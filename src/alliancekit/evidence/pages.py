"""The text of a saved web page, and guesses about its source that a person must confirm. Nothing is downloaded."""

import re
from typing import TYPE_CHECKING, Final, Literal, Protocol, TypeAlias, cast

from attrs import field, frozen

from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidDate, MissingExtra, UnusableFile
from alliancekit.evidence.texts import digest
from alliancekit.formats import AnyPath, Limits, path_of, read_bytes
from alliancekit.text import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trafilatura.settings import Document

PAGE_LIMITS: Final = Limits(size=16 * 2**20)
"""The default limits of a page."""

GuessedField: TypeAlias = Literal["title", "publisher", "creators", "published", "url", "language"]
"""A field of a source that a page may reveal."""

_URL: Final = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:[/?#][!-~]*)?")
_LANGUAGE: Final = re.compile(
    rb"<html[^>]{0,2000}?\blang\s*=\s*[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)", re.IGNORECASE
)


_NOT_SHOWN: Final = ("script", "style", "title", "template", "noscript")
"""The elements whose own text is not shown on a page."""


class _Element(Protocol):
    """An element of lxml."""

    tag: object
    text: str | None
    tail: str | None

    def iter(self) -> "Iterator[_Element]":
        """Yield the element and all elements in it, in the order of the page."""
        ...


@frozen
class PageText:
    """The text of a saved web page.

    Attributes:
        text: Its main text, in paragraphs, without menus, comments and advertisements, as far as a program can tell.
        digest: The digest of `text` in UTF-8, for `Source.digest` of the file that it is written to.
        words: The number of its words, between spaces.
        page_words: The number of words that the page has in all, with menus, captions, footnotes and everything else.
        guesses: What the page seems to say about fields of its source. None is a fact before a person has compared it
            with the page: the date may be that of the day on which the page was saved.
    """

    text: str = field(repr=False)
    digest: str
    words: int
    page_words: int
    guesses: dict[GuessedField, str]


def read_page(path: AnyPath, limits: Limits = PAGE_LIMITS) -> PageText:
    """Return the text of a saved web page in HTML, with guesses about its source.

    Args:
        path: The file.
        limits: The maximum size of the file.

    Raises:
        MissingExtra: If trafilatura is not installed.
        UnusableFile: If the file can't be read, or has no text of an article.
    """
    MissingExtra.demand("pages in HTML need", "html", "trafilatura")
    from trafilatura import bare_extraction

    data = read_bytes(path_of(path), limits)
    # With `as_dict`, trafilatura returns the dictionary, but warns that it will not in a later version.
    document = cast("Document | None", bare_extraction(data, include_comments=False, with_metadata=True))
    found: dict[str, object] = {} if document is None else document.as_dict()
    text = found.get("text")
    if not isinstance(text, str) or not text.strip():
        message = f"{shown_path(path)} has no text of an article; save the whole page as HTML, or copy its text by hand"
        raise UnusableFile(message)
    text = f"{text.strip()}\n"
    guesses: dict[GuessedField, str] = {name: value for name, value in _guesses(found, data) if value}
    words = len(text.split())
    return PageText(text, digest(text.encode("utf-8", "replace")), words, max(words, _page_words(data)), guesses)


def _page_words(data: bytes) -> int:
    """Return the number of words in the body of a page, without scripts and styles."""
    from trafilatura.utils import load_html

    page = cast("_Element", load_html(data))
    number = 0
    for element in page.iter():
        shown = isinstance(element.tag, str) and element.tag not in _NOT_SHOWN  # the tag of a comment is no text
        number += len((element.text or "").split()) if shown else 0
        number += len((element.tail or "").split())
    return number


def _guesses(found: dict[str, object], data: bytes) -> list[tuple[GuessedField, str]]:
    language = _LANGUAGE.search(data)
    url = _text(found, "url")
    return [
        ("title", _text(found, "title")),
        ("publisher", _text(found, "sitename")),
        ("creators", _text(found, "author")),
        ("published", _date(_text(found, "date"))),
        ("url", url if _URL.fullmatch(url) else ""),
        ("language", language[1].decode() if language else ""),
    ]


def _text(found: dict[str, object], name: str) -> str:
    value = found.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _date(text: str) -> str:
    try:
        return PartialDate.parse(text).edtf
    except InvalidDate:
        return ""
