"""An empty path, `-`, and a folder instead of a file are refused before anything is written."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import networkx as nx
import polars as pl
import pytest
from click.testing import CliRunner, Result
from matplotlib.figure import Figure
from tests.mistakes import CORPUS

import alliancekit
from alliancekit import evidence, loaders, networks, panel, plot
from alliancekit.cli import main
from alliancekit.corpus import Corpus, read
from alliancekit.errors import UnusableFile

SAMPLE: Final = Corpus(CORPUS)

FUNCTIONS: Final[dict[str, Callable[[str], object]]] = {
    "load": alliancekit.load,
    "check": alliancekit.check,
    "scan": lambda path: list(alliancekit.scan(path)),
    "read": read,
    "from_parquet": alliancekit.from_parquet,
    "scan_parquet": lambda path: list(alliancekit.scan_parquet(path)),
    "check_parquet": alliancekit.check_parquet,
    "Corpus.write": SAMPLE.write,
    "Corpus.to_parquet": SAMPLE.to_parquet,
    "panel.write": lambda path: panel.write({path: pl.DataFrame()}),
    "networks.write": lambda path: networks.write(nx.Graph(), path),
    "plot.save": lambda path: plot.save(Figure(), path),
    "loaders.atop_members": loaders.atop_members,
    "evidence.read_copy": evidence.read_copy,
    "evidence.verify": lambda path: evidence.verify(SAMPLE, path),
}

READING: Final = [
    ["check", "{}"],
    ["check", "seeds", "{}"],
    ["check", "seeds", "--texts", "{}"],
    ["tour", "--texts", "{}"],
    ["show", "state:jpn", "--corpus", "{}"],
    ["convert", "{}", "new.json"],
    ["anchor", "{}", "words"],
    ["load", "atop-member", "{}", "-o", "new.json"],
    ["load", "atop-member", "missing", "--alliances", "{}", "-o", "new.json"],
    ["panel", "{}", "--undirected", "-o", "new.csv"],
    ["plot", "decades", "{}", "-o", "new.png"],
]
WRITING: Final = [
    ["convert", "seeds", "{}"],
    ["load", "atop-member", "missing", "-o", "{}"],
    ["panel", "seeds", "--undirected", "-o", "{}"],
    ["panel", "seeds", "--undirected", "-o", "new.csv", "--dropped", "{}"],
    ["plot", "decades", "seeds", "-o", "{}"],
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a corpus that an empty path could be mistaken for."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "actors.yaml").write_text("schema_version: 3\nactors: []\n")
    return tmp_path


def run(arguments: list[str], path: str) -> Result:
    return CliRunner().invoke(main, [part.format(path) for part in arguments])


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_refuses_an_empty_path(function: str, folder: Path) -> None:
    with pytest.raises(
        UnusableFile, match=r"^the path is empty; pass a file or a folder \(the current folder is \.\)$"
    ):
        FUNCTIONS[function]("")
    assert [file.name for file in folder.iterdir()] == ["actors.yaml"]


@pytest.mark.parametrize("path", ["a\0.yaml", "a\ud800.yaml"])
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_path_that_no_file_can_have_is_refused(function: str, path: str) -> None:
    with pytest.raises(UnusableFile, match=r"can't be used: it is not a valid name of a file$"):
        FUNCTIONS[function](path)


@pytest.mark.parametrize("arguments", READING + WRITING, ids=" ".join)
def test_a_command_refuses_an_empty_path(arguments: list[str], folder: Path) -> None:
    result = run(arguments, "")
    assert result.exit_code == 2
    assert result.output == "Error: a path is empty; name a file or a folder (the current folder is .)\n"
    assert [file.name for file in folder.iterdir()] == ["actors.yaml"]


@pytest.mark.parametrize(
    ("commands", "reason"), [(READING, "input is not supported;"), (WRITING, "output is not supported for data;")]
)
def test_a_command_refuses_a_dash_for_standard_input_or_output(
    commands: list[list[str]], reason: str, folder: Path
) -> None:
    for arguments in commands:
        if arguments[0] == "check" and arguments[-1] == "{}" and "--texts" not in arguments:
            continue  # it reads standard input
        result = run(arguments, "-")
        assert result.exit_code == 2
        message = " ".join(result.output.split())
        assert message.startswith(f"Error: standard {reason}")
        assert message.endswith("name a file or a folder (for a file called -, write ./-)")
    assert [file.name for file in folder.iterdir()] == ["actors.yaml"]


def test_a_file_may_be_called_dash() -> None:
    assert run(["convert", "seeds", "{}"], "./-").exit_code == 0
    assert alliancekit.load("-") == alliancekit.seeds()


@pytest.mark.parametrize("name", ["out.json", "out.JSONL", "out.yaml", "out.yml"])
def test_a_folder_with_the_ending_of_a_file_is_not_overwritten(name: str, folder: Path) -> None:
    (folder / name).mkdir()
    result = run(["convert", "seeds", "{}"], name)
    assert result.exit_code == 2
    assert " ".join(result.output.split()) == (
        f"Error: {name} can't be written: it is a folder, but {Path(name).suffix} is the ending of a file; "
        f"pass a file in it, such as {name}/corpus{Path(name).suffix}"
    )
    assert not list((folder / name).iterdir())


def test_a_folder_may_have_another_ending(folder: Path) -> None:
    (folder / "corpus.v2").mkdir()
    assert run(["convert", "seeds", "{}"], "corpus.v2").exit_code == 0
    assert alliancekit.load("corpus.v2") == alliancekit.seeds()


@pytest.mark.parametrize("name", ["out", "out.parquet"])
def test_a_file_is_not_replaced_by_a_folder(name: str, folder: Path) -> None:
    (folder / name).write_text("mine")
    result = run(["convert", "seeds", "{}"], name)
    assert result.exit_code == 2
    assert " ".join(result.output.split()) == (
        f"Error: {name} can't be written: it is a file, expected a folder; choose another name, or delete the file"
    )
    assert (folder / name).read_text() == "mine"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["panel", "seeds", "--undirected", "-o", "{}"], "out.csv"),
        (["plot", "decades", "seeds", "-o", "{}"], "out.png"),
    ],
)
def test_a_panel_or_a_figure_does_not_replace_a_folder(arguments: list[str], name: str, folder: Path) -> None:
    (folder / name).mkdir()
    result = run(arguments, name)
    assert result.exit_code == 2
    assert result.output.endswith(f"Error: {name} can't be written: it is a folder\n")


def test_ten_of_many_missing_texts_are_named(folder: Path) -> None:
    sources = "".join(
        f"- {{id: 'source:s{n:02}', kind: book, title: T, file: t{n:02}.txt, published: '2020', dated_by: d}}\n"
        for n in range(12)
    )
    (folder / "actors.yaml").write_text(f"schema_version: 3\nsources:\n{sources}")
    (folder / "texts").mkdir()
    result = run(["check", "actors.yaml", "--texts", "{}"], "texts")
    assert "texts: t00.txt, t01.txt, t02.txt" in result.output
    assert "t09.txt and 2 more; name another" in " ".join(result.output.split())


INSIDE: Final = [
    ["convert", "corpus", "{}"],
    ["merge", "corpus", "corpus", "corpus", "-o", "{}"],
    ["merge", "other.yaml", "other.yaml", "corpus", "-o", "{}"],
    ["import", "csl", "items.json", "--corpus", "corpus", "-o", "{}"],
    ["export", "csl", "corpus", "-o", "{}"],
    ["panel", "corpus", "--undirected", "-o", "{}"],
    ["panel", "corpus", "--undirected", "-o", "new.csv", "--dropped", "{}"],
    ["plot", "decades", "corpus", "-o", "{}"],
]


@pytest.mark.parametrize("arguments", INSIDE, ids=" ".join)
def test_an_output_inside_an_input_folder_is_refused(arguments: list[str], inputs: Path) -> None:
    for name in ("people.parquet", "sub"):
        target = f"{inputs}/{name}"
        result = CliRunner().invoke(main, [each.replace("{}", target) for each in arguments])
        assert result.exit_code == 2
        assert "would be part of corpus, which is never changed" in " ".join(result.output.split())
    assert [file.name for file in inputs.iterdir()] == ["all.yaml"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["load", "atop-member", "other.yaml", "-o", "other.yaml"],
        ["load", "atop-member", "x", "--alliances", "other.yaml", "-o", "./other.yaml"],
        ["panel", "other.yaml", "--undirected", "-o", "other.yaml"],
        ["import", "csl", "other.yaml", "-o", "other.yaml"],
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("inputs")
def test_an_input_is_not_replaced(arguments: list[str]) -> None:
    before = Path("other.yaml").read_bytes()
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert "other.yaml is also read, and an input is never changed" in " ".join(result.output.split())
    assert Path("other.yaml").read_bytes() == before


@pytest.mark.usefixtures("inputs")
def test_a_corpus_can_be_converted_in_its_place() -> None:
    for arguments in (
        ["convert", "other.yaml", "other.yaml"],
        ["convert", "corpus/all.yaml", "folder"],
        ["convert", "folder", "folder"],
        ["merge", "folder", "folder", "other.yaml", "-o", "folder"],
        ["page", "corpus", "-o", "corpus/page.html"],
    ):
        assert CliRunner().invoke(main, arguments).exit_code == 0
    assert alliancekit.load("folder") == SAMPLE


@pytest.fixture
def inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a corpus beside other files, in the current folder."""
    monkeypatch.chdir(tmp_path)
    folder = Path("corpus")
    folder.mkdir()
    SAMPLE.write(folder / "all.yaml")
    SAMPLE.write("other.yaml")
    Path("items.json").write_text('[{"id": "a", "type": "book", "title": "A"}]', "utf-8")
    return folder
