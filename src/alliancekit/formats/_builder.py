"""From the events of a parser to a tree with places, without recursion."""

from typing import Final, NoReturn, cast

from attrs import define, field

from alliancekit.engine.tree import InnerPlaces, Place, Tree
from alliancekit.errors import InvalidCorpus, Path, Problem
from alliancekit.formats._text import Limits, Text
from alliancekit.formats._tree import TOO_MANY_HINT, Document, too_deep, too_many_problems, too_many_values
from alliancekit.messages import quote
from alliancekit.rules import reading
from alliancekit.rules.rule import Rule

NO_PARTS: Final[dict[str | int, Place]] = {}
NOWHERE: Final = Place(0, 0, NO_PARTS)


@define(eq=False)
class _Open:
    """A list or an object that is not complete.

    Attributes:
        content: What it holds so far.
        start: Where it starts.
        step: The key or position of the value to come; None in an object that has no usable key for it.
        awaits_key: Whether a key comes next.
        keeps: Whether the value to come becomes part of the object.
        key_start: Where the key of the value to come stands.
        parts: The places of what it holds.
    """

    content: list[Tree] | dict[str, Tree]
    start: int
    step: str | int | None
    awaits_key: bool
    keeps: bool = True
    key_start: int = 0
    parts: dict[str | int, Place] = field(factory=dict)


@define(eq=False)
class TreeBuilder:
    """Makes a tree of what a parser meets, in the order of the text.

    Attributes:
        text: The text that is read.
        limits: How deep the tree may be.
        base: The path of the tree's root in its document.
        problems: What was found so far.
        values: How many values were met so far, lists and objects once they are complete.
        tree: The tree, once it is complete.
        place: Its place and those of its parts.
    """

    text: Text
    limits: Limits
    base: Path = ()
    problems: list[Problem] = field(factory=list)
    values: int = 0
    tree: Tree = None
    place: Place = NOWHERE
    _open: list[_Open] = field(factory=list)

    @property
    def depth(self) -> int:
        """How many lists and objects are not complete."""
        return len(self._open)

    @property
    def start(self) -> int:
        """Where the innermost of them starts."""
        return self._open[-1].start

    @property
    def inside_list(self) -> bool:
        """Whether the innermost of them is a list."""
        return bool(self._open) and isinstance(self._open[-1].content, list)

    @property
    def awaits_key(self) -> bool:
        """Whether a key comes next."""
        return bool(self._open) and self._open[-1].awaits_key

    @property
    def drops(self) -> bool:
        """Whether the value to come is left out because its key can't be used."""
        return bool(self._open) and self._open[-1].step is None and not self.awaits_key

    @property
    def path(self) -> Path:
        """The path of the value to come; that of the object, if it has no usable key for it."""
        return (*self.base, *(frame.step for frame in self._open if frame.step is not None))

    def report(self, rule: Rule, message: str, index: int, hint: str | None = None) -> None:
        """Add a problem of the value to come.

        Raises:
            InvalidCorpus: If there are as many as are told already.
        """
        if len(self.problems) >= self.limits.problems:
            self.refuse(reading.LIMIT, too_many_problems(self.limits), index, TOO_MANY_HINT)
        self.problems.append(rule.problem(message, path=self.path, location=self.text.location(index), hint=hint))

    def refuse(self, rule: Rule, message: str, index: int, hint: str | None = None) -> NoReturn:
        """Give up.

        Raises:
            InvalidCorpus: Always, with the problems found so far and the one given, which is of the root.
        """
        place = self.text.location(index)
        # What was missed at the same place, the value of a key say, only follows.
        earlier = [problem for problem in self.problems if problem.location != place]
        raise InvalidCorpus([*earlier, rule.problem(message, path=self.base, location=place, hint=hint)])

    def open(self, content: list[Tree] | dict[str, Tree], index: int) -> None:
        """Start a list or an object, given empty.

        Raises:
            InvalidCorpus: If it stands too deep.
        """
        if self.depth >= self.limits.depth:
            self.refuse(reading.LIMIT, too_deep(self.limits), index)
        is_list = isinstance(content, list)
        self._open.append(_Open(content, index, step=0 if is_list else None, awaits_key=not is_list))

    def close(self) -> None:
        """End the list or object that was started last."""
        closed = self._open.pop()
        self.value(closed.content, closed.start, closed.parts)

    def key(self, key: str | None, index: int) -> None:
        """Take a key; None for one that can't be used, whose value is then left out.

        So is the value of a key that the object has already, which is AK003.
        """
        frame = self._open[-1]
        frame.step, frame.key_start, frame.awaits_key = key, index, False
        frame.keeps = key is not None and key not in frame.parts
        if key is not None and not frame.keeps:
            first = self.text.where(frame.parts[key].key)
            message = f"the key {quote(key)} stands a second time in this object, first at {first}"
            self.report(reading.DUPLICATE_KEY, message, index)

    def value(self, value: Tree, index: int, parts: InnerPlaces = NO_PARTS) -> None:
        """Take a value, complete with its parts.

        Raises:
            InvalidCorpus: If it is one too many.
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
        elif frame.awaits_key:  # a list or an object where a key belongs
            self.key(None, index)
        else:
            if frame.keeps and isinstance(frame.step, str):
                frame.content[frame.step] = value
                frame.parts[frame.step] = Place(index, frame.key_start, parts)
            frame.step, frame.awaits_key = None, True

    def members(self, members: dict[str, Tree], places: dict[str, Place], values: int) -> None:
        """Take the first members of an object, complete with their parts, and how many values they are in all."""
        frame = self._open[-1]
        cast("dict[str, Tree]", frame.content).update(members)
        frame.parts.update(places)
        self.values += values

    def document(self) -> Document:
        """Return the complete tree as that of the whole file."""
        place = self.place
        return Document(self.text.file, self.tree, tuple(self.problems), self.text, lambda _path: place)
