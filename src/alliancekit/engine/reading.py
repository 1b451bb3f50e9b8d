"""Read records from plain trees, and write them as plain trees.

The types of the values must match exactly: nothing is coerced.
"""

import datetime as dt
import sys
from collections.abc import Callable, Collection
from collections.abc import Set as AbstractSet
from functools import cache, partial
from typing import Final, TypeVar, cast

from attrs import AttrsInstance, define, evolve, field, fields

from alliancekit.dates import PartialDate
from alliancekit.engine._engines import of
from alliancekit.engine.namespaces import Gathered, gather
from alliancekit.engine.record import Record
from alliancekit.engine.tree import Tree
from alliancekit.errors import InvalidDate, InvalidRecord, Path, Problem, Severity, path_text
from alliancekit.messages import described, listed
from alliancekit.project_fields import FIELD, PREFIX, ProjectFields
from alliancekit.rules.problems import problems_of, similar_field, unknown_field
from alliancekit.rules.rule import attach_record
from alliancekit.rules.shape import DATE, LIMIT, MISSING, TYPE, UNKNOWN, Kind, Shape, Spec, spec_of
from alliancekit.text import LONGEST_MESSAGE, shorten

R = TypeVar("R", bound=Record)

_PLAIN: Final = frozenset((str, int, bool))
"""The types of single values that need no conversion."""

_object_shape: "Callable[[type], Shape]" = cache(partial(Shape, Kind.OBJECT))
_DATE: Final = Shape(Kind.DATE, PartialDate)
_TEXT: Final = Shape(Kind.TEXT, str)

_NAME_HINT: Final = (
    "the key of a project is x_ and its name: a-z, 0-9 and _, a letter first, at most 60 characters, without another x_"
)
_PLACE_HINT: Final = "the fields of a project belong to a record, not to an object in it; move the key"

_NO_STEPS: Final = frozenset[str | int]()

_INVALID: Final = object()
"""Marks a value that can't be built."""


def record(model: type[R], tree: object) -> R:
    """Return the record that a plain tree describes.

    Args:
        model: Its class.
        tree: An object of plain values, as parsed from JSON or YAML.

    Raises:
        InvalidRecord: With all the problems, each with its path.
    """
    result = of(model).from_tree(tree)
    if result is not None:
        return result
    result, problems = read(model, tree, declined=True)
    if result is None:
        raise InvalidRecord(problems)
    return result


def read(  # noqa: PLR0913 - one parameter for each option
    model: type[R],
    tree: object,
    unread: Collection[Path] = (),
    most: int = sys.maxsize,
    *,
    declined: bool = False,
    keep: bool = False,
) -> tuple[R | None, tuple[Problem, ...]]:
    """Return the record that a plain tree describes, or None, and all problems of the tree.

    The engine reads the tree first. If the engine declines it, its values are read one by one.

    Args:
        model: Its class.
        tree: An object of plain values, as parsed from JSON or YAML.
        unread: Paths of values whose problems the reader of a file has reported. Neither they nor problems that follow
            from them are reported again, and there is no record.
        most: After how many problems the search stops. If there are more, the result has one more than this.
        declined: Whether the engine has declined the tree before, so that it need not read it again.
        keep: Whether the fields of any project are allowed, in keys such as ``x_study``; the caller checks them.
    """
    if not declined and not unread:
        accepted = of(model).from_tree(tree)
        if accepted is not None:
            return accepted, ()
    if gathered := gather(model, tree, unread, keep=keep):
        return _read_gathered(model, gathered, unread, most)
    return TreeReader(frozenset(unread), most).read(model, tree)


def _read_gathered(
    model: type[R], gathered: Gathered, unread: Collection[Path], most: int
) -> tuple[R | None, tuple[Problem, ...]]:
    """Return the record of a tree with the fields of projects, or None, and all problems of the tree."""
    accepted = of(model).from_tree(gathered.tree) if gathered.complete and not unread else None
    if accepted is not None:
        return accepted, ()
    record, problems = TreeReader(frozenset(unread), most).read(model, gathered.tree)
    id_ = gathered.tree.get("id")
    own = (attach_record(problem, id_ if isinstance(id_, str) else None) for problem in gathered.problems)
    return (record if gathered.complete else None), (*problems, *own)


def tree(value: Record) -> dict[str, Tree]:
    """Return a record as a plain tree; fields with their default value are left out."""
    model = cast("type[AttrsInstance]", type(value))
    members = ((field, getattr(value, field.name)) for field in fields(model))
    result = {field.name: plain(member) for field, member in members if member != field.default}
    projects = cast("dict[str, Tree]", result.pop(FIELD, None))
    return {**result, **{f"{PREFIX}{name}": own for name, own in projects.items()}} if projects else result


def date_from_tree(value: object) -> PartialDate:
    """Return the date of a text, or of an object with `edtf` and `as_printed`.

    Raises:
        InvalidRecord: With the problem of the value.
    """
    reader = TreeReader()
    date = reader.value(_DATE, value, ())
    if isinstance(date, PartialDate):
        return date
    raise InvalidRecord(reader.problems)


class _TooManyProblems(Exception):
    """More problems were found than the limit."""


@define(eq=False)
class TreeReader:
    """Builds a record from a plain tree and collects all problems; a value that can't be built becomes `_INVALID`.

    Attributes:
        unread: Paths of values that are skipped.
        most: After how many problems the next one ends the search.
        hint: The function that returns the hint for a value of the wrong type.
        problems: The problems so far.
    """

    unread: AbstractSet[Path] = frozenset()
    most: int = sys.maxsize
    hint: "Callable[[Shape, object], str | None]" = field(factory=lambda: hint_for_type)
    problems: list[Problem] = field(factory=list)
    _unread_steps: dict[Path, set[str | int]] = field(factory=dict, init=False)

    def read(self, model: type[R], tree: object) -> tuple[R | None, tuple[Problem, ...]]:
        """Return the record that a plain tree describes, or None, and the problems of the tree."""
        try:
            result = self.value(_object_shape(model), tree, ())
        except _TooManyProblems:
            result = _INVALID
        id_ = cast("dict[object, object]", tree).get("id") if isinstance(tree, dict) else None
        name = id_ if isinstance(id_, str) else None
        problems = self.problems if name is None else [attach_record(problem, name) for problem in self.problems]
        return (cast("R", result) if result is not _INVALID else None), tuple(problems)

    def _report(self, problem: Problem) -> None:
        """Add a problem; raise `_TooManyProblems` if there are more than the limit."""
        self.problems.append(problem)
        if len(self.problems) > self.most:
            raise _TooManyProblems

    def value(self, shape: Shape, value: object, path: Path) -> object:
        """Return the value of a field or of an item of a list."""
        if path in self.unread:
            return _INVALID
        if shape.kind is Kind.OBJECT and isinstance(value, dict):
            members = cast("dict[object, object]", value)
            accepted = self._accepted(shape.type, members, path)
            return self._record(shape.type, members, path) if accepted is None else accepted
        if shape.kind is Kind.DATE:
            return self._date(value, path)
        if shape.item is not None and isinstance(value, list):
            return self._list(shape.item, cast("list[object]", value), path)
        return value if type(value) is shape.type in _PLAIN else self._mismatch(shape, value, path)

    def _list(self, shape: Shape, values: list[object], path: Path) -> object:
        if shape.type in _PLAIN and {*map(type, values)} <= {shape.type} and not self._unread_in(path):
            return tuple(values)
        items = [self.value(shape, value, (*path, n)) for n, value in enumerate(values)]
        return _INVALID if any(item is _INVALID for item in items) else tuple(items)

    def _accepted(self, model: type[Record], tree: dict[object, object], path: Path) -> Record | None:
        """Return an inner record if the engine accepts it: most objects inside an invalid record are valid."""
        return of(model).from_tree(tree) if path and not self._unread_in(path) else None

    def _unread_in(self, path: Path) -> AbstractSet[str | int]:
        """Return the keys or positions in the value at a path that lead to a skipped value."""
        if not self.unread:
            return _NO_STEPS
        if not self._unread_steps:
            for other in self.unread:
                for depth, step in enumerate(other):
                    self._unread_steps.setdefault(other[:depth], set()).add(step)
        return self._unread_steps.get(path, _NO_STEPS)

    def _record(self, model: type, tree: dict[object, object], path: Path) -> object:
        spec = spec_of(model)
        unknown = [] if tree.keys() <= spec.names else [str(name) for name in tree if name not in spec.names]
        misnamed = self._misnamed(spec, unknown, tree, path) if unknown else {}
        for name in unknown:
            required = [field for field in misnamed.get(name, ()) if spec[field].required]
            problem = unknown_field(name, spec.names - {FIELD}, path, required[0] if required else None)
            hint = _NAME_HINT if FIELD in spec.names else _PLACE_HINT
            self._report(evolve(problem, hint=hint) if name.startswith(PREFIX) else problem)
        known = of(cast("type[Record]", model)).fields_from_tree(tree)
        for step in self._unread_in(path):
            known.pop(str(step), None)
        values, invalid = self._values(spec, tree, path, known)
        if unknown:
            # The misspelt name is reported: that the field is missing follows from it.
            missing = spec.names.difference(tree)
            invalid.update(field for name in unknown for field in similar_field(name, missing))
        problems: list[Problem] = []
        misnamed_fields = frozenset(name for names in misnamed.values() for name in names)
        for problem in problems_of(model, values, frozenset(invalid), known, misnamed_fields):
            problems.append(problem)
            if len(problems) > self.most:
                break
        if invalid or len(problems) > self.most or Severity.ERROR in [problem.severity for problem in problems]:
            for problem in problems:
                self._report(inner_problem(path, problem) if path else problem)
            return _INVALID
        return _INVALID if unknown else model(**values)

    def _misnamed(
        self, spec: Spec, unknown: list[str], tree: dict[object, object], path: Path
    ) -> dict[str, tuple[str, ...]]:
        """Return the missing fields for which an unknown name may stand, because its value fits them.

        For each name it is one required field, or all fitting fields that rules of several fields demand. Names similar
        to that of a missing field are left out: they are suggested anyway.
        """
        missing = spec.names.difference(tree)
        required = [own.name for own in spec.fields if own.required and own.name in missing]
        demanded = {name for rule in spec.rules for name in rule.demands if name in missing}
        misnamed: dict[str, tuple[str, ...]] = {}
        for name in unknown:
            if not (required or demanded):
                break
            if similar_field(name, missing) or (*path, name) in self.unread:
                continue
            first = next((own for own in required if _fits(spec[own].shape, tree.get(name))), None)
            if first:
                required.remove(first)
                misnamed[name] = (first,)
            else:
                misnamed[name] = tuple(own for own in demanded if _fits(spec[own].shape, tree.get(name)))
                demanded.difference_update(misnamed[name])
        return misnamed

    def _values(
        self, spec: Spec, tree: dict[object, object], path: Path, known: dict[str, object]
    ) -> tuple[dict[str, object], set[str]]:
        """Return the values of the fields of a record, and the names of the fields whose values can't be built."""
        values, invalid = known.copy(), set[str]()
        unread = self._unread_in(path)
        for own in spec.without(known):
            name = own.name
            if name in tree:
                value = tree[name]
                # Null is the value of a field without one; whether that is allowed is checked with the other values.
                if value is not None or name in unread:
                    value = self.value(own.shape, value, (*path, name))
                    if value is _INVALID:
                        invalid.add(name)
                values[name] = value
        return values, invalid

    def _date(self, value: object, path: Path) -> object:
        """Return the date of a text, or of an object with `edtf` and `as_printed`."""
        if isinstance(value, dict):
            return self._date_with_print(cast("dict[object, object]", value), path)
        if not isinstance(value, str):
            return self._mismatch(_DATE, value, path)
        try:
            return PartialDate.parse(value)
        except InvalidDate as error:
            return self._invalid(error, path)

    def _date_with_print(self, tree: dict[object, object], path: Path) -> object:
        known = ("edtf", "as_printed")
        for name in tree:
            if name not in known:
                self._report(unknown_field(str(name), set(known), path))
        edtf, printed = (self._required_text(tree, path, name) for name in known)
        if not isinstance(edtf, str) or not isinstance(printed, str):
            return _INVALID
        date = self._date(edtf, (*path, "edtf"))
        if date is _INVALID or len(tree) > len(known):
            return _INVALID
        try:
            return PartialDate(edtf, as_printed=printed)
        except InvalidDate as error:
            return self._invalid(error, (*path, "as_printed"))

    def _required_text(self, tree: dict[object, object], path: Path, name: str) -> object:
        """Return the text of a key; report a missing one."""
        place = (*path, name)
        if name in tree:
            return self.value(_TEXT, tree[name], place)
        self._report(MISSING.problem(f"{path_text(place)} is missing", path=place))
        return _INVALID

    def _invalid(self, error: InvalidDate, path: Path) -> object:
        place = f"{path_text(path)}: " if path else ""
        self._report(DATE.problem(f"{place}{error}", path=path))
        return _INVALID

    def _mismatch(self, shape: Shape, value: object, path: Path) -> object:
        expected = f"one of {listed(shape.choices)}" if shape.choices else shape.kind.value
        message = f"{path_text(path) or 'this'} must be {expected}, got {described(value)}"
        self._report(TYPE.problem(message, path=path, hint=self.hint(shape, value)))
        return _INVALID


def hint_for_type(shape: Shape, value: object) -> str | None:
    """Return the advice what to write in a file instead of a value of the wrong type; None: no specific advice."""
    if shape.kind is Kind.LIST:
        return "write a list: each item on a line of its own after '- ', or all of them in [ ]"
    if shape.kind is Kind.PROJECTS:
        return "write the fields of each project under a key of its own, such as x_study"
    if shape.kind is Kind.OBJECT and isinstance(value, bytes):
        return "parse the JSON first; a web request needs the header Content-Type: application/json"
    if shape.kind is Kind.OBJECT:
        names = ", ".join(field.name for field in spec_of(shape.type).fields if field.required)
        return f"write an object that has {names}"
    if shape.kind is Kind.DATE and isinstance(value, dt.date):
        return f'write it as text: "{value.isoformat()[:10]}"'
    if shape.kind in (Kind.TEXT, Kind.DATE) and isinstance(value, int | float) and abs(value) < LIMIT:
        return f'put it in quotes: "{str(value).lower() if isinstance(value, bool) else value}"'
    return None


def _fits(shape: Shape, value: object) -> bool:
    """Return whether a value is valid for a field of a shape."""
    try:
        result = TreeReader(most=0).value(shape, value, ())
    except _TooManyProblems:
        return False
    return next(shape.problems(result, ()), None) is None


def inner_problem(path: Path, problem: Problem) -> Problem:
    """Return a problem of an inner record with the path and message for the whole record."""
    place = path + problem.path
    if problem.code == UNKNOWN.code:
        message = problem.message.replace(f"'{path_text(problem.path)}'", f"'{path_text(place)}'", 1)
    else:
        message = f"{path_text(path)}{'.' if problem.path else ': '}{problem.message}"
    return evolve(problem, path=place, message=shorten(message, LONGEST_MESSAGE))


def plain(value: object) -> Tree:
    """Return the value of a field as a plain tree."""
    if isinstance(value, PartialDate):
        return value.edtf if value.as_printed is None else {"edtf": value.edtf, "as_printed": value.as_printed}
    if isinstance(value, ProjectFields):
        return cast(Tree, value.tree())
    if isinstance(value, tuple):
        return [plain(item) for item in cast("tuple[object, ...]", value)]
    return tree(value) if isinstance(value, Record) else cast(Tree, value)
