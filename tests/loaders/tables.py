"""Example tables in the format of the publishers' files."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

OBLIGATIONS: Final = ("defense", "offense", "neutral", "nonagg", "consul")

MEMBER: Final = {
    "atopid": "1005",
    "member": "200",
    "cowsys": "1",
    "yrent": "1820",
    "moent": "2",
    "dayent": "3",
    "yrexit": "1830",
    "moexit": "4",
    "dayexit": "5",
    "ineffect": "0",
    "phase": "0",
    "defense": "1",
    "offense": "0",
    "neutral": "0",
    "nonagg": "0",
    "consul": "0",
    "defcon": "0",
    "defcoadv": "0",
    "defcodem": "0",
    "defconpr": "0",
    "neucon": "0",
    "concoreq": "0",
    "milcon": "2",
    "base": "",
    "version": "4.01",
}
"""A row of the member level."""

ALLIANCE: Final = {
    "atopid": "1005",
    "begyr": "1820",
    "begmo": "2",
    "begday": "3",
    "endyr": "1830",
    "endmo": "4",
    "endday": "5",
    "ineffect": "0",
    "defense": "1",
    "offense": "0",
    "neutral": "0",
    "nonagg": "0",
    "consul": "0",
    "milcon": "2",
    "mem1": "200",
    "mem2": "220",
    "mem3": "",
    "version": "4.01",
}
"""A row of the alliance level."""

PHASE: Final = {"atopid": "1005", "phase": "1", **ALLIANCE}
"""A row of the phase level."""

STATE: Final = {
    "stateabb": "USA",
    "ccode": "2",
    "statenme": "United States of America",
    "styear": "1816",
    "stmonth": "1",
    "stday": "1",
    "endyear": "2016",
    "endmonth": "12",
    "endday": "31",
    "version": "2016",
}
"""A row of the list of states of Correlates of War."""

DYAD: Final = {
    "ddyad": "200220",
    "year": "1904",
    "atopally": "1",
    "defense": "0",
    "offense": "0",
    "neutral": "0",
    "nonagg": "1",
    "consul": "1",
    "stateA": "200",
    "stateB": "220",
}
"""A row of the directed dyad-years."""

AGREEMENT: Final[dict[str, str]] = {
    "ccode1": "2",
    "cowName1": "USA",
    "ccode2": "20",
    "cowName2": "CAN",
    "signDay": "5",
    "signMonth": "6",
    "signYear": "1994",
    "EIFDay": "",
    "EIFMonth": "7",
    "EIFYear": "1995",
    "type": "general",
    "category1": "3",
    "category2": "",
    "category3": "",
    "span": "5",
    "renewType": "1",
    "renewYears": "",
    "terminated": "0",
    "durationActual": "",
    "endYearEstimate": "2000",
    "asymmetry": "0",
    "categoryConf": "2",
    "UNTS": "I-12345",
    "fullText": "1",
    "sourceType": "1",
    "source": "é; a library",
    "factivaConf": "",
    "factivaSign": "",
    "factivaEIF": "",
    "DCAid": "7",
}
"""A row of the Defense Cooperation Agreement Dataset with all columns, in its order, and invented values."""

STILL: Final = {"yrexit": "0", "moexit": "0", "dayexit": "0", "ineffect": "1"}
"""The cells of a row of the member level for an alliance that is still in force."""


def members(*rows: dict[str, str]) -> list[dict[str, str]]:
    """Return rows of the member level; the members are 200, 220, 255 … unless a row sets them."""
    numbers = ("200", "220", "255", "365", "2")
    return [MEMBER | {"member": number} | row for number, row in zip(numbers, rows, strict=False)]


def written(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """Write rows as a csv file with a header, and return its path."""
    all_rows = list(rows)
    lines = [",".join(all_rows[0]), *(",".join(row.values()) for row in all_rows)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path
