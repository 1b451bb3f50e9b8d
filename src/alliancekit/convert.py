"""Between plain trees and records: the types of the fields decide, and nothing is converted in silence."""

import datetime as dt
import sys
from collections.abc import Callable, Collection
from collections.abc import Set as AbstractSet
from functools import cache, partial
from typing import TYPE_CHECKING, Final, TypeVar, cast

from attrs import AttrsInstance, define, evolve, field, fields

from alliancekit import engine
from alliancekit.dates import PartialDate
from alliancekit.engine import Record
from alliancekit.errors import InvalidDate, InvalidRecord, Path, Problem, Severity, path_text
from alliancekit.messages import described, listed
from alliancekit.rules.problems import near_field, problems_of, unknown_field
from alliancekit.rules.rule import placed
from alliancekit.rules.shape import DATE, LIMIT, MISSING, TYPE, Kind, Shape, Spec, spec_of
from alliancekit.text import LONGEST_MESSAGE, shorten

if TYPE_CHECKING:
    from cattrs import Converter

    from alliancekit.formats import Tree

R = TypeVar("R", bound=Record)

_PLAIN: Final = frozenset((str, int, bool))
"""The types of single values that stand in a plain tree as they are."""

_object: "Callable[[type], Shape]" = cache(partial(Shape, Kind.OBJECT))
_DATE: Final = Shape(Kind.DATE, PartialDate)
_TEXT: Final = Shape(Kind.TEXT, str)

_ALL_READ: Final = frozenset[str | int]()

_BROKEN: Final = object()
"""Stands for a value that can't be made."""


def record(model: type[R], tree: object) -> R:
    """Return the record that a plain tree describes.

    Args:
        model: Its class.
        tree: An object of plain values, as JSON and YAML give it.

    Raises:
        InvalidRecord: With all the problems, each with its path.
    """
    made = engine.of(model).from_tree(tree)
    if made is not None:
        return made
    made, problems = read(model, tree, refused=True)
    if made is None:
        raise InvalidRecord(problems)
    return made


def read(
    model: type[R], tree: object, unread: Collection[Path] = (), most: int = sys.maxsize, *, refused: bool = False
) -> tuple[R | None, tuple[Problem, ...]]:
    """Return the record that a plain tree describes, and all that is wrong with it.

    The engine is asked first; only what it is not sure of is looked at piece by piece.

    Args:
        model: Its class.
        tree: An object of plain values, as JSON and YAML give it.
        unread: Paths of values that the reader of a file has refused. Nothing is said of them, nor of what follows
            from them, and there is no record.
        most: How many problems are looked for; where there are more, there is one more in the answer.
        refused: Whether the engine has not been sure of it before, so that it need not be asked again.
    """
    if not refused and not unread:
        sound = engine.of(model).from_tree(tree)
        if sound is not None:
            return sound, ()
    reading = _Reading(frozenset(unread), most)
    try:
        made = reading.value(_object(model), tree, ())
    except _Enough:
        made = _BROKEN
    id_ = cast("dict[object, object]", tree).get("id") if isinstance(tree, dict) else None
    name = id_ if isinstance(id_, str) else None
    problems = reading.problems if name is None else [placed(problem, name) for problem in reading.problems]
    return (cast("R", made) if made is not _BROKEN else None), tuple(problems)


def tree(value: Record) -> "dict[str, Tree]":
    """Return a record as a plain tree; fields that hold nothing are left out."""
    model = cast("type[AttrsInstance]", type(value))
    held = ((field, getattr(value, field.name)) for field in fields(model))
    return {field.name: plain(inner) for field, inner in held if inner != field.default}


def converter() -> "Converter":
    """Return a cattrs converter that knows the records and dates, for a project's own classes with such fields."""
    from cattrs import Converter

    made = Converter()
    register(made)
    return made


def register(converter: "Converter") -> None:
    """Teach a cattrs converter the records and dates, for use inside a project's own classes.

    It then makes them from plain trees and plain trees from them, with the problems in `InvalidRecord`.
    """
    converter.register_structure_hook_func(_is_record, lambda value, cls: record(cls, value))
    converter.register_unstructure_hook_func(_is_record, tree)
    converter.register_structure_hook(PartialDate, lambda value, _: _date(value))
    converter.register_unstructure_hook(PartialDate, plain)


def _is_record(cls: object) -> bool:
    return isinstance(cls, type) and issubclass(cls, Record)


def _date(value: object) -> PartialDate:
    reading = _Reading(frozenset())
    date = reading.value(_DATE, value, ())
    if isinstance(date, PartialDate):
        return date
    raise InvalidRecord(reading.problems)


class _Enough(Exception):
    """There are more problems than are looked for."""


@define(eq=False)
class _Reading:
    """The way of a tree to a record; what can't be made of a part of it is `_BROKEN`, and its problems are kept.

    Attributes:
        unread: Paths at which nothing is looked at.
        most: How many problems are looked for, but for one.
        problems: What was found so far.
    """

    unread: AbstractSet[Path]
    most: int = sys.maxsize
    problems: list[Problem] = field(factory=list)
    _unread_below: dict[Path, set[str | int]] = field(factory=dict, init=False)

    def _tell(self, problem: Problem) -> None:
        """Keep a problem; _Enough if there are more than are looked for."""
        self.problems.append(problem)
        if len(self.problems) > self.most:
            raise _Enough

    def value(self, shape: Shape, value: object, path: Path) -> object:
        """Return what a field or an item of a list holds."""
        if path in self.unread:
            return _BROKEN
        if shape.kind is Kind.OBJECT and isinstance(value, dict):
            parts = cast("dict[object, object]", value)
            sound = self._sound(shape.type, parts, path)
            return self._record(shape.type, parts, path) if sound is None else sound
        if shape.kind is Kind.DATE:
            return self._date(value, path)
        if shape.item is not None and isinstance(value, list):
            return self._list(shape.item, cast("list[object]", value), path)
        return value if type(value) is shape.type in _PLAIN else self._mismatch(shape, value, path)

    def _list(self, shape: Shape, held: list[object], path: Path) -> object:
        if shape.type in _PLAIN and {*map(type, held)} <= {shape.type} and not self._unread_in(path):
            return tuple(held)
        items = [self.value(shape, item, (*path, n)) for n, item in enumerate(held)]
        return _BROKEN if any(item is _BROKEN for item in items) else tuple(items)

    def _sound(self, model: type[Record], tree: dict[object, object], path: Path) -> Record | None:
        """Return the record of a part to which there is nothing to say: most parts of a broken record are in order."""
        return engine.of(model).from_tree(tree) if path and not self._unread_in(path) else None

    def _unread_in(self, path: Path) -> AbstractSet[str | int]:
        """Return the keys or positions in what stands at a path at which something is not looked at, or further in."""
        if not self.unread:
            return _ALL_READ
        if not self._unread_below:
            for other in self.unread:
                for depth, step in enumerate(other):
                    self._unread_below.setdefault(other[:depth], set()).add(step)
        return self._unread_below.get(path, _ALL_READ)

    def _record(self, model: type, tree: dict[object, object], path: Path) -> object:
        spec = spec_of(model)
        unknown = [str(name) for name in tree if name not in spec.names]
        renamed = self._renamed(spec, unknown, tree, path) if unknown else {}
        for name in unknown:
            required = [meant for meant in renamed.get(name, ()) if spec[meant].required]
            self._tell(unknown_field(name, spec.names, path, required[0] if required else None))
        known = engine.of(cast("type[Record]", model)).fields_from_tree(tree)
        for step in self._unread_in(path):
            known.pop(str(step), None)
        values, broken = self._others(spec, tree, path, known)
        if unknown:
            # A misspelt field is there: that it is missing under its right name would be the same mistake told twice.
            missing = spec.names.difference(tree)
            broken.update(meant for name in unknown for meant in near_field(name, missing))
        found: list[Problem] = []
        absent = frozenset(name for meant in renamed.values() for name in meant)
        for problem in problems_of(model, values, frozenset(broken), known, absent):
            found.append(problem)
            if len(found) > self.most:
                break
        if broken or len(found) > self.most or Severity.ERROR in [problem.severity for problem in found]:
            for problem in found:
                self._tell(_below(path, problem) if path else problem)
            return _BROKEN
        return _BROKEN if unknown else model(**values)

    def _renamed(
        self, spec: Spec, unknown: list[str], tree: dict[object, object], path: Path
    ) -> dict[str, tuple[str, ...]]:
        """Return the absent fields that may stand under an unknown name, no near one of theirs: the value fits them.

        It is one required field, or all that other rules demand.
        """
        missing = spec.names.difference(tree)
        required = [own.name for own in spec.fields if own.required and own.name in missing]
        demanded = {name for rule in spec.rules for name in rule.demands if name in missing}
        renamed: dict[str, tuple[str, ...]] = {}
        for name in unknown:
            if not (required or demanded):
                break
            if near_field(name, missing) or (*path, name) in self.unread:
                continue
            first = next((own for own in required if _fits(spec[own].shape, tree.get(name))), None)
            if first:
                required.remove(first)
                renamed[name] = (first,)
            else:
                renamed[name] = tuple(own for own in demanded if _fits(spec[own].shape, tree.get(name)))
                demanded.difference_update(renamed[name])
        return renamed

    def _others(
        self, spec: Spec, tree: dict[object, object], path: Path, known: dict[str, object]
    ) -> tuple[dict[str, object], set[str]]:
        """Return what the fields of a record hold, given or known, and the names of those that can't be made."""
        values, broken = known.copy(), set[str]()
        unread = self._unread_in(path)
        for own in spec.fields if len(known) < len(spec.fields) else ():
            name = own.name
            if name in tree and name not in known:
                value = tree[name]
                # Null says that a field holds nothing, which not every field may.
                if value is not None or name in unread:
                    value = self.value(own.shape, value, (*path, name))
                    if value is _BROKEN:
                        broken.add(name)
                values[name] = value
        return values, broken

    def _date(self, value: object, path: Path) -> object:
        """Return the date of a text, or of an object that also has it as printed."""
        if isinstance(value, dict):
            return self._printed(cast("dict[object, object]", value), path)
        if not isinstance(value, str):
            return self._mismatch(_DATE, value, path)
        try:
            return PartialDate.parse(value)
        except InvalidDate as error:
            return self._invalid(error, path)

    def _printed(self, tree: dict[object, object], path: Path) -> object:
        known = ("edtf", "as_printed")
        for name in tree:
            if name not in known:
                self._tell(unknown_field(str(name), set(known), path))
        edtf, printed = (self._part(tree, path, name) for name in known)
        if not isinstance(edtf, str) or not isinstance(printed, str):
            return _BROKEN
        date = self._date(edtf, (*path, "edtf"))
        if date is _BROKEN or len(tree) > len(known):
            return _BROKEN
        try:
            return PartialDate(edtf, as_printed=printed)
        except InvalidDate as error:
            return self._invalid(error, (*path, "as_printed"))

    def _part(self, tree: dict[object, object], path: Path, name: str) -> object:
        """Return the text of a key, which must be there."""
        place = (*path, name)
        if name in tree:
            return self.value(_TEXT, tree[name], place)
        self._tell(MISSING.problem(f"{path_text(place)} is missing", path=place))
        return _BROKEN

    def _invalid(self, error: InvalidDate, path: Path) -> object:
        place = f"{path_text(path)}: " if path else ""
        self._tell(DATE.problem(f"{place}{error}", path=path))
        return _BROKEN

    def _mismatch(self, shape: Shape, value: object, path: Path) -> object:
        wanted = f"one of {listed(shape.choices)}" if shape.choices else shape.kind.value
        message = f"{path_text(path) or 'this'} must be {wanted}, got {described(value)}"
        self._tell(TYPE.problem(message, path=path, hint=_remedy(shape, value)))
        return _BROKEN


def _remedy(shape: Shape, value: object) -> str | None:
    """Return what to write in place of a value of the wrong type, where that can be said."""
    if shape.kind is Kind.LIST:
        return "write a list: each item on a line of its own after '- ', or all of them in [ ]"
    if shape.kind is Kind.OBJECT:
        names = ", ".join(field.name for field in spec_of(shape.type).fields if field.required)
        return f"write an object that has {names}"
    if shape.kind is Kind.DATE and isinstance(value, dt.date):
        return f'write it as text: "{value.isoformat()[:10]}"'
    if shape.kind in (Kind.TEXT, Kind.DATE) and isinstance(value, int | float) and abs(value) < LIMIT:
        return f'put it in quotes: "{str(value).lower() if isinstance(value, bool) else value}"'
    return None


def _fits(shape: Shape, value: object) -> bool:
    """Return whether a value could stand in a field of a shape."""
    reading = _Reading(frozenset(), 0)
    try:
        made = reading.value(shape, value, ())
    except _Enough:
        return False
    return next(shape.problems(made, ()), None) is None


def _below(path: Path, problem: Problem) -> Problem:
    """Return the problem of an inner record as one of the whole."""
    message = f"{path_text(path)}{'.' if problem.path else ': '}{problem.message}"
    return evolve(problem, path=path + problem.path, message=shorten(message, LONGEST_MESSAGE))


def plain(value: object) -> "Tree":
    """Return what a field holds as a plain tree."""
    if isinstance(value, PartialDate):
        return value.edtf if value.as_printed is None else {"edtf": value.edtf, "as_printed": value.as_printed}
    if isinstance(value, tuple):
        return [plain(item) for item in cast("tuple[object, ...]", value)]
    return tree(value) if isinstance(value, Record) else cast("Tree", value)
