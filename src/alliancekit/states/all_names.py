"""All names of states and of territories in the registry, as they are written."""

from collections.abc import Iterator

from attrs import frozen

from alliancekit.dates import PartialDate
from alliancekit.models.ids import StateId
from alliancekit.states._index import ALWAYS, days_of
from alliancekit.states._names import holdings_of_name, translations
from alliancekit.states._records import records, rows


@frozen
class WrittenName:
    """A name as it is written.

    Attributes:
        text: The name.
        state: The state that has it, at any time.
        language: Its language, as a BCP 47 tag; None: not known.
    """

    text: str
    state: StateId
    language: str | None


def all_names() -> Iterator[WrittenName]:
    """Yield the names of all states: of the registry, of the lists of states and of CLDR. Codes are no names."""
    for state in records().values():
        for name in state.names:
            yield WrittenName(name.text, state.id, name.language)
    for row in rows("spells.csv"):
        if row["name"]:
            yield WrittenName(row["name"], StateId(row["state"]), "en")
    for (_, language), holdings in translations().items():
        for holding in holdings:
            yield WrittenName(holding.value, holding.state.id, language)


def territory_names() -> Iterator[str]:
    """Yield the names of territories that are no states, such as American Samoa."""
    for row in rows("territories.csv"):
        yield row["name"]


def holders_of_name(name: str, on: PartialDate | None = None) -> tuple[StateId, ...]:
    """Return the ids of all states that have a name, none of them before others.

    Args:
        name: The name.
        on: The date on which they have it; None: any time.
    """
    days = days_of(on) if on else ALWAYS
    return tuple(dict.fromkeys(each.state.id for each in holdings_of_name(name) if each.during(days)))
