"""New anchors are proposed for lost ones."""

from pathlib import Path

import pytest

from alliancekit import Actor, ActorId, Corpus, Source, SourceId
from alliancekit.evidence import SourceTexts, anchor_words, find, repairs, verify
from alliancekit.models.attestation import Anchor, Attestation
from alliancekit.models.words import Name

BEFORE = "Delegates from nine capitals met on Monday in the old hall; "
WORDS = "the quiet alliance of four republics"
AFTER = " was named, and nobody in the great gallery objected to it."
TEXT = f"{BEFORE}{WORDS}{AFTER}"


def _corpus(*anchors: Anchor) -> Corpus:
    attestation = Attestation(source=SourceId("source:a"), wording="mention", anchors=anchors)
    names = (Name(text="fleet"),)
    return Corpus(
        [
            Source(id=SourceId("source:a"), kind="report", title="a", file="a.txt"),
            Actor(id=ActorId("actor:fleet"), kind="organization", names=names, attestations=(attestation,)),
        ]
    )


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Folders with the old and the new text."""
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
        (folder / "a.txt").write_text(TEXT, "utf-8", newline="\n")
    return old, new


def _change(folder: Path, text: str) -> None:
    (folder / "a.txt").write_text(text, "utf-8", newline="\n")


@pytest.mark.parametrize(
    ("text", "clues"),
    [
        (TEXT.replace("quiet", "silent"), [("same context", "the silent alliance of four republics")]),
        (f"They met; {WORDS} stood.", [("same words", WORDS)]),
        (f"{BEFORE}{WORDS} stood. The others left, {WORDS}{AFTER}", [("same context", None), ("same words", WORDS)]),
        (TEXT.replace(WORDS, "x" * 400), []),
        (TEXT.replace(f"{WORDS} ", ""), []),
        ("Nothing of it.", []),
        (f"Nothing. {AFTER}{BEFORE}", []),
    ],
)
def test_passages_are_proposed_by_context_and_words(
    folders: tuple[Path, Path], text: str, clues: list[tuple[str, str | None]]
) -> None:
    _, new = folders
    corpus = _corpus(anchor_words(TEXT, WORDS))
    _change(new, text)
    (repair,) = repairs(verify(corpus, new))
    assert (repair.check.record, repair.words, repair.before, repair.after) == ("actor:fleet", None, "", "")
    found = [(proposal.clue, proposal.text) for proposal in repair.proposals]
    assert [clue for clue, _ in found][: len(clues)] == [clue for clue, _ in clues]
    assert all(wanted in (None, shown) for (_, wanted), (_, shown) in zip(clues, found, strict=False))
    assert bool(found) == bool(clues)
    for proposal in repair.proposals:
        assert find(proposal.anchor, text).status == "exact"
        assert text[proposal.anchor.start : proposal.anchor.end] == proposal.text


def test_old_texts_have_the_words(folders: tuple[Path, Path]) -> None:
    old, new = folders
    corpus = _corpus(anchor_words(TEXT, WORDS))
    text = "Nine delegates met. They named the quite alliance of four republics."
    _change(new, text)
    (repair,) = repairs(verify(corpus, new), SourceTexts(old, corpus.sources()))
    assert (repair.words, repair.before, repair.after) == (WORDS, BEFORE, AFTER[:60])
    (proposal,) = repair.proposals
    assert (proposal.clue, proposal.text) == ("similar words", "the quite alliance of four republics")
    assert proposal.near
    assert [text[it.start : it.end] for it in proposal.near.differences] == ["quite"]


@pytest.mark.parametrize("text", ["Other words.", None])
def test_old_texts_without_the_words(folders: tuple[Path, Path], text: str | None) -> None:
    old, new = folders
    corpus = _corpus(anchor_words(TEXT, WORDS))
    _change(new, "Nothing of it.")
    if text:
        _change(old, text)
    else:
        (old / "a.txt").unlink()
    (repair,) = repairs(verify(corpus, new), SourceTexts(old, corpus.sources()))
    assert (repair.words, repair.proposals) == (None, ())


def test_only_lost_anchors_of_texts_are_repaired(folders: tuple[Path, Path]) -> None:
    _, new = folders
    corpus = _corpus(anchor_words(TEXT, WORDS), anchor_words(TEXT, "nine capitals"))
    assert repairs(verify(corpus, new)) == ()
    (new / "a.txt").unlink()
    assert repairs(verify(corpus, new)) == ()


def test_anchors_at_the_edges_of_a_text(folders: tuple[Path, Path]) -> None:
    _, new = folders
    corpus = _corpus(anchor_words(TEXT, "Delegates"), anchor_words(TEXT, "it."))
    _change(new, TEXT.replace("Delegates", "Envoys").replace("it.", "them."))
    proposed = repairs(verify(corpus, new))
    assert [repair.proposals[0].text for repair in proposed] == ["Envoys", "them."]


def test_costly_anchors_have_no_proposal(folders: tuple[Path, Path]) -> None:
    _, new = folders
    zeros = "0" * 16
    costly = Anchor(
        start=0, end=5, sha256="0" * 64, fold=f"5:{zeros}", prefix=f"200000:{zeros}", suffix="0:" + "e" * 16
    )
    _change(new, "abcdefghij" * 40_000)
    (repair,) = repairs(verify(_corpus(costly), new))
    assert repair.proposals == ()
