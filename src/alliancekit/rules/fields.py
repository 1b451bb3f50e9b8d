"""Rules for one field or one item of a list; put into `typing.Annotated` beside the type."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from operator import attrgetter
from typing import cast

import attrs
from attrs import field, frozen

from alliancekit.dates import PartialDate
from alliancekit.messages import foreign, listed, quote
from alliancekit.rules.rule import Complaint, Rule

_SLUG = "[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?"
_SLUG_FAST = "[a-z0-9][a-z0-9.-]*(?<![.-])"
"""The same language for Python alone: no step back at the end."""
_SLUG_WORDS = "lower-case letters, digits, hyphens and dots, such as"
_MEMO = 100_000
"""How many references of a form are remembered; a bound on memory, not on what can be handled."""


class Field(Rule):
    """A rule that reads one value, already known to be of the right type; it may break other rules of the field."""

    __slots__ = ()


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

    def holds(self, *values: object) -> bool:
        """Return whether the text matches."""
        return _matches(self.regex)(values[0]) is not None


def _regex_of_id(rule: "Id") -> str:
    return f"{rule.kind}:{_SLUG}"


@frozen(kw_only=True)
class Id(Field):
    """The text is an id of a kind: ``kind:slug``.

    Attributes:
        kind: The kind, such as ``actor``.
        regex: The regular expression that the whole id matches.
    """

    kind: str
    regex: str = field(init=False, default=attrs.Factory(_regex_of_id, takes_self=True))

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or the one complaint."""
        (value,) = cast("tuple[str]", values)
        if not re.fullmatch(self.regex, value):
            yield (
                (),
                f"must be '{self.kind}:' and {_SLUG_WORDS} '{self.kind}:a-name', got {quote(value)}{foreign(value)}",
            )

    def holds(self, *values: object) -> bool:
        """Return whether the text matches."""
        return _matches(self.regex)(values[0]) is not None

    def hint(self, *values: object) -> str:
        """Return the id that may be meant."""
        (value,) = cast("tuple[str]", values)
        return _lower_case(value, self.regex) or f"write an id such as '{self.kind}:a-name'"


def _regex_of_ref(rule: "Ref") -> str:
    return f"(?:{'|'.join(rule.kinds)}):{_SLUG}"


@frozen(kw_only=True)
class Ref(Field):
    """The text is the id of a record of one of the kinds; whether it exists, the corpus knows.

    Attributes:
        kinds: The kinds to which it may refer, such as ``actor`` and ``state``.
        regex: The regular expression that the whole id matches.
    """

    kinds: tuple[str, ...]
    regex: str = field(init=False, default=attrs.Factory(_regex_of_ref, takes_self=True))

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or the one complaint."""
        (value,) = cast("tuple[str]", values)
        if not re.fullmatch(self.regex, value):
            wanted = listed(tuple(map(_with_article, self.kinds)))
            yield (), f"must be the id of {wanted}, got {quote(value)}{foreign(value)}"

    def holds(self, *values: object) -> bool:
        """Return whether the text matches; most references were met before, and are remembered."""
        value, known = values[0], _known(self.regex)
        if value in known:
            return True
        if _matches(self.regex)(value) is None:
            return False
        if len(known) >= _MEMO:
            known.clear()
        known.add(value)
        return True

    def hint(self, *values: object) -> str | None:
        """Return the id that may be meant."""
        (value,) = cast("tuple[str]", values)
        return _lower_case(value, self.regex)


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

    def holds(self, *values: object) -> bool:
        """Return whether the text is not blank and can be written; a NUL or a lone surrogate is not printable."""
        (value,) = cast("tuple[str]", values)
        if value.isprintable():
            return bool(value) and not value.isspace()
        return not value.isspace() and "\0" not in value and _encodable(value)


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

    def holds(self, *values: object) -> bool:
        """Return whether the list is long enough."""
        return len(cast("tuple[object, ...]", values[0])) >= self.count


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

    def holds(self, *values: object) -> bool:
        """Return whether the set of the items is as large as the list; most lists have one item and need no set."""
        items = cast("tuple[object, ...]", values[0])
        return len(items) <= 1 or len({*map(attrgetter(*self.by), items)} if self.by else {*items}) == len(items)


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

    def holds(self, *values: object) -> bool:
        """Return whether the number is not below the bound."""
        return cast("int", values[0]) >= self.bound


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

    def holds(self, *values: object) -> bool:
        """Return whether the date is an interval, or is none."""
        return cast("PartialDate", values[0]).is_interval is self.wanted


@cache
def _matches(regex: str) -> Callable[[object], object]:
    """Return a function that returns None for a text that does not match an expression as a whole."""
    return cast("Callable[[object], object]", re.compile(regex.replace(_SLUG, _SLUG_FAST)).fullmatch)


@cache
def _known(regex: str) -> set[object]:
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
