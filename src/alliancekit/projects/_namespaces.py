"""Rules of the fields of projects: those of a known project are values of the class that the project declares."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, cast, final

from attrs import evolve, frozen

from alliancekit.engine import Record, of
from alliancekit.engine.namespaces import undeclared
from alliancekit.engine.reading import inner_problem, read
from alliancekit.errors import Path, Problem
from alliancekit.messages import listed, near, quote
from alliancekit.project_fields import FIELD, PREFIX, ProjectFields
from alliancekit.rules.json_schema import Clause
from alliancekit.rules.reading import UNDECLARED
from alliancekit.rules.rule import RecordRule

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Objects
    from alliancekit.rules.shape import Spec


@frozen(kw_only=True)
class _OfProjects(RecordRule, ABC):
    """The parts that rules of the fields of projects share."""

    @property
    def reads(self) -> tuple[str, ...]:
        """The fields of projects."""
        return (FIELD,)

    def holds(self, *values: object) -> bool:
        """Return whether there is no problem; nearly always there are no fields."""
        fields = cast("ProjectFields", values[0])
        return not fields.json or next(self._problems(fields), None) is None

    def problems(self, values: tuple[object, ...], path: Path = ()) -> Iterator[Problem]:
        """Yield the problems of the fields; a record has them, so that the path is empty."""
        del path
        yield from self._problems(cast("ProjectFields", values[0]))

    @abstractmethod
    def _problems(self, fields: ProjectFields) -> Iterator[Problem]:
        """Yield the problems of the fields of all projects."""

    def json_schema(self, spec: "Spec") -> Clause:
        """Return nothing: the schema of the record has the keys of projects among its properties."""
        del spec
        return Clause()

    def doubtful_rows(self, objects: "Objects") -> "pl.Series":
        """Return the rows with fields."""
        return objects[FIELD].series.is_not_null().arg_true()


@final
@frozen(kw_only=True)
class DeclaredFields(_OfProjects):
    """The fields of a project are valid values of the class that it declares; each problem has the code of its rule.

    Attributes:
        project: The name of the project.
        model: The class.
    """

    project: str
    model: type[Record]

    def holds(self, *values: object) -> bool:
        """Return whether there is no problem; the engine accepts nearly all fields at once."""
        fields = cast("ProjectFields", values[0])
        own = fields.get(self.project) if fields.json else None
        return own is None or of(self.model).from_tree(own) is not None or not read(self.model, own, declined=True)[1]

    def _problems(self, fields: ProjectFields) -> Iterator[Problem]:
        own = fields.get(self.project)
        if own is not None:
            for problem in read(self.model, own)[1]:
                yield inner_problem((f"{PREFIX}{self.project}",), evolve(problem, record=None))


@final
@frozen(kw_only=True)
class KnownProjects(_OfProjects):
    """All fields are those of projects that declare fields for the type of record.

    Attributes:
        declared: For each project with fields, the names of the types for which it declares them.
        model: The name of the type of record.
    """

    declared: Mapping[str, tuple[str, ...]]
    model: str

    def _problems(self, fields: ProjectFields) -> Iterator[Problem]:
        for name in fields:
            types = self.declared.get(name, ())
            if not types:
                yield undeclared(f"{PREFIX}{name}", self._similar(name))
            elif self.model not in types:
                key, kind = f"{PREFIX}{name}", self.model.lower()
                message = f"{key} is not a field of {'an' if kind[0] in 'aeiou' else 'a'} {kind}"
                hint = f"the project {quote(name)} declares fields only for {listed(types, 'and')}"
                yield UNDECLARED.problem(message, path=(key,), hint=hint)

    def _similar(self, name: str) -> str | None:
        """Return the hint with a similar name of a project, if there is one."""
        similar = near(name, [own for own, types in self.declared.items() if self.model in types])
        return f"did you mean {quote(PREFIX + similar[0])}?" if similar else None
