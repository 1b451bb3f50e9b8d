"""Messages about long and hostile texts have at most 2,000 characters and no control characters."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar, cast

import networkx as nx
import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.mistakes import CORPUS
from tests.profiles import examples
from tests.test_text import steering

import alliancekit
from alliancekit import convert, evidence, loaders, networks, panel, plot, rulebook, states
from alliancekit.cli import main
from alliancekit.corpus import Corpus
from alliancekit.dates import PartialDate
from alliancekit.errors import AllianceKitError, InvalidCorpus, InvalidRecord, Problem
from alliancekit.models import Actor, Treaty
from alliancekit.text import LONGEST_MESSAGE

T = TypeVar("T")

LONG: Final = "x" * 100_000
WORDS: Final = "to x " * 20_000
HOSTILE: Final = "a\x1b[31m\x9b\u202e\u2028\udcff\x00\n\ufffe\x7f"

TIME: Final = PartialDate("2025-05")
HELD: Final = Corpus(CORPUS)
FRAME: Final = pl.DataFrame({"a": [1]})


def unfit(value: object, like: T) -> T:
    """Cast a value to another type, as a caller without a type checker may pass it."""
    del like
    return cast("T", value)


def party(id_: str) -> dict[str, object]:
    return {"id": "treaty:a", "names": [{"text": "A"}], "parties": [{"party": id_}, {"party": "state:a"}]}


CALLS: Final[dict[str, Callable[[str], object]]] = {
    "a date": PartialDate,
    "a date that is parsed": PartialDate.parse,
    "a date in prose": lambda text: PartialDate.from_prose(text, anchor=TIME),
    "a range in prose": lambda text: PartialDate.from_prose(f"{text} to {text}", anchor=TIME),
    "a part of a date in prose": lambda text: PartialDate.from_prose(f"1 {text} 2025", anchor=TIME),
    "an order of numbers": lambda text: PartialDate.from_prose("1/2/2025", anchor=TIME, order=unfit(text, None)),
    "an anchor in time": lambda text: PartialDate.from_prose("May", anchor=unfit(text, TIME)),
    "a name of a state": states.get,
    "an id of a state": lambda text: states.get(f"state:{text}"),
    "a code": lambda text: states.get(text, system="cow", on="1990"),
    "digits": lambda text: states.get("9" * len(text)),
    "a system of codes": lambda text: states.get("255", system=unfit(text, None), on="1990"),
    "a date of a code": lambda text: states.get("255", system="cow", on=text),
    "holders of a code": lambda text: states.holders(text, system="cow"),
    "a code to convert": lambda text: states.convert(text, from_="cow", to="gw", on="1990"),
    "a label": lambda text: states.convert("255", from_="cow", to=unfit(text, "gw"), on="1990"),
    "a system of states": lambda text: states.in_system(unfit(text, "cow"), on="1990"),
    "a state that is followed": states.successors,
    "an id of a record": HELD.__getitem__,
    "an id of a subset": HELD.subset,
    "a speaker": lambda text: HELD.statements(speaker=text),
    "a time of statements": lambda text: HELD.statements(on=text),
    "a time of treaties": lambda text: HELD.in_force(on=text),
    "a table": HELD.to_polars,
    "a part of a table": lambda text: HELD.to_polars("treaties", by=text),
    "a code of a rule": rulebook.explain,
    "a path to load": alliancekit.load,
    "a path to check": lambda text: alliancekit.check(f"{text}.yaml"),
    "a path to scan": lambda text: list(alliancekit.scan(f"{text}.jsonl")),
    "a path of a table": alliancekit.check_parquet,
    "a path in a folder": lambda text: alliancekit.load(f"missing/{text}"),
    "a path to write": lambda text: HELD.write(f"{text}.yaml"),
    "an ending": lambda text: HELD.write(f"a.{text}"),
    "a folder to write": HELD.write,
    "a folder of tables": HELD.to_parquet,
    "a file of a data set": loaders.atop_members,
    "a system of a panel": lambda text: panel.state_years(HELD, system=unfit(text, None)),
    "a coverage": lambda text: panel.state_years(HELD, coverage=text),
    "days": lambda text: panel.state_days(HELD, days=text),
    "years": lambda text: panel.state_years(HELD, years=unfit((text, text), (1, 2))),
    "a rule for years": lambda text: panel.state_years(HELD, part_years=unfit(text, "any")),
    "treaties that are a path": lambda text: panel.state_years(unfit(text, HELD)),
    "a file of a panel": lambda text: panel.write({text: FRAME}),
    "an obligation": lambda text: networks.of_year(HELD, 1990, obligation=text),
    "a file of a network": lambda text: networks.write(nx.Graph(), f"{text}.gexf"),
    "a state of a timeline": lambda text: plot.timeline(HELD, text),
    "a folder of texts": lambda text: evidence.verify(HELD, text),
    "words of an anchor": lambda text: evidence.anchor_words("text", text),
    "a text": evidence.read_copy,
    "a record": lambda text: convert.record(
        Actor, {"id": text, "kind": text, text: text, "names": [{text: text}, text]}
    ),
    "a reference": lambda text: convert.record(Treaty, party(text)),
    "a reference to nothing": lambda text: Corpus([convert.record(Treaty, party(f"state:{'b' * len(text)}"))]),
    "an id twice": lambda text: Corpus(
        [convert.record(Actor, {"id": f"actor:{'b' * len(text)}", "kind": "bloc", "names": [{"text": "A"}]})] * 2
    ),
}


def messages(call: Callable[[], object]) -> list[str]:
    """Return the messages and hints of the error of a call."""
    with pytest.raises((AllianceKitError, TypeError)) as caught:
        call()
    error = caught.value
    assert "\n" in str(error) or not steering(str(error))
    problems = error.problems if isinstance(error, InvalidCorpus | InvalidRecord) else ()
    return [part for problem in problems for part in (problem.message, problem.hint)] or [str(error)]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("what", CALLS)
@pytest.mark.parametrize("text", [LONG, WORDS, HOSTILE], ids=["long", "words", "hostile"])
def test_a_message_is_short_and_has_no_control_character(what: str, text: str) -> None:
    for message in messages(lambda: CALLS[what](text)):
        # Not shortened at the limit either, which would remove its end.
        assert len(message) < LONGEST_MESSAGE
        assert not steering(message)


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "{}"],
        ["check", "seeds", "--texts", "{}"],
        ["check", "seeds", "--format", "{}"],
        ["check", "seeds", "--max-size", "{}"],
        ["check", "--{}"],
        ["show", "{}"],
        ["show", "state:jpn", "--corpus", "{}"],
        ["convert", "{}", "x.yaml"],
        ["convert", "seeds", "missing/{}"],
        ["convert", "seeds", "{}.csv"],
        ["explain", "{}"],
        ["schema", "{}"],
        ["anchor", "{}", "{}"],
        ["load", "{}", "{}"],
        ["load", "atop-member", "{}"],
        ["load", "atop-member", "x", "--encoding", "{}"],
        ["panel", "{}", "-o", "x.csv", "--directed"],
        ["panel", "{}.csv", "-o", "x.csv", "--directed"],
        ["panel", "seeds", "-o", "{}", "--directed"],
        ["panel", "seeds", "-o", "x.csv", "--directed", "--years", "{}"],
        ["panel", "seeds", "-o", "x.csv", "--directed", "--state", "{}"],
        ["panel", "seeds", "-o", "x.csv", "--directed", "--owes", "{}"],
        ["plot", "timeline", "seeds", "-o", "x.png", "--state", "{}"],
        ["state", "{}"],
        ["{}"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("text", [LONG, HOSTILE.replace("\x00", "")], ids=["long", "hostile"])
def test_the_output_of_a_command_is_short_and_has_no_control_character(arguments: list[str], text: str) -> None:
    result = CliRunner().invoke(main, [part.format(text) for part in arguments], prog_name="alliancekit")
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 2
    # The message is wrapped and indented; the usage may come before it.
    assert len(" ".join(result.output.split())) < LONGEST_MESSAGE + 300
    assert not steering(result.output) - {"\n"}


# --- Names of files that exist ----------------------------------------------------------------------------------------

NAMES: Final = st.lists(
    st.sampled_from(
        [b"\x1b[31m", b"\n", b"\r", b"\x7f", b"\t", b"%0A", b"::error::", b",", b"a", b"\xff\xfe"]
        + [character.encode() for character in "\x85\x9b\u2028\u202e\u2066\ufeff\ufffeé"]
    ),
    min_size=1,
    max_size=6,
).map(b"".join)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere not every name is allowed")
@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
@settings(examples(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAMES)
def test_no_output_format_prints_a_control_character_of_a_file_name(form: str, name: bytes) -> None:
    file = Path(os.fsdecode(name + b".yaml"))
    file.write_text("schema_version: 3\nactors: [1, {id: 'actor:\x7f\u202e'}]\n")
    try:
        result = CliRunner().invoke(main, ["check", str(file), "--format", form])
    finally:
        file.unlink()
    assert result.exit_code == 1
    assert not steering(result.output) - {"\n"}
    result.output_bytes.decode()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere not every name is allowed")
@pytest.mark.parametrize("ending", [".yaml", ".json", ".jsonl"])
@settings(examples(10), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAMES, text=st.text(st.sampled_from("a\x1b\x7f\x85\x9b\u2028\u202e\u2066\ufffe\ufeff\U000e0041")))
def test_no_written_file_has_a_control_character(ending: str, name: bytes, text: str) -> None:
    file = Path(os.fsdecode(name) + ending)
    names = [{"text": f"a{text}"}]
    corpus = Corpus([convert.record(Actor, {"id": "actor:a", "kind": "bloc", "names": names})])
    try:
        corpus.write(file)
        assert not steering(file.read_text("utf-8")) - {"\n"}
        assert alliancekit.load(file) == corpus
    finally:
        file.unlink()


def test_problems_of_long_values_are_short() -> None:
    file = Path("a.yaml")
    file.write_text(f"schema_version: 3\n{'x' * 1000}: 1\nactors: [{{id: '{LONG}', kind: '{LONG}', names: 1}}]\n")
    problems: tuple[Problem, ...] = alliancekit.check(file)
    assert len(problems) > 3
    assert all(len(part) < LONGEST_MESSAGE for problem in problems for part in (problem.message, problem.hint))
