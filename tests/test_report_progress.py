"""The bar: when it appears, what it shows, and what it leaves behind."""

from collections.abc import Callable
from io import StringIO
from threading import Timer
from threading import enumerate as enumerate_threads
from typing import NoReturn

import pytest
from rich.console import Console

from alliancekit.report.progress import DELAY, progress_bar


class Terminal(StringIO):
    """What is written to a terminal."""

    def isatty(self) -> bool:
        return True


class Clock(Timer):
    """A timer whose time comes when the test says so."""

    made: "list[Clock]"

    def __init__(self, interval: float, function: Callable[[], None]) -> None:
        super().__init__(interval, function)
        self.made.append(self)

    def start(self) -> None:
        """Wait for `ring`."""

    def ring(self) -> None:
        self.function()

    def join(self, timeout: float | None = None) -> None:
        """Return at once: no thread is running."""


@pytest.fixture(autouse=True)
def _no_clock() -> None:
    Clock.made = []


def terminal(file: StringIO) -> Console:
    return Console(file=file, force_terminal=True, width=80, legacy_windows=False, _environ={"TERM": "xterm"})


def test_the_bar_appears_after_a_second_with_the_share_and_goes() -> None:
    file = Terminal()
    with progress_bar(terminal(file), "Reading", Clock) as update:
        (clock,) = Clock.made
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


def test_nothing_is_shown_of_what_is_done_before() -> None:
    file = Terminal()
    with progress_bar(terminal(file), "Reading", Clock) as update:
        update(1.0)
    assert file.getvalue() == ""
    assert [clock.finished.is_set() for clock in Clock.made] == [True]


def test_an_interrupt_leaves_the_terminal_as_it_was() -> None:
    file = Terminal()

    def interrupted() -> NoReturn:
        with progress_bar(terminal(file), "Reading", Clock):
            Clock.made[0].ring()
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
def test_elsewhere_there_is_no_bar(console: Console) -> None:
    with progress_bar(console, "Reading", Clock) as update:
        update(0.5)
    assert Clock.made == []


def test_the_real_timer_is_ended() -> None:
    with progress_bar(terminal(Terminal()), "Reading"):
        assert [thread.daemon for thread in enumerate_threads() if isinstance(thread, Timer)] == [True]
    assert not [thread for thread in enumerate_threads() if isinstance(thread, Timer)]
