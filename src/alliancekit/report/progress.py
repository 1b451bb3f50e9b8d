"""A progress bar: shown only in a terminal, after one second, and removed when the work is done."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Timer
from typing import Final

from rich.console import Console

DELAY: Final = 1.0
"""The seconds after which the bar appears."""


def _ignore(fraction: float) -> None:
    """Ignore progress."""
    del fraction


@contextmanager
def progress_bar(
    console: Console, description: str, timer: Callable[[float, Callable[[], None]], Timer] = Timer
) -> Generator[Callable[[float], None]]:
    """Show a progress bar while a block runs; yield a callback that takes the fraction done, from 0.0 to 1.0.

    Until the first call, the bar is an animation without a percentage. The terminal is restored after the block, also
    if the block raises.

    Args:
        console: The console to show it on.
        description: The label of the bar.
        timer: Class of the timer that makes the bar appear; for tests.
    """
    # Some environments force colours without a terminal; an animation would fill their logs.
    if not (console.is_interactive and console.file.isatty()):
        yield _ignore
        return

    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False)
    bar.add_task(description, total=None)
    (task,) = bar.tasks

    def update(fraction: float) -> None:
        # The bar reads these values several times a second; refreshing it for each record would be slower.
        task.total, task.completed = 1, fraction

    waiting = timer(DELAY, bar.start)
    waiting.daemon = True
    waiting.start()
    try:
        yield update
    finally:
        waiting.cancel()
        waiting.join()
        bar.stop()
