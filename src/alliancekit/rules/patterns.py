"""The faces that all rules with a regular expression share."""

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, ClassVar, cast

from alliancekit.rules.json_schema import Clause, whole_text, with_code
from alliancekit.rules.rule import FieldRule

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Values
    from alliancekit.kernel.compiled import Test
    from alliancekit.rules.shape import Shape


class PatternRule(FieldRule):
    """A rule that is obeyed exactly if the whole text matches a regular expression.

    Attributes:
        regex: The expression, in the common part of Python's and ECMA 262's syntax.
    """

    __slots__ = ()

    drawn_valid: ClassVar[bool] = True
    regex: str

    @property
    def pattern(self) -> str:
        """The expression."""
        return self.regex

    def kernel_test(self, shape: "Shape") -> "Test | None":
        """Return the expression as an automaton, then `holds` for other characters; None if it can't be compiled."""
        from alliancekit.kernel.compiled import Asked, FirstOf, Matches
        from alliancekit.rules.automaton import automaton

        table = automaton(self.regex) if shape.type is str else None
        return FirstOf(Matches(table.kinds, table.rows, table.width), Asked(self.holds)) if table else None

    def json_schema(self, shape: "Shape") -> Clause:
        """Return the expression as `pattern`, and `not` for a final line break."""
        del shape
        return Clause(with_code(self, whole_text(self.regex)))

    def doubtful_rows(self, values: "Values") -> "pl.Series":
        """Return the rows that do not match."""
        return (~values.matches(self.regex)).arg_true()

    def broken_values(self, value: object) -> tuple[object, ...]:
        """Return texts like the value that do not match."""
        kind, _, slug = str(value).partition(":")
        texts = ["", f"{value} ", f" {value}", str(value).upper(), str(value)[:-1], f"{kind}:", f"{kind}-{slug}"]
        return tuple(text for text in (*texts, f"x{value}") if not self.holds(text))


@cache
def matcher(regex: str) -> Callable[[object], object]:
    """Return the `fullmatch` of an expression, compiled."""
    return cast("Callable[[object], object]", re.compile(regex).fullmatch)
