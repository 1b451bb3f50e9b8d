"""The entry point of Hypothesis: `st.from_type` knows our types, whichever of the two is imported first.

Hypothesis must not import our models, nor they Hypothesis. So a class offers itself when it is made, and is made known
at once if Hypothesis is there, else when it comes. Its strategy is made when it is asked for.
"""

from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

T = TypeVar("T")

_offered: Final[list[type]] = []
_called: Final[list[bool]] = []
"""Holds something once Hypothesis has called."""


def offer(cls: type) -> None:
    """Let `st.from_type` know a class, now or when Hypothesis comes."""
    _offered.append(cls)
    if _called:
        _register(cls)


def register() -> None:
    """Make known what was offered so far and what will be; Hypothesis calls this when it is imported."""
    _called.append(True)
    for cls in _offered:
        _register(cls)


def _register(cls: type) -> None:
    from hypothesis.strategies import register_type_strategy

    register_type_strategy(cls, _strategy)


def _strategy(cls: "type[T]") -> "SearchStrategy[T]":
    from alliancekit import strategies

    return strategies.of_type(cls)
