"""The option --plugin: the projects whose rules are checked too."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from alliancekit.projects import Project


def _find_projects(context: click.Context, parameter: click.Parameter, names: tuple[str, ...]) -> "tuple[Project, ...]":
    """Return the projects with these names."""
    del context, parameter
    if not names:
        return ()
    from alliancekit.projects import checked_projects, find_project

    # The program in the folder of scripts does not look for modules in the current folder. It is the last on the path,
    # so that its files hide no installed module.
    if (folder := str(Path.cwd())) not in sys.path:
        sys.path.append(folder)
    return checked_projects([*map(find_project, names)])


plugin_option = click.option(
    "--plugin",
    "projects",
    metavar="NAME",
    multiple=True,
    callback=_find_projects,
    help="Use the rules of this project too: module:object, or the name of an entry point; repeatable.",
)
"""Decorator that adds the option --plugin; the command gets `projects`."""
