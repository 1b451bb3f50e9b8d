"""Rules of loading: rules of the table of a data set and of its rows, checked before they become records."""

from collections import Counter
from collections.abc import Iterable, Iterator

from attrs import frozen

from alliancekit.errors import Severity
from alliancekit.rules.rule import Rule


@frozen(kw_only=True, repr=False)
class LoadingRule(Rule):
    """A rule of loading. Summaries count its problems, since there may be thousands.

    Attributes:
        finding: A noun phrase for what breaks the rule; summaries print it after the number of problems.
    """

    finding: str


DAMAGED = LoadingRule(
    code="AK801",
    demand="The text of a table has no U+FFFD, the sign for a lost character.",
    finding="character that a program has lost (U+FFFD)",
    advice="get the file from its publisher again: the lost characters cannot be restored",
)
QUOTES = LoadingRule(
    code="AK802",
    demand="A quotation mark in a table begins or ends a cell, or is doubled inside one.",
    finding="quotation mark inside a cell",
    advice="put the cell in quotation marks, and double those inside it",
)
COLUMNS = LoadingRule(
    code="AK803",
    demand="A table has the required columns, and no two columns with the same name.",
    finding="column missing, without a name, or with the name of another",
    advice="get the file from its publisher again, or load it with the loader of its data set",
)
CELLS = LoadingRule(
    code="AK804",
    demand="A row has as many cells as its table has columns.",
    finding="row with too many or too few cells",
    advice="correct the row, or get the file from its publisher again",
)
VERSION = LoadingRule(
    code="AK805",
    demand="All rows of a data set have one version, whose coverage is known.",
    finding="row of another version, or version that is not known",
    advice="load a version that the reference page of data sets lists",
)
LOST = LoadingRule(
    code="AK806",
    demand="A table that another program has saved still has all digits of its numbers, and its dates as dates.",
    finding="column in which a program may have lost something",
    advice="get the file from its publisher, or save it again with all digits and with every column imported as text",
)
VALUE = LoadingRule(
    code="AK811",
    demand="The value of a cell is one of the codebook of its data set.",
    finding="cell with a value that the codebook does not know",
    advice="compare the row with the publisher's file",
)
MOMENT = LoadingRule(
    code="AK812",
    demand="A date of a row exists, and lies within the coverage of the data set.",
    finding="date that does not exist or lies outside of the coverage",
    advice="compare the row with the publisher's file",
)
SPAN = LoadingRule(
    code="AK813",
    demand="A row does not end before it begins.",
    finding="row that ends before it begins",
    advice="compare the row with the publisher's file",
)
ONGOING = LoadingRule(
    code="AK814",
    demand="A row has no end if and only if it is in effect at the end of the coded period.",
    finding="row whose end and whose 'in effect' contradict each other",
    advice="compare the row with the publisher's file",
)
REPEATED = LoadingRule(
    code="AK815",
    demand="No two rows have the same key.",
    finding="row with the key of another row",
    advice="remove one of the two",
)
ALONE = LoadingRule(
    code="AK816",
    demand="An alliance has two or more members.",
    finding="alliance with fewer than two members",
    advice="correct the rows of its other members, or add them",
)
MISSING = LoadingRule(
    code="AK817",
    demand="A row has a value in every column that is required for a record.",
    finding="row without a value that is needed",
    advice="compare the rows with the publisher's file, or remove them",
)
OUTSIDE = LoadingRule(
    code="AK821",
    demand="A member of an alliance is in the Correlates of War state system when it enters.",
    finding="member enters while it is not in the Correlates of War state system",
    advice="no action is needed: the row is loaded; a panel of system members leaves it out and counts it",
    severity=Severity.WARNING,
)
UNLISTED = LoadingRule(
    code="AK822",
    demand="The number of a state is in a list of states.",
    finding="number of a state that no list has",
    advice="no action is needed: the row is loaded, with a state that has only the number",
    severity=Severity.WARNING,
)
UNOWED = LoadingRule(
    code="AK823",
    demand="A row with an obligation shares a calendar year with another member, to whom it is owed.",
    finding="obligation that no other member can claim",
    advice="compare the dates of the alliance's rows with the publisher's file",
    severity=Severity.WARNING,
)
DIFFERENT = LoadingRule(
    code="AK824",
    demand="The files of a data set agree on the members, the beginning and the end of an alliance.",
    finding="difference between the files of two levels",
    advice="load files of one version, as published",
    severity=Severity.WARNING,
)
RESAVED = LoadingRule(
    code="AK825",
    demand="A table has the form in which its publisher writes it.",
    finding="column or row in the form of another program, read without loss",
    advice="no action is needed: nothing is lost; the publisher's own file loads without this warning",
    severity=Severity.WARNING,
)
MISREAD = LoadingRule(
    code="AK826",
    demand="Names in a table are decoded with the encoding in which they were written.",
    finding="column with text decoded in the wrong encoding",
    advice="get the file from its publisher, or load it with the encoding in which it was written",
    severity=Severity.WARNING,
)
TABLE_RULES = (DAMAGED, QUOTES, COLUMNS, CELLS, VERSION, LOST, RESAVED, MISREAD)
"""The rules of a table as a whole, and of its rows as text."""
ROW_RULES = (VALUE, MOMENT, SPAN, ONGOING, REPEATED, ALONE, MISSING, OUTSIDE, UNLISTED, UNOWED, DIFFERENT)
"""The rules of the values in rows."""
RULES = (*TABLE_RULES, *ROW_RULES)
"""The rules of loading."""
FINDINGS = {rule.code: rule.finding for rule in RULES}
"""The `finding` of each rule, by its code."""


def tally(findings: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield a line for each finding with its number, the most frequent first: ``94 x AK821: member enters …``.

    Args:
        findings: The code and the finding of each problem.
    """
    for (code, finding), times in Counter(findings).most_common():
        yield f"{times:,} \N{MULTIPLICATION SIGN} {code}: {finding}"
