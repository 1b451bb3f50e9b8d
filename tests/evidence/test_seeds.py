"""Anchors in the seed documents are found in altered copies, or lost with a reason."""

import re
import textwrap
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Final
from unicodedata import normalize

import pytest
from tests.evidence.altered_copies import KINDS, altered

from alliancekit import seeds
from alliancekit.corpus.references import attestations
from alliancekit.evidence import Copy, SourceTexts, anchor, digest, find, fold
from alliancekit.models import Source
from alliancekit.models.attestation import Anchor
from alliancekit.models.ids import SourceId

SPANS: Final = re.compile(r"(?=((?<![\w.])\w[^.!?\n]*[.!?]?))|(?=(\b[A-Z]\w+))")
"""The span from each word to the end of its sentence, and each capitalized word."""

HEADER: Final = "Printed from a browser, page 1 of 1\n\n"


def _straight(text: str) -> str:
    return re.sub("[‘’]", "'", re.sub("[“”]", '"', text)).replace("—", "--").replace("–", "-")


def _wrapped(text: str) -> str:
    return "\n".join(line for paragraph in text.split("\n") for line in textwrap.wrap(paragraph, 72) or [""])


COPIES: Final[dict[str, Callable[[str], str]]] = {
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "BOM": lambda text: f"\ufeff{text}",
    "header": lambda text: f"{HEADER}{text}",
    "straight": _straight,
    "NFKC": lambda text: normalize("NFKC", text),
    "no blank lines": lambda text: re.sub(r"\n\s*\n", "\n", text),
    "wrapped": _wrapped,
}
UNCHANGED: Final = ("CRLF", "BOM")


@pytest.fixture(scope="module")
def documents(seed_texts: Path) -> dict[str, tuple[str, tuple[Anchor, ...]]]:
    """The text of each document, with anchors for its sentences and names."""
    result: dict[str, tuple[str, tuple[Anchor, ...]]] = {}
    for file in sorted(seed_texts.glob("*.txt")):
        text = file.read_text("utf-8")
        spans = sorted({match.span(group) for match in SPANS.finditer(text) for group in (1, 2) if match[group]})
        copy = Copy(text)
        result[file.name] = text, tuple(anchor(copy, *span) for span in spans)
    return result


def _read(folder: Path, name: str, text: str) -> Copy:
    """Return a text as it is read from a folder."""
    (folder / name).write_text(text, "utf-8", newline="")
    source = Source(id=SourceId("source:seed"), kind="report", title=name, file=name, digest=digest(text.encode()))
    copy = SourceTexts(folder, [source])["source:seed"].copy
    assert copy is not None
    return copy


@pytest.mark.slow
@pytest.mark.parametrize("altered", COPIES)
def test_each_span_is_found_in_an_altered_copy(
    documents: dict[str, tuple[str, tuple[Anchor, ...]]], tmp_path: Path, altered: str
) -> None:
    counts: Counter[str] = Counter()
    shift = len(fold(HEADER).text) if altered == "header" else 0
    for name, (text, anchors) in documents.items():
        copy, original = _read(tmp_path, name, COPIES[altered](text)), fold(text)
        for original_anchor in anchors:
            result = find(original_anchor, copy)
            counts[result.status] += 1
            first, last = original.window(original_anchor.start, original_anchor.end) or (0, 0)
            if result.start is not None and result.end is not None:
                assert copy.folded.window(result.start, result.end) == (first + shift, last + shift)
            else:
                assert result.reason
    assert counts["lost"] == 0
    assert altered not in UNCHANGED or counts["moved"] == 0


@pytest.mark.slow
def test_no_span_is_found_elsewhere_after_a_paragraph_is_deleted(
    documents: dict[str, tuple[str, tuple[Anchor, ...]]],
) -> None:
    for text, anchors in documents.values():
        for gone in list(re.finditer(r"[^\n]+\n+", text))[::4]:
            copy = Copy(text[: gone.start()] + text[gone.end() :])
            for original_anchor in anchors[::7]:
                result = find(original_anchor, copy)
                if original_anchor.end <= gone.start():
                    assert result.start in (original_anchor.start, None)
                elif original_anchor.start >= gone.end():
                    assert result.start in (original_anchor.start - len(gone[0]), None)
                else:
                    assert result.status == "lost"


@pytest.fixture(scope="module")
def packaged(seed_texts: Path) -> tuple[tuple[str, tuple[Anchor, ...]], ...]:
    """The text of each document, with its packaged anchors."""
    corpus = seeds()
    texts = SourceTexts(seed_texts, corpus.sources())
    anchors: defaultdict[str, list[Anchor]] = defaultdict(list)
    for record in corpus:
        for attestation in attestations(record):
            anchors[attestation.source] += attestation.anchors
    copies = ((texts[source].copy, tuple(group)) for source, group in anchors.items())
    return tuple((copy.text, group) for copy, group in copies if copy is not None)


LOST: Final = {
    "footnotes in superscript": 13,
    "footnotes in brackets": 13,
    "footnotes as digits": 107,
    "entities, hyphens, footnotes": 14,
    "misread letters": 133,
    "page numbers": 40,
    "paragraphs removed": 129,
}
"""The number of packaged anchors that are lost in the altered copies; none in the others."""


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_packaged_anchors_are_found_at_the_right_place_in_altered_copies(
    packaged: tuple[tuple[str, tuple[Anchor, ...]], ...], name: str
) -> None:
    lost = 0
    for text, anchors in packaged:
        copy_with_edits = altered(text, KINDS[name])
        copy = Copy(copy_with_edits.text)
        for original_anchor in anchors:
            result = find(original_anchor, copy)
            right = copy_with_edits.place(original_anchor.start, original_anchor.end)
            if result.start is None or result.end is None:
                lost += 1
            else:
                assert right is not None
                assert copy.folded.window(result.start, result.end) == copy.folded.window(*right)
    assert lost <= LOST.get(name, 0)


def test_anchors_that_are_made_again_are_the_packaged_ones(
    packaged: tuple[tuple[str, tuple[Anchor, ...]], ...],
) -> None:
    for text, anchors in packaged:
        copy = Copy(text)
        assert anchors == tuple(anchor(copy, each.start, each.end) for each in anchors)
