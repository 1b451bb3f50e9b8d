"""Rules for one field or one item of a list; put into `typing.Annotated` beside the type."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from operator import attrgetter
from typing import cast

from attrs import frozen

from alliancekit.dates import PartialDate
from alliancekit.rules._rule import Bind, Complaint, Rule
from alliancekit.rules._words import foreign, listed, quote

_SLUG = "[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?"
_SLUG_FAST = "[a-z0-9][a-z0-9.-]*(?<![.-])"
"""The same language for Python alone: no step back at the end."""
_SLUG_WORDS = "lower-case letters, digits, hyphens and dots, such as"
_MEMO = 100_000
"""How many references of a form are remembered; a bound on memory, not on what can be handled."""


class Field(Rule):
    """A rule that reads one value, already known to be of the right type; it may break other rules of the field."""

    __slots__ = ()

    def holds_for(self, count: int) -> bool:
        """Return whether every list of so many items obeys, whatever they are; False where that is not known."""
        del count
        return False


@frozen(kw_only=True)
class Pattern(Field):
    """The whole text matches a regular expression.

    Attributes:
        regex: The expression, in the common part of Python's and ECMA 262's syntax.
        form: What a matching text is, to stand after "must be".
    """

    regex: str
    form: str

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or the one complaint."""
        (value,) = cast("tuple[str]", values)
        if not re.fullmatch(self.regex, value):
            yield (), f"must be {self.form}, got {quote(value)}"

    def fast(self, values: tuple[str, ...], bind: Bind) -> str:
        """Ask for what does not match."""
        return f"not {bind(_misses(self.regex))}({values[0]})"


@frozen(kw_only=True)
class Id(Field):
    """The text is an id of a kind: ``kind:slug``.

    Attributes:
        kind: The kind, such as ``actor``.
    """

    kind: str

    @property
    def regex(self) -> str:
        """The expression that the whole id matches."""
        return f"{self.kind}:{_SLUG}"

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or the one complaint."""
        (value,) = cast("tuple[str]", values)
        if not re.fullmatch(self.regex, value):
            yield (
                (),
                f"must be '{self.kind}:' and {_SLUG_WORDS} '{self.kind}:a-name', got {quote(value)}{foreign(value)}",
            )

    def hint(self, *values: object) -> str:
        """Return the id that may be meant."""
        (value,) = cast("tuple[str]", values)
        return _lower_case(value, self.regex) or f"write an id such as '{self.kind}:a-name'"

    def fast(self, values: tuple[str, ...], bind: Bind) -> str:
        """Ask for what does not match; to remember ids, each of which is new, would cost more."""
        return f"not {bind(_misses(self.regex))}({values[0]})"


@frozen(kw_only=True)
class Ref(Field):
    """The text is the id of a record of one of the kinds; whether it exists, the corpus knows.

    Attributes:
        kinds: The kinds that may be pointed at, such as ``actor`` and ``state``.
    """

    kinds: tuple[str, ...]

    @property
    def regex(self) -> str:
        """The expression that the whole id matches."""
        return f"(?:{'|'.join(self.kinds)}):{_SLUG}"

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or the one complaint."""
        (value,) = cast("tuple[str]", values)
        if not re.fullmatch(self.regex, value):
            wanted = listed(tuple(map(_with_article, self.kinds)))
            yield (), f"must be the id of {wanted}, got {quote(value)}{foreign(value)}"

    def hint(self, *values: object) -> str | None:
        """Return the id that may be meant."""
        (value,) = cast("tuple[str]", values)
        return _lower_case(value, self.regex)

    def fast(self, values: tuple[str, ...], bind: Bind) -> str:
        """Look among the references met before."""
        return _seen(self.regex, values[0], bind)


@frozen(kw_only=True)
class NotBlank(Field):
    """The text says something, and can be written: not white space alone, no NUL, no lone surrogate."""

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or the one complaint."""
        (value,) = cast("tuple[str]", values)
        if not value or value.isspace():
            yield (), "must say something, got blank text"
        elif "\0" in value or not _encodable(value):
            yield (), f"must be text that can be written as UTF-8 without NUL, got {quote(value)}"

    def fast(self, values: tuple[str, ...], bind: Bind) -> str:
        """Pass ASCII text that begins with a mark and has no NUL, and text on one line; look closer at other text."""
        (value,) = values
        # What sorts after "!" has a first character, and in ASCII that is not white space.
        plain = f"{value} > '!' and {value}.isascii() and '\\0' not in {value}"
        # A NUL, a lone surrogate and the end of a line can't be printed.
        line = f"{value}.isprintable() and not {value}.isspace() and {value}"
        return f"({plain} or {line} or {bind(self.holds)}({value}))"


@frozen(kw_only=True)
class AtLeast(Field):
    """The list has a least number of items.

    Attributes:
        count: That number.
    """

    count: int

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or the one complaint."""
        (value,) = cast("tuple[tuple[object, ...]]", values)
        if len(value) < self.count:
            yield (), f"must list {self.count} or more, lists {len(value) or 'none'}"

    def holds_for(self, count: int) -> bool:
        """Return whether the list is long enough."""
        return count >= self.count

    def fast(self, values: tuple[str, ...], bind: Bind) -> str:
        """Compare lengths in place."""
        return values[0] if self.count == 1 else f"{bind(len)}({values[0]}) >= {self.count}"


@frozen(kw_only=True)
class Distinct(Field):
    """No two items of the list are equal.

    Attributes:
        by: The fields by which items are told apart; none: the whole item.
    """

    by: tuple[str, ...] = ()

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint for each item that repeats an earlier one."""
        (value,) = cast("tuple[tuple[object, ...]]", values)
        first: dict[object, int] = {}
        for position, item in enumerate(value):
            key = tuple(getattr(item, name) for name in self.by) if self.by else item
            if key in first:
                yield (position,), f"repeats item [{first[key]}]"
            else:
                first[key] = position

    def holds_for(self, count: int) -> bool:
        """Return whether there are too few items for two that are equal."""
        return count <= 1

    def fast(self, values: tuple[str, ...], bind: Bind) -> str:
        """Compare the size of the set; short lists, which are most, need none."""
        (value,) = values
        count, several = f"{bind(len)}({value})", bind(set)
        if self.by:
            each = f"{bind(map)}({bind(attrgetter(*self.by))}, {value})"
            return f"({count} < 2 or {bind(len)}({several}({each})) == {count})"
        two = f"({count} == 2 and {value}[0] != {value}[1])"
        return f"({count} < 2 or {two} or {bind(len)}({several}({value})) == {count})"


@frozen(kw_only=True)
class Minimum(Field):
    """The number is not below a bound.

    Attributes:
        bound: The least number allowed.
    """

    bound: int

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or the one complaint."""
        (value,) = cast("tuple[int]", values)
        if value < self.bound:
            yield (), f"must be {self.bound} or more, got {value}"

    def fast(self, values: tuple[str, ...], bind: Bind) -> str:
        """Compare in place; a number beyond 64 bits goes the slow way."""
        del bind
        return f"{values[0]} >= {self.bound}"


@frozen(kw_only=True)
class Interval(Field):
    """The date is an interval, with a start and an end, each of which may be open or unknown; or it is none.

    Attributes:
        wanted: Whether it is to be one.
    """

    wanted: bool

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or the one complaint."""
        (value,) = cast("tuple[PartialDate]", values)
        if value.is_interval is not self.wanted:
            wanted, got = ("an interval such as '2022/2024'", "date") if self.wanted else ("one date", "interval")
            yield (), f"must be {wanted}, got the {got} {value.edtf}"

    def fast(self, values: tuple[str, ...], bind: Bind) -> str:
        """Look for the slash in place."""
        del bind
        return f"'/' {'in' if self.wanted else 'not in'} {values[0]}.edtf"


def _misses(regex: str) -> Callable[[str], object]:
    """Return a function that finds something in a text only if the text as a whole does not match.

    Asked this way round, a text that matches costs no match object, which is half of the time.
    """
    return re.compile(rf"(?!(?:{regex.replace(_SLUG, _SLUG_FAST)})\Z)").match


def _seen(regex: str, value: str, bind: Bind) -> str:
    """Return the test that looks among the texts that matched before, and matches only a new one.

    What is referred to is referred to often: a corpus has few speakers, members and sources beside its statements.
    """
    known = _known(regex)
    few = f"{bind(len)}({bind(known)}) < {_MEMO}"
    keep = f"({few} or {bind(known.clear)}() is None) and {bind(known.add)}({value}) is None"
    return f"({value} in {bind(known)} or not {bind(_misses(regex))}({value}) and {keep})"


@cache
def _known(regex: str) -> set[str]:
    """Return the texts that have matched an expression, the same set for all who ask."""
    del regex
    return set()


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _lower_case(value: str, regex: str) -> str | None:
    """Return the advice to write an id in lower case, if that is all that is wrong with it."""
    lower = value.lower()
    return f"ids are lower case; write {quote(lower)}" if re.fullmatch(regex, lower) else None


def _with_article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


__all__ = ["AtLeast", "Distinct", "Field", "Id", "Interval", "Minimum", "NotBlank", "Pattern", "Ref"]
