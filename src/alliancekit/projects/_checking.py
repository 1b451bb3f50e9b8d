"""The rules of several projects together."""

from collections.abc import Iterable
from typing import cast

from alliancekit.errors import UnusableProject
from alliancekit.messages import quote
from alliancekit.projects._project import Project
from alliancekit.rules import RecordRule


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
            for code in earlier.by_code.keys() & project.by_code.keys():
                if earlier.by_code[code] != project.by_code[code]:
                    message = f"{earlier.name} and {project.name} have different rules with the code {code}"
                    raise UnusableProject(message)
    return own


def rules_for(projects: Iterable[Project], model: type) -> tuple[RecordRule, ...]:
    """Return the rules that projects have for the records of a type, each once."""
    rules: list[RecordRule] = []
    for project in projects:
        rules += (rule for rule in project.rules_for(model) if rule not in rules)
    return tuple(rules)
