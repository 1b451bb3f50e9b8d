"""A bar for work that takes its time: in a terminal only, after a second, and gone when the work is done."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Timer
from typing import Final

from rich.console import Console

DELAY: Final = 1.0
"""The seconds after which the bar appears."""


def _nothing(share: float) -> None:
    """Take a share and show nothing."""
    del share


@contextmanager
def watched(
    console: Console, doing: str, timer: Callable[[float, Callable[[], None]], Timer] = Timer
) -> Generator[Callable[[float], None]]:
    """Show a bar while a block runs; yield what is to be told the share that is done, from 0 to 1.

    Until it is told one, the bar moves to and fro. However the block ends, the terminal is as it was.

    Args:
        console: Where to show it.
        doing: What is being done.
        timer: Makes the timer that lets it appear.
    """
    # Some environments ask for colours where there is no terminal; a bar that moves is of no use there.
    if not (console.is_interactive and console.file.isatty()):
        yield _nothing
        return

    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False)
    bar.add_task(doing, total=None)
    (task,) = bar.tasks

    def told(share: float) -> None:
        # The bar looks at them by itself, some times a second; waking it for each record would take longer.
        task.total, task.completed = 1, share

    waiting = timer(DELAY, bar.start)
    waiting.daemon = True
    waiting.start()
    try:
        yield told
    finally:
        waiting.cancel()
        waiting.join()
        bar.stop()
