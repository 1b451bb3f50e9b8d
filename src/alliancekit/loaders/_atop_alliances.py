"""Alliances of ATOP: treaties from all rows of an alliance, with the cells of each value."""

from datetime import date
from functools import cache, cached_property
from operator import attrgetter
from typing import Final

from attrs import field, frozen

from alliancekit.dates import PartialDate
from alliancekit.errors import Path
from alliancekit.formats import CsvRow
from alliancekit.loaders._atop_names import names_of
from alliancekit.loaders._atop_rows import CONDITIONS, LISTED, OF_ALLIANCE, OF_MEMBER, VARIABLES, RowSpell
from alliancekit.loaders._loaded import Refs, Traces
from alliancekit.loaders._sheet import Sheet
from alliancekit.loaders._states import cow_state
from alliancekit.models import Treaty
from alliancekit.models.identifier import Identifier
from alliancekit.models.ids import StateId, TreatyId
from alliancekit.models.party import Party
from alliancekit.models.treaty import Commitment, Provision
from alliancekit.rules import loading

PAIR: Final = 2
"""The number of members of the smallest alliance."""

_PREFIX: Final = "atop."
"""The prefix of the variables of provisions."""

_NON_PROVISIONS: Final = {"atopid", "member", *OF_MEMBER.columns, *OF_ALLIANCE.columns, "ineffect", "version"}
"""The columns that never become provisions: the alliance, the member, the dates, `ineffect` and the version."""


@frozen(eq=False)
class _JoinedSpell:
    """The time from the first start to the last end of some rows.

    It is a membership of a state without a gap, or the lifetime of an alliance.

    Attributes:
        parts: The spells of the rows, in order of their starts.
    """

    parts: list[RowSpell]

    @property
    def final(self) -> RowSpell:
        """The part that ends last."""
        return max(self.parts, key=lambda part: (part.ends is None, part.ends or ()))

    @property
    def period(self) -> PartialDate:
        """The period from the first start to the last end."""
        end = self.final.period.end
        return PartialDate.parse(f"{self.parts[0].start.edtf}/{end.edtf if end else '..'}")

    def joins(self, part: RowSpell) -> bool:
        """Return whether a later part begins before this spell ends, or on the day after."""
        ends = self.final.ends
        return ends is None or date(*part.starts).toordinal() <= date(*ends).toordinal() + 1


@frozen(eq=False)
class AtopAlliance:
    """An alliance, with all of its rows.

    Attributes:
        number: Its number, as text.
        parts: The spells of its members, one for each row and member, in the order of the file.
        sheet: The file.
        last: The last year of the coded period.
        with_commitments: Whether the obligations are those of single members; otherwise they are provisions of the
            alliance as a whole.
    """

    number: str
    parts: list[RowSpell]
    sheet: Sheet
    last: int
    with_commitments: bool = field(kw_only=True)

    @property
    def id(self) -> TreatyId:
        """The id of its treaty."""
        return TreatyId(f"treaty:atop-{self.number}")

    @property
    def rows(self) -> tuple[CsvRow, ...]:
        """Its rows, each once."""
        return tuple({part.row.line: part.row for part in self.parts}.values())

    def treaty(self) -> Treaty:
        """Return the treaty."""
        final = self._lifetime.final.period.end
        return Treaty(
            id=self.id,
            names=names_of(self.number, self._lifetime.parts[0].years[0]),
            parties=tuple(Party(party=state, spells=self._periods(spells)) for state, spells in self._members.items()),
            in_force=self._lifetime.parts[0].start,
            ended=final,
            as_of=None if final else PartialDate.parse(f"{self.last}-12-31"),
            commitments=tuple(self._commitments()),
            provisions=tuple(self._provisions()),
            identifiers=(Identifier(scheme="atop", value=self.number),),
            attestations=self.sheet.attestations(),
        )

    def traces(self) -> Traces:
        """Return the cells of every value of the treaty."""
        lifetime, final = self._lifetime, self._lifetime.final
        numbers: Refs = [(row, ("atopid",)) for row in self.rows]
        traces: dict[Path, Refs] = {
            ("id",): numbers,
            ("names",): numbers,
            ("identifiers",): numbers,
            ("attestations",): [(row, ("version",)) for row in self.rows],
            ("in_force",): [(lifetime.parts[0].row, lifetime.parts[0].dates.start)],
            ("ended",) if final.period.end else ("as_of",): [(final.row, final.dates.end)],
        }
        for i, spells in enumerate(self._members.values()):
            traces["parties", i, "party"] = [(part.row, (part.column,)) for spell in spells for part in spell.parts]
            for k, _ in enumerate(self._periods(spells)):
                traces["parties", i, "spells", k] = [(part.row, part.dates.columns) for part in spells[k].parts]
        for i, (commitment, terms) in enumerate(self._commitments().items()):
            at: Path = ("commitments", i)
            traces[*at, "by"] = [(part.row, (part.column,)) for part, _, _ in terms]
            traces[*at, "obligation"] = [(part.row, (variable,)) for part, variable, _ in terms]
            traces[*at, "period"] = [(part.row, part.dates.columns) for part, _, _ in terms]
            if commitment.condition:
                traces[*at, "condition"] = [(part.row, columns) for part, _, columns in terms]
            for k, other in enumerate(commitment.toward):
                parts = (part for spell in self._members[StateId(other)] for part in spell.parts)
                sharing = (part for part in parts if any(part.shares_year(own) for own, _, _ in terms))
                traces[*at, "toward", k] = [part.cells for part in sharing]
        for i, (provision, rows) in enumerate(self._provisions().items()):
            traces["provisions", i] = [(row, (provision.variable.removeprefix(_PREFIX),)) for row in rows]
        return traces

    def warn(self, sheet: Sheet) -> None:
        """Add warnings about obligations and members that are probably wrong."""
        for part in self.parts:
            if not self._others(part):
                for variable in part.obligations:
                    message = f"{variable} must be owed to another member, got no other member in the years of the row"
                    sheet.warn(loading.UNOWED, part.row, message, variable, self.id)
            if cow_state(part.number) is None:
                message = f"{part.column} must be a number of Correlates of War, got {part.number}"
                message = f"{message}; its state is {part.state.id}"
                sheet.warn(loading.UNLISTED, part.row, message, part.column, self.id)
                continue
            spells = [spell.period for spell in part.state.spells if spell.system == "cow"]
            if all(spell.contains(part.start) is False for spell in spells):
                message = f"{part.state.id} must be in the COW system on its day of entry, got {part.start.edtf}"
                sheet.warn(loading.OUTSIDE, part.row, message, part.dates.start[0], self.id)

    @cached_property
    def _members(self) -> dict[StateId, list[_JoinedSpell]]:
        """The spells of each member, in the order of the members in the file."""
        members: dict[StateId, list[_JoinedSpell]] = {part.state.id: [] for part in self.parts}
        for part in sorted(self.parts, key=attrgetter("starts")):
            spells = members[part.state.id]
            if spells and spells[-1].joins(part):
                spells[-1].parts.append(part)
            else:
                spells.append(_JoinedSpell([part]))
        return members

    @cached_property
    def _lifetime(self) -> _JoinedSpell:
        """The time from the first start to the last end."""
        return _JoinedSpell(sorted(self.parts, key=attrgetter("starts")))

    @cached_property
    def _has_dated_spells(self) -> bool:
        """Whether the rows have the dates of members or of phases, not only those of the alliance as a whole."""
        return self.with_commitments or "phase" in self.sheet.table.columns

    def _periods(self, spells: list[_JoinedSpell]) -> tuple[PartialDate, ...]:
        """Return the periods of a member; they are uncertain if the rows have only the dates of the alliance.

        In an alliance of two members, both are members for its whole lifetime, so that no periods are needed.
        """
        if self._has_dated_spells:
            return tuple(spell.period for spell in spells)
        if len(self._members) == PAIR:
            return ()
        (lifetime,) = spells
        end = lifetime.period.end or f"{self.last}-12-31"
        return (PartialDate.parse(f"{lifetime.parts[0].start}?/{end}?"),)

    def _others(self, part: RowSpell) -> tuple[StateId, ...]:
        """Return the other members that share a calendar year with a spell."""
        return tuple(
            state
            for state, spells in self._members.items()
            if state != part.state.id and any(part.shares_year(other) for spell in spells for other in spell.parts)
        )

    def _commitments(self) -> dict[Commitment, list[tuple[RowSpell, str, tuple[str, ...]]]]:
        """Return the commitments, each with its spells, its variable and the columns of its conditions."""
        commitments: dict[Commitment, list[tuple[RowSpell, str, tuple[str, ...]]]] = {}
        for part in self.parts:
            toward = self._others(part) if part.obligations else ()
            for variable in part.obligations if toward else ():
                obligation, prefix = VARIABLES[variable]
                columns, condition = _condition(part.row, prefix)
                commitment = Commitment(
                    by=part.state.id, toward=toward, obligation=obligation, condition=condition, period=part.period
                )
                commitments.setdefault(commitment, []).append((part, variable, columns))
        return commitments

    def _provisions(self) -> dict[Provision, list[CsvRow]]:
        """Return the provisions of all other columns, each with its rows; blank cells are unknown and are left out."""
        provisions: dict[Provision, list[CsvRow]] = {}
        table, rows = self.sheet.table, self.rows
        others = _NON_PROVISIONS | self.sheet.unread
        for column, values in zip(table.columns, zip(*(row.cells for row in rows), strict=True), strict=True):
            if column in others or (self.with_commitments and column in VARIABLES) or LISTED.fullmatch(column):
                continue
            if len(set(values)) == 1:
                if values[0].strip():
                    provisions[_provision(_PREFIX + column, values[0])] = list(rows)
            else:
                self._add_varying(column, provisions)
        return provisions

    def _add_varying(self, column: str, provisions: dict[Provision, list[CsvRow]]) -> None:
        """Add the provisions of a column whose value differs between rows.

        If a member has the same value in all of its rows, the provision has no period; otherwise it has one.
        """
        values: dict[str, list[RowSpell]] = {}
        of_member: dict[StateId, set[str]] = {}
        for part in self.parts:
            values.setdefault(part.row[column], []).append(part)
            of_member.setdefault(part.state.id, set()).add(part.row[column])
        for value, parts in values.items():
            groups: dict[PartialDate | None, list[RowSpell]] = {}
            for part in parts if value.strip() else ():
                groups.setdefault(part.period if len(of_member[part.state.id]) > 1 else None, []).append(part)
            for period, own in groups.items():
                parties = tuple(dict.fromkeys(part.state.id for part in own))
                provision = Provision(variable=_PREFIX + column, value=value, parties=parties, period=period)
                provisions[provision] = list({part.row.line: part.row for part in own}.values())


@cache
def _provision(variable: str, value: str) -> Provision:
    """Return the provision for all members and the whole lifetime; it is cached, since many treaties have the same."""
    return Provision(variable=variable, value=value)


def _condition(row: CsvRow, prefix: str) -> tuple[tuple[str, ...], str | None]:
    """Return the columns of the conditions of an obligation, and the conditions as text."""
    if not prefix:
        return (), None
    conditions = {prefix + suffix: text for suffix, text in CONDITIONS.items() if row.get(prefix + suffix) == "1"}
    if conditions:
        return tuple(conditions), ", ".join(conditions.values())
    general = f"{prefix}con"
    return ((general,), "on a condition that is not coded") if row.get(general) == "1" else ((), None)
