"""Several threads may use alliancekit for the first time at the same time."""

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Barrier, BrokenBarrierError, Thread
from typing import Annotated, Final, TypeAlias, cast

import msgspec.json
import pytest
from attrs import evolve, frozen
from tests.engine.engines import NAMED

import alliancekit
from alliancekit import engine
from alliancekit.dates import PartialDate
from alliancekit.dates._memo import Memo
from alliancekit.engine import _engines
from alliancekit.engine._interface import Engine, Engines
from alliancekit.models import Record
from alliancekit.rules import Minimum

THREADS: Final = 8
FIRST_ACTS: Final = """
import sys
from threading import Barrier, Thread

import alliancekit

folder, acts = sys.argv[1], sys.argv[2:]
sys.setswitchinterval(1e-6)
barrier, failures = Barrier(len(acts)), []


def work(act):
    barrier.wait()
    try:
        name, _, ending = act.partition(" ")
        if name in ("load", "check", "scan"):
            list(getattr(alliancekit, name)(f"{folder}/corpus.{ending}"))
        elif name == "constructor":
            alliancekit.Code(system="cow", value="2", period=alliancekit.PartialDate("1816/.."))
        elif name == "states":
            alliancekit.states.get("2", system="cow", on="1914")
        elif name == "schema":
            alliancekit.schema.document_schema()
        else:
            alliancekit.panel.dyad_years(alliancekit.seeds(), directed=False, years=(1960, 1961))
    except BaseException as error:
        failures.append(f"{act}: {error!r}")


threads = [Thread(target=work, args=(act,)) for act in acts]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
sys.exit("; ".join(failures) or None)
"""
"""A program whose threads each begin with one of the acts in its arguments."""


Make: TypeAlias = Callable[..., Record]
Models: TypeAlias = tuple[type[Record], type[Record]]


@pytest.fixture
def models() -> Models:
    """Return a model and the model of its parts, of which there are no records yet."""

    @frozen(kw_only=True)
    class Gun(Record):
        caliber: Annotated[int, Minimum(code="OWN8", demand="No caliber is below 1.", bound=1)]

    @frozen(kw_only=True)
    class Battery(Record):
        guns: tuple[Gun, ...] = ()

    return Battery, Gun


def made(models: Models) -> Record:
    """Return a record with one part."""
    battery, gun = (cast("Make", model) for model in models)
    return battery(guns=(gun(caliber=88),))


RIGHT: Final = b'{"guns": [{"caliber": 88}]}'
WRONG: Final = b'{"guns": [{"caliber": 0}]}'


def at_once(act: Callable[[], object]) -> list[object]:
    """Return what an act returns or raises in each of several threads."""
    barrier, found = Barrier(THREADS), list[object]()

    def work() -> None:
        barrier.wait()
        try:
            found.append(act())
        except Exception as error:  # noqa: BLE001 - the test has a look at it
            found.append(error)

    threads = [Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


class Meeting:
    """Counts calls of a function, and lets each wait for another one a moment, so that two overlap if they can."""

    def __init__(self, function: Callable[..., object]) -> None:
        self.function = function
        self.calls = 0
        self.met = 0
        self.barrier = Barrier(2, action=self.meet)

    def meet(self) -> None:
        self.met += 1

    def __call__(self, *arguments: object, **options: object) -> object:
        self.calls += 1
        with suppress(BrokenBarrierError):
            self.barrier.wait(0.1)
        return self.function(*arguments, **options)


def test_the_engine_of_a_class_is_built_once(models: Models, monkeypatch: pytest.MonkeyPatch) -> None:
    make = Meeting(_engines._SELECTED.engine)
    chosen = evolve(_engines._SELECTED, engine=cast("Callable[[type], Engine[object]]", make))
    monkeypatch.setattr(_engines, "_SELECTED", chosen)
    found = at_once(lambda: engine.of(models[0]))
    assert len({*map(id, found)}) == 1
    assert (make.calls, make.met) == (1, 0)


@pytest.mark.parametrize("engines", NAMED.values(), ids=NAMED)
def test_classes_are_used_for_the_first_time_by_many_threads(engines: Engines, models: Models) -> None:
    assert at_once(lambda: made(models)) == [made(models)] * THREADS
    read = engines.engine(models[0])
    assert at_once(lambda: read.from_json(RIGHT)) == [made(models)] * THREADS
    assert at_once(lambda: read.from_json(WRONG)) == [None] * THREADS
    assert at_once(lambda: [*(read.list_from_json(b"[" + RIGHT + b"]") or ())]) == [[made(models)]] * THREADS


def test_a_decoder_built_before_checks_what_it_reads(models: Models) -> None:
    decode = msgspec.json.Decoder(models[0]).decode
    for _ in range(2):
        with pytest.raises(msgspec.ValidationError, match="OWN8"):
            decode(WRONG)
        assert decode(RIGHT) == made(models)


def test_a_text_has_one_date_though_two_threads_parse_it() -> None:
    others: list[PartialDate] = []

    def make(text: str) -> PartialDate:
        if not others:
            others.append(PartialDate("1000"))  # so that the next call makes one
            others.append(memo[text])  # as another thread does meanwhile
        return PartialDate(text)

    memo = Memo(make)
    assert memo["2004"] is others[1] is memo["2004"]


def modules_after(name: str) -> list[str]:
    """Return the modules of the package in the order in which the first access of a public name imports them."""
    code = f"import sys, alliancekit; alliancekit.{name}; print(*(m for m in sys.modules if 'alliancekit.' in m))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    return done.stdout.split()


def test_every_public_name_imports_the_same_modules_first() -> None:
    """So that no two threads wait for an import of each other."""
    first, *others = (modules_after(name) for name in ("load", "states", "schema", "convert", "Name"))
    common = first[: first.index("alliancekit.corpus") + 1]
    assert len(common) > 20
    assert [modules[: len(common)] for modules in others] == [common] * len(others)


@pytest.mark.slow
@pytest.mark.parametrize(
    "acts",
    [
        ["load jsonl"] * THREADS,
        ["load json"] * THREADS,
        ["load jsonl", "check jsonl", "scan jsonl", "load json", "check json", "scan yaml", "constructor", "states"],
        ["load yaml", "check yaml", "scan jsonl", "scan jsonl", "schema", "states", "panel", "constructor"],
    ],
    ids=["JSON Lines", "JSON", "reading", "mix"],
)
def test_first_acts_in_fresh_processes(acts: list[str], tmp_path: Path) -> None:
    for ending in ("jsonl", "json", "yaml"):
        alliancekit.seeds().write(tmp_path / f"corpus.{ending}")
    command = [sys.executable, "-X", "faulthandler", "-c", FIRST_ACTS, str(tmp_path), *acts]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
