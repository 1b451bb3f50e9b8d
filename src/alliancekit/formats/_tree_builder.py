"""Build a tree with locations from the events of a parser, without recursion."""

from typing import Final, NoReturn, cast

from attrs import define, field

from alliancekit.engine.tree import InnerPlaces, Place, Tree
from alliancekit.errors import InvalidCorpus, Path, Problem
from alliancekit.formats._text import FileText, Limits
from alliancekit.formats._tree import TOO_MANY_HINT, Document, too_deep, too_many_problems, too_many_values
from alliancekit.messages import quote
from alliancekit.rules import reading
from alliancekit.rules.rule import Rule

NO_PARTS: Final[dict[str | int, Place]] = {}
"""The places of the parts of a value that is no list and no object."""

NOWHERE: Final = Place(0, 0, NO_PARTS)
"""The place of the tree before it is complete."""


@define(eq=False)
class _Open:
    """An incomplete list or object.

    Attributes:
        content: Its content so far.
        start: The index of its first character.
        step: The key or position of the next value; None in an object before the key and if the key is unusable.
        awaits_key: Whether a key comes next.
        included: Whether the next value becomes part of the object.
        key_start: The index of the key of the next value.
        parts: The places of its values.
    """

    content: list[Tree] | dict[str, Tree]
    start: int
    step: str | int | None
    awaits_key: bool
    included: bool = True
    key_start: int = 0
    parts: dict[str | int, Place] = field(factory=dict)


@define(eq=False)
class TreeBuilder:
    """Builds a tree from the events of a parser, in the order of the text.

    Attributes:
        text: The text.
        limits: The limits of depth, values and problems.
        base: The path of the root of the tree in its document.
        problems: The problems so far.
        values: The number of values so far; lists and objects count when they are complete.
        tree: The tree, when it is complete.
        place: The place of the tree and of its parts.
    """

    text: FileText
    limits: Limits
    base: Path = ()
    problems: list[Problem] = field(factory=list)
    values: int = 0
    tree: Tree = None
    place: Place = NOWHERE
    _open: list[_Open] = field(factory=list)

    @property
    def depth(self) -> int:
        """The number of incomplete lists and objects."""
        return len(self._open)

    @property
    def start(self) -> int:
        """The index of the first character of the innermost incomplete list or object."""
        return self._open[-1].start

    @property
    def inside_list(self) -> bool:
        """Whether the innermost incomplete list or object is a list."""
        return bool(self._open) and isinstance(self._open[-1].content, list)

    @property
    def awaits_key(self) -> bool:
        """Whether a key comes next."""
        return bool(self._open) and self._open[-1].awaits_key

    @property
    def key_is_unusable(self) -> bool:
        """Whether the key of the next value is unusable; False for a duplicate key, which drops its value too."""
        return bool(self._open) and self._open[-1].step is None and not self.awaits_key

    @property
    def path(self) -> Path:
        """The path of the next value; the path of the object before the key and if the key is unusable."""
        return (*self.base, *(frame.step for frame in self._open if frame.step is not None))

    def report(self, rule: Rule, message: str, index: int, hint: str | None = None) -> None:
        """Add a problem of the next value.

        Raises:
            InvalidCorpus: If the maximum number of problems is exceeded.
        """
        if len(self.problems) >= self.limits.problems:
            self.refuse(reading.LIMIT, too_many_problems(self.limits), index, TOO_MANY_HINT)
        self.problems.append(rule.problem(message, path=self.path, location=self.text.location(index), hint=hint))

    def refuse(self, rule: Rule, message: str, index: int, hint: str | None = None) -> NoReturn:
        """Stop with a problem of the root.

        Raises:
            InvalidCorpus: Always, with this problem and the earlier problems at other locations.
        """
        location = self.text.location(index)
        # Earlier problems at the same location, such as a missing value, only follow from this one.
        earlier = [problem for problem in self.problems if problem.location != location]
        raise InvalidCorpus([*earlier, rule.problem(message, path=self.base, location=location, hint=hint)])

    def open(self, content: list[Tree] | dict[str, Tree], index: int) -> None:
        """Start a list or an object; `content` is empty.

        Raises:
            InvalidCorpus: If it is nested too deeply.
        """
        if self.depth >= self.limits.depth:
            self.refuse(reading.LIMIT, too_deep(self.limits), index)
        is_list = isinstance(content, list)
        self._open.append(_Open(content, index, step=0 if is_list else None, awaits_key=not is_list))

    def close(self) -> None:
        """End the innermost list or object, and add it as a value."""
        closed = self._open.pop()
        self.add_value(closed.content, closed.start, closed.parts)

    def add_key(self, key: str | None, index: int) -> None:
        """Add a key; its value is dropped if the key is None, which means unusable, or a duplicate (AK003)."""
        frame = self._open[-1]
        frame.step, frame.key_start, frame.awaits_key = key, index, False
        frame.included = key is not None and key not in frame.parts
        if key is not None and not frame.included:
            first = self.text.where(frame.parts[key].key)
            message = f"duplicate key {quote(key)}, first at {first}"
            self.report(reading.DUPLICATE_KEY, message, index)

    def add_value(self, value: Tree, index: int, parts: InnerPlaces = NO_PARTS) -> None:
        """Add a complete value with its parts; in the position of a key, it is an unusable key.

        Raises:
            InvalidCorpus: If the maximum number of values is exceeded.
        """
        self.values += 1
        if self.values > self.limits.values:
            self.refuse(reading.LIMIT, too_many_values(self.limits), index)
        if not self._open:
            self.tree, self.place = value, Place(index, index, parts)
            return
        frame = self._open[-1]
        if isinstance(frame.content, list):
            frame.parts[len(frame.content)] = Place(index, index, parts)
            frame.content.append(value)
            frame.step = len(frame.content)
        elif frame.awaits_key:  # a list or an object in the position of a key
            self.add_key(None, index)
        else:
            if frame.included and isinstance(frame.step, str):
                frame.content[frame.step] = value
                frame.parts[frame.step] = Place(index, frame.key_start, parts)
            frame.step, frame.awaits_key = None, True

    def add_members(self, members: dict[str, Tree], places: dict[str, Place], values: int) -> None:
        """Add the first members of an object, without a check of limits and of duplicate keys.

        Args:
            members: The members.
            places: The place of each member.
            values: The number of all values in them.
        """
        frame = self._open[-1]
        cast("dict[str, Tree]", frame.content).update(members)
        frame.parts.update(places)
        self.values += values

    def to_document(self) -> Document:
        """Return the document of the whole file; the tree must be complete."""
        place = self.place
        return Document(self.text.file, self.tree, tuple(self.problems), self.text, lambda _path: place)
