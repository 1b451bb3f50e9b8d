"""Short forms of the long lists of a treaty: a table of its parties, a summary of its commitments and provisions."""

from collections.abc import Iterator
from typing import Final

from rich.text import Text

from alliancekit.corpus import Corpus
from alliancekit.dates import PartialDate
from alliancekit.display.names import name_during
from alliancekit.display.terminal import Grid, styled
from alliancekit.display.values import date_text
from alliancekit.messages import counted, listed
from alliancekit.models import Treaty
from alliancekit.models.treaty import Commitment

MOST_PARTIES: Final = 6
"""The most parties that are listed; more are a table."""

MOST_LINES: Final = 12
"""The most commitments or provisions that are listed; more are summed up."""

_MOST_NAMES: Final = 3
"""The most debtors of a commitment that are named; of more, the number is given."""

_MORE: Final = ("; alliancekit show --full lists them", "dim")


def parties_text(treaty: Treaty) -> Text:
    """Return the number of parties as text; and that of parties with acts, which the table does not show."""
    acting = sum(bool(own.acts) for own in treaty.parties)
    acts = f"; acts of {acting} of them" if acting else ""
    return styled(f"{len(treaty.parties)} parties{acts}", _MORE if acting else "")


def parties_table(corpus: Corpus, treaty: Treaty) -> Grid:
    """Return a table of the spells of all parties, in the order of their entries."""
    rows = [
        (name_during(corpus, own.party, _time(treaty, spell)), *_entry_and_exit(treaty, spell))
        for own in treaty.parties
        for spell in own.spells or (None,)
    ]
    return Grid(("party", "from", "to"), sorted(rows, key=lambda row: row[1]), indent=2)


def _time(treaty: Treaty, spell: PartialDate | None) -> PartialDate | None:
    """Return the time of a spell; if it is None, that of the whole treaty, unless it has no start or end."""
    start = treaty.in_force or treaty.signed
    if spell or not start or not treaty.ended:
        return spell
    return PartialDate(f"{start.edtf}/{treaty.ended.edtf}")


def _entry_and_exit(treaty: Treaty, spell: PartialDate | None) -> tuple[str, str]:
    """Return the entry and the exit of a party in a spell; if it is None, those of the whole treaty."""
    start = spell.start if spell else treaty.in_force or treaty.signed
    end = spell.end if spell else treaty.ended
    lasting = spell.open_end if spell else bool(treaty.as_of)
    return start.edtf if start else "?", end.edtf if end else "ongoing" if lasting else "?"


def commitment_summary(corpus: Corpus, treaty: Treaty) -> Iterator[tuple[Text, ...]]:
    """Yield a line for each obligation and condition: who owes it, and when."""
    groups: dict[tuple[str, str | None], list[Commitment]] = {}
    for each in treaty.commitments:
        groups.setdefault((each.obligation, each.condition), []).append(each)
    for (obligation, condition), own in groups.items():
        debtors = tuple(dict.fromkeys(each.by for each in own))
        names = tuple(name_during(corpus, by, own[0].period) for by in debtors)
        who = listed(names, "and") if len(names) <= _MOST_NAMES else f"{len(names)} of {len(treaty.parties)} parties"
        who = "all parties" if {own.party for own in treaty.parties} == set(debtors) else who
        facts = (f"{obligation}: owed by {who}", condition, _whole_time(own))
        yield (styled("; ".join(fact for fact in facts if fact)),)
    yield (styled(counted(len(treaty.commitments), "commitment"), _MORE),)


def _whole_time(commitments: list[Commitment]) -> str:
    """Return the time from the first start to the last end of commitments; empty if one of them has no limits."""
    periods = [each.period for each in commitments]
    known = [period for period in periods if period and period.earliest]
    if len(known) < len(periods):
        return ""
    starts = min(known, key=lambda period: period.earliest or ())
    lasting = [period for period in known if not period.end]
    ends = lasting[0] if lasting else max(known, key=lambda period: period.latest or ())
    start, end = starts.edtf.partition("/")[0], ends.edtf.partition("/")[2]
    return date_text(PartialDate(f"{start}/{end}"))


def provisions_text(treaty: Treaty) -> Text:
    """Return the number of provisions and of their variables as text."""
    variables = len({own.variable for own in treaty.provisions})
    return styled(f"{counted(len(treaty.provisions), 'provision')} of {counted(variables, 'variable')}", _MORE)
