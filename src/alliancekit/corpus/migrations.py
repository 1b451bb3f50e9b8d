"""Upgrade records of older schema versions, one version at a time.

An upgrade changes the plain tree of one record. It keeps the original paths, so that problems of an older document have
their location in the file. To add a version, add an upgrade here, increase `models.document.VERSION` by one, and save a
document of the previous version in ``tests/corpus/versions``.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias, cast

from attrs import define, field, frozen

from alliancekit.errors import Path
from alliancekit.formats import Tree
from alliancekit.models.document import VERSION


@define
class MigratedRecord:
    """A record of an older document that is being upgraded to the current version.

    Attributes:
        kind: Its kind, such as ``treaty``.
        tree: Its tree, upgraded so far.
        moves: The original path of each renamed part, by its current path; both are paths in the record.
    """

    kind: str
    tree: Tree
    moves: dict[Path, Path] = field(factory=dict)

    def objects(self, path: Path) -> Iterator[tuple[Path, dict[str, Tree]]]:
        """Yield the objects in the list at a path, with their paths; nothing if there is no list."""
        value = self.tree
        for step in path:
            value = value.get(cast("str", step)) if isinstance(value, dict) else None
        for position, item in enumerate(value if isinstance(value, list) else ()):
            if isinstance(item, dict):
                yield (*path, position), item

    def rename(self, path: Path, members: dict[str, Tree], old: str, new: str) -> None:
        """Rename a field of the object at a path, unless the object already has a field with the new name."""
        if old not in members or new in members:
            return
        renamed = {new if name == old else name: value for name, value in members.items()}
        members.clear()
        members.update(renamed)
        self.moves[*path, new] = self.original_path((*path, old))

    def original_path(self, path: Path) -> Path:
        """Return the path in the document of the part that is now at a path; both are paths in the record."""
        return _moved(path, self.moves)

    def current_paths(self, paths: Iterable[Path]) -> list[Path]:
        """Return the current path of each part, from its path in the document."""
        moves = {old: new for new, old in self.moves.items()}
        return [_moved(path, moves) for path in paths]


def _moved(path: Path, moves: dict[Path, Path]) -> Path:
    for length in range(len(path), 0, -1):
        if path[:length] in moves:
            return moves[path[:length]] + path[length:]
    return path


Upgrade: TypeAlias = Callable[[MigratedRecord], None]


@frozen
class Migration:
    """The migration from one version to the next.

    Attributes:
        change: What is different in the next version: a clause for a message.
        upgrade: Upgrades a record to the next version.
    """

    change: str
    upgrade: Upgrade


def _obligations(migrated: MigratedRecord) -> None:
    """Rename `kind` of each commitment of a treaty to `obligation`."""
    if migrated.kind == "treaty":
        for path, commitment in migrated.objects(("commitments",)):
            migrated.rename(path, commitment, "kind", "obligation")


def _schemes(migrated: MigratedRecord) -> None:
    """Write the scheme of each identifier in lower case, with hyphens between its words."""
    for _, identifier in migrated.objects(("identifiers",)):
        scheme = identifier.get("scheme")
        if isinstance(scheme, str):
            identifier["scheme"] = re.sub(r"[^a-z0-9]+", "-", scheme.lower()).strip("-") or scheme


MIGRATIONS: dict[int, Migration] = {
    1: Migration("the field 'kind' of a commitment is called 'obligation'", _obligations),
    2: Migration("records may have more fields, and the scheme of an identifier is in lower case", _schemes),
}
"""The migrations by the version from which they start."""


def changes(version: int) -> tuple[str, ...]:
    """Return what changed in each version after a version, the earliest first: clauses for a message."""
    return tuple(MIGRATIONS[older].change for older in range(version, VERSION))


def upgrade_record(kind: str, tree: Tree, version: int) -> MigratedRecord:
    """Upgrade a record of an older version to the current version, in place: this changes `tree`.

    Args:
        kind: The kind of the record.
        tree: The tree of the record in the document.
        version: The version of the document, from 1.
    """
    migrated = MigratedRecord(kind, tree)
    for older in range(version, VERSION):
        MIGRATIONS[older].upgrade(migrated)
    return migrated
