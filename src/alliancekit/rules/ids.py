"""Rules of ids, ``kind:slug``: the id of a record, and a reference to another record."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Final, cast, final

from attrs import Factory, field, frozen

from alliancekit.messages import foreign, listed, quote
from alliancekit.rules.patterns import PatternRule, matcher
from alliancekit.rules.rule import Complaint

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Values

_SLUG: Final = "[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?"
_SLUG_FAST: Final = "[a-z0-9][a-z0-9.-]*(?<![.-])"
"""The same slugs, for `re` only: this needs no backtracking at the end."""
_SLUG_WORDS: Final = "lower-case letters, digits, hyphens and dots, such as"
_CACHE_SIZE: Final = 100_000
"""How many matching references are cached per expression; a bound on memory."""


def is_id(text: str, kind: str) -> bool:
    """Return whether a text is an id of a kind, such as ``source``."""
    return re.fullmatch(f"{kind}:{_SLUG}", text) is not None


def _regex_of_id(rule: "Id") -> str:
    return f"{rule.kind}:{_SLUG}"


@final
@frozen(kw_only=True)
class Id(PatternRule):
    """The text is an id of a kind: ``kind:slug``.

    Attributes:
        kind: The kind, such as ``actor``.
        regex: The regular expression that the whole id matches.
    """

    kind: str
    regex: str = field(init=False, default=Factory(_regex_of_id, takes_self=True))

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint if the value breaks the rule."""
        (value,) = cast("tuple[str]", values)
        if not re.fullmatch(self.regex, value):
            example = f"'{self.kind}:' and {_SLUG_WORDS} '{self.kind}:a-name'"
            yield (), f"must be {example}, got {quote(value)}{foreign(value)}"

    def hint(self, *values: object) -> str:
        """Return the advice to write the id in lower case, or an example of an id."""
        (value,) = cast("tuple[str]", values)
        return _lower_case_hint(value, self.regex) or f"write an id such as '{self.kind}:a-name'"

    def holds(self, *values: object) -> bool:
        """Return whether the text matches."""
        return _id_matcher(self.regex)(values[0]) is not None

    @property
    def definition(self) -> str:
        """The code of the rule and the kind."""
        return f"{self.code}-{self.kind}"


def _regex_of_ref(rule: "Ref") -> str:
    return f"(?:{'|'.join(rule.kinds)}):{_SLUG}"


@final
@frozen(kw_only=True)
class Ref(PatternRule):
    """The text is the id of a record of one of some kinds; the corpus checks whether that record exists.

    Attributes:
        kinds: The kinds to which it may refer, such as ``actor`` and ``state``.
        regex: The regular expression that the whole id matches.
    """

    kinds: tuple[str, ...]
    regex: str = field(init=False, default=Factory(_regex_of_ref, takes_self=True))

    @property
    def refers_to(self) -> tuple[str, ...]:
        """The kinds."""
        return self.kinds

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint if the value breaks the rule."""
        (value,) = cast("tuple[str]", values)
        if not re.fullmatch(self.regex, value):
            kinds = listed(tuple(map(_with_article, self.kinds)))
            yield (), f"must be the id of {kinds}, got {quote(value)}{foreign(value)}"

    def hint(self, *values: object) -> str | None:
        """Return the advice to write the id in lower case, if that makes it match."""
        (value,) = cast("tuple[str]", values)
        return _lower_case_hint(value, self.regex)

    def holds(self, *values: object) -> bool:
        """Return whether the text matches; matches are cached, since most references occur more than once."""
        value, known = values[0], _matched(self.regex)
        if value in known:
            return True
        if _id_matcher(self.regex)(value) is None:
            return False
        if len(known) >= _CACHE_SIZE:
            known.clear()
        known.add(value)
        return True

    @property
    def definition(self) -> str:
        """The code of the rule and the kinds."""
        return "-or-".join((f"{self.code}-{self.kinds[0]}", *self.kinds[1:]))

    def doubtful_rows(self, values: "Values") -> "pl.Series":
        """Return the rows that do not match; only distinct references are tested."""
        unique = values.unique
        return values.rows_with(unique.series.filter(~unique.matches(self.regex)))


def _id_matcher(regex: str) -> Callable[[object], object]:
    return matcher(regex.replace(_SLUG, _SLUG_FAST))


@cache
def _matched(regex: str) -> set[object]:
    """Return the cache of the texts that have matched an expression."""
    del regex
    return set()


def _lower_case_hint(value: str, regex: str) -> str | None:
    """Return the advice to write an id in lower case, if nothing else is wrong with it."""
    lower = value.lower()
    return f"ids are lower case; write {quote(lower)}" if re.fullmatch(regex, lower) else None


def _with_article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
