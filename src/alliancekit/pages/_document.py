"""The file of a page: HTML with its data, its style and its script, both pinned by a content security policy."""

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import version
from os import PathLike
from typing import Final

from alliancekit._arguments import When, date_of
from alliancekit._collector import gc_paused
from alliancekit._html import text
from alliancekit.corpus import Corpus
from alliancekit.display.records import printed_text
from alliancekit.display.values import date_text
from alliancekit.errors import UnusableFile, UnusableInput
from alliancekit.evidence import SourceTexts
from alliancekit.formats import path_of, write_atomic
from alliancekit.messages import counted, described
from alliancekit.models import KINDS, MODELS
from alliancekit.models.attestation import Reading
from alliancekit.pages._details import Details
from alliancekit.pages._files import script, style
from alliancekit.pages._json import Json, json_in_html
from alliancekit.pages._numbering import Numbering
from alliancekit.pages._overview import overview, plain_list
from alliancekit.pages._ties import past_names, ties
from alliancekit.text import escape_controls, shown_path

_TITLE: Final = "A corpus of alliance politics"

_CHUNK: Final = 200
"""The number of records whose details are in one element; a browser parses only the elements that it shows."""

_SUFFIXES: Final = (".html", ".htm")

_ICON: Final = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cg fill='%231d5c63'%3E"
    "%3Ccircle cx='4' cy='11' r='3'/%3E%3Ccircle cx='12' cy='11' r='3'/%3E%3Ccircle cx='8' cy='4' r='3'/%3E%3C/g%3E"
    "%3C/svg%3E"
)


def page(
    corpus: Corpus,
    *,
    texts: str | PathLike[str] | SourceTexts | None = None,
    title: str | None = None,
    made: When | None = None,
) -> str:
    """Return a corpus as one HTML file for people who read it in a browser.

    The file has everything in it: it loads nothing from a network, and its content security policy forbids that. The
    same arguments give the same text.

    Args:
        corpus: The corpus.
        texts: The folder with the files of its sources, or the texts themselves: each passage is then part of the file,
            with 240 characters before and after it. None: the file has positions only, and no words of the sources.
        title: The title; None: a general one.
        made: The day on which the page is made, for its readers; None: the page has no such day.

    Raises:
        InvalidDate: If `made` is not a date.
        TypeError: If `corpus` is no corpus, or `title` is not text.
        UnusableFile: If the folder of the texts does not exist.
        UnusableInput: If `title` is blank.
    """
    _check(corpus, title)
    copies = SourceTexts(texts, corpus.sources()) if isinstance(texts, str | PathLike) else texts
    day = "" if made is None else date_text(date_of(made, "made"))
    with gc_paused():  # many small lists, without cycles
        numbering = Numbering.of(corpus)
        return "\n".join(_lines(numbering, copies, title or _TITLE, day))


def write(
    corpus: Corpus,
    path: str | PathLike[str],
    *,
    texts: str | PathLike[str] | SourceTexts | None = None,
    title: str | None = None,
    made: When | None = None,
) -> None:
    """Write a corpus to an HTML file atomically; see `page`.

    Args:
        corpus: The corpus.
        path: The file, which ends in ``.html`` or ``.htm``.
        texts: As for `page`.
        title: As for `page`.
        made: As for `page`.

    Raises:
        InvalidDate: If `made` is not a date.
        TypeError: If `corpus` is no corpus, or `title` is not text.
        UnusableFile: If the path has another ending or can't be written, or the folder of the texts does not exist.
        UnusableInput: If `title` is blank.
    """
    file = path_of(path)
    if file.suffix.lower() not in _SUFFIXES:
        message = f"{shown_path(file)} must end in .html or .htm"
        raise UnusableFile(message)
    write_atomic({file: page(corpus, texts=texts, title=title, made=made).encode()})


def _check(corpus: object, title: object) -> None:
    """Raise an error for arguments of another type, which a caller without a type checker may pass."""
    if not isinstance(corpus, Corpus):
        message = f"a page needs a Corpus, got {described(corpus)}"
        raise TypeError(message)
    if title is not None and not isinstance(title, str):
        message = f"the title must be text, got {described(title)}"
        raise TypeError(message)
    if title is not None and not title.strip():
        message = "the title must not be blank; leave it out for a general one"
        raise UnusableInput(message)


def _lines(numbering: Numbering, texts: SourceTexts | None, title: str, day: str) -> Iterator[str]:
    """Yield the file in parts."""
    details = Details(numbering, texts)
    chunks = [
        [details.of(record) for record in numbering.records[start : start + _CHUNK]]
        for start in range(0, len(numbering.records), _CHUNK)
    ]
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_hash(script())}'",
            f"style-src '{_hash(style())}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">'
    yield f'<title>{text(title)}</title>\n<link rel="icon" href="{_ICON}">'
    yield f"<style>{style()}</style>\n</head>\n<body>"
    yield '<a class="skip" href="#main">Skip to the content</a>'
    yield f'<header class="top"><div class="wide"><p class="title"><a href="#overview">{text(title)}</a></p>'
    yield '<div id="search-box"></div><nav aria-label="Parts of the corpus"><ul id="menu"></ul></nav></div></header>'
    yield '<main id="main" class="wide" tabindex="-1"><div id="overview">'
    yield f'<h1>{text(title)}</h1>\n<p class="lead">{_summary(numbering, day)}</p>'
    yield from overview(numbering)
    yield "</div>\n<noscript>"
    yield from plain_list(numbering)
    yield '</noscript>\n<div id="view" hidden></div></main>'
    yield f'<footer class="wide"><p>{_footer(details)}</p></footer><p id="status" class="hidden" role="status"></p>'
    yield _data("index", _index(numbering, details, title))
    for number, chunk in enumerate(chunks):
        yield _data(f"chunk-{number}", chunk)
    yield f"<script>{script()}</script>\n</body>\n</html>\n"


def _summary(numbering: Numbering, day: str) -> str:
    """Return how many records and sources there are, when the page was made, and with which version."""
    sources = len(numbering.corpus.sources())
    made = f" on {text(day)}" if day else ""
    return (
        f"{len(numbering.records):,} record{'' if len(numbering.records) == 1 else 's'} from "
        f"{counted(sources, 'source')}. Made{made} with alliancekit {version('alliancekit')}."
    )


def _footer(details: Details) -> str:
    """Return what the page has of the texts."""
    shown, left_out = details.passages[True], details.passages[False]
    if shown:
        some = f"{shown:,} of {shown + left_out:,} passages" if left_out else "Passages"
        return f"{some} are quoted from copies of the sources. Their positions are counted in code points."
    return "This page has no words of its sources: its evidence is shown as positions in their texts, in code points."


def _index(numbering: Numbering, details: Details, title: str) -> Json:
    """Return what the browser needs of all records at once."""
    return {
        "title": escape_controls(title),
        "chunk": _CHUNK,
        "kinds": dict(zip(KINDS, MODELS, strict=True)),
        "labels": details.labels,
        "nothing": printed_text(Reading(field="-")).plain,
        "rows": numbering.rows(),
        "differ": [numbering.numbers[id_] for id_ in details.disagreements],
        "ties": ties(numbering),
        "names": past_names(numbering),
    }


def _data(id_: str, value: Json) -> str:
    return f'<script type="application/json" id="{id_}">{json_in_html(value)}</script>'


def _hash(content: str) -> str:
    """Return the source expression of a content security policy for the content of an element."""
    return f"sha256-{b64encode(sha256(content.encode()).digest()).decode('ascii')}"
