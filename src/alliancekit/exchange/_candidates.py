"""Candidates that are made from annotations: what an annotation does not say is listed as missing."""

from collections.abc import Mapping

from alliancekit.models import Candidate
from alliancekit.models.candidate import TYPES, CandidateType
from alliancekit.rules.shape import FieldSpec, spec_of


def gaps_of(of: CandidateType, values: Mapping[str, object]) -> tuple[str, ...]:
    """Return the required fields of a type that have no valid value."""
    return tuple(each.name for each in required_fields(of) if not each.shape.accepts(values.get(each.name)))


def required_fields(of: CandidateType) -> tuple[FieldSpec, ...]:
    """Return the fields that a type requires, except its id and its attestations."""
    fields = spec_of(TYPES[of]).fields
    return tuple(each for each in fields if each.required and each.name not in ("id", "attestations"))


def candidate_of(of: CandidateType, values: Mapping[str, object]) -> Candidate:
    """Return a candidate with these values, and with the list of its missing fields.

    Raises:
        InvalidRecord: If a value is not valid.
    """
    return Candidate(of=of, missing=gaps_of(of, values), **values)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
