"""The interface of the two engines: their functions for the records of one class, and for JSON."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Generic, NamedTuple, Protocol, TypeAlias, TypeVar

from attrs import frozen

from alliancekit.engine.tree import InnerPlaces, Place, Tree
from alliancekit.errors import Path

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

MOST_SHARED: Final = 100_000
"""How many equal texts an engine shares; a bound on memory."""
LONGEST_SHARED: Final = 50
"""The longest text, or list of references, that is shared."""


class FromJson(Protocol[R_co]):
    """Builds one record from JSON."""

    def __call__(self, data: bytes, start: int = 0, /) -> R_co | None:
        """Return the record, or None if the engine declines it.

        Args:
            data: The JSON, a single object.
            start: Where its first member starts, if the text before it is known and belongs to no field.
        """
        ...


@frozen
class Bounded:
    """Which values of a record must lie within bounds: those in the items of a list. The key of an item selects them.

    Attributes:
        items: The field with the list.
        key: The field of an item with the key.
        values: The field of an item with a list of dates, or of records with a number; None if there is none.
        number: The field of such a record with the number.
        starts: Fields with the beginning of the record; the first that has a value counts. If an item has no values,
            the time of the record must lie within the bounds.
        ends: Fields with the end of the record; the first that has a value counts.
    """

    items: str
    key: str
    values: str | None = None
    number: str | None = None
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


Bounds: TypeAlias = Mapping[str, tuple[int, int]]
"""The least and the greatest number by the key; days are numbers such as 20250428."""


class Ranges(Protocol):
    """The ranges of the values of records that must lie within bounds, by the key."""

    def extend(self, records: Iterable[object], /) -> None:
        """Let the ranges include the values of more records."""
        ...

    def lie_within(self, bounds: dict[str, tuple[int, int]], /) -> bool:
        """Return whether all these values certainly lie within bounds; those whose key has no bounds are not tested."""
        ...


@frozen(eq=False)
class Engine(Generic[R]):
    """The functions of an engine for the records of one class.

    Each returns quickly what it accepts, and None or False if it declines. `convert.read` explains trees,
    `problems_of` explains the values of records.

    Attributes:
        accepts: Returns whether a record, however it was built, obeys all rules.
        from_tree: Returns the record that a plain tree describes, or None.
        fields_from_tree: Returns the values of those fields that obey their own rules; a missing field has its default.
        from_json: Returns the record that a JSON object describes, or None. Equal short texts become one object.
        list_from_json: Returns the records that a JSON list describes, or None.
        from_columns: Returns the records whose values are in columns, in the order of the fields. It checks nothing:
            the caller knows that the values obey the rules.
        references: Returns the ids to which a record refers, in the order of its fields.
        dates: Returns the EDTF texts of the dates of a record, in the order of its fields.
        digest: Adds the ids to which several records refer to a set, and the EDTF texts of their dates to another. It
            may leave out dates that certainly lie before a day, such as 20250101, and periods without an end that begin
            before it. Its arguments are the records, the day and the two sets.
        within: Returns a function that tests whether the values of a record certainly lie within bounds. Items whose
            key has no bounds are not tested.
        ranges: Returns new ranges of the values of records.
    """

    accepts: Callable[[object], bool]
    from_tree: Callable[[object], R | None]
    fields_from_tree: Callable[[Mapping[object, object]], dict[str, object]]
    from_json: FromJson[R]
    list_from_json: Callable[[bytes], Sequence[R] | None]
    from_columns: Callable[[Sequence[Sequence[object]]], list[R]]
    references: Callable[[object], list[str]]
    dates: Callable[[object], list[str]]
    digest: Callable[[Iterable[object], int, set[str], set[str]], None]
    within: Callable[[Bounded, Bounds], Callable[[object], bool]]
    ranges: Callable[[Bounded], Ranges]


Find: TypeAlias = Callable[[Path, bool], int]
"""Returns where the value at a path starts; where its key starts if the second argument is true."""


class FirstMembers(NamedTuple):
    """The first members of a JSON object, up to the first one that the engine declines.

    Attributes:
        members: The members.
        places: The place of each.
        values: How many values they contain.
        end: Where the next key belongs.
    """

    members: dict[str, Tree]
    places: dict[str, Place]
    values: int
    end: int


class JsonParser(Protocol):
    """Parses valid JSON."""

    def __call__(self, text: str, depth: int, most: int, start: int | None = None) -> tuple[Tree, int, int]:
        """Return the tree of a JSON text, the number of its values, and the index where it ends.

        Args:
            text: The text.
            depth: How deep lists and objects may be nested.
            most: How many values it may contain.
            start: Where the value starts, if it is only a part of the text.

        Raises:
            ValueError: If the engine declines the text.
            RecursionError: If it is nested too deeply for the parser.
        """
        ...


HeaderCheck: TypeAlias = Callable[[bytes], bool | None]
"""Returns whether records may be read after a line of JSON Lines; None if the line is no header."""


@frozen(eq=False)
class JsonEngine:
    """The functions of an engine for JSON in general.

    Attributes:
        parse: Returns the tree of a JSON text.
        document: Returns the members of an object, or None. Its arguments are the JSON, and the class of the records in
            each list of records, by key.
        lines: Returns a function that reads whole lines of JSON Lines: for each line, a record or None. A line with a
            record begins with its type. The arguments are the class of each type, the check of all other lines, and the
            greatest number of bytes of a line.
        first_members: Returns the first members of the object at an index of a text. The last two arguments limit how
            deep lists and objects are nested, and how many values the members contain.
        finder: Returns a function that finds values in a valid JSON text.
        parts: Returns the places of the values inside the value at an index of a valid JSON text.
    """

    parse: JsonParser
    document: Callable[[bytes, Mapping[str, type]], dict[str, object] | None]
    lines: Callable[[Mapping[str, type], HeaderCheck, int], Callable[[bytes], list[object | None]]]
    first_members: Callable[[str, int, int, int], FirstMembers]
    finder: Callable[[str], Find]
    parts: Callable[[str, int], InnerPlaces]


Guard: TypeAlias = Callable[[object], None]
"""Checks a record while its constructor runs; raises an error if something is wrong."""


@frozen(eq=False)
class Engines:
    """The engines of all classes.

    Attributes:
        engine: Returns a new engine of a class.
        guard: Returns two checks: that a new record is valid, and that a record is new. Its arguments raise the errors:
            for an invalid record, and for a record that exists already.
        initializer: Returns the `__init__` of a class that attrs has built: that of attrs, or one that does the same.
            It takes the same two functions as `guard`.
        json: The functions for JSON.
    """

    engine: Callable[[type], Engine[object]]
    guard: Callable[[Guard, Guard], tuple[Guard, Guard]]
    initializer: Callable[[type, Guard, Guard], Callable[..., None]]
    json: JsonEngine


class Shared(dict[object, object]):
    """Maps each text or list of references to the first equal one; their number is bounded."""

    def __missing__(self, key: object) -> object:
        if len(self) < MOST_SHARED:
            self[key] = key
        return key
