"""Recognise the answers of language models and annotators, which are no corpus before their quotes are anchored."""

from typing import Final

from alliancekit.formats import Tree

DRAFTS_HINT: Final = (
    'this looks like drafts of a model: make candidates of it with "alliancekit draft" '
    "(in Python: alliancekit.drafts.read)"
)
"""The hint for a document that is no corpus, but drafts."""


def looks_like_drafts(tree: Tree) -> bool:
    """Return whether an object has the extractions of langextract, or records whose evidence has quotes.

    A corpus has neither: its evidence has anchors.
    """
    if not isinstance(tree, dict) or "type" in tree or "schema_version" in tree:
        return False
    if isinstance(tree.get("extractions"), list):
        return True
    lists = (records for records in tree.values() if isinstance(records, list))
    return any(_has_quotes(record) for records in lists for record in records)


def _has_quotes(record: Tree) -> bool:
    reports = record.get("attestations") if isinstance(record, dict) else None
    return isinstance(reports, list) and any(isinstance(each, dict) and "quotes" in each for each in reports)
