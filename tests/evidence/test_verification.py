"""Every anchor of a corpus is searched in the user's copies, and each problem is reported once."""

from pathlib import Path

import pytest

from alliancekit.corpus import Corpus
from alliancekit.errors import InvalidCorpus, Problem, Severity, UnknownRecord, UnusableFile
from alliancekit.evidence import RULES, AnchorCheck, AnchorResult, SourceTexts, anchor_words, digest, quote, verify
from alliancekit.models import Actor, Source
from alliancekit.models.attestation import Attestation
from alliancekit.models.ids import ActorId, SourceId
from alliancekit.models.words import Name

FIRST = "On the first day the ministers of Ruritania and Graustark met in Strelsau to talk of a common fleet.\n"
SECOND = "On the second day they agreed that the “common—fleet” would winter in the harbour of Edelweiss.\n"
TEXT = FIRST + SECOND
OTHER = "A letter to the editor holds that Graustark has no coast and can't have a fleet of any sort.\n"

LOOK = "compare the proposals of `alliancekit anchors repair`, or use the text with the digest of the source"
NEW = "use the text with the digest of the source; or, if this one replaces it, run `alliancekit anchors update`"
CALM = "no action is needed: only the position or the writing of the words differs"


def _source(name: str, file: str | None, text: str) -> Source:
    return Source(
        id=SourceId(f"source:{name}"),
        kind="report",
        title=name,
        file=file,
        digest=digest(text.encode()),
        length=len(text),
    )


ATTESTATION = Attestation(
    source=SourceId("source:a"),
    wording="mention",
    anchors=(anchor_words(TEXT, "Strelsau"), anchor_words(TEXT, "“common—fleet”")),
)
LETTER = Attestation(source=SourceId("source:b"), wording="mention", anchors=(anchor_words(OTHER, "fleet"),))
CORPUS = Corpus(
    [
        _source("a", "a.txt", TEXT),
        _source("b", "b.txt", OTHER),
        _source("c", None, ""),
        Actor(
            id=ActorId("actor:fleet"),
            kind="organization",
            names=(Name(text="common fleet"),),
            attestations=(ATTESTATION, LETTER),
        ),
    ]
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the two original texts."""
    (tmp_path / "a.txt").write_text(TEXT, "utf-8", newline="\n")
    (tmp_path / "b.txt").write_text(OTHER, "utf-8", newline="\n")
    return tmp_path


def _put(folder: Path, text: str) -> None:
    (folder / "a.txt").write_text(text, "utf-8", newline="\n")


def _lost(path: tuple[str | int, ...], record: str | None, message: str) -> Problem:
    message = f"{message}; the text has another digest than the source"
    return Problem("AK951", message, LOOK, path, record)


def _moved(path: tuple[str | int, ...], message: str) -> Problem:
    return Problem("AK952", message, CALM, path, "actor:fleet", severity=Severity.WARNING)


def _other_digest(length: int) -> Problem:
    message = f"a.txt has another digest than source:a, and {length} code points instead of {len(TEXT)}"
    return Problem("AK956", message, NEW, ("digest",), "source:a", severity=Severity.WARNING)


def test_a_text_of_another_length_is_a_warning(folder: Path) -> None:
    corpus = CORPUS.update("source:a", length=len(TEXT) - 1)
    assert verify(corpus, folder).problems() == (
        Problem(
            "AK956",
            f"a.txt has {len(TEXT)} code points, but the length of source:a is {len(TEXT) - 1}",
            NEW,
            ("length",),
            "source:a",
            severity=Severity.WARNING,
        ),
    )


def test_another_text_is_a_warning_although_no_anchor_needs_it(folder: Path) -> None:
    (folder / "b.txt").write_text(OTHER.upper(), "utf-8", newline="\n")
    (problem,) = verify(CORPUS.update("actor:fleet", attestations=(ATTESTATION,)), folder).problems()
    assert (problem.code, problem.message) == ("AK956", "b.txt has another digest than source:b")


def test_an_anchor_at_another_position_of_the_same_text_is_stale(folder: Path) -> None:
    _put(folder, f"Downloaded.\n{TEXT}")
    data = (folder / "a.txt").read_bytes()
    corpus = CORPUS.update("source:a", digest=digest(data), length=None)
    assert {problem.hint for problem in verify(corpus, folder).problems()} == {
        "the anchor is of another version of the text: run `alliancekit anchors update`"
    }


def test_identical_copies_are_exact(folder: Path) -> None:
    verification = verify(CORPUS, folder)
    path = ("attestations", 0, "anchors", 1)
    anchor = ATTESTATION.anchors[1]
    expected = AnchorCheck(
        "actor:fleet", path, SourceId("source:a"), anchor, AnchorResult("exact", anchor.start, anchor.end)
    )
    assert verification.checks[1] == expected
    assert [check.path for check in verification.checks] == [
        ("attestations", 0, "anchors", 0),
        path,
        ("attestations", 1, "anchors", 0),
    ]
    assert [(text.source.id, text.state) for text in verification.texts] == [
        ("source:a", "identical"),
        ("source:b", "identical"),
    ]
    assert verification.counts() == {"exact": 3, "moved": 0, "lost": 0, "missing": 0}
    assert verification.problems() == ()


def test_moved_words_are_a_warning_with_both_positions(folder: Path) -> None:
    _put(folder, f"Downloaded.\n{TEXT}")
    verification = verify(CORPUS, folder)
    (first, second), path = ATTESTATION.anchors, ("attestations", 0, "anchors")
    assert verification.texts[0].state == "changed"
    assert verification.counts() == {"exact": 1, "moved": 2, "lost": 0, "missing": 0}
    assert verification.counts("source:b") == {"exact": 1, "moved": 0, "lost": 0, "missing": 0}
    assert verification.problems() == (
        _other_digest(len(TEXT) + 12),
        _moved(
            (*path, 0),
            f"attestations[0].anchors[0] is at {first.start + 12} to {first.end + 12} in a.txt, "
            f"not at {first.start} to {first.end}",
        ),
        _moved(
            (*path, 1),
            f"attestations[0].anchors[1] is at {second.start + 12} to {second.end + 12} in a.txt, "
            f"not at {second.start} to {second.end}",
        ),
    )


def test_words_at_their_position_may_be_written_differently(folder: Path) -> None:
    _put(folder, TEXT.replace("“", '"').replace("”", '"').replace("—", "-"))
    anchor = ATTESTATION.anchors[1]
    place = f"{anchor.start} to {anchor.end}"
    message = f"attestations[0].anchors[1] is at its position in a.txt, {place}, but is written differently"
    problems = verify(CORPUS, folder).problems()
    assert problems[1:] == (_moved(("attestations", 0, "anchors", 1), message),)


def test_words_that_only_a_variant_has_are_moved_with_the_changes(folder: Path) -> None:
    _put(folder, TEXT.replace("“", "&ldquo;").replace("”", "&rdquo;"))
    problems = verify(CORPUS, folder).problems()
    assert {problem.code for problem in problems} == {"AK952", "AK956"}
    assert problems[-1].message.endswith("; it is found with HTML entities decoded")


def test_lost_words_are_an_error_with_the_reason(folder: Path) -> None:
    _put(folder, FIRST)
    verification = verify(CORPUS, folder)
    message = "attestations[0].anchors[1] is lost in a.txt: its words do not occur in the text"
    lost = _lost(("attestations", 0, "anchors", 1), "actor:fleet", message)
    assert verification.problems() == (_other_digest(len(FIRST)), lost)
    assert verification.counts("source:a") == {"exact": 1, "moved": 0, "lost": 1, "missing": 0}


def test_missing_text_is_one_warning(folder: Path) -> None:
    (folder / "a.txt").unlink()
    verification = verify(CORPUS, folder)
    reason = f"{folder / 'a.txt'} does not exist"
    assert verification.checks[0].result == verification.checks[1].result == AnchorResult("missing", reason=reason)
    assert verification.counts() == {"exact": 1, "moved": 0, "lost": 0, "missing": 2}
    assert verification.problems() == (
        Problem(
            "AK953",
            f"{reason}; 2 anchors can't be checked",
            "put the text into the folder, with the name in 'file' of the source",
            ("file",),
            "source:a",
            severity=Severity.WARNING,
        ),
    )


def test_an_unreadable_text_is_one_error(folder: Path) -> None:
    (folder / "b.txt").write_bytes(b"caf\xe9")
    reason = "the file must be in UTF-8, got the invalid byte 0xE9"
    assert verify(CORPUS, folder).problems() == (
        Problem(
            "AK954",
            f"{folder / 'b.txt'}:1:4 can't be read: {reason}; 1 anchor can't be checked",
            "save the text as UTF-8 in that folder, or correct 'file' of the source",
            ("file",),
            "source:b",
        ),
    )


def test_sources_with_a_file_or_anchors_are_reported(tmp_path: Path) -> None:
    sources = [_source("a", None, TEXT), _source("b", "../b.txt", ""), _source("c", None, "")]
    actor = Actor(
        id=ActorId("actor:fleet"), kind="organization", names=(Name(text="common fleet"),), attestations=(ATTESTATION,)
    )
    problems = verify(Corpus([*sources, actor]), tmp_path).problems()
    assert [(problem.code, problem.record, problem.message) for problem in problems] == [
        ("AK953", "source:a", "source:a has no 'file'; 2 anchors can't be checked"),
        ("AK954", "source:b", "the file '../b.txt' must be inside the folder of the texts; no anchor needs it"),
    ]


def test_texts_may_be_passed_instead_of_a_folder(folder: Path) -> None:
    texts = SourceTexts(folder, CORPUS.sources())
    assert verify(CORPUS, texts) == verify(CORPUS, folder)
    assert verify(CORPUS, texts).texts[0] is texts["source:a"]


def test_the_folder_must_exist(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match=r"is not a folder; pass the folder with the texts of the sources$"):
        verify(CORPUS, tmp_path / "texts")


def test_quotes_come_from_the_copy_of_the_user(folder: Path) -> None:
    assert quote(ATTESTATION, SourceTexts(folder, CORPUS.sources())) == ("Strelsau", "“common—fleet”")
    _put(folder, f"\n{TEXT.replace('—', ' -- ')}")
    assert quote(ATTESTATION, SourceTexts(folder, CORPUS.sources())) == ("Strelsau", "“common -- fleet”")
    verification = verify(CORPUS, folder)
    assert verification.corpus is CORPUS
    assert verification.quote(ATTESTATION) == ("Strelsau", "“common -- fleet”")


def test_lost_words_are_not_quoted(folder: Path) -> None:
    _put(folder, f"{TEXT}\n{TEXT}")
    with pytest.raises(InvalidCorpus) as caught:
        quote(ATTESTATION, SourceTexts(folder, CORPUS.sources()))
    reason = "its words occur 2 times in the same context, so that their position is ambiguous"
    assert caught.value.problems == (
        _lost(("anchors", 0), None, f"anchors[0] is lost in a.txt: {reason}"),
        _lost(("anchors", 1), None, f"anchors[1] is lost in a.txt: {reason}"),
    )


def test_without_a_text_there_is_no_quote(folder: Path) -> None:
    (folder / "a.txt").unlink()
    with pytest.raises(UnusableFile) as caught:
        quote(ATTESTATION, SourceTexts(folder, CORPUS.sources()))
    assert str(caught.value) == f"{folder / 'a.txt'} does not exist"
    with pytest.raises(UnknownRecord):
        quote(ATTESTATION, SourceTexts(folder, []))


def test_rules_of_evidence_have_unique_codes() -> None:
    assert [rule.code for rule in RULES] == ["AK951", "AK952", "AK953", "AK954", "AK955", "AK956"]
    assert [rule.severity for rule in RULES] == ["error", "warning", "warning", "error", "error", "warning"]
