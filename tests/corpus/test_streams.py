"""A stream is read and written like a file: equal corpora, equal problems, in constant memory where a file is."""

import codecs
import io
import re
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile, SpooledTemporaryFile
from typing import IO, Final, cast

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tests.corpus.emitter import FORMATS
from tests.corpus.test_folder import small_corpus, with_mistakes

import alliancekit
from alliancekit import Corpus, InvalidCorpus, Problem, UnusableFile, check, load, loads, scan
from alliancekit.cli import main
from alliancekit.corpus import examine, files
from alliancekit.corpus.files import text_format
from alliancekit.corpus.stream import TextFormat
from alliancekit.formats import LIMITS, Limits
from alliancekit.messages import listed
from alliancekit.strategies import corpora

ENDINGS = listed(tuple(ending for ending, form in files.FORMATS.items() if isinstance(form, TextFormat)), "or")
each_format = pytest.mark.parametrize("form", FORMATS)

STREAMS: Final[dict[str, Callable[[str], io.IOBase]]] = {
    "text": io.StringIO,
    "bytes": lambda text: io.BytesIO(text.encode()),
}
each_stream = pytest.mark.parametrize("stream", STREAMS.values(), ids=STREAMS)


class Slow(io.RawIOBase):
    """A stream that returns a few bytes at a time, as a network does."""

    def __init__(self, data: bytes) -> None:
        self.rest = data

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        block, self.rest = self.rest[: min(size, 7)], self.rest[min(size, 7) :]
        return block


@pytest.mark.slow
@given(form=st.sampled_from([*FORMATS]), corpus=corpora())
def test_what_is_written_to_text_reads_back_equal(form: str, corpus: Corpus) -> None:
    text = corpus.dumps(form)
    assert loads(text, form) == loads(text.encode(), form) == load(Slow(text.encode()), format=form) == corpus
    assert loads(text, form).dumps(form) == text


@each_format
def test_a_stream_gets_the_bytes_of_a_file(form: str, tmp_path: Path) -> None:
    corpus, text, data, file = alliancekit.seeds(), io.StringIO(), io.BytesIO(), tmp_path / f"corpus.{form}"
    corpus.write(file)
    corpus.write(text, format=form)
    corpus.write(data, format=form)
    assert data.getvalue() == text.getvalue().encode() == file.read_bytes()


@pytest.mark.slow
@each_format
@each_stream
def test_a_stream_has_the_problems_of_a_file(
    form: str, stream: Callable[[str], io.StringIO], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text, _, _ = FORMATS[form](with_mistakes()[0])
    name = f"corpus.{form}"
    Path(name).write_text(text, "utf-8")
    problems = check(name)
    assert problems
    named = stream(text)
    named.name = name
    assert check(named) == problems
    assert [problem.location and problem.location.file for problem in check(stream(text), format=form)] == [
        "<stream>"
    ] * len(problems)
    with pytest.raises(InvalidCorpus) as caught:
        loads(text, form, name=name)
    assert caught.value.problems == problems
    of_stream = [it for it in scan(stream(text), format=form) if isinstance(it, Problem)]
    of_file = [it for it in scan(name) if isinstance(it, Problem)]
    assert [(it.code, it.path) for it in of_stream] == [(it.code, it.path) for it in of_file]


@each_format
def test_files_and_streams_together_are_one_corpus(form: str, tmp_path: Path) -> None:
    records = [*alliancekit.seeds()]
    half = text_format(form).encode(records[:20]).decode()
    (tmp_path / "rest.yaml").write_bytes(text_format("yaml").encode(records[20:]))
    assert load(tmp_path, io.StringIO(half), format=form) == alliancekit.seeds()
    assert examine(io.StringIO(half), tmp_path, format=form).records == len(records)


def test_a_stream_without_a_format_is_refused() -> None:
    message = rf"^<stream> has no known format; pass format='json', or a name that ends in {re.escape(ENDINGS)}$"
    with pytest.raises(UnusableFile, match=message):
        load(io.StringIO("{}"))


def test_an_unknown_format_is_refused() -> None:
    message = rf"^format must be one of {ENDINGS.replace('.', '')}, got the text 'parquet'$"
    with pytest.raises(ValueError, match=message):
        loads("{}", "parquet")
    with pytest.raises(ValueError, match=message):
        Corpus().dumps("parquet")


def test_a_path_has_no_format_besides_its_ending(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match=r"^pass format for a stream, and only for a stream"):
        Corpus().write(tmp_path / "corpus.json", format="yaml")
    with pytest.raises(TypeError, match=r"^pass format for a stream, and only for a stream"):
        Corpus().write(io.StringIO())
    assert not list(tmp_path.iterdir())


def test_a_path_beside_no_stream_has_no_format(tmp_path: Path) -> None:
    Corpus().write(tmp_path / "corpus.yaml")
    with pytest.raises(TypeError, match=r"^pass format for a stream"):
        load(tmp_path / "corpus.yaml", format="yaml")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (b"{}", "a path or a stream is expected, got bytes; pass the content of a file to loads"),
        (["a.yaml"], "a path or a stream is expected, got a list; pass its items one by one, such as load(*paths)"),
        (3, "a path or a stream is expected, got the number 3"),
    ],
)
def test_another_value_than_a_path_or_a_stream_is_refused(value: object, message: str) -> None:
    with pytest.raises(TypeError) as caught:
        load(cast("str", value), format="json")
    assert str(caught.value) == message


TEXT_FILES: Final[dict[str, Callable[[Path], IO[str]]]] = {
    "open": lambda path: path.open("w+", encoding="utf-8", newline=""),
    "named": lambda _: NamedTemporaryFile("w+", encoding="utf-8", newline=""),  # noqa: SIM115 - the test closes it
    "spooled": lambda _: SpooledTemporaryFile(mode="w+", encoding="utf-8", newline=""),  # noqa: SIM115
    "codecs": lambda _: codecs.StreamReaderWriter(io.BytesIO(), codecs.getreader("utf-8"), codecs.getwriter("utf-8")),
}


@pytest.mark.parametrize("kind", TEXT_FILES)
def test_text_is_written_to_every_file_in_text_mode(kind: str, tmp_path: Path) -> None:
    with TEXT_FILES[kind](tmp_path / "file") as file:
        alliancekit.seeds().write(file, format="jsonl")
        file.seek(0)
        assert load(file, format="jsonl") == alliancekit.seeds()


def test_a_stream_without_data_yet_is_an_error() -> None:
    class Empty:
        def read(self, _: int, /) -> bytes:
            return cast("bytes", cast("object", None))

    with pytest.raises(
        UnusableFile, match=r"^<stream> can't be read: it has no data yet; pass a stream that waits for them$"
    ):
        load(Empty(), format="json")


def test_a_stream_that_fails_is_an_error() -> None:
    closed = io.StringIO("{}")
    closed.close()
    with pytest.raises(UnusableFile, match=r"^<stream> can't be read: I/O operation on closed file$"):
        load(closed, format="json")


def test_a_stream_of_other_values_is_an_error() -> None:
    class Numbers:
        def read(self, size: int, /) -> bytes:
            return size  # type: ignore[return-value]  # pyright: ignore[reportReturnType]

    with pytest.raises(TypeError, match=r"^a stream must return text or bytes, got the number 1048576$"):
        load(Numbers(), format="json")


@each_format
def test_a_long_stream_is_read_up_to_the_limit(form: str) -> None:
    limits, data = Limits(size=100), io.BytesIO(b" " * (LIMITS.size // 10))
    (problem,) = check(data, format=form, limits=limits)
    assert problem.code == "AK006"
    assert data.tell() <= 1 << 20


@pytest.mark.slow
@each_format
@each_stream
def test_what_a_stream_has_beyond_the_limit_of_problems_is_not_unknown(
    form: str, stream: Callable[[str], io.StringIO]
) -> None:
    text, _, _ = FORMATS[form](with_mistakes()[0])
    problems = check(stream(text), format=form, limits=Limits(problems=1))
    # References to the records in the rest are not reported, because its ids are known.
    assert {problem.code for problem in problems} & {"AK301"} == set()
    assert "AK006" in {problem.code for problem in problems}


def test_half_of_a_character_is_reported_at_its_place() -> None:
    with pytest.raises(InvalidCorpus) as caught:
        loads('schema_version: 3\nactors: ["\ud800"]', "yaml")
    (problem,) = caught.value.problems
    assert (str(problem.location), problem.code) == ("<text>:2:11", "AK001")


def test_the_command_checks_standard_input() -> None:
    text, _, _ = FORMATS["yaml"](with_mistakes()[0])
    result = CliRunner().invoke(main, ["check", "-", "--stdin-filename", "a.yaml", "--format", "json"], input=text)
    assert result.exit_code == 1
    assert '"file": "a.yaml"' in result.output
    valid, _, _ = FORMATS["jsonl"](small_corpus())
    assert CliRunner().invoke(main, ["check", "-", "--stdin-filename", "a.jsonl"], input=valid).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-"], "standard input needs a name that ends in its format: add --stdin-filename, such as corpus.yaml"),
        (["seeds", "--stdin-filename", "a.yaml"], "--stdin-filename is the name of standard input; add the path -"),
        (
            ["-", "--stdin-filename", "a.csv"],
            f"a.csv has no known format; use a name that ends in {ENDINGS}",
        ),
    ],
)
def test_standard_input_needs_a_name(arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(main, ["check", *arguments], input="{}")
    assert (result.exit_code, " ".join(result.output.split())) == (2, f"Error: {message}")
