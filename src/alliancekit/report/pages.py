"""The draft of the source of a saved web page, in YAML."""

import json
from collections.abc import Iterator

from alliancekit.evidence.pages import PageText
from alliancekit.models.document import VERSION
from alliancekit.text import escape_json


def source_lines(page: PageText, id_: str, file: str) -> Iterator[str]:
    """Yield the lines of a corpus file with a source: what is certain, and each guess as a comment.

    Args:
        page: The text and the guesses.
        id_: The id of the source.
        file: The name of the file with the text.
    """
    yield f"schema_version: {VERSION}"
    yield "sources:"
    yield f"- id: {id_}"
    yield "  kind: webpage"
    yield f"  file: {_quoted(file)}"
    yield f"  length: {len(page.text)}"
    yield f'  digest: "{page.digest}"'
    for name, value in page.guesses.items():
        yield f"  # confirm {name}: {f'[{_quoted(value)}]' if name == 'creators' else _quoted(value)}"
        if name == "published":
            yield "  # confirm dated_by: the page says so"


def _quoted(text: str) -> str:
    return escape_json(json.dumps(text, ensure_ascii=False))
