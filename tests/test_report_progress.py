"""The progress bar: when it appears, what it shows, and how it ends."""

from collections.abc import Callable
from io import StringIO
from threading import Timer
from threading import enumerate as enumerate_threads
from typing import NoReturn

import pytest
from rich.console import Console

from alliancekit.report.progress import DELAY, progress_bar


class Terminal(StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


class Clock(Timer):
    """A timer that the test triggers."""

    instances: "list[Clock]"

    def __init__(self, interval: float, function: Callable[[], None]) -> None:
        super().__init__(interval, function)
        self.instances.append(self)

    def start(self) -> None:
        """Wait for `ring`."""

    def ring(self) -> None:
        self.function()

    def join(self, timeout: float | None = None) -> None:
        """Return at once: no thread is running."""


@pytest.fixture(autouse=True)
def _no_clock() -> None:
    Clock.instances = []


def terminal(file: StringIO) -> Console:
    return Console(file=file, force_terminal=True, width=80, legacy_windows=False, _environ={"TERM": "xterm"})


def test_the_bar_appears_after_a_second_with_the_fraction_and_disappears() -> None:
    file = Terminal()
    with progress_bar(terminal(file), "Reading", Clock) as update:
        (clock,) = Clock.instances
        assert (clock.interval, DELAY, file.getvalue()) == (1.0, 1.0, "")
        update(0.25)
        clock.ring()
        shown = file.getvalue()
        assert "Reading" in shown
        assert " 25%" in shown
        assert "\x1b[?25l" in shown
    ended = file.getvalue().removeprefix(shown)
    assert ended.endswith("\x1b[?25h\r\x1b[1A\x1b[2K")
    assert clock.finished.is_set()


def test_short_work_shows_no_bar() -> None:
    file = Terminal()
    with progress_bar(terminal(file), "Reading", Clock) as update:
        update(1.0)
    assert file.getvalue() == ""
    assert [clock.finished.is_set() for clock in Clock.instances] == [True]


def test_an_interrupt_restores_the_terminal() -> None:
    file = Terminal()

    def interrupted() -> NoReturn:
        with progress_bar(terminal(file), "Reading", Clock):
            Clock.instances[0].ring()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert file.getvalue().count("\x1b[?25l") == file.getvalue().count("\x1b[?25h") == 1
    assert file.getvalue().endswith("\x1b[2K")


@pytest.mark.parametrize(
    "console",
    [
        terminal(StringIO()),
        Console(file=Terminal(), force_terminal=True, _environ={"TERM": "dumb"}),
        Console(file=Terminal(), force_terminal=False),
    ],
    ids=["a pipe", "a terminal that can't move the cursor", "no terminal"],
)
def test_no_bar_without_a_terminal(console: Console) -> None:
    with progress_bar(console, "Reading", Clock) as update:
        update(0.5)
    assert Clock.instances == []


def test_the_real_timer_is_cancelled() -> None:
    with progress_bar(terminal(Terminal()), "Reading"):
        assert [thread.daemon for thread in enumerate_threads() if isinstance(thread, Timer)] == [True]
    assert not [thread for thread in enumerate_threads() if isinstance(thread, Timer)]
