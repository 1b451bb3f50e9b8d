"""Convert plain trees to records and back, and the converters of cattrs that do so."""

import types
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, NewType, TypeVar, Union, cast, get_args, get_origin

from attrs import evolve

from alliancekit.dates import PartialDate
from alliancekit.engine import Record
from alliancekit.engine.reading import date_from_tree as date
from alliancekit.engine.reading import plain, read, tree
from alliancekit.engine.reading import record as record_of
from alliancekit.errors import AllianceKitError, InvalidRecord, Severity
from alliancekit.models import MODELS, Entry
from alliancekit.models.ids import own, reference_to
from alliancekit.projects import Project, checked_projects, problems_with, rules_of_reading, with_declared_fields
from alliancekit.rules.shape import shape_of

if TYPE_CHECKING:
    from cattrs import Converter

R = TypeVar("R", bound=Record)

__all__ = ["converter", "date", "format_exception", "plain", "read", "record", "register", "tree"]


def record(model: type[R], tree: object, projects: Iterable[Project] = ()) -> R:
    """Return the record that a plain tree describes.

    Args:
        model: Its class.
        tree: An object of plain values, as parsed from JSON or YAML.
        projects: The projects whose rules and fields are checked too. Without them, a key such as ``x_study`` is an
            error.

    Raises:
        InvalidRecord: With all the problems, each with its path.
        UnusableProject: If two projects have different rules with one code.
    """
    own = checked_projects(projects)
    if not own:
        return record_of(model, tree)
    result, problems = read(model, tree, keep=True)
    if result is not None and model in MODELS.values():
        entry = cast("Entry", result)
        problems = problems_with(rules_of_reading(own, model), entry)
        result = cast("R", with_declared_fields(own, entry))
    if result is None or any(problem.severity is Severity.ERROR for problem in problems):
        raise InvalidRecord(problems)
    return result


def converter(projects: Iterable[Project] = ()) -> "Converter":
    """Return a cattrs converter that supports records, dates and ids, for your own classes with such fields.

    Args:
        projects: As for `record`.

    Raises:
        UnusableProject: If two projects have different rules with one code.
    """
    from cattrs import Converter

    result = Converter()
    register(result, projects)
    return result


def register(converter: "Converter", projects: Iterable[Project] = ()) -> None:
    """Register records, dates and ids with a cattrs converter, for your own classes with such fields.

    It then structures and unstructures them as `record` and `tree` do, and raises `InvalidRecord` with their problems.
    With detailed validation, the default, this is also a group of exceptions of cattrs: `cattrs.transform_error`
    returns one line for each problem, with its path. Pass `format_exception` to it.

    Args:
        converter: The converter.
        projects: As for `record`.

    Raises:
        UnusableProject: If two projects have different rules with one code.
    """
    own = checked_projects(projects)
    converter.register_structure_hook_func(_is_record, partial(_structure, converter, own))
    converter.register_unstructure_hook_func(_is_record, tree)
    converter.register_structure_hook(PartialDate, partial(_structure, converter, own))
    converter.register_unstructure_hook(PartialDate, plain)
    converter.register_structure_hook_func(_is_id, partial(_structure_id, converter))


def format_exception(error: BaseException, type_: type | None) -> str:
    """Return the message of an error, for the argument of this name of `cattrs.transform_error`.

    Problems of records and dates have their code, message and hint; other errors are as cattrs describes them.
    """
    from cattrs.v import format_exception as default

    return str(error) if isinstance(error, AllianceKitError) else default(error, type_)


def _structure(converter: "Converter", projects: Sequence[Project], value: object, cls: type) -> object:
    """Return a record or a date for cattrs."""
    structure = date if cls is PartialDate else partial(record, cast("type[Record]", cls), projects=projects)
    return _located(converter, structure, value, cls)


def _structure_id(converter: "Converter", value: object, hint: object) -> object:
    """Return an id for cattrs."""
    return _located(converter, partial(_id, hint), value, str)


def _located(converter: "Converter", structure: Callable[[object], object], value: object, cls: type) -> object:
    """Return a value of a class, structured by a function, with errors as the converter raises them."""
    if not converter.detailed_validation:
        return structure(value)
    from alliancekit._cattrs_errors import located

    return located(structure, value, cls)


def _is_record(cls: object) -> bool:
    return isinstance(cls, type) and issubclass(cls, Record)


def _id(hint: object, value: object) -> object:
    """Return an id of one of the types that a hint allows, or None if it allows it.

    Raises:
        InvalidRecord: With the problem of the value.
    """
    shape, kinds = shape_of(hint), _kinds(hint)
    problems = tuple(shape.problems(value, ()))
    if not problems and not shape.rules and value is not None:
        rule = own(kinds[0]) if len(kinds) == 1 else reference_to(*kinds)
        problems = tuple(rule.problems((value,)))
    if problems:
        # The path is that of the value, so the message has no subject.
        raise InvalidRecord(evolve(problem, message=f"this {problem.message.lstrip()}") for problem in problems)
    return value


def _is_id(hint: object) -> bool:
    return bool(_kinds(hint))


def _kinds(hint: object) -> tuple[str, ...]:
    """Return the kinds of records whose ids a type allows; empty if it is no id, reference or union of ids."""
    if isinstance(hint, NewType):
        rules = cast("tuple[object, ...]", get_args(hint.__supertype__)[1:])
        return tuple(str(kind) for rule in rules if (kind := getattr(rule, "kind", None)))
    if get_origin(hint) is Annotated:
        return _kinds(get_args(hint)[0])
    if get_origin(hint) not in {Union, types.UnionType}:
        return ()
    kinds = [_kinds(part) for part in get_args(hint) if part is not type(None)]
    return tuple(kind for each in kinds for kind in each) if all(kinds) else ()
