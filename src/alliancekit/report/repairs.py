"""The proposals of `evidence.repairs` as text and as JSON."""

import json
import shlex
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TypeAlias, cast

from rich.console import RenderableType
from rich.text import Text

from alliancekit.convert import tree
from alliancekit.corpus.references import attestations
from alliancekit.display.terminal import Paragraph, UnwrappedLine, styled
from alliancekit.engine.tree import Tree
from alliancekit.errors import path_text
from alliancekit.evidence import AnchorCheck, AnchorProposal, AnchorRepair, Verification
from alliancekit.messages import counted
from alliancekit.report.quotations import LEGEND, line, marked
from alliancekit.text import escape_json, shorten

_LONGEST = 600
"""The longest passage that is shown as a whole."""


_NO_PROPOSAL = (
    "no proposal: if the passage is not in the text any more, delete the anchor; if nothing else supports the record, "
    "delete the record"
)

Command: TypeAlias = Callable[[AnchorCheck, AnchorProposal], str]
"""Returns the command that replaces a lost anchor by a proposed one."""


def replacing_command(
    verification: Verification, corpus: str, texts: str, common: str | None, own: Collection[str]
) -> Command:
    """Return a function that makes the commands which replace lost anchors.

    Args:
        verification: The verification of the corpus.
        corpus: The path of the corpus.
        texts: The path of the folder with the new texts.
        common: The path of another corpus to which it refers, if there is one.
        own: The ids of its own records.
    """
    of_sources = {text.source.id: text for text in verification.texts}

    def command(check: AnchorCheck, proposal: AnchorProposal) -> str:
        text = of_sources[check.source]
        attestation, anchor = cast("int", check.path[1]), cast("int", check.path[3])
        file = f"{texts.rstrip('/')}/{text.source.file}"
        parts = ["alliancekit", "anchor", file, "--at", f"{proposal.anchor.start}-{proposal.anchor.end}"]
        parts += ["--write", corpus, check.record, "--replace", str(anchor + 1)]
        if len(attestations(verification.corpus[check.record])) > 1:
            parts += ["--attestation", str(attestation + 1)]
        if common is not None:
            parts += ["--corpus", common]
        if text.state == "changed" and text.source.id in own:
            parts.append("--new-digest")
        return shlex.join(parts)

    return command


def repairs_report(repairs: Sequence[AnchorRepair], command: Command | None = None) -> Iterator[RenderableType]:
    """Yield each lost anchor with its old words, if they are known, and the proposals with their anchors.

    Args:
        repairs: The lost anchors.
        command: Makes the command that writes a proposal into the corpus; None if the corpus can't be changed.
    """
    for repair in repairs:
        check = repair.check
        yield Paragraph(styled((check.record, "bold"), f" {path_text(check.path)} in {check.source}"), hang=2)
        yield Paragraph(styled(("lost", "bold red"), f": {check.result.reason}"), 2, 2)
        if repair.words is not None:
            words = (f">>{shorten(line(repair.words), _LONGEST)}<<", "bold")  # marks for a terminal without styles
            yield Paragraph(styled(f"…{line(repair.before)}", words, f"{line(repair.after)}…"), 2, 5, "old")
        for proposal in repair.proposals:
            yield from _proposal(proposal, repair.words)
            if command:
                yield UnwrappedLine(f"    {command(check, proposal)}")
        if not repair.proposals:
            yield Paragraph(styled(_NO_PROPOSAL), 2, 2)
        yield Text()
    if any(proposal.near and proposal.near.differences for repair in repairs for proposal in repair.proposals):
        yield Paragraph(styled(LEGEND))
    number = sum(bool(repair.proposals) for repair in repairs)
    how = "run the command below the right one" if command else "replace the anchor"
    advice = f"; nothing was changed: compare each passage, then {how}" if number else ""
    yield Paragraph(styled(f"{counted(len(repairs), 'lost anchor')}, {number} with a proposal{advice}"), hang=2)


def _proposal(proposal: AnchorProposal, words: str | None) -> Iterator[RenderableType]:
    label = f"{proposal.anchor.start}-{proposal.anchor.end}, {proposal.clue}"
    shown = styled(shorten(line(proposal.text), _LONGEST))
    if proposal.near is not None and words is not None:
        label += f", {proposal.near.score:.0%}"
        shown = marked(proposal.near, words)
    yield Paragraph(styled((label, "cyan"), ": ", shown), 2, 2)
    yield UnwrappedLine(f"    - {json.dumps(tree(proposal.anchor))}")


def repairs_as_json(repairs: Sequence[AnchorRepair]) -> str:
    """Return the repairs as JSON: a list of lost anchors with their proposals."""
    content: list[Tree] = [
        {
            "record": repair.check.record,
            "path": path_text(repair.check.path),
            "source": repair.check.source,
            "anchor": tree(repair.check.anchor),
            "reason": repair.check.result.reason,
            "words": repair.words,
            "before": repair.before,
            "after": repair.after,
            "proposals": [_proposal_tree(proposal) for proposal in repair.proposals],
        }
        for repair in repairs
    ]
    return escape_json(json.dumps(content, ensure_ascii=False, indent=2))


def _proposal_tree(proposal: AnchorProposal) -> Tree:
    return {
        "clue": proposal.clue,
        "score": None if proposal.near is None else proposal.near.score,
        "text": proposal.text,
        "anchor": tree(proposal.anchor),
    }
