"""`st.from_type` draws from our strategies, whichever of the two is imported first."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import cast, get_type_hints

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from tests.mistakes import VALID

from alliancekit import StatementId, _api, _hypothesis_plugin
from alliancekit.corpus import Corpus
from alliancekit.dates import PartialDate
from alliancekit.models import MODELS, Entry, Record
from alliancekit.rules.shape import spec_of
from alliancekit.strategies import of_type

TOP = Path(__file__).resolve().parent.parent.parent
TYPES: list[type[object]] = [*VALID, PartialDate, Corpus]
QUICK = settings(max_examples=50, database=None, phases=[Phase.generate])
ASK = """
from hypothesis import Phase, find, given, settings, strategies as st
from alliancekit import Corpus, PartialDate, Treaty, Venue
quick = settings(max_examples=10, database=None, phases=[Phase.generate])
for cls in (Treaty, Venue, PartialDate, Corpus):
    assert type(find(st.from_type(cls), lambda _: True, settings=quick)) is cls
def function(treaty: Treaty) -> str:
    return treaty.id
print(find(st.builds(function), lambda _: True, settings=quick))
"""
ORDERS = {
    "hypothesis": "import hypothesis, sys; assert not {'attrs', 'alliancekit.dates'} & sys.modules.keys()",
    "models": "import sys, alliancekit.models; assert 'hypothesis' not in sys.modules",
    "corpus": "import sys, alliancekit.corpus; assert 'hypothesis' not in sys.modules",
}


@pytest.fixture
def installed(tmp_path: Path) -> dict[str, str]:
    """The environment in which the entry points are those of pyproject.toml, however old the installation is."""
    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
    folder = tmp_path / "alliancekit-0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: alliancekit\nVersion: 0\n", "utf-8")
    points = project["entry-points"]["hypothesis"]
    lines = ["[hypothesis]", *(f"{name} = {value}" for name, value in points.items())]
    (folder / "entry_points.txt").write_text("\n".join(lines), "utf-8")
    path = os.pathsep.join([str(tmp_path), str(TOP / "src")])
    return {**os.environ, "PYTHONPATH": path, "PYTHONWARNINGS": "error"}


@pytest.mark.slow
@pytest.mark.parametrize("first", ORDERS.values(), ids=list(ORDERS))
def test_types_are_known_whichever_is_imported_first(first: str, installed: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-c", first + ASK]
    done = subprocess.run(command, env=installed, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert (done.stdout, done.stderr) == ("treaty:a\n", "")


def test_without_plugins_nothing_is_registered(installed: dict[str, str], tmp_path: Path) -> None:
    code = "import hypothesis, alliancekit.models, sys; print('alliancekit.strategies' in sys.modules)"
    env = {**installed, "HYPOTHESIS_NO_PLUGINS": "1"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert (done.stdout, done.stderr) == ("False\n", "")


@pytest.mark.parametrize("cls", TYPES, ids=[cls.__name__ for cls in TYPES])
def test_every_type_is_known(cls: type[object]) -> None:
    _hypothesis_plugin.register()
    drawn = find(st.from_type(cls), lambda _: True, settings=QUICK)
    assert type(drawn) is cls


@pytest.mark.parametrize("model", MODELS.values())
@given(data=st.data())
def test_an_id_type_draws_the_ids_of_its_kind(model: type[Entry], data: st.DataObject) -> None:
    id_ = data.draw(of_type(get_type_hints(model)["id"]))
    assert spec_of(model)["id"].shape.accepts(id_)


def test_the_types_of_ids_are_known() -> None:
    _hypothesis_plugin.register()
    ids = st.from_type(cast("type[str]", StatementId))
    assert find(ids, lambda _: True, settings=QUICK).startswith("statement:")


@pytest.mark.parametrize("cls", TYPES, ids=[cls.__name__ for cls in TYPES])
def test_a_failing_example_is_printed_as_code_that_can_be_pasted(cls: type[object]) -> None:
    _hypothesis_plugin.register()

    @settings(QUICK, phases=[Phase.generate])
    @given(st.from_type(cls))
    def fails(value: object) -> None:
        raise AssertionError(value)

    with pytest.raises(AssertionError) as caught:
        fails()
    note = caught.value.__notes__[0]
    call = note[note.index("value=") + len("value=") : note.rindex(",\n)")]
    assert eval(call, {**vars(_api)}) == caught.value.args[0]  # noqa: S307 - what Hypothesis prints


def test_a_class_defined_later_is_known() -> None:
    from attrs import frozen

    _hypothesis_plugin.register()

    @frozen(kw_only=True)
    class Later(Record):
        """A model of a user's own."""

        number: int

    assert find(st.from_type(Later), lambda _: True, settings=QUICK) == Later(number=0)


def test_another_type_is_refused() -> None:
    message = "cls must be a subclass of models.Record, PartialDate or Corpus, got int"
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        of_type(int)
