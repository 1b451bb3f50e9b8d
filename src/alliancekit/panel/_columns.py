"""What the columns of panels are: the labels of variables in Stata, and the table of the reference."""

from collections.abc import Mapping
from typing import Final

from alliancekit._polars import pl
from alliancekit.panel._treaty_tables import OBLIGATIONS

_IN_ALL: Final = {
    "year": "Calendar year",
    "day": "Day",
    "treaties": "Number of treaties (missing: unknown)",
    "treaty_ids": "Ids of these treaties",
}
_OF_DYADS: Final = {
    "state_a": "State a: its id in alliancekit; in a directed panel, it owes the obligations",
    "code_a": "Code of state a in the state system",
    "state_b": "State b: its id in alliancekit; in a directed panel, they are owed to it",
    "code_b": "Code of state b in the state system",
}
_OF_STATES: Final = {
    "state": "State: its id in alliancekit",
    "code": "Code of the state in the state system",
    "treaty": "Id of the treaty",
    "allies": "Number of other parties of these treaties (missing: unknown)",
}
_OF_OBLIGATIONS: Final = {
    "{}": "Obligation: {} (1: owed, 0: not owed, missing: unknown)",
    "{}_treaties": "Number of treaties in which {} is owed (missing: unknown)",
    "{}_partners": "Number of parties to which the state owes {} (missing: unknown)",
}


def descriptions() -> dict[str, str]:
    """Return a description for each column that a panel may have, at most 80 characters long.

    The columns of obligations have ``{}`` in place of the obligation.
    """
    return {**_IN_ALL, **_OF_DYADS, **_OF_STATES, **_OF_OBLIGATIONS}


def labels_of(schema: Mapping[str, pl.DataType]) -> dict[str, str]:
    """Return the descriptions of the columns of a frame; none if it has no obligation of a panel, or no time.

    Columns of the user have none. Such a column may have the name of an obligation that the panel does not have, but
    it rarely has the same type.
    """
    labels: dict[str, str] = {}
    for form, text in _OF_OBLIGATIONS.items():
        for obligation in OBLIGATIONS:
            dtype = schema.get(name := form.format(obligation))
            if dtype and dtype.is_unsigned_integer():
                labels[name] = text.format(obligation)
    if not labels or not {"year", "day"} & schema.keys():
        return {}
    unit = _OF_DYADS if {"state_a", "code_a"} & schema.keys() else _OF_STATES
    return {**{name: text for name, text in {**_IN_ALL, **unit}.items() if name in schema}, **labels}
