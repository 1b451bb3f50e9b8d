"""Compare the codes of states with the registry of states and with each other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import permutations
from typing import TYPE_CHECKING, Final, cast

from attrs import evolve

from alliancekit.corpus.checks.check import Check, CorpusIndex, RowFinder, TargetTables
from alliancekit.errors import Problem, Severity
from alliancekit.models import Entry, State
from alliancekit.models.state import Code
from alliancekit.rules import Rule
from alliancekit.states import code_spells, get
from alliancekit.states.placing import Contradiction, contradictions, shared

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Objects
    from alliancekit.strategies.corpus_drafts import CorpusDraft

KNOWN: Final = Rule(
    code="AK931",
    demand="The codes of a state belong to one state of the registry: the one with the same id, if there is one.",
    advice="correct the code, or give the record another id",
    severity=Severity.WARNING,
)
OF_ONE: Final = Rule(
    code="AK932",
    demand="Two states do not have the same code at the same time.",
    advice="correct one of the codes, or give each code its period",
    severity=Severity.WARNING,
)

# --- Meaning --------------------------------------------------------------------------------------------------------


def problems(index: CorpusIndex) -> Iterator[Problem]:
    """Yield a warning for each code that contradicts the registry, and for each that two records have at the same time.

    Panels skip such a record, unless the caller chooses to trust it.
    """
    states = index.of(State)
    yield from _problems(KNOWN, contradictions(states))
    yield from _problems(OF_ONE, shared(states))


def _problems(rule: Rule, conflicts: Iterable[Contradiction]) -> Iterator[Problem]:
    for each in conflicts:
        path = ("codes", each.position, "value")
        yield rule.problem(each.message, path=path, record=each.record, hint=each.hint)


# --- Columns --------------------------------------------------------------------------------------------------------


def _columns(tables: TargetTables) -> RowFinder:
    del tables
    return partial(_doubtful_rows, code_spells().select("state", "system", "code").unique())


def _doubtful_rows(registry: "pl.DataFrame", objects: "Objects") -> "Iterator[tuple[str, pl.Series]]":
    """Yield the rows with a code that the state of the same id does not have in the registry."""
    from alliancekit._polars import pl

    codes = objects["codes"].items
    rows = codes.rows_above(codes.rows)
    own = pl.DataFrame(
        {
            "row": rows,
            "state": objects["id"].series.gather(rows),
            "system": codes["system"].series,
            "code": codes["value"].series,
        }
    )
    yield KNOWN.code, own.join(registry, on=["state", "system", "code"], how="anti").get_column("row")


# --- Generation -----------------------------------------------------------------------------------------------------


def _break_known(draft: "CorpusDraft") -> Sequence[Entry]:
    """Give a state of the registry the code of another one."""
    id_, other = draft.choose([*permutations(("state:fra", "state:deu", "state:jpn"), 2)])
    code = next(code for code in get(other).codes if code.system == "cow")
    return draft.with_changed(draft.state(id_, codes=(Code(system="cow", value=code.value),)))


def _break_of_one(draft: "CorpusDraft") -> Sequence[Entry]:
    """Give two states the same code."""
    codes = (Code(system="cow", value=draft.choose(["220", "255", "740"])),)
    return draft.with_changed(*(draft.state(id_, codes=codes) for id_ in ("state:a-member", "state:another")))


def _mend(problem: Problem, record: Entry, records: Mapping[str, Entry]) -> Entry:
    """Give the state a code that no list of states has."""
    del problem, records
    return evolve(cast("State", record), codes=(Code(system="atop", value="9999"),))


CHECK: Final = Check(
    rules=(KNOWN, OF_ONE),
    problems=problems,
    models=(State,),
    scope="all",
    columns=_columns,
    extents=dict.fromkeys((KNOWN, OF_ONE), "not exact for states with an id or a code that is not the registry's"),
    breaking={KNOWN: _break_known, OF_ONE: _break_of_one},
    mending=dict.fromkeys((KNOWN, OF_ONE), _mend),
)
