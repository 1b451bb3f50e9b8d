"""The base class of all records: every instance is valid and immutable."""

from collections.abc import Callable
from typing import ClassVar, NoReturn, cast

from attrs import AttrsInstance, fields, frozen

from alliancekit._hypothesis_plugin import add_class
from alliancekit._pydantic_hooks import PydanticType
from alliancekit.engine._engines import check, initializer, require_new
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
        # A subclass could skip the check.
        type.__setattr__(cls, "__init_subclass__", classmethod(_refuse_subclass))
        add_class(cls)

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

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle and copy by a call of the constructor, so that the copy is checked."""
        own = fields(cast("type[AttrsInstance]", cast("object", type(self))))
        return (_rebuild, (type(self), {field.name: getattr(self, field.name) for field in own}))


_FORM = "a record is a class under @attrs.frozen(kw_only=True), with rules instead of methods that check"
"""The form that a class of records must have: the end of messages."""


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


def _refuse_subclass(cls: type) -> NoReturn:
    name = cls.__mro__[1].__name__
    message = f"{name} can't be subclassed, since its rules would no longer apply; use it as the type of a field"
    raise TypeError(message)


def _rebuild(cls: Callable[..., Record], values: dict[str, object]) -> Record:
    return cls(**values)
