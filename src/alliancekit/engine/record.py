"""The base class of all records: every instance is valid and immutable."""

from collections.abc import Callable
from functools import update_wrapper
from typing import ClassVar, NoReturn, Self, cast

from attrs import AttrsInstance, fields, frozen

from alliancekit._hypothesis_plugin import add_type
from alliancekit._pydantic_hooks import PydanticType
from alliancekit.engine._engines import check, initializer, require_new
from alliancekit.project_fields import FIELD, NO_PROJECT_FIELDS
from alliancekit.rules.rule import RecordRule


class Record(PydanticType):
    """The base of every model and value object: a frozen attrs class whose constructor checks the rules.

    A model is a class under `attrs.frozen(kw_only=True)`. Its annotations have the rules of single fields, its `RULES`
    the rules of several fields. It can't be subclassed further. `MISSING_FIELD_HINT` is the hint of the
    problem that a required field is missing.

    Raises:
        InvalidRecord: From the constructor, `attrs.evolve`, `copy.replace` and unpickling, with all the
            problems of the record.
    """

    __slots__ = ()
    RULES: ClassVar[tuple[RecordRule, ...]] = ()
    MISSING_FIELD_HINT: ClassVar[str] = "add the field"

    def __init_subclass__(cls) -> None:
        """Give the class the short representation; attrs writes none for a class that has one."""
        super().__init_subclass__()
        if "__repr__" not in vars(cls):
            type.__setattr__(cls, "__repr__", Record.__repr__)

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        """Refuse a class of another form, and make every way to build a record check it.

        This also forbids subclasses of the class, and registers the class for Hypothesis.
        """
        _require_form(cls)
        # These methods of attrs set the fields of a slotted class without the constructor.
        type.__delattr__(cls, "__getstate__")
        type.__delattr__(cls, "__setstate__")
        # Methods of the engine itself, without a wrapper, save a call for each record.
        type.__setattr__(cls, "__attrs_pre_init__", require_new)
        type.__setattr__(cls, "__attrs_post_init__", check)
        type.__setattr__(cls, "__init__", initializer(cls))
        if FIELD in vars(cls):
            type.__setattr__(cls, "__repr__", _repr_of(cls.__repr__))
        # A subclass could skip the check.
        type.__setattr__(cls, "__init_subclass__", classmethod(_refuse_subclass))
        add_type(cls)

    def __attrs_pre_init__(self) -> None:
        """Refuse to run the constructor on an existing record, since that would change it."""
        require_new(self)

    def __attrs_post_init__(self) -> None:
        """Check a new record; libraries that support attrs, such as msgspec, call this too."""
        check(self)

    def __post_init__(self) -> None:
        """Refuse a dataclass, which calls this method and would ignore the rules."""
        message = f"{type(self).__name__} is a dataclass; {_FORM}"
        raise TypeError(message)

    @classmethod
    def from_values(cls, **values: object) -> Self:
        """Return the record with these values of its fields, each converted without loss.

        The constructor takes values of the exact types of the fields. This method also takes:

        - for a list: any list, tuple, array, column or generator; no set, because it has no order;
        - for an object, such as a venue: a mapping of its fields. A text is the only required field of the object, if
          this is a text: ``names=["France"]`` stands for ``names=(Name(text="France"),)``;
        - for a date: EDTF text, a `datetime.date`, a whole number that is a year, a date of numpy or pandas, or a
          mapping with `edtf` and `as_printed`. A time of day other than midnight is refused;
        - numbers, flags and texts of numpy and pandas; their missing values are None.

        Raises:
            InvalidRecord: If values can't be converted or break rules; the error has a problem for each.
        """
        from alliancekit.engine.from_values import from_values

        return from_values(cls, values)

    def __repr__(self) -> str:
        """Return the call of the constructor without the fields that have their default value."""
        own = fields(cast("type[AttrsInstance]", cast("object", type(self))))
        values = ((field, getattr(self, field.name)) for field in own)
        shown = (f"{field.name}={value!r}" for field, value in values if value != field.default)
        return f"{type(self).__name__}({', '.join(shown)})"

    def __str__(self) -> str:
        """Return a record with an id as ``alliancekit show`` prints it, in at most 20 lines; of another one, its repr.

        It has the ids of other records, since their names are in the corpus.
        """
        if not hasattr(self, "id"):
            return repr(self)
        from alliancekit.display.alone import record_text

        return record_text(self)

    def _repr_html_(self) -> str | None:
        """Return a record with an id as a table for a notebook."""
        if not hasattr(self, "id"):
            return None
        from alliancekit.display.alone import record_html

        return record_html(self)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle and copy by a call of the constructor, so that the copy is checked."""
        own = fields(cast("type[AttrsInstance]", cast("object", type(self))))
        return (_rebuild, (type(self), {field.name: getattr(self, field.name) for field in own}))


_FORM = "a record is a class under @attrs.frozen(kw_only=True), with rules instead of methods that check"
"""The form that a class of records must have: the end of messages."""

_NO_FIELDS = f", {FIELD}={NO_PROJECT_FIELDS!r})"
"""The end of the representation of a record without fields of projects."""


@frozen
class _Frozen:
    """A frozen attrs class, whose `__setattr__` all frozen attrs classes have."""


def _require_form(cls: type) -> None:
    own = vars(cls)
    if own.get("__setattr__") is not vars(_Frozen)["__setattr__"]:
        message = f"{cls.__name__} is not frozen"
    elif "__slots__" not in own or not all(field.kw_only for field in fields(cls)):
        message = f"{cls.__name__} is not slotted, with fields by keyword only"
    elif not {"__attrs_init__", "__attrs_pre_init__", "__attrs_post_init__"}.isdisjoint(own):
        message = f"{cls.__name__} has an __init__, __attrs_pre_init__ or __attrs_post_init__ of its own"
    else:
        return
    message = f"{message}; {_FORM}"
    raise TypeError(message)


def _repr_of(full: Callable[..., str]) -> Callable[[object], str]:
    """Return a `__repr__` that leaves out the fields of projects, the last ones, if there are none."""

    def __repr__(self: object) -> str:  # noqa: N807 - it becomes the method of this name
        text = full(self)
        return f"{text.removesuffix(_NO_FIELDS)})" if text.endswith(_NO_FIELDS) else text

    return update_wrapper(__repr__, full)


def _refuse_subclass(cls: type) -> NoReturn:
    name = cls.__mro__[1].__name__
    message = f"{name} can't be subclassed, since its rules would no longer apply; use it as the type of a field"
    raise TypeError(message)


def _rebuild(cls: Callable[..., Record], values: dict[str, object]) -> Record:
    return cls(**values)
