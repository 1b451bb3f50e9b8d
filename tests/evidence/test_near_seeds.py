"""Altered quotations of the seed documents lead to their passages; quotations of other texts lead nowhere.

``pytest -s tests/evidence/test_near_seeds.py`` prints the figures.
"""

from collections import Counter
from pathlib import Path

import pytest
from tests.evidence.quotations import EDITS, fixed, spans
from tests.shared import TOP

from alliancekit.evidence import Copy, fold, near_passages

EACH = 8
"""The number of quotations of each document for each kind of error: 200 in all."""


@pytest.fixture(scope="module")
def copies(seed_texts: Path) -> tuple[Copy, ...]:
    texts = tuple(Copy(file.read_text("utf-8")) for file in sorted(seed_texts.glob("*.txt")))
    assert len(texts) == 5, "the folder has the five documents"
    return texts


pytestmark = pytest.mark.slow


def _is_right(copy: Copy, start: int, end: int, quotation: str) -> bool:
    """Return whether the first passage shares four fifths with the right one, or has the same words elsewhere."""
    best = next(iter(near_passages(copy, quotation)), None)
    if best is None:
        return False
    shared = min(best.end, end) - max(best.start, start)
    same = fold(best.text).text == fold(copy.text[start:end]).text
    return same or shared >= 0.8 * (max(best.end, end) - min(best.start, start))


def test_the_right_passage_is_first_for_altered_quotations(copies: tuple[Copy, ...]) -> None:
    random, right = fixed(1), Counter[str]()
    for kind, edit in EDITS.items():
        for copy in copies:
            for start, end in spans(copy.text, EACH, random):
                right[kind] += _is_right(copy, start, end, edit(copy.text[start:end], random))
    total = EACH * len(copies) * len(EDITS)
    print(f"\nright passage first: {right.total()} of {total}", dict(right))  # noqa: T201
    assert right.total() >= 0.98 * total


def test_quotations_of_other_texts_have_no_passage(copies: tuple[Copy, ...]) -> None:
    pages = sorted((TOP / "docs").rglob("*.md"))
    others = "\n".join(page.read_text("utf-8") for page in pages)
    quotations = [others[start:end] for start, end in spans(others, 200, fixed(1))]
    without = sum(not any(near_passages(copy, quotation) for copy in copies) for quotation in quotations)
    print(f"\nno suggestion: {without} of {len(quotations)} quotations of other texts")  # noqa: T201
    assert without >= 0.95 * len(quotations)


def test_few_quotations_of_one_document_have_a_passage_in_another(copies: tuple[Copy, ...]) -> None:
    random, pairs, without = fixed(1), 0, 0
    for copy in copies:
        for start, end in spans(copy.text, 40, random):
            words = fold(copy.text[start:end]).text
            others = [other for other in copies if other is not copy and words not in other.folded.text]
            pairs += len(others)
            without += sum(not near_passages(other, copy.text[start:end]) for other in others)
    print(f"\nno suggestion: {without} of {pairs} pairs of a quotation and another document on the subject")  # noqa: T201
    assert without >= 0.95 * pairs
