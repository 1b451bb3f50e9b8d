"""Text of the package `display` as JSON: the names of records in it become references to them."""

from rich.text import Text

from alliancekit.display.values import links
from alliancekit.pages._json import Json
from alliancekit.pages._numbering import Numbering


def text_parts(numbering: Numbering, text: Text) -> Json:
    """Return a text as JSON: plain text, or a list of plain texts and references to records.

    A reference is a list of the number of the record and the name that it has in this text. The id in parentheses that
    follows a name on a terminal is left out, since a link replaces it.
    """
    if not text.spans:
        return text.plain or []
    parts: list[Json] = []
    position = 0
    for start, end, id_ in links(text):
        parts += [text.plain[position:start], [numbering.numbers[id_], text.plain[start:end]]]
        position = end + len(f" ({id_})") * text.plain.startswith(f" ({id_})", end)
    parts.append(text.plain[position:])
    shown = [part for part in parts if part]
    return shown[0] if len(shown) == 1 and isinstance(shown[0], str) else shown
