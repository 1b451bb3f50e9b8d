"""Older documents: one step a version, so that what was once written stays readable.

A step changes the plain tree of one record; where its parts stood before, it keeps, so that a mistake in an older
document is told at its place in the file. A new version is a new step here, `models.document.VERSION` one higher, and a
document of the version that it leaves behind in ``tests/corpus/versions``.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias, cast

from attrs import define, field, frozen

from alliancekit.errors import Path
from alliancekit.formats import Tree
from alliancekit.models.document import VERSION


@define
class Draft:
    """A record of an older document, on its way to the present version.

    Attributes:
        kind: Its kind, such as ``treaty``.
        tree: What it holds by now.
        moves: From the path of each part that has moved to its path in the file.
    """

    kind: str
    tree: Tree
    moves: dict[Path, Path] = field(factory=dict)

    def objects(self, path: Path) -> Iterator[tuple[Path, dict[str, Tree]]]:
        """Yield the objects that the list at a path holds, with their paths; nothing where there is no list."""
        value = self.tree
        for step in path:
            value = value.get(cast("str", step)) if isinstance(value, dict) else None
        for position, item in enumerate(value if isinstance(value, list) else ()):
            if isinstance(item, dict):
                yield (*path, position), item

    def rename(self, path: Path, held: dict[str, Tree], old: str, new: str) -> None:
        """Rename a field of the object at a path; one that has the new name already is left as it is."""
        if old not in held or new in held:
            return
        renamed = {new if name == old else name: value for name, value in held.items()}
        held.clear()
        held.update(renamed)
        self.moves[*path, new] = self.before((*path, old))

    def before(self, path: Path) -> Path:
        """Return where in the file the part at a path stands."""
        return _moved(path, self.moves)

    def after(self, paths: Iterable[Path]) -> list[Path]:
        """Return where the parts at paths of the file are by now."""
        moves = {old: new for new, old in self.moves.items()}
        return [_moved(path, moves) for path in paths]


def _moved(path: Path, moves: dict[Path, Path]) -> Path:
    for length in range(len(path), 0, -1):
        if path[:length] in moves:
            return moves[path[:length]] + path[length:]
    return path


Step: TypeAlias = Callable[[Draft], None]


@frozen
class Migration:
    """The step from a version to the next one.

    Attributes:
        change: What is different in the next version, half a sentence.
        step: Changes a record of the one into a record of the other.
    """

    change: str
    step: Step


def _obligations(draft: Draft) -> None:
    if draft.kind == "treaty":
        for path, commitment in draft.objects(("commitments",)):
            draft.rename(path, commitment, "kind", "obligation")


MIGRATIONS: dict[int, Migration] = {
    1: Migration("the kind of a commitment is its obligation", _obligations),
}
"""The steps, each by the version that it leads away from."""


def changes(version: int) -> tuple[str, ...]:
    """Return what is different in the versions after one."""
    return tuple(MIGRATIONS[step].change for step in range(version, VERSION))


def upgraded(kind: str, tree: Tree, version: int) -> Draft:
    """Return a record of an older version as one of the present version; the tree is changed in place.

    Args:
        kind: The kind of the record.
        tree: What stands in the document.
        version: The version of the document, from 1.
    """
    draft = Draft(kind, tree)
    for step in range(version, VERSION):
        MIGRATIONS[step].step(draft)
    return draft
