"""Hostile folders: links, devices, names, and files that change while they are read."""

import io
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest
from click.testing import CliRunner, Result

from alliancekit.cli import main
from alliancekit.corpus.files import ENDINGS, corpus_files
from alliancekit.errors import UnusableFile
from alliancekit.formats import read_bytes
from alliancekit.messages import listed

GOOD = 'schema_version: 3\nactors:\n- {id: "actor:a", kind: bloc, names: [{text: A}]}\n'

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs the links, devices and names of POSIX")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a corpus of one valid file, inside the current folder."""
    (tmp_path / "secret.txt").write_text("root:x:0:0\n")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "good.yaml").write_text(GOOD)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "c"


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments, prog_name="alliancekit")
    assert isinstance(result.exception, SystemExit | None), result.exception
    assert not set(result.output) & {chr(code) for code in (*range(10), *range(11, 32), *range(127, 160))}
    return result


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(os.path.relpath(path))  # the name of a socket has at most about 100 bytes


MAKE: dict[str, tuple[Callable[[Path], None], str]] = {
    "a folder": (Path.mkdir, f"c/x.yaml contains no corpus file ({listed(ENDINGS)})"),
    "a pipe": (os.mkfifo, "c/x.yaml can't be read: it is not a regular file"),
    "a socket": (_socket, "c/x.yaml can't be read: it is not a regular file"),
    "a link to a device": (
        lambda path: path.symlink_to("/dev/zero"),
        "c/x.yaml can't be read: it is not a regular file",
    ),
    "a link to nowhere": (
        lambda path: path.symlink_to("nowhere.yaml"),
        "c/x.yaml can't be read: no such file or folder",
    ),
    "a link to itself": (
        lambda path: path.symlink_to("x.yaml"),
        "c/x.yaml can't be read: Too many levels of symbolic links",
    ),
}


@pytest.mark.parametrize("name", MAKE)
def test_only_regular_files_are_read(folder: Path, name: str) -> None:
    make, message = MAKE[name]
    make(folder / "x.yaml")
    result = run("check", "c/x.yaml")
    assert (result.exit_code, " ".join(result.stderr.split())) == (2, f"Error: {message}")


@pytest.mark.parametrize("name", ["a pipe", "a socket"])
def test_a_folder_with_a_special_file_is_rejected(folder: Path, name: str) -> None:
    make, message = MAKE[name]
    make(folder / "x.yaml")
    result = run("check", "c")
    assert (result.exit_code, " ".join(result.stderr.split())) == (2, f"Error: {message}")


@pytest.mark.parametrize("target", ["../secret.txt", "/etc/passwd", ".", "..", "good.yaml", "x.yaml"])
def test_links_in_a_folder_are_rejected_whatever_their_target(folder: Path, target: str) -> None:
    (folder / "x.yaml").symlink_to(target)
    result = run("check", "c")
    assert result.exit_code == 2
    assert " ".join(result.stderr.split()) == (
        "Error: a corpus folder must not contain links; replace each link by its target: c/x.yaml"
    )


def test_a_circular_link_without_a_corpus_ending_is_ignored(folder: Path) -> None:
    (folder / "x").symlink_to("x")
    assert corpus_files(folder) == [folder / "good.yaml"]


@pytest.mark.slow
def test_a_thousand_nested_folders_are_read(folder: Path) -> None:
    place = folder
    for _ in range(1500):
        place = place / "d"
        place.mkdir()
    (place / "deep.yaml").write_text("schema_version: 3\n")
    assert corpus_files(folder) == [place / "deep.yaml", folder / "good.yaml"]
    assert run("check", "c").output == "no problems: 1 record\n"
    # pytest can't delete such deep folders.
    (place / "deep.yaml").unlink()
    while place != folder:
        place.rmdir()
        place = place.parent


def test_a_path_that_is_too_long_is_reported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    for _ in range(20):
        Path("d" * 250).mkdir()
        os.chdir("d" * 250)
    monkeypatch.undo()
    with pytest.raises(UnusableFile, match=r"d… can't be read: File name too long$"):
        corpus_files(folder)


@pytest.mark.parametrize(
    "name", ["a\nb\x1b[2J.yaml", "\u202elmay.yaml", os.fsdecode(b"\xff\xfe.yaml"), "[red]x[b].yaml"]
)
def test_control_characters_of_a_file_name_are_escaped(folder: Path, name: str) -> None:
    (folder / name).write_text("schema_version: 4\n")
    assert run("check", "c").exit_code == 1
    assert run("check", "c", "--format", "json").output.isascii()
    assert run("check", f"c/{name}").exit_code == 1
    (folder / name).unlink()
    assert run("check", f"c/{name}").exit_code == 2


# --- Files that change while read -------------------------------------------------------------------------------------


class _Changing(io.FileIO):
    """A file that is changed after it has been read."""

    change: Callable[[], object]

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(-1 if size is None else size)
        self.change()
        return data or b""


@pytest.mark.parametrize("change", ["grown", "cut", "written over"])
def test_a_file_that_changes_while_it_is_read_is_rejected(
    folder: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    file = folder / "good.yaml"

    def touch() -> None:
        if change == "grown":
            file.write_bytes(file.read_bytes() + b"states: []\n")
        elif change == "cut":
            os.truncate(file, 20)
        else:
            file.write_bytes(file.read_bytes())
            os.utime(file, ns=(1, 1))

    def opened(descriptor: int, mode: str) -> BinaryIO:
        assert mode == "rb"
        generated = _Changing(descriptor)
        generated.change = touch
        return generated

    monkeypatch.setattr("alliancekit.formats._files.os.fdopen", opened)
    with pytest.raises(UnusableFile) as caught:
        read_bytes(file)
    assert str(caught.value) == f"{file} can't be read: it changed while it was read; try again"


def test_a_file_replaced_by_a_pipe_is_rejected_without_waiting(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, look = folder / "good.yaml", Path.stat

    def replace(path: Path) -> os.stat_result:
        found = look(path)
        path.unlink()
        os.mkfifo(path)
        return found

    monkeypatch.setattr(Path, "stat", replace)
    with pytest.raises(UnusableFile) as caught:
        read_bytes(file)
    assert str(caught.value) == f"{file} can't be read: it is not a regular file"


def test_a_file_that_is_deleted_before_it_is_read_is_reported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: Path) -> list[Path]:
        return [Path(folder.name, "gone.yaml")]

    monkeypatch.setattr("alliancekit.corpus.files.corpus_files", gone)
    result = run("check", "c")
    assert (result.exit_code, result.stderr) == (
        2,
        "Error: c/gone.yaml can't be read: no such file or folder\n",
    )


@pytest.mark.skipif(os.geteuid() == 0 if sys.platform != "win32" else True, reason="root may read everything")
def test_a_file_without_read_permission_is_reported(folder: Path) -> None:
    (folder / "good.yaml").chmod(0)
    result = run("check", "c")
    assert (result.exit_code, result.stderr) == (2, "Error: c/good.yaml can't be read: Permission denied\n")


# --- Texts ----------------------------------------------------------------------------------------------------------


def _texts(file: str) -> Path:
    """Return a folder of texts for a corpus with one source, whose `file` has that name."""
    source = f"{{id: 'source:a', kind: book, title: T, file: '{file}'}}"
    Path("corpus.yaml").write_text(f"schema_version: 3\nsources:\n- {source}\n")
    Path("texts").mkdir()
    return Path("texts")


def _output() -> str:
    result = run("check", "corpus.yaml", "--texts", "texts")
    assert result.exit_code == 1
    return " ".join(result.stdout.split())


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/passwd", "a/../../secret.txt", "..\\secret.txt"])
def test_a_text_outside_its_folder_is_not_read(name: str) -> None:
    _texts(name)
    assert "must be inside the folder of the texts; no anchor needs it" in _output()


@pytest.mark.parametrize("target", ["../../secret.txt", "/etc/passwd", ".."])
def test_a_link_out_of_the_folder_of_texts_is_not_followed(target: str) -> None:
    folder = _texts("a/b.txt") / "a"
    folder.mkdir()
    (folder / "b.txt").symlink_to(target)
    reason = "is a link to a file outside the folder" if target != ".." else "can't be read: it is a folder"
    assert f"AK954: texts/a/b.txt {reason}" in _output()


def test_a_linked_folder_outside_the_folder_of_texts_is_not_followed() -> None:
    (_texts("a/secret.txt") / "a").symlink_to("..")
    assert "AK954: texts/a/secret.txt is a link to a file outside the folder of the texts" in _output()


def test_a_link_inside_the_folder_of_texts_is_followed() -> None:
    folder = _texts("b.txt")
    (folder / "a.txt").write_text("words")
    (folder / "b.txt").symlink_to("a.txt")
    assert run("check", "corpus.yaml", "--texts", "texts").exit_code == 0


def test_circular_links_of_texts_are_reported() -> None:
    (_texts("b.txt") / "b.txt").symlink_to("b.txt")
    assert "AK954: texts/b.txt can't be read: Too many levels of symbolic links" in _output()


def test_a_huge_text_is_not_read() -> None:
    with (_texts("b.txt") / "b.txt").open("wb") as file:
        file.truncate(2**35)
    assert "a file must have at most" in _output()
