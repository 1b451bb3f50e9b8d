"""The options --plugin and --keep-unknown-projects: the projects whose rules and fields are checked too."""

import sys
from collections.abc import Callable
from functools import wraps
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


_plugin_option = click.option(
    "--plugin",
    "projects",
    metavar="NAME",
    multiple=True,
    callback=_find_projects,
    help="Use the rules and fields of this project too: module:object, or the name of an entry point; repeatable.",
)

_keep_option = click.option(
    "--keep-unknown-projects",
    "keep",
    is_flag=True,
    help="Keep the fields of other projects, such as x_study, without a check; otherwise they are errors.",
)


def plugin_option(command: Callable[..., None]) -> Callable[..., None]:
    """Decorator that adds the options --plugin and --keep-unknown-projects; the command gets `projects`."""

    @wraps(command)
    def with_projects(*arguments: object, projects: "tuple[Project, ...]", keep: bool, **named: object) -> None:
        from alliancekit.projects import ANY_PROJECT

        command(*arguments, projects=(*projects, ANY_PROJECT) if keep else projects, **named)

    return _plugin_option(_keep_option(with_projects))
