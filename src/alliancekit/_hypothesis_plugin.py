"""Entry point for Hypothesis: register the classes of the package for `st.from_type`.

Hypothesis must not import the models, and they must not import Hypothesis. So each class is added here when it is made,
and registered at once if Hypothesis is already imported, otherwise when Hypothesis calls `register`. The strategy of a
class is created on first use.
"""

from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

T = TypeVar("T")

_classes: Final[list[type]] = []
_calls: Final[list[bool]] = []
"""Not empty after Hypothesis has called `register`."""


def add_class(cls: type) -> None:
    """Add a class for `st.from_type`; it is registered now, or when Hypothesis is imported."""
    _classes.append(cls)
    if _calls:
        _register(cls)


def register() -> None:
    """Register the classes added before and after this call; Hypothesis calls it when it is imported."""
    _calls.append(True)
    for cls in _classes:
        _register(cls)


def _register(cls: type) -> None:
    from hypothesis.strategies import register_type_strategy

    register_type_strategy(cls, _strategy)


def _strategy(cls: "type[T]") -> "SearchStrategy[T]":
    from alliancekit import strategies

    return strategies.of_type(cls)
