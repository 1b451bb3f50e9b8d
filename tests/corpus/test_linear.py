"""Checks take linear time: twice as many records need twice as many calls."""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Final, TypeAlias

import pytest
from tests.engine.engines import PLAIN

from alliancekit import convert
from alliancekit.corpus import Contents, Corpus, check
from alliancekit.errors import InvalidCorpus, InvalidRecord
from alliancekit.formats import Tree
from alliancekit.models import MODELS, Entry
from alliancekit.models.document import VERSION

Trees: TypeAlias = Mapping[str, Sequence[Mapping[str, Tree]]]

_TWICE: Final = 2.4
"""The maximum factor of work for twice the size; with quadratic growth, it would be four."""

NAMES: Final[Tree] = [{"text": "n"}]
MENTION: Final[Tree] = [{"source": "source:s0", "wording": "mention"}]


def month(n: int, first: int, last: int) -> str:
    """Return some days of the nth month of a millennium."""
    text = f"{1000 + n // 12:04}-{n % 12 + 1:02}"
    return f"{text}-{first:02}/{text}-{last:02}"


def source(n: int, **more: Tree) -> dict[str, Tree]:
    return {"id": f"source:s{n}", "kind": "webpage", "title": "t", **more}


def state(n: int, **more: Tree) -> dict[str, Tree]:
    return {"id": f"state:s{n}", "names": NAMES, "codes": [{"system": "atop", "value": "1"}], **more}


def statement(n: int, **more: Tree) -> dict[str, Tree]:
    venue: Tree = {"kind": "visit", "name": "n"}
    fields: dict[str, Tree] = {"speaker": "actor:a", "venue": venue, "date": "2000-01-01", "content": "c"}
    return {"id": f"statement:s{n}", **fields, "attestations": MENTION, **more}


def speaking(offices: Sequence[Tree], statements: Sequence[Mapping[str, Tree]]) -> Trees:
    actor: dict[str, Tree] = {"id": "actor:a", "kind": "person", "names": NAMES, "offices": [*offices]}
    return {"actors": [actor], "sources": [source(0)], "statements": statements}


def chain(n: int) -> Trees:
    return {"sources": [source(i, derived_from=f"source:s{min(i + 1, n - 1)}") for i in range(n - 1)] + [source(n - 1)]}


def circle(n: int) -> Trees:
    return {"sources": [source(i, derived_from=f"source:s{(i + 1) % n}") for i in range(n)]}


def followed(n: int) -> Trees:
    return {"states": [state(i, predecessors=[f"state:s{(i + 1) % n}", f"state:s{(i + 2) % n}"]) for i in range(n)]}


def misnamed_offices(n: int) -> Trees:
    offices: list[Tree] = [{"title": f"title{i}", "period": "1990/2010"} for i in range(n)]
    return speaking(offices, [statement(i, office=f"tittle{i}") for i in range(n)])


def offices_of_another_time(n: int) -> Trees:
    offices: list[Tree] = [{"title": "t", "period": month(i, 1, 5)} for i in range(n)]
    return speaking(offices, [statement(i, office="t", date="0900-01-01") for i in range(n)])


def times_of_an_office(n: int) -> Trees:
    offices: list[Tree] = [{"title": "t", "period": month(n - i, 1, 5)} for i in range(n)]
    return speaking(offices, [statement(i, office="t", date=month(i + 1, 1, 5)) for i in range(n)])


def party_at_times(n: int) -> Trees:
    spells: list[Tree] = [{"system": "cow", "period": month(i, 1, 5)} for i in range(n)]
    party: Tree = {"party": "state:s0", "spells": [month(i, 4 + i % 4, 8) for i in range(n)]}
    treaty: dict[str, Tree] = {"id": "treaty:t", "names": NAMES, "parties": [party, {"party": "state:s1"}]}
    return {"states": [state(0, spells=spells), state(1)], "treaties": [treaty]}


def codes_backwards(n: int) -> Trees:
    codes: list[Tree] = [{"system": "atop", "value": "1", "period": month(n - i, 1, 5)} for i in range(n)]
    return {"states": [state(0, codes=codes)]}


def codes_at_once(n: int) -> Trees:
    codes: list[Tree] = [{"system": "atop", "value": str(i + 1)} for i in range(n)]
    return {"states": [state(0, codes=codes)]}


def spells_backwards(n: int) -> Trees:
    return {"states": [state(0, spells=[{"system": "cow", "period": month(n - i, 1, 5)} for i in range(n)])]}


def unknown_sources(n: int) -> Trees:
    unknown = [statement(i, attestations=[{"source": f"source:x{i}", "wording": "mention"}]) for i in range(n)]
    return {**speaking((), unknown), "sources": [source(i) for i in range(n)]}


KINDS: Final = (
    chain,
    circle,
    followed,
    misnamed_offices,
    offices_of_another_time,
    times_of_an_office,
    party_at_times,
    codes_backwards,
    codes_at_once,
    spells_backwards,
    unknown_sources,
)


def built(trees: Trees) -> None:
    """Build a corpus, and ignore its problems."""
    try:
        records: list[Entry] = [convert.record(MODELS[name], tree) for name, listed in trees.items() for tree in listed]
        Corpus(records)
    except (InvalidRecord, InvalidCorpus):
        pass


def calls(act: Callable[[], object]) -> int:
    """Return the number of calls of functions in Python or C."""
    count = 0

    def seen(_frame: FrameType, event: str, _what: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        act()
    finally:
        sys.setprofile(before)
    return count


def is_linear(act: Callable[[int], Callable[[], object]], size: int) -> bool:
    """Return whether twice the size needs about twice as many calls."""
    act(2 * size)()  # fill the caches, such as that of dates, for both sizes
    return calls(act(2 * size)) < _TWICE * calls(act(size))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_work_is_linear_in_the_size(kind: Callable[[int], Trees], monkeypatch: pytest.MonkeyPatch) -> None:
    # The effort of suggestions is bounded, so the bound must be small for such small corpora.
    monkeypatch.setattr("alliancekit.messages.EFFORT", 10_000)
    assert is_linear(lambda size: partial(built, kind(size)), 200)


@pytest.mark.parametrize("ending", [".json", ".jsonl"])
def test_locating_many_problems_of_one_record_is_linear(
    ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("_json", "_json_scan", "_jsonl"):  # use the plain engine, whose calls can be counted
        monkeypatch.setattr(f"alliancekit.formats.{module}.JSON", PLAIN.json)

    def act(size: int) -> Callable[[], object]:
        file = tmp_path / f"{size}{ending}"
        names: list[Tree] = [{"text": "n"} for _ in range(size)]
        actor: dict[str, Tree] = {"id": "actor:a", "kind": "bloc", "names": names}
        whole: dict[str, Tree] = {"schema_version": VERSION, "actors": [actor]}
        lines: list[Tree] = [{"type": "corpus", "schema_version": VERSION}, {"type": "actor", **actor}]
        file.write_text("\n".join(map(json.dumps, lines if ending == ".jsonl" else [whole])))
        return partial(check, file)

    assert is_linear(act, 200)


def test_excluding_records_affected_by_errors_is_linear() -> None:
    def act(size: int) -> Callable[[], object]:
        records = [convert.record(MODELS["sources"], tree) for tree in chain(size)["sources"]]
        return Contents(tuple(records[:-1]), (), {}, {}, set()).unaffected

    assert act(5)() == ()
    assert is_linear(act, 200)
