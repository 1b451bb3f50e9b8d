"""Generate the tables of the exchange formats: what stays the same, what is lost, and what returns."""

from typing import Final

from docs._ext.markdown import cell

from alliancekit import exchange
from alliancekit.exchange import Correspondence

TABLES: Final = {
    "csl": exchange.CSL_FIELDS,
    "annotations": exchange.ANNOTATION_FIELDS,
    "label_studio": exchange.LABEL_STUDIO_FIELDS,
    "followthemoney": exchange.FTM_FIELDS,
}
WORDS: Final = {"same": "same", "partly": "in part", "lost": "lost", "none": ""}


def fields(name: str) -> str:
    """Return the table of a format."""
    rows = "".join(map(_row, TABLES[name]))
    return f"| Record | Other format | Exported | Imported | Returns | Remarks |\n|---|---|---|---|---|---|\n{rows}"


def _row(each: Correspondence) -> str:
    ours, theirs = (
        cell(", ".join(f"`{name}`" for name in names.split(", ") if name)) for names in (each.ours, each.theirs)
    )
    returns = "yes" if each.round_trip else "no" if each.exported == "lost" else "in part" if each.ours else ""
    return f"| {ours} | {theirs} | {WORDS[each.exported]} | {WORDS[each.imported]} | {returns} | {cell(each.note)} |\n"
