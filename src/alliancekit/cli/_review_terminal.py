"""The dialogue of a review in a terminal: show each draft, read a key, and record the decision at once."""

import sys
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final

import click
from attrs import evolve, frozen

from alliancekit.cli._exit_codes import Failure
from alliancekit.cli._keys import read_key
from alliancekit.cli._printing import paragraph, print_lines, print_problems
from alliancekit.errors import InvalidCorpus, InvalidRecord, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import RenderableType

    from alliancekit.corpus import Corpus
    from alliancekit.formats import Document
    from alliancekit.models import Candidate, Entry
    from alliancekit.models.attestation import Attestation
    from alliancekit.models.ids import SourceId
    from alliancekit.review import DraftState, EditedField, Review, Verdict

    Passages = Callable[[SourceId, Attestation], Iterable[RenderableType]]

KEYS: Final[Mapping[str, str]] = {
    "a": "accept: the draft becomes a statement or proposal",
    "c": "accept as a candidate: it is correct, but its source does not say all",
    "e": "edit a field: write it as in a YAML file, such as date: 2025-04-28",
    "o": "open the whole record in the program of $EDITOR",
    "r": "reject, with a reason",
    "s": "skip: decide later",
    "d": "at the end: decide the drafts that you have skipped",
    "u": "undo the last decision; press it again to undo the one before, back to the first",
    "q": "quit; the review goes on here the next time",
    "h": "show this help",
}
"""The keys, each with what it does."""

_PROMPT: Final = "[a]ccept [c]andidate [e]dit [o]pen [r]eject [s]kip [u]ndo [q]uit [h]elp > "
_LAST_PROMPT: Final = "[u]ndo [q]uit > "
_LAST_PROMPT_IF_SKIPPED: Final = "[d]ecide skipped [u]ndo [q]uit > "
_NOTHING: Final = ""
"""Stands for the id of the draft that is shown, if none is."""

_TYPED: Final = "your input"
"""The name of typed text, in locations."""


@frozen
class ReviewSettings:
    """What a dialogue needs beside the review.

    Attributes:
        by: Who reviews.
        log: The file to which decisions are added.
        output: The file for the accepted records; None: they are not written.
        corpus: The records to which the drafts refer, and the drafts.
        passages: Returns the passages of an attestation; None: there are no texts.
        complete: Whether the corpus has all records to which a draft may refer.
        errors: Returns the errors of the outcome of the decisions so far; None: there are none.
    """

    by: str
    log: "Path"
    output: str | None
    corpus: "Corpus"
    passages: "Passages | None"
    complete: bool
    errors: "Callable[[], InvalidCorpus | None]"


class ReviewDialogue:
    """A dialogue about the drafts that are not decided.

    Args:
        review: The review; decisions are added to it, and to the file of the settings.
        settings: The other parts.
    """

    def __init__(self, review: "Review", settings: ReviewSettings) -> None:
        self._review, self._settings = review, settings
        self._skipped: set[str] = set()
        self._written: dict[str, str] = {}
        self._pressed = False
        self._ids = [*review.states]
        self._outdated = {each.record: each for each in review.outdated}

    def run(self) -> None:
        """Show one draft after another, until the reviewer quits. The end of the input is like `q`.

        When all are decided or skipped, the skipped ones can be decided, and decisions can be undone.
        """
        self._show_gone()
        shown: str | None = _NOTHING
        while True:
            id_ = self._next()
            if id_ != shown:
                self._show(id_) if id_ else self._show_end()
            shown = id_
            last_prompt = _LAST_PROMPT_IF_SKIPPED if self._skipped else _LAST_PROMPT
            try:
                key = self._key(_PROMPT if id_ else last_prompt)
                if key == "q":
                    return
                if self._act(key, id_) if id_ else self._act_at_end(key):
                    shown = _NOTHING
            except EOFError:
                click.echo()
                self._refuse_empty_input(id_)
                return

    def _refuse_empty_input(self, id_: str | None) -> None:
        """Raise `Failure` if a draft waits, and the input is no terminal and was empty, as in a script."""
        if id_ and not self._pressed and not sys.stdin.isatty():
            message = "standard input is empty; review in a terminal, or pass a file of decisions with --decisions"
            raise Failure(message)

    def _show_gone(self) -> None:
        """Say which earlier decisions are about drafts that are no longer there."""
        from alliancekit.report.reviews import gone

        if ids := [id_ for id_ in self._outdated if id_ not in self._review.states]:
            print_lines([gone(ids)])

    def _show_end(self) -> None:
        """Say that no draft is left, and show the errors of the outcome."""
        error = self._settings.errors()
        click.echo()
        if error:
            print_problems(error.problems, 0, error.note)
        state = "The accepted records have errors" if error else "All drafts are decided or skipped"
        skipped = "d decides those that you have skipped, " if self._skipped else ""
        output, accepted = self._settings.output, {"accepted", "accepted_as_candidate"} & self._review.counts().keys()
        end = f"ends the review and writes {output}" if output and accepted and not error else "ends the review"
        _print([f"{state}: {skipped}u undoes the last decision, q {end}."])

    def _act_at_end(self, key: str) -> bool:
        """Do what a key stands for where no draft is left; return whether the end or a draft must be shown again."""
        match key:
            case "u":
                return self._undo()
            case "d" if self._skipped:
                self._skipped.clear()
            case "h" | "?":
                _print([f"{name}  {KEYS[name]}" for name in ("d", "u", "q")])
            case _:
                _print(["This key has no meaning here; h shows the keys."])
        return False

    def _next(self) -> str | None:
        """Return the first draft that is neither decided nor skipped in this dialogue."""
        return next((id_ for id_ in self._review.waiting() if id_ not in self._skipped), None)

    def _show(self, id_: str) -> None:
        from alliancekit.report.reviews import draft_report, reopened

        state, place = self._review.states[id_], (self._ids.index(id_) + 1, len(self._ids))
        settings = self._settings
        problems = self._problems(state.candidate)
        print_lines(draft_report(settings.corpus, state, place, settings.passages, problems))
        if id_ in self._outdated and state.decision is None:
            print_lines([reopened(self._outdated[id_])])

    def _problems(self, candidate: "Candidate") -> "tuple[Problem, ...]":
        """Return the problems of a draft beside the other records as they are now."""
        from alliancekit.corpus.unchecked import problems_beside
        from alliancekit.review.drafts import promoted_id

        others: dict[str, Entry] = {record.id: record for record in self._settings.corpus}
        new_ids: set[str] = set()
        for id_, state in self._review.states.items():
            others[id_] = state.candidate
            if state.status == "rejected":
                del others[id_]
            elif state.status == "accepted":
                new_ids.add(promoted_id(state.candidate))
        return problems_beside(candidate, others, new_ids)

    def _hindrances(self, candidate: "Candidate") -> list[Problem]:
        """Return the errors with which a draft can't be accepted; unknown ids are none if the corpus is not there."""
        from alliancekit.corpus.checks.unknown_ids import RESOLVES
        from alliancekit.errors import Severity

        errors = (each for each in self._problems(candidate) if each.severity is Severity.ERROR)
        return [each for each in errors if self._settings.complete or each.code != RESOLVES.code]

    def _key(self, prompt: str) -> str:
        """Return the key that is pressed; in a pipe, the first character of the next line."""
        click.echo(f"\n{prompt}", nl=False)
        key = (read_key() if sys.stdin.isatty() else _line()[:1]).lower()
        self._pressed = True
        click.echo(key if key.isprintable() else "")
        return key

    def _act(self, key: str, id_: str) -> bool:
        """Do what a key stands for; return whether the draft must be shown again."""
        state = self._review.states[id_]
        match key:
            case "a":
                self._accept(state)
            case "c":
                self._accept(state, "accept_as_candidate")
            case "e":
                return self._edit(state)
            case "o":
                return self._open(state)
            case "r":
                self._reject(state)
            case "s":
                self._decide(state, "skip")
                self._skipped.add(id_)
            case "u":
                return self._undo()
            case "h" | "?":
                _print(f"{name}  {text}" for name, text in KEYS.items())
            case _:
                _print(["This key has no meaning; h shows the keys."])
        return False

    def _accept(self, state: "DraftState", verdict: "Verdict" = "accept") -> None:
        """Accept a draft that lacks nothing and has no errors beside the other records."""
        from alliancekit.report.reviews import complete_note, missing_fields_note

        if verdict == "accept" and state.candidate.missing:
            print_lines([missing_fields_note(state)])
        elif verdict == "accept_as_candidate" and not state.candidate.missing:
            print_lines([complete_note(state)])
        elif hindrances := self._hindrances(state.candidate):
            _print_problems(hindrances)
            _print(["A draft with errors can't be accepted: e edits it, r rejects it, s skips it."])
        else:
            self._decide(state, verdict)

    def _reject(self, state: "DraftState") -> None:
        reason = _line("Reason (empty: back): ")
        if reason.strip():
            self._decide(state, "reject", reason=reason.strip())

    def _edit(self, state: "DraftState") -> bool:
        """Read values of fields until they are valid; return whether a field has changed."""
        from alliancekit.formats import read_yaml
        from alliancekit.review import EditedField

        while text := _line("Field: value (empty: back): ").strip():
            document = read_yaml(text.encode("utf-8", "surrogatepass"), _TYPED)
            if not isinstance(document.tree, dict) or document.problems:
                _print_problems(document.problems)
                _print(["Write a field as in a YAML file, such as date: 2025-04-28"])
                continue
            changes = tuple(EditedField(name, value) for name, value in document.tree.items())
            if self._change(state, changes, document):
                return True
        return False

    def _open(self, state: "DraftState") -> bool:
        """Let the reviewer change the whole record in an editor; return whether it has changed."""
        from alliancekit.convert import tree
        from alliancekit.formats import read_yaml, write_yaml
        from alliancekit.review import changes_to

        id_ = state.candidate.id
        text = self._written.get(id_) or write_yaml(tree(state.candidate)).decode()
        try:
            written = click.edit(text, extension=".yaml")
        except click.ClickException as error:
            _print([f"The editor can't be used: {error.message}"])
            return False
        if written is None:
            return False
        self._written[id_] = written  # a text with a mistake is not lost
        document = read_yaml(written.encode("utf-8", "surrogatepass"), id_)
        if not isinstance(document.tree, dict) or document.problems:
            _print_problems(document.problems)
            _print(["The text is no record; o opens it again."])
            return False
        try:
            changes = changes_to(state.candidate, document.tree)
        except InvalidRecord as error:
            _print_problems(evolve(each, location=document.locate(each.path)) for each in error.problems)
            return False
        if not changes or not self._change(state, changes, document):
            return False
        del self._written[id_]
        return True

    def _change(self, state: "DraftState", changes: "tuple[EditedField, ...]", document: "Document") -> bool:
        """Change fields of a draft; print the problems of the new values where they stand in the text."""
        from alliancekit.convert import tree

        old = tree(state.candidate)
        known = tuple(evolve(each, old=old.get(each.field), old_known=True) for each in changes)
        return self._decide(state, "edit", changes=known, document=document)

    def _refuse_unknown_ids(self, state: "DraftState", changes: "tuple[EditedField, ...]") -> None:
        """Raise the problems of new values that refer to unknown records, or that break a rule."""
        from alliancekit.corpus.checks.unknown_ids import RESOLVES
        from alliancekit.corpus.clock import moment_in_utc
        from alliancekit.review import edited
        from alliancekit.review.drafts import reviewed

        candidate = edited(state.candidate, changes, reviewed(self._settings.by, moment_in_utc()))
        names = {each.field for each in changes}
        hindrances = self._hindrances(candidate) if changes else []
        problems = [each for each in hindrances if each.code == RESOLVES.code and {*each.path[:1]} & names]
        if problems:
            raise InvalidCorpus(problems)

    def _undo(self) -> bool:
        """Undo the last decision; return whether there was one."""
        from alliancekit.report.reviews import undone

        decisions = self._review.decisions
        if not decisions:
            _print(["There is no decision to undo."])
            return False
        last = decisions[-1]
        self._decide(self._review.states[last.record], "undo")
        self._skipped.discard(last.record)
        print_lines([undone(last, len(decisions) - 1)])
        return True

    def _decide(
        self,
        state: "DraftState",
        verdict: "Verdict",
        *,
        reason: str | None = None,
        changes: "tuple[EditedField, ...]" = (),
        document: "Document | None" = None,
    ) -> bool:
        """Add a decision to the review and to the file; print its problems and return False if there are any."""
        from alliancekit.corpus.clock import moment_in_utc
        from alliancekit.review import Decision, add_decision, fingerprint
        from alliancekit.review.decisions import locate

        decision = Decision(
            record=state.candidate.id,
            verdict=verdict,
            by=self._settings.by,
            at=moment_in_utc(),
            reason=reason,
            changes=changes,
            draft=fingerprint(state.candidate),
        )
        try:
            self._refuse_unknown_ids(state, changes)
            self._review.decide(decision)
        except (InvalidCorpus, InvalidRecord) as error:
            names = {each.field for each in changes}
            _print_problems(
                evolve(each, location=locate(document, each)) if document and {*each.path[:1]} & names else each
                for each in error.problems
            )
            return False
        add_decision(self._settings.log, decision)
        return True


def _line(prompt: str = "") -> str:
    """Return the next line of the input without its end.

    Raises:
        EOFError: At the end of the input.
    """
    text = input(prompt)
    if prompt and not sys.stdin.isatty():
        click.echo(text)  # a terminal shows what is typed
    return text


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print_lines(paragraph(line))


def _print_problems(problems: Iterable[Problem]) -> None:
    from alliancekit.report.reviews import problem_row

    print_lines(problem_row(each) for each in problems)
