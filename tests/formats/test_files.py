"""Files are found, read and atomically written."""

import os
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancekit.corpus.files import ENDINGS
from alliancekit.errors import UnusableFile
from alliancekit.formats._files import files_in, read_blocks, read_bytes, write_atomic
from alliancekit.formats._text import Limits, decode
from alliancekit.text import escape_controls

links_and_modes = pytest.mark.skipif(sys.platform == "win32", reason="needs the links, modes and pipes of POSIX")


def _message(path: Path, reason: str, done: str = "read") -> str:
    return f"{escape_controls(str(path))} can't be {done}: {reason}"


def _files_in(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


@pytest.fixture
def odd_files(tmp_path: Path) -> Path:
    """A folder with a folder, a pipe, a broken link and a link to itself."""
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "nowhere").symlink_to(tmp_path / "missing")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    return tmp_path


def test_a_file_is_read_completely(tmp_path: Path) -> None:
    file = tmp_path / "é.yaml"
    file.write_bytes(b"\xff\r\n\0")
    assert read_bytes(file) == b"\xff\r\n\0"


def test_a_large_file_is_read_only_up_to_one_byte_beyond_the_limit(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"a" * 100)
    assert read_bytes(file, Limits(size=100)) == b"a" * 100
    data = read_bytes(file, Limits(size=10))
    assert data == b"a" * 11
    with pytest.raises(ValueError, match="AK006 a file must have at most 10 bytes"):
        decode(data, "a.yaml", Limits(size=10))


@links_and_modes
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing", "no such file or folder"),
        ("folder", "it is a folder"),
        ("pipe", "it is not a regular file"),
        ("nowhere", "no such file or folder"),
        ("circle", "Too many levels of symbolic links"),
        ("pipe/a", "Not a directory"),
        ("nul\0", "it is not a valid name of a file"),
    ],
)
def test_only_regular_files_are_read(odd_files: Path, name: str, reason: str) -> None:
    with pytest.raises(UnusableFile) as caught:
        read_bytes(odd_files / name)
    assert str(caught.value) == _message(odd_files / name, reason)


def test_an_unreadable_file_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path, _flags: int) -> None:
        raise PermissionError(13, "Permission denied")

    file = tmp_path / "a.yaml"
    file.touch()
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(UnusableFile) as caught:
        read_bytes(file)
    assert str(caught.value) == _message(file, "Permission denied")


@given(
    contents=st.dictionaries(st.sampled_from("abc"), st.binary(), max_size=3), before=st.sets(st.sampled_from("abc"))
)
def test_files_are_written_unchanged(
    tmp_path_factory: pytest.TempPathFactory, contents: dict[str, bytes], before: set[str]
) -> None:
    folder = tmp_path_factory.mktemp("corpus")
    for name in before:
        (folder / name).write_bytes(b"before")
    write_atomic({folder / name: data for name, data in contents.items()})
    assert _files_in(folder) == dict.fromkeys(before, b"before") | contents


@links_and_modes
def test_a_file_keeps_its_mode_and_a_new_one_gets_that_of_the_system(tmp_path: Path) -> None:
    old, new, usual = tmp_path / "old", tmp_path / "new", tmp_path / "usual"
    old.touch()
    old.chmod(0o640)
    usual.touch()
    write_atomic({old: b"1", new: b"2"})
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert new.stat().st_mode == usual.stat().st_mode


@links_and_modes
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    file, link, hanging = tmp_path / "a", tmp_path / "b", tmp_path / "c"
    file.touch()
    link.symlink_to("a")
    hanging.symlink_to("d")
    write_atomic({link: b"1", hanging: b"2"})
    assert (link.is_symlink(), file.is_symlink(), file.read_bytes()) == (True, False, b"1")
    assert (hanging.is_symlink(), (tmp_path / "d").read_bytes()) == (True, b"2")


@links_and_modes
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("folder", "it is a folder"),
        ("pipe", "it is not a regular file"),
        ("missing/a", "the folder {}/missing does not exist"),
        ("good", "two of the paths are this file"),
        ("circle", "it is a link that leads back to itself"),
        ("nul\0", "it is not a valid name of a file"),
        ("n" * 300, "File name too long"),
    ],
)
def test_if_one_file_is_not_writable_no_file_is_written(odd_files: Path, name: str, reason: str) -> None:
    good, bad = odd_files / "good", odd_files / "folder" / ".." / name
    good.write_bytes(b"before")
    with pytest.raises(UnusableFile) as caught:
        write_atomic({good: b"after", bad: b"after"})
    assert str(caught.value) == _message(bad, reason.format(odd_files), "written")
    assert _files_in(odd_files) == {"good": b"before"}


def test_a_protected_file_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path, mode: int) -> bool:
        return mode != os.W_OK

    file = tmp_path / "a"
    file.write_bytes(b"before")
    monkeypatch.setattr(os, "access", refuse)
    with pytest.raises(UnusableFile) as caught:
        write_atomic({file: b"after"})
    assert str(caught.value) == _message(file, "it is protected against writing", "written")
    assert _files_in(tmp_path) == {"a": b"before"}


def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    file = tmp_path / "a"
    file.write_bytes(b"before")
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(UnusableFile) as caught:
        write_atomic({file: b"after"})
    assert str(caught.value) == _message(file, "No space left on device", "written")
    assert _files_in(tmp_path) == {"a": b"before"}


def test_files_renamed_before_a_failure_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b, c = (tmp_path / name for name in "abc")
    rename = Path.replace

    def refuse(path: Path, target: Path) -> Path:
        if target == c:
            raise PermissionError(13, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(UnusableFile) as caught:
        write_atomic({a: b"1", b: b"2", c: b"3"})
    message = _message(c, f"Permission denied (already written: {a}, {b})", "written")
    assert str(caught.value) == message
    assert _files_in(tmp_path) == {"a": b"1", "b": b"2"}


def test_an_interrupt_leaves_no_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_path: Path, _target: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomic({tmp_path / "a": b"1"})
    assert _files_in(tmp_path) == {}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with files and folders of all sorts."""
    for name in (
        "b/a.yaml",
        "b.yml",
        "B.JSON",
        "a/.hidden/x.yaml",
        "a/.x.yaml",
        "a/z/é.jsonl",
        "a-b/x.json",
        "a/x.txt",
    ):
        file = tmp_path / "corpus" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    (tmp_path / "corpus" / "folder.yaml").mkdir()
    return tmp_path / "corpus"


def test_corpus_files_are_found_by_their_endings_in_a_fixed_order(corpus: Path) -> None:
    names = ["B.JSON", "a/z/é.jsonl", "a-b/x.json", "b/a.yaml", "b.yml"]
    assert files_in(corpus, ENDINGS) == [corpus / name for name in names]
    assert files_in(corpus / "folder.yaml", ENDINGS) == []


def test_the_folder_itself_may_be_hidden(corpus: Path) -> None:
    assert files_in(corpus / "a" / ".hidden", ENDINGS) == [corpus / "a" / ".hidden" / "x.yaml"]


@links_and_modes
def test_links_in_a_corpus_folder_are_rejected(corpus: Path) -> None:
    (corpus / "z.yaml").symlink_to(corpus / "b.yml")
    (corpus / "circle").symlink_to(corpus)
    (corpus / "b" / "out.json").symlink_to("/nowhere")
    (corpus / ".x").symlink_to(corpus)
    (corpus / "x.txt").symlink_to(corpus / "b.yml")
    with pytest.raises(UnusableFile) as caught:
        files_in(corpus, ENDINGS)
    assert str(caught.value) == (
        "a corpus folder must not contain links; replace each link by its target:"
        f" {corpus / 'b' / 'out.json'}, {corpus / 'circle'}, {corpus / 'z.yaml'}"
    )


@links_and_modes
def test_the_folder_itself_may_be_a_link(corpus: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(corpus)
    assert files_in(link, ENDINGS)[0] == link / "B.JSON"


@pytest.mark.parametrize(("name", "reason"), [("missing", "no such file or folder"), ("b.yml", "it is not a folder")])
def test_a_missing_folder_or_a_file_has_no_corpus_files(corpus: Path, name: str, reason: str) -> None:
    with pytest.raises(UnusableFile) as caught:
        files_in(corpus / name, ENDINGS)
    assert str(caught.value) == _message(corpus / name, reason)


def test_an_unreadable_folder_is_reported(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = os.scandir

    def refuse(path: str) -> object:
        if Path(path) == corpus / "b":
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(UnusableFile) as caught:
        files_in(corpus, ENDINGS)
    assert str(caught.value) == _message(corpus / "b", "Permission denied")


def test_a_file_that_changes_while_it_is_read_in_blocks_is_rejected(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"x" * 10)
    blocks = read_blocks(file)
    assert next(blocks) == b"x" * 10
    file.write_bytes(b"x" * 11)
    os.utime(file, ns=(0, 0))
    with pytest.raises(UnusableFile, match=r"a\.jsonl can't be read: it changed while it was read; try again"):
        list(blocks)
