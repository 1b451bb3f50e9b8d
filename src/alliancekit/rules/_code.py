"""Functions written while running, from the declarations of rules."""

from collections.abc import Callable, Iterable
from typing import cast


class Code:
    """Lines of source, and the objects that they name."""

    __slots__ = ("_names",)

    def __init__(self, **names: object) -> None:
        self._names = names

    def bind(self, value: object) -> str:
        """Make an object usable in the lines, and return the name that it has there; no field has such a name."""
        name = getattr(value, "__name__", "rule").strip("_")
        name = f"_{name if name.isidentifier() else 'rule'}_{len(self._names)}"
        self._names[name] = value
        return name

    def run(self, title: str, lines: Iterable[str]) -> None:
        """Run the lines, which define functions; a traceback shows the title."""
        exec(compile("\n".join(lines), f"<{title}>", "exec"), self._names)  # noqa: S102 - our own declarations

    def __getitem__(self, name: str) -> Callable[..., object]:
        """Return a function that the lines have defined."""
        return cast("Callable[..., object]", self._names[name])
