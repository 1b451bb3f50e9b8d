"""Write the names of states and territories in several languages; ``nox --session translate`` runs it.

The names are those of the Unicode CLDR, which the package Babel contains. The license of the data is beside the files.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, cast

import babel
from babel import Locale

from alliancekit import states
from alliancekit.states._records import FOLDER, USER_ASSIGNED

LANGUAGES: Final = ("en", "de", "es", "fr", "ja", "zh-Hans", "zh-Hant")
NO_TERRITORIES: Final = frozenset(("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"))
"""Codes of CLDR for groups, parts of territories and tests."""
FURTHER: Final = {"HK": ("Hong Kong",), "MO": ("Macao", "Macau")}
"""Usual names of territories in English that the main file of CLDR does not have."""
CLDR: Final = "49"
"""The version of CLDR of the files in the registry."""
LICENSE: Final = "LICENSE.unicode"

_QUALIFIED: Final = re.compile(r"(.+?) ?[(（].+[)）]")


def translated() -> dict[str, str]:
    """Return the text of each file, by its name in the folder of the registry."""
    present = {
        code.value: state.id
        for state in states.all_states()
        for code in state.codes
        if code.system == "iso3166_1_alpha2" and (code.period is None or code.period.open_end)
    }
    present |= {code: id_ for code, id_ in USER_ASSIGNED.items() if len(code) == len("XK")}
    names = {language: _names(language) for language in LANGUAGES}
    of_states: list[tuple[str, str, str]] = []
    of_territories: list[tuple[str, str, str]] = []
    for code in sorted(names["en"]):
        rows = [(language, name) for language in LANGUAGES for name in names[language][code]]
        if code in present:
            of_states += [(present[code], *row) for row in rows]
        elif code not in NO_TERRITORIES:
            of_territories += [(code, *row) for row in (*rows, *(("en", name) for name in FURTHER.get(code, ())))]
    return {
        "translations.csv": _text(("state", "language", "name"), of_states),
        "territories.csv": _text(("code", "language", "name"), of_territories),
        LICENSE: (Path(babel.__file__).parent / "locale-data" / LICENSE).read_text("utf-8"),
    }


def _names(language: str) -> Mapping[str, tuple[str, ...]]:
    """Return the names of all territories by their codes: the name of CLDR, and the name without a part in brackets."""
    named = cast("Mapping[str, str]", Locale.parse(language, sep="-").territories)
    territories = {code: name for code, name in named.items() if re.fullmatch("[A-Z]{2}", code)}
    short = {code: match[1] for code, name in territories.items() if (match := _QUALIFIED.fullmatch(name))}
    counts = Counter((*territories.values(), *short.values()))
    unique = {code: (name,) for code, name in short.items() if counts[name] == 1}
    return {code: (name, *unique.get(code, ())) for code, name in territories.items()}


def _text(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows((columns, *rows))
    return text.getvalue()


if __name__ == "__main__":
    for file, content in translated().items():
        (FOLDER / file).write_text(content, "utf-8")
