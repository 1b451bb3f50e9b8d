"""Errors of records for cattrs: groups of exceptions in which `cattrs.transform_error` finds the path of a problem."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias, cast

from cattrs import ClassValidationError, IterableValidationError
from cattrs.errors import AttributeValidationNote, BaseValidationError, IterableValidationNote

from alliancekit.errors import AllianceKitError, InvalidRecord, Problem

_NewGroup: TypeAlias = Callable[[str, Sequence[Exception], type], Exception]

# The declared constructors of exception groups lack the third argument.
_CLASS: Final = cast("_NewGroup", ClassValidationError)
_ITERABLE: Final = cast("_NewGroup", IterableValidationError)


class ProblemError(AllianceKitError):
    """A single problem inside an `InvalidRecordGroup`.

    It is no `ValueError`: `cattrs.transform_error` would replace its message.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


class InvalidRecordGroup(ClassValidationError, InvalidRecord):
    """An `InvalidRecord` that is also a group of exceptions of cattrs, one for each problem."""

    def __init__(self, message: str, excs: Sequence[Exception], cl: type) -> None:
        del message, cl  # `__new__` of exception groups has them
        self.problems = tuple(_problems(excs))

    def __str__(self) -> str:
        """Return the problems, one per line."""
        return InvalidRecord.__str__(self)

    def __reduce__(self) -> tuple[object, ...]:
        """Support copying and pickling."""
        return type(self), (self.message, self.exceptions, self.cl)


def located(structure: Callable[[object], object], value: object, cls: type) -> object:
    """Return a value of a class, structured by a function; raise problems as a group of cattrs.

    Raises:
        InvalidRecordGroup: If the function raises `InvalidRecord`.
    """
    try:
        return structure(value)
    except InvalidRecord as error:
        message = f"While structuring {cls.__name__}"
        raise InvalidRecordGroup(message, [_nested(problem, cls) for problem in error.problems], cls) from None


def _nested(problem: Problem, cls: type) -> Exception:
    """Return the error of a problem inside one group for each step of its path but the first."""
    error: Exception = ProblemError(problem)
    for n, step in reversed([*enumerate(problem.path)]):
        if isinstance(step, int):
            error.add_note(IterableValidationNote(f"at index {step}", step, None))
            group = _ITERABLE
        else:
            error.add_note(AttributeValidationNote(f"in field {step}", step, None))
            group = _CLASS
        if n > 0:
            error = group(f"While structuring {cls.__name__}", [error], cls)
    return error


def _problems(exceptions: Sequence[Exception]) -> Iterator[Problem]:
    """Yield the problems in groups of exceptions."""
    for error in exceptions:
        if isinstance(error, ProblemError):
            yield error.problem
        else:
            yield from _problems(cast("Sequence[Exception]", cast("BaseValidationError", error).exceptions))
