"""The parts of a page that need no script: the overview, and a plain list of the records of a small corpus."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from alliancekit._html import text
from alliancekit.corpus.references import attestations
from alliancekit.display.names import name_of
from alliancekit.display.records import own_items, report_text
from alliancekit.display.values import date_text, field_label, source_line
from alliancekit.messages import counted
from alliancekit.models import MODELS, Entry, Source
from alliancekit.pages._numbering import Numbering

MOST_LISTED: Final = 500
"""The most records of a corpus that are listed for readers without JavaScript."""


def overview(numbering: Numbering) -> Iterator[str]:
    """Yield the HTML of the overview: the number of records of each type, and the sources."""
    counts = Counter(type(record) for record in numbering.records)
    tiles = "".join(
        f'<li><a href="#{name}"><b>{counts[model]:,}</b> '
        f"{text(model.__name__.lower() if counts[model] == 1 else name)}</a></li>"
        for name, model in MODELS.items()
        if counts[model]
    )
    yield f'<h2 id="contents-heading">What this corpus holds</h2><ul class="tiles">{tiles}</ul>'
    yield '<div id="charts"></div>'
    sources = [record for record in numbering.records if isinstance(record, Source)]
    if sources:
        yield "<h2>Sources</h2>"
        yield from _source_table(numbering, sources)


def _source_table(numbering: Numbering, sources: list[Source]) -> Iterator[str]:
    """Yield a table of the sources: the title, the publisher, the date, and how many records each one attests."""
    attested = Counter(
        source for record in numbering.records for source in {each.source for each in attestations(record)}
    )
    shown = sorted(sources, key=lambda source: -attested[source.id])[:_MOST_SOURCES]
    rows = "".join(
        f'<tr><th scope="row"><a href="#{source.id}">{text(name_of(source) or source.id)}</a></th>'
        f"<td>{text(source.publisher or '')}</td><td>{text(date_text(source.published) or 'undated')}</td>"
        f'<td class="number">{attested[source.id]:,}</td></tr>'
        for source in shown
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Source", "Publisher", "Published"))
    yield (
        f'<div class="scroll" tabindex="0" role="region" aria-label="Sources"><table><thead><tr>{head}'
        f'<th scope="col" class="number">Records</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )
    if len(sources) > len(shown):
        yield f'<p><a href="#sources">All {len(sources):,} sources</a></p>'


_MOST_SOURCES: Final = 10
"""The most sources in the overview; those that attest the most records."""


def plain_list(numbering: Numbering) -> Iterator[str]:
    """Yield the records of a small corpus as plain HTML, or the number of records of a large one."""
    if len(numbering.records) > MOST_LISTED:
        number = counted(len(numbering.records), "record")
        yield f"<p>This page lists its {number} with JavaScript, which is switched off.</p>"
        return
    yield "<h2>All records</h2><p>Search, timeline and network need JavaScript, which is switched off.</p>"
    for record in numbering.records:
        yield from _plain_record(numbering, record)


def _plain_record(numbering: Numbering, record: Entry) -> Iterator[str]:
    """Yield the name, the id, the fields and the attestations of a record."""
    corpus = numbering.corpus
    name = name_of(record)
    yield f"<h3>{text(name or record.id)}</h3>{f'<p>{text(record.id)}</p>' if name else ''}"
    facts = [
        (field_label(field), [line.plain for item in items for line in item.lines])
        for field, items in own_items(corpus, record)
    ]
    facts += [
        (source_line(corpus, each.source).plain, [report_text(corpus, each).plain]) for each in attestations(record)
    ]
    yield "<dl>"
    for label, lines in facts:
        yield f"<dt>{text(label)}</dt>{''.join(f'<dd>{text(line)}</dd>' for line in lines)}"
    yield "</dl>"
