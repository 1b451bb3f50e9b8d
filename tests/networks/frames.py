"""Frames of dyad-years, written by hand or generated, and treaties, for tests."""

from collections.abc import Mapping, Sequence
from itertools import combinations, permutations
from typing import TypeAlias

import polars as pl
from hypothesis import strategies as st

from alliancekit.dates import PartialDate
from alliancekit.models import Treaty
from alliancekit.models.ids import StateId, TreatyId
from alliancekit.models.party import Party
from alliancekit.models.treaty import Commitment
from alliancekit.models.words import Name
from alliancekit.panel import OBLIGATIONS

CODES = {"usa": "2", "gbr": "200", "fra": "220", "deu": "255", "rus": "365", "jpn": "740"}
"""Codes of states in Correlates of War, by their ids."""

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "year": pl.Int32,
    "state_a": pl.String,
    "code_a": pl.String,
    "state_b": pl.String,
    "code_b": pl.String,
    "treaties": pl.UInt32,
    "treaty_ids": pl.List(pl.String),
    **dict.fromkeys(OBLIGATIONS, pl.UInt8),
}

Owed: TypeAlias = Mapping[str, int | None]


def row(year: int, a: str, b: str, owed: Owed, treaties: Sequence[str] | None = None) -> dict[str, object]:
    """Return a row from states without prefix, the obligations that are not 0, and numbers of treaties."""
    ids = [f"treaty:{number}" for number in (["1"] if owed else []) if treaties is None] + [
        f"treaty:{number}" for number in treaties or ()
    ]
    return {
        "year": year,
        "state_a": f"state:{a}",
        "code_a": CODES.get(a),
        "state_b": f"state:{b}",
        "code_b": CODES.get(b),
        "treaties": len(ids),
        "treaty_ids": ids,
        **dict.fromkeys(OBLIGATIONS, 0),
        **owed,
    }


def frame(*rows: dict[str, object]) -> pl.DataFrame:
    """Return a frame of rows."""
    return pl.DataFrame(rows, schema=SCHEMA)


def year_of(year: int, ties: Mapping[str, str], states: Sequence[str] = tuple(CODES)) -> pl.DataFrame:
    """Return the frame of a year with all pairs of states and ties such as ``{"usa gbr": "defense bases"}``."""
    owed = {frozenset(pair.split()): dict.fromkeys(names.split(), 1) for pair, names in ties.items()}
    return frame(*(row(year, a, b, owed.get(frozenset((a, b)), {})) for a, b in combinations(states, 2)))


def _date(edtf: str | None) -> PartialDate | None:
    return PartialDate(edtf) if edtf else None


@st.composite
def frames(draw: st.DrawFn, *, directed: bool = False) -> pl.DataFrame:
    """Generate a frame of 1914 with all pairs of some states, in any order."""
    states = draw(st.lists(st.sampled_from(list(CODES)), min_size=2, unique=True).map(sorted))
    pairs = permutations(states, 2) if directed else combinations(states, 2)
    kinds = st.sets(st.sampled_from(OBLIGATIONS), max_size=3)
    rows = [
        row(1914, a, b, dict.fromkeys(draw(kinds), 1), draw(st.lists(st.sampled_from("123"), unique=True)))
        for a, b in pairs
    ]
    return frame(*draw(st.permutations(rows)))


def treaty(  # noqa: PLR0913 - a treaty has many parts
    number: str,
    parties: Mapping[str, str | None],
    owed: Mapping[str, str],
    *,
    in_force: str | None = None,
    ended: str | None = None,
    as_of: str | None = None,
    signed: str | None = None,
) -> Treaty:
    """Return a treaty of parties with spells (separated by spaces) and the obligations of each to the others."""
    names = [StateId(f"state:{name}") for name in parties]
    return Treaty(
        id=TreatyId(f"treaty:{number}"),
        names=(Name(text=f"Treaty {number}"),),
        parties=tuple(
            Party(party=name, spells=tuple(PartialDate(spell) for spell in (spells or "").split()))
            for name, spells in zip(names, parties.values(), strict=True)
        ),
        commitments=tuple(
            Commitment(
                by=StateId(f"state:{by}"),
                toward=tuple(name for name in names if name != f"state:{by}"),
                obligation=obligation,
            )
            for by, obligations in owed.items()
            for obligation in OBLIGATIONS
            if obligation in obligations.split()
        ),
        signed=_date(signed),
        in_force=_date(in_force),
        ended=_date(ended),
        as_of=_date(as_of),
    )
