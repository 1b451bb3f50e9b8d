"""The rules of several projects together."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar, cast

from attrs import evolve

from alliancekit.engine.reading import read, tree
from alliancekit.errors import UnusableProject
from alliancekit.messages import quote
from alliancekit.models import Entry
from alliancekit.projects._namespaces import KnownProjects
from alliancekit.projects._project import Project, classes_by_name
from alliancekit.rules import RecordRule
from alliancekit.rules.reading import UNDECLARED

E = TypeVar("E", bound=Entry)


def checked_projects(projects: Iterable[Project]) -> tuple[Project, ...]:
    """Return projects, each once.

    Raises:
        UnusableProject: If two projects have different rules with one code, or if this is no list of projects.
    """
    wanted = "projects must be a list of alliancekit.projects.Project"
    if isinstance(projects, Project):
        message = f"{wanted}; pass projects=[...] with the project {quote(projects.name)} in it"
        raise UnusableProject(message)
    own = tuple(dict.fromkeys(projects))
    for other in cast("tuple[object, ...]", own):
        if not isinstance(other, Project):
            message = f"{wanted}, got {other!r}"
            raise UnusableProject(message)
    for n, project in enumerate(own):
        for earlier in own[:n]:
            for message in _conflicts(earlier, project):
                raise UnusableProject(message)
    return own


def _conflicts(one: Project, other: Project) -> Iterator[str]:
    """Yield a message for each reason why two projects can't be used together."""
    for code in one.by_code.keys() & other.by_code.keys():
        if one.by_code[code] != other.by_code[code]:
            yield f"{one.name} and {other.name} have different rules with the code {code}"
    if one.fields and other.fields and one.name == other.name:
        yield f"two projects with fields have the name {quote(one.name)}; give one of them another name"
    for name, classes in classes_by_name([one, other]).items():
        if len(classes) > 1:
            yield f"{one.name} and {other.name} have different classes with the name {name}"


def rules_for(projects: Iterable[Project], model: type) -> tuple[RecordRule, ...]:
    """Return the rules that projects have for the records of a type, each once."""
    rules: list[RecordRule] = []
    for project in projects:
        rules += (rule for rule in project.rules_for(model) if rule not in rules)
    return tuple(rules)


def with_declared_fields(projects: Iterable[Project], record: E) -> E:
    """Return a record as a program that knows projects reads it: their fields are those of the objects they declare.

    Null, an empty list and other default values are left out, as in `convert.tree`, so that records are equal if these
    objects are. Fields that are not valid stay as they are.
    """
    fields = record.project_fields
    for project in projects if fields.json else ():
        cls = project.fields.get(cast("type[Entry]", type(record)))
        own = fields.get(project.name) if cls else None
        if cls and own is not None and (accepted := read(cls, own)[0]) is not None:
            written = tree(accepted)
            fields = fields if written == own else fields.with_project(project.name, written)
    same = fields is record.project_fields
    return record if same else cast("Callable[..., E]", evolve)(record, project_fields=fields)


def rules_of_reading(projects: Iterable[Project], model: type) -> tuple[RecordRule, ...]:
    """Return the rules for the records of a type that a program reads: of projects, and that all projects are known."""
    projects = tuple(projects)
    own = rules_for(projects, model)
    if any(project.keeps_others for project in projects):
        return own
    declared = {each.name: tuple(of.__name__ for of in each.fields) for each in projects if each.fields}
    known = KnownProjects(code=UNDECLARED.code, demand=UNDECLARED.demand, declared=declared, model=model.__name__)
    return (*own, known)
