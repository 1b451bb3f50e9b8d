"""The interface of the two engines: what each answers about the records of one class."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Generic, NamedTuple, Protocol, TypeAlias, TypeVar

from attrs import frozen

from alliancekit.engine.tree import Held, Place, Tree
from alliancekit.errors import Path

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

MOST_SHARED: Final = 100_000
"""How many equal texts an engine shares; a bound on memory."""
LONGEST_SHARED: Final = 50
"""The longest text, or list of references, that is shared."""


class FromJson(Protocol[R_co]):
    """Reads one record from JSON."""

    def __call__(self, data: bytes, start: int = 0, /) -> R_co | None:
        """Return the record, or None where the slow way may have something to say.

        Args:
            data: The JSON, a single object.
            start: Where the first of its members stands, if what stands before it is known and belongs to no field.
        """
        ...


@frozen
class Bounded:
    """What in a record has to lie within bounds: values that the items of a list hold, each by the key of its item.

    Attributes:
        items: The field with the list.
        key: The field of an item with the key.
        values: The field of an item with a list of dates, or of records with a number; None if there is none.
        number: The field of such a record with the number.
        starts: The fields of the record, of which the first that is given says when it begins. An item without values
            stands for the time of the record.
        ends: The fields of which the first that is given says when it ends.
    """

    items: str
    key: str
    values: str | None = None
    number: str | None = None
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


Bounds: TypeAlias = Mapping[str, tuple[int, int]]
"""The least and the greatest number by the key; days are numbers such as 20250428."""


@frozen(eq=False)
class Engine(Generic[R]):
    """What an engine answers about the records of one class.

    Every answer is a fast yes. Where an engine is not sure, it returns None or False, and the slow way explains:
    `convert.read` for trees, `problems_of` for records.

    Attributes:
        accepts: Returns whether a record, however it was made, obeys all rules.
        from_tree: Returns the record that a plain tree holds, as JSON and YAML give it, or None.
        fields_from_tree: Returns the values of those fields of a plain tree that obey their rules, given or not.
        from_json: Returns the record that a JSON object holds, or None. Equal short texts become one object.
        list_from_json: Returns the records that a JSON list holds, or None.
        from_columns: Returns the records whose fields stand in columns, in the order of the fields. Nothing is tested:
            the caller knows that the values obey the rules.
        references: Returns the ids to which a record refers, in the order of its fields.
        dates: Returns the EDTF texts of the dates of a record, in the order of its fields.
        all_references: Returns the ids to which several records refer.
        late_dates: Returns the EDTF texts of the dates of several records. Those may be left out that certainly lie
            before a day, such as 20250101, and periods without an end that begin before.
        within: Returns what tells of a record whether its values lie within bounds for certain. Items whose key has no
            bounds are not looked at.
    """

    accepts: Callable[[object], bool]
    from_tree: Callable[[object], R | None]
    fields_from_tree: Callable[[Mapping[object, object]], dict[str, object]]
    from_json: FromJson[R]
    list_from_json: Callable[[bytes], Sequence[R] | None]
    from_columns: Callable[[Sequence[Sequence[object]]], list[R]]
    references: Callable[[object], list[str]]
    dates: Callable[[object], list[str]]
    all_references: Callable[[Iterable[object]], set[str]]
    late_dates: Callable[[Iterable[object], int], set[str]]
    within: Callable[[Bounded, Bounds], Callable[[object], bool]]


Find: TypeAlias = Callable[[Path, bool], int]
"""Returns where the value at a path starts; where its key starts if the second argument is true."""


class Leading(NamedTuple):
    """The first members of an object, up to the first to which there may be something to say.

    Attributes:
        members: The members.
        places: The place of each.
        values: How many values they hold.
        end: Where the next key belongs.
    """

    members: dict[str, Tree]
    places: dict[str, Place]
    values: int
    end: int


class Sound(Protocol):
    """Reads JSON that is in order."""

    def __call__(self, text: str, depth: int, most: int, start: int | None = None) -> tuple[Tree, int, int]:
        """Return the tree of a text, how many values it holds, and where it ends if it is a part of the text.

        Args:
            text: The text.
            depth: How many lists and objects may stand inside each other.
            most: How many values it may hold.
            start: Where the value starts, if it is only a part of the text.

        Raises:
            ValueError: If it is not in order, or may not be.
            RecursionError: If it is too deep for the parser.
        """
        ...


Governs: TypeAlias = Callable[[bytes], bool | None]
"""Returns whether a line says that records follow that may be read; None if it does not tell."""


@frozen(eq=False)
class Json:
    """What an engine answers about JSON, whatever it describes.

    Attributes:
        sound: Reads JSON that is in order.
        document: Returns the members of an object. The lists of records among them, whose classes are given by their
            keys, hold records. None if the engine is not sure.
        lines: Returns what reads whole lines of JSON Lines, some at a time: it returns a record for each line, or None.
            A line with a record begins with its type. The arguments are the classes by their types; what is asked of
            each line that does not begin so, and returns whether records follow that may be read, or None if the line
            does not tell; and how many bytes a line may have.
        leading: Returns the first members of the object that starts at an index of a text; so many lists and objects
            may stand inside each other, and so many values may the members hold.
        finder: Returns what finds places in a text that is in order.
        parts: Returns the places in the value that starts at an index of a text that is in order.
    """

    sound: Sound
    document: Callable[[bytes, Mapping[str, type]], dict[str, object] | None]
    lines: Callable[[Mapping[str, type], Governs, int], Callable[[bytes], list[object | None]]]
    leading: Callable[[str, int, int, int], Leading]
    finder: Callable[[str], Find]
    parts: Callable[[str, int], Held]


Guard: TypeAlias = Callable[[object], None]
"""Looks at a record while its constructor runs, and raises an error if something is wrong."""


@frozen(eq=False)
class Engines:
    """The engines of all classes.

    Attributes:
        engine: Returns a new engine of a class.
        guard: Returns what checks a new record, and what demands that a record is new. It takes what raises an error
            for an invalid record, and what raises one for a record that exists already.
        initializer: Returns the `__init__` of a class that attrs has made: that of attrs, or one that does the same. It
            takes what `guard` takes.
        json: What the engine answers about JSON.
    """

    engine: Callable[[type], Engine[object]]
    guard: Callable[[Guard, Guard], tuple[Guard, Guard]]
    initializer: Callable[[type, Guard, Guard], Callable[..., None]]
    json: Json


class Shared(dict[object, object]):
    """Texts and lists of references, each as it was met first; their number is bounded."""

    def __missing__(self, key: object) -> object:
        if len(self) < MOST_SHARED:
            self[key] = key
        return key
