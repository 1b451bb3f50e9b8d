"""Entry point for Hypothesis: register the types of the package for `st.from_type`.

Hypothesis must not import the models, and they must not import Hypothesis. So each type is added here when it is made,
and registered at once if Hypothesis is already imported, otherwise when Hypothesis calls `register`. The strategy of a
type is created on first use.
"""

from typing import TYPE_CHECKING, Final, NewType, TypeAlias, cast

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_Type: TypeAlias = type | NewType
"""A class, or the type of the ids of a kind of records."""

_types: Final[list[_Type]] = []
_calls: Final[list[bool]] = []
"""Not empty after Hypothesis has called `register`."""


def add_type(cls: _Type) -> None:
    """Add a type for `st.from_type`; it is registered now, or when Hypothesis is imported."""
    _types.append(cls)
    if _calls:
        _register(cls)


def register() -> None:
    """Register the types added before and after this call; Hypothesis calls it when it is imported."""
    _calls.append(True)
    for cls in _types:
        _register(cls)


def _register(cls: _Type) -> None:
    from hypothesis.strategies import register_type_strategy

    register_type_strategy(cast("type", cls), _strategy)


def _strategy(cls: _Type) -> "SearchStrategy[object]":
    from alliancekit import strategies

    return strategies.of_type(cast("type[object]", cls))
