"""The choice of the engine: what is installed, and what ``ALLIANCEKIT_ENGINE`` asks for."""

import os
import re
import subprocess
import sys

import pytest

from alliancekit import engine
from alliancekit.engine import _choice, _engines
from alliancekit.errors import UnusableEngine

choose = _choice.choose_engine.__wrapped__
"""The choice without its cache."""


def want(engine: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set or remove the environment variable."""
    if engine is None:
        monkeypatch.delenv(_choice.VARIABLE, raising=False)
    else:
        monkeypatch.setenv(_choice.VARIABLE, engine)


@pytest.fixture
def good(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel that can be imported."""

    def import_module(name: str) -> None:
        assert name == _choice.KERNEL

    monkeypatch.setattr(_choice, "import_module", import_module)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel that cannot be imported."""

    def import_module(name: str) -> None:
        assert name == _choice.KERNEL
        message = "undefined symbol: PyObject"
        raise ImportError(message)

    monkeypatch.setattr(_choice, "import_module", import_module)


@pytest.mark.usefixtures("good")
@pytest.mark.parametrize(("wanted", "engine"), [(None, "kernel"), ("kernel", "kernel"), ("plain", "plain")])
def test_a_working_kernel_is_used_unless_plain_is_requested(
    wanted: str | None, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    want(wanted, monkeypatch)
    assert choose() == engine


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("wanted", [None, "plain"])
def test_without_a_working_kernel_the_engine_is_plain(wanted: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    want(wanted, monkeypatch)
    assert choose() == "plain"


@pytest.mark.usefixtures("broken")
def test_a_broken_kernel_cannot_be_requested(monkeypatch: pytest.MonkeyPatch) -> None:
    want("kernel", monkeypatch)
    message = (
        "ALLIANCEKIT_ENGINE asks for the compiled kernel, which cannot be imported: undefined symbol: PyObject"
        " (install a C compiler, then alliancekit again: pip install --force-reinstall --no-cache-dir alliancekit)"
    )
    with pytest.raises(UnusableEngine, match=f"^{re.escape(message)}$"):
        choose()


@pytest.mark.usefixtures("good")
@pytest.mark.parametrize("wanted", ["", "Kernel", "1"])
def test_an_unknown_engine_is_refused(wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    want(wanted, monkeypatch)
    message = f"ALLIANCEKIT_ENGINE must be 'kernel', 'plain' or unset, got '{wanted}'"
    with pytest.raises(UnusableEngine, match=f"^{re.escape(message)}$"):
        choose()


@pytest.mark.slow
@pytest.mark.parametrize("first", ["alliancekit.engine", "alliancekit.models", _choice.KERNEL])
@pytest.mark.parametrize("wanted", ["kernel", "plain"])
def test_a_process_has_one_engine_whatever_it_imports_first(wanted: str, first: str) -> None:
    if wanted == "kernel" or first == _choice.KERNEL:
        pytest.importorskip(_choice.KERNEL, reason="the kernel is not installed", exc_type=ImportError)
    code = f"import {first}, alliancekit; print(alliancekit.engine.NAME)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {_choice.VARIABLE: wanted},
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.stdout.split() == [wanted]


def test_the_name_of_the_engine_is_that_of_this_process() -> None:
    assert _choice.choose_engine() == engine.NAME
    assert _engines.load(engine.NAME) is not _engines.load("plain" if engine.NAME == "kernel" else "kernel")
