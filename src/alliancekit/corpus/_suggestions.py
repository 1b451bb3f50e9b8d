"""Suggest known ids for unknown ids, with limited effort."""

from collections.abc import Collection

from attrs import define, field

from alliancekit.corpus.references import near_ids
from alliancekit.messages import Effort


@define(eq=False)
class Suggestions:
    """Suggests known ids for unknown ids.

    All searches together have a limited effort, because the ids of a whole missing file may be unknown. The result for
    each unknown id is cached.

    Attributes:
        ids: The known ids.
        effort: The remaining effort.
    """

    ids: Collection[str]
    effort: Effort = field(factory=Effort)
    _by_kind: dict[str, list[str]] = field(factory=dict, init=False)
    _suggestions: dict[str, tuple[str, ...]] = field(factory=dict, init=False)

    def of(self, unknown: str) -> tuple[str, ...]:
        """Return at most three known ids of the same kind that are similar to an unknown id."""
        if unknown not in self._suggestions and self.effort.left > 0:
            if not self._by_kind:
                for id_ in self.ids:
                    self._by_kind.setdefault(id_.partition(":")[0], []).append(id_)
            kind = unknown.partition(":")[0]
            self._suggestions[unknown] = near_ids(unknown, self._by_kind.get(kind, ()), self.effort)
        return self._suggestions.get(unknown, ())
