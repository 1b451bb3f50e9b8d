"""The commands that tell the rules: what a code means, and what a corpus may look like."""

from typing import Literal

import click

from alliancekit.cli._ending import Failure
from alliancekit.cli._printing import print_lines
from alliancekit.text import quote


@click.command()
@click.argument("code", required=False)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="What to print."
)
def explain(code: str | None, form: Literal["text", "json"]) -> None:
    """Explain a rule, or list them all.

    CODE is the code of the rule, such as AK501; without it, all rules are listed.

    With --format json, a list of objects with the keys code, severity, demand and advice is all that is printed.
    """
    from alliancekit import rulebook
    from alliancekit.report import rules

    chosen = None if code is None else rulebook.explain(code.upper())
    if form == "json":
        click.echo(rules.as_json([chosen] if chosen else rulebook.rules().values()))
    else:
        print_lines(rules.explained(chosen) if chosen else rules.listing())


@click.command()
@click.argument("model", required=False)
@click.option("--lines", is_flag=True, help="The schema of one line of JSON Lines.")
def schema(model: str | None, *, lines: bool) -> None:
    """Print the JSON Schema of a corpus, for editors.

    It is that of a document in YAML or JSON. MODEL is the name of a type of record, or of an object in one, such as
    Statement or Venue: print its schema instead.
    """
    import json

    from alliancekit.schema import document_schema, line_schema, schema_of, types

    known = {name.lower(): type_ for name, type_ in types().items()}
    if model and lines:
        message = "--lines prints the schema of any line; leave it out, or leave MODEL out"
        raise Failure(message)
    if model and model.lower() not in known:
        message = f"no model is called {quote(model)}; the models are {', '.join(types())}"
        raise Failure(message)
    made = schema_of(known[model.lower()]) if model else line_schema() if lines else document_schema()
    # In bytes, so that they are the same on every system.
    click.echo(f"{json.dumps(made, indent=2)}\n".encode(), nl=False)
