"""The commands for rules and schemas: explain, schema."""

from typing import TYPE_CHECKING

import click

from alliancekit.cli._exit_codes import Failure
from alliancekit.cli._options import TextOrJson, text_or_json_option
from alliancekit.cli._plugins import plugin_option
from alliancekit.cli._printing import print_lines
from alliancekit.text import quote

if TYPE_CHECKING:
    from alliancekit.projects import Project


@click.command()
@click.argument("code", required=False)
@text_or_json_option
@plugin_option
def explain(code: str | None, output_format: TextOrJson, projects: "tuple[Project, ...]") -> None:
    """Explain a rule or a type, or list all rules.

    CODE is the code of a rule, such as AK501, or the name of a type of record or of an object in a record, such as
    Statement or Venue: then its fields are listed. Without it, all rules are listed. With --plugin, the rules of the
    project are among them.

    --format json prints a list of objects with the keys code, severity, demand and advice; for a type, an object with
    the keys type, summary, fields and rules.
    """
    from alliancekit import rulebook
    from alliancekit.report import rules
    from alliancekit.report.types import type_json, type_report
    from alliancekit.schema import project_classes, types

    known = {**types(), **types(project_classes(projects).values())}
    models = {name.lower(): model for name, model in known.items()}
    if code is not None and code.lower() in models:
        model = models[code.lower()]
        if output_format == "json":
            click.echo(type_json(model, projects))
        else:
            print_lines(type_report(model, projects))
        return
    rule = None if code is None else rulebook.explain(code.upper(), projects)
    if output_format == "json":
        click.echo(rules.as_json([rule] if rule else rulebook.rules(projects).values()))
    else:
        print_lines(rules.rule_report(rule, projects) if rule else rules.listing(projects))


@click.command()
@click.argument("model", required=False)
@click.option("--lines", is_flag=True, help="Print the schema of one line of JSON Lines.")
@click.option(
    "--for",
    "purpose",
    type=click.Choice(["validators", "editors", "drafts"]),
    default="validators",
    help="validators: standard keywords only; editors: with messages; drafts: reduced, for language models.",
    show_default=True,
)
@plugin_option
def schema(model: str | None, projects: "tuple[Project, ...]", *, lines: bool, purpose: str) -> None:
    """Print the JSON Schema of a corpus.

    Without MODEL, the schema describes a document in YAML or JSON. MODEL is the name of a type of record, or of an
    object in a record, such as Statement or Venue; then only the schema of that type is printed. With --plugin, the
    schema expresses the rules of the project too.

    With --for drafts, the schema describes drafts of records, in which verbatim quotes stand in place of anchors. MODEL
    is then the type of the records; without it, there is a list for each type.
    """
    import json

    from alliancekit.schema import DRAFT_MODELS, document_schema, drafts_schema, line_schema, schema_of, types

    drafts, annotated = purpose == "drafts", purpose == "editors"
    if lines and (model or drafts):
        message = f"use {'MODEL' if model else '--for drafts'} or --lines, not both"
        raise Failure(message)
    types_ = {type_.__name__: type_ for type_ in DRAFT_MODELS.values()} if drafts else types()
    known = {name.lower(): type_ for name, type_ in types_.items()}
    if model and model.lower() not in known:
        message = f"unknown model {quote(model)}; choose {', '.join(types_)}"
        raise Failure(message)
    chosen = [known[model.lower()]] if model else []
    if drafts:
        result = drafts_schema(*chosen)
    elif chosen:
        result = schema_of(chosen[0], projects, annotated=annotated)
    else:
        whole = line_schema if lines else document_schema
        result = whole(projects, annotated=annotated)
    # As bytes, so that line ends are the same on every system.
    click.echo(f"{json.dumps(result, indent=2)}\n".encode(), nl=False)
