"""A rule can't be got round: each rule of records is tried by each way to a record."""

import copy
import pickle
from collections.abc import Callable, Mapping
from operator import attrgetter
from pathlib import Path as FilePath
from typing import Annotated, Protocol, cast

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.corpus.emitter import FORMATS
from tests.mistakes import CORPUS, MISTAKES, VALID, Mistake, values
from tests.profiles import examples

from alliancekit import convert, engine, strategies
from alliancekit.corpus import load
from alliancekit.errors import InvalidCorpus, InvalidRecord, Path, path_text
from alliancekit.formats import Tree
from alliancekit.models import MODELS, Record
from alliancekit.rules import Minimum

Make = Callable[..., Record]

# Python itself refuses an unknown field, and a date that does not exist is refused before there is a record.
IN_PYTHON = [mistake for mistake in MISTAKES if mistake.python is not None]

each_mistake = pytest.mark.parametrize("mistake", MISTAKES, ids=[mistake.code for mistake in MISTAKES])
each_in_python = pytest.mark.parametrize("mistake", IN_PYTHON, ids=[mistake.code for mistake in IN_PYTHON])
each_record = pytest.mark.parametrize("record", VALID.values(), ids=[model.__name__ for model in VALID])


class Replace(Protocol):
    def __call__(self, record: Record, /, **changes: object) -> Record: ...


class Call:
    """Pickles as a call of a function."""

    def __init__(self, function: Callable[..., object], *arguments: object) -> None:
        self.parts = function, arguments

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self.parts


def by_constructor(record: Record, changes: dict[str, object]) -> object:
    return cast("Make", type(record))(**{**values(record), **changes})


def by_evolve(record: Record, changes: dict[str, object]) -> object:
    return cast("Make", attrs.evolve)(record, **changes)


def by_replace(record: Record, changes: dict[str, object]) -> object:
    replace = cast("Replace | None", getattr(copy, "replace", None))
    if replace is None:
        pytest.skip("copy.replace came with Python 3.13")
    return replace(record, **changes)


def by_pickle(record: Record, changes: dict[str, object]) -> object:
    """Unpickle the record with some of its values exchanged in the pickle."""
    rebuild, (model, held) = cast("tuple[Make, tuple[type, dict[str, object]]]", record.__reduce__())
    assert held == values(record)
    return pickle.loads(pickle.dumps(Call(rebuild, model, {**held, **changes})))


def as_state(record: Record, state: object) -> bytes:
    """Return a pickle that makes a record past its constructor and then fills it with a state."""
    model = type(record)
    made = f"c{model.__module__}\n{model.__qualname__}\n)\x81".encode()
    return b"\x80\x02" + made + pickle.dumps(state, 2)[2:-1] + b"b."


@each_in_python
@pytest.mark.parametrize("route", [by_constructor, by_evolve, by_replace, by_pickle])
def test_no_python_route_skips_the_check(
    mistake: Mistake, route: Callable[[Record, dict[str, object]], object]
) -> None:
    with pytest.raises(InvalidRecord) as caught:
        route(VALID[mistake.model], mistake.python or {})
    (problem,) = caught.value.problems
    assert (problem.code, problem.path, problem.message) == (mistake.code, mistake.at, mistake.message)


@each_record
@pytest.mark.parametrize("route", [by_constructor, by_evolve, by_replace, by_pickle])
def test_python_refuses_an_unknown_field(record: Record, route: Callable[[Record, dict[str, object]], object]) -> None:
    with pytest.raises((TypeError, ValueError)):
        route(record, {"colour": "red"})


@each_record
def test_python_demands_the_required_fields(record: Record) -> None:
    with pytest.raises(TypeError, match="missing"):
        cast("Make", type(record))()


@each_in_python
def test_no_pickled_state_is_accepted(mistake: Mistake) -> None:
    record = VALID[mistake.model]
    held = {**values(record), **(mistake.python or {})}
    for state in (held, (None, held), tuple(held.values()), [held]):
        with pytest.raises((AttributeError, TypeError, pickle.UnpicklingError)):
            pickle.loads(as_state(record, state))


@each_record
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_copies_are_equal(record: Record, protocol: int) -> None:
    for twin in (copy.copy(record), copy.deepcopy(record), pickle.loads(pickle.dumps(record, protocol))):
        assert twin == record
        assert hash(twin) == hash(record)
        assert type(twin) is type(record)


def by_tree(record: Record) -> Record:
    return convert.record(type(record), convert.tree(record))


def by_columns(record: Record) -> Record:
    return engine.of(type(record)).from_columns([[value] for value in values(record).values()])[0]


def again(record: Record, held: Mapping[str, object]) -> str:
    """Call the constructor on an existing record; return why that is refused."""
    with pytest.raises(AttributeError) as caught:
        cast("Make", attrgetter("__init__")(record))(**held)
    return str(caught.value)


@pytest.mark.parametrize("model", VALID, ids=[model.__name__ for model in VALID])
@examples(10)
@given(data=st.data())
def test_the_constructor_changes_no_existing_record(model: type[Record], data: st.DataObject) -> None:
    other = data.draw(strategies.records(model))
    routes: list[Callable[[Record], Record]] = [copy.copy, by_tree, by_columns]
    first, record = VALID[model], data.draw(st.sampled_from(routes))(VALID[model])
    for held in (values(other), values(record), dict.fromkeys(values(other))):
        assert again(record, held) == (
            f"this {model.__name__} exists already, and records are immutable; make a changed copy with attrs.evolve"
        )
        assert (record, hash(record), values(record)) == (first, hash(first), values(first))


def test_the_constructor_changes_no_record_built_before_its_first_call() -> None:
    @attrs.frozen(kw_only=True)
    class Gun(Record):
        caliber: Annotated[int, Minimum(code="OWN8", demand="No caliber is below 1.", bound=1)]

    (record,) = engine.of(Gun).from_columns([[88]])
    assert again(record, {"caliber": 0})
    assert record.caliber == 88
    assert again(record, {"caliber": 1})
    assert record == Gun(caliber=88)


@each_mistake
def test_a_plain_tree_does_not_skip_the_check(mistake: Mistake) -> None:
    routes: tuple[tuple[type[Record], Path, dict[str, Tree]], ...] = ((mistake.model, (), mistake.part), mistake.whole)
    for root, way, held in routes:
        with pytest.raises(InvalidRecord) as caught:
            convert.record(root, held)
        (problem,) = caught.value.problems
        assert (problem.code, problem.path) == (mistake.code, way + mistake.at)
        assert problem.message == told(mistake, way)


@each_mistake
@pytest.mark.parametrize("ending", FORMATS)
def test_a_file_does_not_skip_the_check(mistake: Mistake, ending: str, tmp_path: FilePath) -> None:
    model, path, tree = mistake.whole
    # The record with the mistake takes the place of a sound one; of what points at that, nothing is said.
    others = [record for record in CORPUS if record != VALID[model]] if mistake.at != ("id",) else []
    lists: dict[str, list[dict[str, Tree]]] = {
        name: [convert.tree(record) for record in others if type(record) is of_type] + [tree] * (of_type is model)
        for name, of_type in MODELS.items()
    }
    file = tmp_path / f"corpus.{ending}"
    file.write_text(FORMATS[ending](lists)[0], encoding="utf-8")
    with pytest.raises(InvalidCorpus) as caught:
        load(file)
    (problem,) = caught.value.problems
    assert problem.code == mistake.code
    assert problem.message == (mistake.in_file or told(mistake, path))
    assert problem.record == tree["id"] or mistake.in_file


def told(mistake: Mistake, path: Path) -> str:
    """Return the message about a mistake in a record that stands at a path of another."""
    joint = "." if mistake.at else ": "
    return f"{path_text(path)}{joint}{mistake.message}" if path else mistake.message
