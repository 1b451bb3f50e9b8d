"""Rules of ids, ``kind:slug``: the id of a record, and a reference to another record."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, ClassVar, Final, cast, final

from attrs import Factory, field, frozen

from alliancekit.messages import foreign, listed, quote
from alliancekit.rules.json_schema import Clause, whole, with_code
from alliancekit.rules.rule import Complaint, FieldRule
from alliancekit.rules.text import kernel_match, matcher, unlike

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Values
    from alliancekit.kernel.compiled import Test
    from alliancekit.rules.shape import Shape

_SLUG: Final = "[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?"
_SLUG_FAST: Final = "[a-z0-9][a-z0-9.-]*(?<![.-])"
"""The same language for Python alone: it needs no step back at the end."""
_SLUG_WORDS: Final = "lower-case letters, digits, hyphens and dots, such as"
_MEMO: Final = 100_000
"""How many references of a form are remembered; it bounds memory, not what can be handled."""


def _regex_of_id(rule: "Id") -> str:
    return f"{rule.kind}:{_SLUG}"


@final
@frozen(kw_only=True)
class Id(FieldRule):
    """The text is an id of a kind: ``kind:slug``.

    Attributes:
        kind: The kind, such as ``actor``.
        regex: The regular expression that the whole id matches.
    """

    kind: str
    regex: str = field(init=False, default=Factory(_regex_of_id, takes_self=True))

    drawn_valid: ClassVar[bool] = True

    @property
    def pattern(self) -> str:
        """The expression."""
        return self.regex

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or the one complaint."""
        (value,) = cast("tuple[str]", values)
        if not re.fullmatch(self.regex, value):
            example = f"'{self.kind}:' and {_SLUG_WORDS} '{self.kind}:a-name'"
            yield (), f"must be {example}, got {quote(value)}{foreign(value)}"

    def hint(self, *values: object) -> str:
        """Return the id that may be meant."""
        (value,) = cast("tuple[str]", values)
        return _lower_case(value, self.regex) or f"write an id such as '{self.kind}:a-name'"

    def holds(self, *values: object) -> bool:
        """Return whether the text matches."""
        return _matches(self.regex)(values[0]) is not None

    def kernel_test(self, shape: "Shape") -> "Test | None":
        """Return a table of the expression."""
        return kernel_match(self, shape)

    @property
    def definition(self) -> str:
        """The code of the rule and the kind."""
        return f"{self.code}-{self.kind}"

    def json_schema(self, shape: "Shape") -> Clause:
        """Return the expression as a pattern."""
        del shape
        return Clause(with_code(self, {"pattern": whole(self.regex)}))

    def doubtful_rows(self, values: "Values") -> "pl.Series":
        """Return the rows that do not match."""
        return (~values.matches(self.regex)).arg_true()

    def broken_values(self, value: object) -> tuple[object, ...]:
        """Return texts like the value that do not match."""
        return unlike(self, str(value))


def _regex_of_ref(rule: "Ref") -> str:
    return f"(?:{'|'.join(rule.kinds)}):{_SLUG}"


@final
@frozen(kw_only=True)
class Ref(FieldRule):
    """The text is the id of a record of one of some kinds; whether that record exists, the corpus checks.

    Attributes:
        kinds: The kinds to which it may refer, such as ``actor`` and ``state``.
        regex: The regular expression that the whole id matches.
    """

    kinds: tuple[str, ...]
    regex: str = field(init=False, default=Factory(_regex_of_ref, takes_self=True))

    drawn_valid: ClassVar[bool] = True

    @property
    def refers_to(self) -> tuple[str, ...]:
        """The kinds."""
        return self.kinds

    @property
    def pattern(self) -> str:
        """The expression."""
        return self.regex

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or the one complaint."""
        (value,) = cast("tuple[str]", values)
        if not re.fullmatch(self.regex, value):
            kinds = listed(tuple(map(_with_article, self.kinds)))
            yield (), f"must be the id of {kinds}, got {quote(value)}{foreign(value)}"

    def hint(self, *values: object) -> str | None:
        """Return the id that may be meant."""
        (value,) = cast("tuple[str]", values)
        return _lower_case(value, self.regex)

    def holds(self, *values: object) -> bool:
        """Return whether the text matches; most references occur more than once, and are remembered."""
        value, known = values[0], _known(self.regex)
        if value in known:
            return True
        if _matches(self.regex)(value) is None:
            return False
        if len(known) >= _MEMO:
            known.clear()
        known.add(value)
        return True

    def kernel_test(self, shape: "Shape") -> "Test | None":
        """Return a table of the expression."""
        return kernel_match(self, shape)

    @property
    def definition(self) -> str:
        """The code of the rule and the kinds."""
        return "-or-".join((f"{self.code}-{self.kinds[0]}", *self.kinds[1:]))

    def json_schema(self, shape: "Shape") -> Clause:
        """Return the expression as a pattern."""
        del shape
        return Clause(with_code(self, {"pattern": whole(self.regex)}))

    def doubtful_rows(self, values: "Values") -> "pl.Series":
        """Return the rows that do not match; a column has few different references."""
        unique = values.unique
        return values.rows_with(unique.series.filter(~unique.matches(self.regex)))

    def broken_values(self, value: object) -> tuple[object, ...]:
        """Return texts like the value that do not match."""
        return unlike(self, str(value))


def _matches(regex: str) -> Callable[[object], object]:
    return matcher(regex.replace(_SLUG, _SLUG_FAST))


@cache
def _known(regex: str) -> set[object]:
    """Return the texts that have matched an expression, the same set for each caller."""
    del regex
    return set()


def _lower_case(value: str, regex: str) -> str | None:
    """Return the advice to write an id in lower case, if that is all that is wrong with it."""
    lower = value.lower()
    return f"ids are lower case; write {quote(lower)}" if re.fullmatch(regex, lower) else None


def _with_article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
