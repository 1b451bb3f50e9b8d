"""The texts of sources are read only from the folder of the user."""

from pathlib import Path

import pytest
from attrs import evolve

from alliancekit.errors import UnknownRecord, UnusableFile
from alliancekit.evidence import Copy, SourceText, SourceTexts, digest, read_copy
from alliancekit.models import Source
from alliancekit.models.ids import SourceId

DIGEST_OF_ABC = "ni:///sha-256;ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0"  # SHA-256 of "abc": FIPS 180-2, B.1


def _source(file: str | None = "a.txt", digest: str | None = None) -> Source:
    return Source(id=SourceId("source:a"), kind="report", title="A", file=file, digest=digest)


def _text(folder: Path, file: str | None = "a.txt", digest: str | None = None) -> SourceText:
    return SourceTexts(folder, [_source(file, digest)])["source:a"]


def test_digest_is_an_ni_uri() -> None:
    assert digest(b"abc") == DIGEST_OF_ABC


@pytest.mark.parametrize(
    ("data", "given", "state"),
    [
        (b"abc", DIGEST_OF_ABC, "identical"),
        (b"abcd", DIGEST_OF_ABC, "changed"),
        (b"\xef\xbb\xbfabc", DIGEST_OF_ABC, "changed"),
        (b"abc", None, "undigested"),
    ],
)
def test_the_digest_shows_whether_the_file_is_the_coded_one(
    tmp_path: Path, data: bytes, given: str | None, state: str
) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    text = _text(tmp_path, digest=given)
    assert text == SourceText(_source(digest=given), text.state, Copy(data.decode("utf-8-sig")))
    assert text.state == state


@pytest.mark.parametrize("data", [b"a\nb\n\nc", b"a\r\nb\r\n\r\nc", b"a\rb\r\rc", b"\xef\xbb\xbfa\r\nb\r\r\nc"])
def test_line_ends_become_lf_and_the_byte_order_mark_is_removed(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert _text(tmp_path).copy == Copy("a\nb\n\nc")


def test_files_may_be_in_subfolders(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "a..txt").write_bytes(b"abc")
    assert _text(tmp_path, "b/a..txt").copy == Copy("abc")


def test_text_is_read_once(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    texts = SourceTexts(str(tmp_path), [_source()])
    file.write_bytes(b"abc")
    first = texts["source:a"]
    file.write_bytes(b"changed")
    assert texts["source:a"] is first
    assert repr(texts) == f"<SourceTexts: 1 source, {tmp_path}>"


def test_a_file_that_does_not_exist_is_missing(tmp_path: Path) -> None:
    assert _text(tmp_path) == SourceText(_source(), "missing", reason=f"{tmp_path / 'a.txt'} does not exist")


def test_source_without_file_has_no_text(tmp_path: Path) -> None:
    hint = "set 'file' of the source to the name of its text in the folder"
    assert _text(tmp_path, None) == SourceText(_source(None), "missing", reason="source:a has no 'file'", hint=hint)


@pytest.mark.parametrize("name", ["joint-statment.txt", "texts/joint-statement.txt", "texts\\joint-statement.txt"])
def test_a_file_with_a_similar_name_is_suggested(tmp_path: Path, name: str) -> None:
    (tmp_path / "joint-statement.txt").write_text("x", "utf-8")
    assert _text(tmp_path, name).hint == "did you mean 'joint-statement.txt'?"


def test_a_file_of_another_source_is_not_suggested(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("x", "utf-8")
    other = evolve(_source("b.txt"), id=SourceId("source:b"))
    assert SourceTexts(tmp_path, [_source("a.txt"), other])["source:a"].hint is None


def test_a_text_is_read_with_its_digest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfa\r\nb\r")
    copy, result = read_copy(tmp_path / "a.txt")
    assert (copy.text, result) == ("a\nb\n", digest(b"\xef\xbb\xbfa\r\nb\r"))


@pytest.mark.parametrize(
    ("data", "place", "reason"),
    [
        (b"ab\ncd\x92s", ":2:3", "the file must be in UTF-8, got the invalid byte 0x92"),
        (b"\xff\xfea\0", ":1:1", "the file must be in UTF-8, got FF FE, the byte order mark of UTF-16"),
        (b"a\0", ":1:2", "the character U+0000 is not allowed in text"),
    ],
)
def test_a_file_that_is_not_utf_8_is_unreadable(tmp_path: Path, data: bytes, place: str, reason: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(data)
    expected = SourceText(_source(), "unreadable", reason=f"{file}{place} can't be read: {reason}")
    assert _text(tmp_path) == expected


def test_a_folder_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    reason = f"{tmp_path / 'a.txt'} can't be read: it is a folder"
    assert _text(tmp_path) == SourceText(_source(), "unreadable", reason=reason)


@pytest.mark.parametrize(
    "name", ["../a.txt", "b/../../a.txt", "..", "..\\a.txt", "{0}/a.txt", "C:\\a.txt", "C:a.txt", "\\\\host\\a\\a.txt"]
)
def test_files_outside_the_folder_are_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_bytes(b"abc")
    (tmp_path / "texts").mkdir()
    name = name.format(tmp_path)
    reason = f"the file {name!r} must be inside the folder of the texts"
    assert _text(tmp_path / "texts", name) == SourceText(_source(name), "unreadable", reason=reason)


def test_the_folder_must_exist(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile) as caught:
        SourceTexts(tmp_path / "texts", [])
    message = f"{tmp_path / 'texts'} is not a folder; pass the folder with the texts of the sources"
    assert str(caught.value) == message


def test_an_unknown_source_is_reported(tmp_path: Path) -> None:
    with pytest.raises(UnknownRecord) as caught:
        SourceTexts(tmp_path, [_source()])["source:b"]
    assert caught.value.args == ("unknown source source:b: it is not one of the sources of these texts",)
