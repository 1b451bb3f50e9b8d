"""Projects: rules and fields that a project adds to those of the package, without a change of the package.

`load`, `check` and the other functions that read files check the rules and fields of the projects that are passed to
them. The constructors of records do not: other corpora of the same process may belong to no project.
"""

from alliancekit.projects._checking import checked_projects, rules_for, rules_of_reading, with_declared_fields
from alliancekit.projects._field_rules import OfField
from alliancekit.projects._finding import GROUP, find_project
from alliancekit.projects._project import ANY_PROJECT, Project, problems_with

__all__ = [
    "ANY_PROJECT",
    "GROUP",
    "OfField",
    "Project",
    "checked_projects",
    "find_project",
    "problems_with",
    "rules_for",
    "rules_of_reading",
    "with_declared_fields",
]
