"""A Sphinx extension that generates parts of the reference from the code, and shortens signatures.

``<!-- reference: NAME ARGUMENTS -->`` in a page is replaced by the part of `PARTS` with this name. Text between
``<!-- repository -->`` and ``<!-- /repository -->`` is removed.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final, NewType, cast, get_args

import attrs
from docs._ext import commands, data_sets, exchange, panels, records, rules, tables
from docutils.nodes import Element, Node, TextElement, document, literal, section, system_message
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.domains.python import PyXRefRole
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxRole

from alliancekit import _api, panel
from alliancekit.errors import Severity
from alliancekit.loaders import _all
from alliancekit.models import Record
from alliancekit.rules import Rule

PARTS: Final[dict[str, Callable[..., str]]] = {
    "commands": commands.commands,
    "data_sets": data_sets.data_sets,
    "exchange": exchange.fields,
    "faces": rules.by_face,
    "kinds": rules.kinds,
    "objects": records.objects,
    "overview": rules.overview,
    "records": records.records,
    "panel_columns": panels.panel_columns,
    "rule": rules.rule,
    "rules": rules.rules,
    "tables": tables.tables,
    "schema_gaps": rules.schema_gaps,
}
MARKER: Final = re.compile(r"<!-- reference: (\w+) ?(.*?) -->")

NOTE: Final = re.compile(r"<!-- repository -->\n.*?<!-- /repository -->\n", re.DOTALL)
"""A note for readers of the pages in the repository, who do not see the generated parts."""

CODE: Final = re.compile(r"AK\d{3}")

PUBLIC: Final = {
    f"{value.__module__}.{value.__name__}": f"{prefix}.{name}"
    for prefix, module in (("alliancekit", _api), ("alliancekit.loaders", _all))
    for name in module.__all__
    if isinstance(value := getattr(module, name), type | NewType)
}
"""The public name of each class and type, by the name of its definition."""


def fill(app: Sphinx, page: str, source: list[str]) -> None:
    """Insert the parts into a page, and remove the empty line at the end of doctests."""
    del app, page

    def part(marker: re.Match[str]) -> str:
        name, arguments = marker.groups()
        return PARTS[name](*arguments.split())

    source[0] = MARKER.sub(part, NOTE.sub("", source[0])).replace("\n\n```\n", "\n```\n")


def changed(app: Sphinx, env: BuildEnvironment, added: set[str], altered: set[str], removed: set[str]) -> list[str]:
    """Return the pages with parts, because the code from which they are generated may have changed."""
    del app, added, altered, removed
    return [page for page in env.found_docs if MARKER.search(env.doc2path(page).read_text(encoding="utf-8"))]


class Field(SphinxRole):
    """The name of a field, as a target for links such as ``{py:attr}`alliancekit.Treaty.signed```."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Return the name, and register it as a target."""
        name = f"alliancekit.{self.text}"
        self.env.domains["py"].note_object(name, "attribute", name, location=self.get_location())
        return [literal("", self.text.partition(".")[2], ids=[name])], []


def short_signature(*event: object) -> tuple[str, str | None] | None:
    """Return a readable signature.

    Types are removed from signatures of records and rules, because those of records include all their rules. Long types
    that Sphinx expands, and the choices of a panel, get their short names.
    """
    _, _, _, documented, _, arguments, returned = cast(
        "tuple[object, str, str, object, object, str | None, str | None]", event
    )
    if arguments and any(expanded.search(arguments) for expanded in SHORT_TYPES):
        for expanded, name in SHORT_TYPES.items():
            arguments = expanded.sub(f"~{name}", arguments)
        for name in CHOICES:
            values = ", ".join(map(repr, get_args(getattr(panel, name))))
            arguments = re.sub(rf"[~\w.]*Literal\[{re.escape(values)}\]", f"~alliancekit.panel.{name}", arguments)
        return arguments, returned
    if not (isinstance(documented, type) and issubclass(documented, Record | Rule) and attrs.has(documented)):
        return None
    return f"(*, {', '.join(_parameters(documented))})", None


SHORT_TYPES: Final = {
    re.compile(r"[~\w.]*Iterable\[[^\]]*\.Candidate\] \| [~\w.]*\.Covered"): "alliancekit.panel.Treaties",
    re.compile(r"[~\w.]*Literal\['cow', [^\]]*'name', 'state'\]"): "alliancekit.states.IdentifierKind",
}
"""The names of types, by what Sphinx expands them to."""

CHOICES: Final = ("ApartDyads", "AsymmetricRule", "JointMembership", "PartYearRule", "StateSystem", "Trust")
"""The types of the arguments of a panel that have a few allowed values."""


def _parameters(cls: type[attrs.AttrsInstance]) -> Iterator[str]:
    for field in attrs.fields(cls):
        default: object = field.default
        written = default if isinstance(default, Severity) else repr(default)
        yield field.name if default is attrs.NOTHING else f"{field.name}={written}"


def public_bases(app: Sphinx, name: str, obj: type, options: object, bases: list[type]) -> None:
    """Replace a private base by its own bases."""
    del app, name, obj, options
    bases[:] = [public for base in bases for public in (base.__bases__ if base.__name__[0] == "_" else (base,))]


def without_fields(*event: object) -> None:
    """Remove the fields from the docstring of a record, because the table below it has them."""
    _, _, _, documented, _, lines = cast("tuple[object, str, str, object, object, list[str]]", event)
    if isinstance(documented, type) and issubclass(documented, Record) and "Attributes:" in lines:
        start = lines.index("Attributes:")
        end = lines.index("", start) if "" in lines[start:] else len(lines)
        del lines[start:end]


def name_by_code(app: Sphinx, document: document) -> None:
    """Use the code of a rule in capitals as the anchor of its section, such as ``#AK101``."""
    del app
    for part in document.findall(section):
        title = part[0].astext()
        if CODE.fullmatch(title):
            part["ids"].insert(0, title)


def resolve(app: Sphinx, env: BuildEnvironment, node: pending_xref, text: TextElement) -> Element | None:
    """Return a link to the public name of an object; for a `name` that is not public, return plain text."""
    public = PUBLIC.get(node["reftarget"])
    if public:
        return env.domains["py"].resolve_xref(env, node["refdoc"], app.builder, "obj", public, node, text)
    return text if node["reftype"] == "name" else None


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.add_role("field", Field())
    app.add_role_to_domain("py", "name", PyXRefRole())
    app.connect("source-read", fill)
    app.connect("env-get-outdated", changed)
    app.connect("autodoc-process-signature", short_signature)
    app.connect("autodoc-process-bases", public_bases)
    app.connect("autodoc-process-docstring", without_fields, priority=400)  # before napoleon
    app.connect("doctree-read", name_by_code)
    app.connect("missing-reference", resolve)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
