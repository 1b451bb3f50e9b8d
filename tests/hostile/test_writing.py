"""On a full disk, in a protected folder, or if the process is killed, a file is the old or the new one."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from tests.hostile.kills import kills
from tests.hostile.table import environment
from tests.mistakes import CORPUS

from alliancekit.corpus import Corpus, load
from alliancekit.corpus.files import corpus_files
from alliancekit.errors import UnusableFile
from alliancekit.formats import write_atomic

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs the limits and signals of POSIX")

# Limit the size of files, to simulate a full disk.
FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)), resource.RLIM_INFINITY))
from alliancekit.cli import main
main(prog_name="alliancekit")
"""


def _convert(folder: Path, target: str, limit: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-B", "-c", FULL, str(limit), "convert", "corpus.yaml", target],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a corpus, and with older outputs as a file and as a folder."""
    Corpus(CORPUS).write(tmp_path / "corpus.yaml")
    older = Corpus(CORPUS[:0])
    older.write(tmp_path / "old.jsonl")
    Corpus(CORPUS).write(tmp_path / "old")
    (tmp_path / "old" / "actors.yaml").write_text("schema_version: 3\nactors: []\n")
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("limit", [0, 1, 300])
@pytest.mark.parametrize("target", ["old.jsonl", "old", "new.json"])
def test_a_full_disk_leaves_only_the_old_files(folder: Path, target: str, limit: int) -> None:
    before = _contents(folder)
    done = _convert(folder, target, limit)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"Error: {target}")
    assert " ".join(done.stderr.split()).endswith("can't be written: File too large")
    assert _contents(folder) == before


def test_with_enough_space_the_files_are_written(folder: Path) -> None:
    done = _convert(folder, "old", 10**6)
    assert done.returncode == 0
    assert load(folder / "old") == load(folder / "corpus.yaml")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_into_a_protected_folder_nothing_is_written(folder: Path) -> None:
    (folder / "old").chmod(0o500)
    before = _contents(folder)
    with pytest.raises(UnusableFile, match=r"can't be written: Permission denied$"):
        Corpus(CORPUS).write(folder / "old")
    assert _contents(folder) == before


def test_temporary_files_of_a_killed_process_are_not_read(folder: Path) -> None:
    (folder / "old" / ".alliancekit-0123456789abcdef.tmp").write_bytes(b"half of")
    Corpus(CORPUS).write(folder / "old")
    assert load(folder / "old") == Corpus(CORPUS)


def test_a_private_file_is_never_readable_by_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modes: list[int] = []
    flush = os.fsync

    def look(descriptor: int) -> None:
        modes.append(os.fstat(descriptor).st_mode & 0o777)
        flush(descriptor)

    file = tmp_path / "a.yaml"
    file.touch(0o600)
    monkeypatch.setattr(os, "fsync", look)
    write_atomic({file: b"secret"})
    assert modes[0] == 0o600


def test_the_folder_is_flushed_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[Path] = []
    flush = os.fsync

    def look(descriptor: int) -> None:
        flushed.append(Path(f"/proc/self/fd/{descriptor}").readlink())
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", look)
    write_atomic({tmp_path / "a.yaml": b"1", tmp_path / "b.yaml": b"2"})
    assert flushed[-1] == tmp_path
    assert len(flushed) == 3


def test_a_folder_that_can_not_be_flushed_is_not_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flush = os.fsync

    def refuse(descriptor: int) -> None:
        if Path(f"/proc/self/fd/{descriptor}").is_dir():
            raise OSError(22, "Invalid argument")
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", refuse)
    write_atomic({tmp_path / "a.yaml": b"1"})
    assert corpus_files(tmp_path) == [tmp_path / "a.yaml"]


@pytest.mark.slow
@pytest.mark.parametrize("names", [("a.yaml",), ("a.yaml", "b.yaml", "c.yaml")], ids=["a file", "a folder"])
def test_a_killed_process_leaves_each_file_old_or_new(names: tuple[str, ...]) -> None:
    assert kills(15, names, random.Random())["kills"] == 15  # noqa: S311 - not for a secret
