"""Known ids that may be meant by unknown ones, searched for as long as it is quick."""

from collections.abc import Collection

from attrs import define, field

from alliancekit.corpus.references import near_ids
from alliancekit.messages import Effort


@define(eq=False)
class Suggestions:
    """Suggests known ids for unknown ones.

    A whole file of records may be missing: all searches together take a limited effort, and then nothing more is
    suggested. The same id is searched for once.

    Attributes:
        ids: The known ids.
        effort: What the searches may still take.
    """

    ids: Collection[str]
    effort: Effort = field(factory=Effort)
    _by_kind: dict[str, list[str]] = field(factory=dict, init=False)
    _found: dict[str, tuple[str, ...]] = field(factory=dict, init=False)

    def of(self, unknown: str) -> tuple[str, ...]:
        """Return the ids, at most three, that may be meant by an unknown one; it names a kind."""
        if unknown not in self._found and self.effort.left > 0:
            if not self._by_kind:
                for id_ in self.ids:
                    self._by_kind.setdefault(id_.partition(":")[0], []).append(id_)
            kind = unknown.partition(":")[0]
            self._found[unknown] = near_ids(unknown, self._by_kind.get(kind, ()), self.effort)
        return self._found.get(unknown, ())
