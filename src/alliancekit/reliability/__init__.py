"""Reliability of coding: how far two coders agree, who coded the same texts independently of each other.

`coder_agreement` matches the records of two corpora by their passages, and compares their fields. `percent_agreement`,
`cohen_kappa` and `krippendorff_alpha` compute the coefficients of any data. Alliance portfolios are compared by
`alliancekit.measures`.
"""

from alliancekit.reliability.coefficients import (
    LEAST_UNITS,
    Coefficient,
    cohen_kappa,
    krippendorff_alpha,
    percent_agreement,
)
from alliancekit.reliability.comparison import (
    CoderAgreement,
    DifferingPair,
    DifferingValue,
    FieldAgreement,
    UnitAgreement,
    coder_agreement,
)
from alliancekit.reliability.matching import MatchedRecords, RecordPair, match_records
from alliancekit.reliability.metrics import jaccard, masi

__all__ = [
    "LEAST_UNITS",
    "CoderAgreement",
    "Coefficient",
    "DifferingPair",
    "DifferingValue",
    "FieldAgreement",
    "MatchedRecords",
    "RecordPair",
    "UnitAgreement",
    "coder_agreement",
    "cohen_kappa",
    "jaccard",
    "krippendorff_alpha",
    "masi",
    "match_records",
    "percent_agreement",
]
