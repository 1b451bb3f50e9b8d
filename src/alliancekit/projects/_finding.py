"""Find a project by the name of its object in Python, or by that of its entry point."""

from importlib import import_module
from typing import Final

from alliancekit.errors import UnusableProject
from alliancekit.messages import listed, near, quote
from alliancekit.projects._project import Project

GROUP: Final = "alliancekit.projects"
"""The group of entry points with projects."""


def find_project(name: str) -> Project:
    """Return a project that is installed or can be imported.

    Args:
        name: ``module:object``, such as ``summits.rules:PROJECT``; or the name of an entry point of the group
            ``alliancekit.projects`` of an installed package. Only the module of this project is imported.

    Raises:
        UnusableProject: If there is no such project, or its module can't be imported.
    """
    module, colon, attribute = name.partition(":")
    try:
        value = _imported(module, attribute) if colon else _installed(name)
    except UnusableProject as error:
        message = f"project {quote(name)}: {error}"
        raise UnusableProject(message) from error
    except Exception as error:
        message = f"project {quote(name)} can't be imported: {type(error).__name__}: {error}"
        raise UnusableProject(message) from error
    if not isinstance(value, Project):
        message = f"{quote(name)} must be an alliancekit.projects.Project, got an object of type {type(value).__name__}"
        raise UnusableProject(message)
    return value


def _imported(module: str, attribute: str) -> object:
    """Return an object of a module."""
    owner = import_module(module)
    try:
        return getattr(owner, attribute)
    except AttributeError:
        projects = tuple(name for name, value in vars(owner).items() if isinstance(value, Project))
        has = f"has {listed(projects, 'and')}" if projects else "has no project"
        message = f"the module {module} has no {quote(attribute)}; it {has}"
        raise UnusableProject(message) from None


def _installed(name: str) -> object:
    """Return the object of an entry point."""
    from importlib.metadata import entry_points

    # A package that is installed in two folders of the path has equal entry points.
    values = {point.value: point for point in entry_points(group=GROUP, name=name)}
    if len(values) == 1:
        return next(iter(values.values())).load()
    if values:
        message = f"several installed packages have this entry point; write one of {listed(tuple(values))}"
        raise UnusableProject(message)
    names = tuple(sorted({point.name for point in entry_points(group=GROUP)}))
    similar = near(name, names)
    known = f"did you mean {quote(similar[0])}?" if similar else f"there are {listed(names, 'and')}" if names else ""
    known = known or "no installed package has one"
    message = f"no entry point of the group {GROUP} has this name ({known}); for an object in Python, write module:name"
    raise UnusableProject(message)
