"""Identifiers of records in external schemes, such as Wikidata or the treaty series of the United Nations."""

from typing import Annotated, ClassVar, TypeAlias

from attrs import frozen

from alliancekit.engine import Record
from alliancekit.models.ids import ONCE
from alliancekit.models.words import Text
from alliancekit.rules.rule import RecordRule
from alliancekit.rules.text import DependentPattern, Pattern


@frozen(kw_only=True)
class Identifier(Record):
    """The identifier of a record in an external scheme.

    Attributes:
        scheme: The scheme, such as ``wikidata``, ``viaf``, ``doi``, ``atop`` (the number of an alliance in ATOP),
            ``unts`` (the registration number in the United Nations Treaty Series), ``lts`` (that of the League of
            Nations) or ``dcad`` (Defense Cooperation Agreement Dataset). Other schemes are allowed.
        value: The identifier in this scheme. The form is checked for the schemes that the rule AK115 lists.
    """

    scheme: Annotated[
        str,
        Pattern(
            code="AK119",
            demand="The scheme of an identifier is a word in lower case.",
            advice="write it in lower case, such as 'wikidata'",
            regex="[a-z0-9]+(?:[-_.][a-z0-9]+)*",
            form="lower-case letters and digits, with hyphens, dots or underscores between them",
        ),
    ]
    value: Text

    RULES: ClassVar[tuple[RecordRule, ...]] = (
        DependentPattern(
            code="AK115",
            demand="An identifier has the form that its scheme defines.",
            advice="look the identifier up, and write it without a web address",
            name="value",
            by="scheme",
            forms={
                "atop": (r"[1-9][0-9]*(?:\.[0-9]+)?", "a number such as 1005 or 1053.1"),
                "doi": (r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[!-@\[-~]+", "a DOI in lower case that begins with '10.'"),
                "isni": ("[0-9]{15}[0-9X]", "16 digits, the last of which may be X"),
                "lts": ("[1-9][0-9]*", "a registration number, such as 1292, without the volume and the page"),
                "orcid": ("(?:[0-9]{4}-){3}[0-9]{3}[0-9X]", "four groups of four digits, such as 0000-0002-1825-0097"),
                "ror": ("0[0-9a-hj-km-np-tv-z]{6}[0-9]{2}", "nine characters that begin with 0"),
                "unts": ("(?:I|II|A)-[1-9][0-9]{0,5}", "a registration number, such as 'I-1963'"),
                "viaf": ("[1-9][0-9]{0,21}", "a number without leading zeros"),
                "wikidata": ("Q[1-9][0-9]*", "'Q' and a number"),
            },
        ),
    )


Identifiers: TypeAlias = Annotated[tuple[Identifier, ...], ONCE]
"""The identifiers of a record in external schemes."""
