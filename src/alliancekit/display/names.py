"""Names of records: the first one, or of a state in a past time, the one of that time, such as Soviet Union."""

from alliancekit import states
from alliancekit.corpus import Corpus
from alliancekit.dates import PartialDate
from alliancekit.errors import NoState
from alliancekit.models import Entry, Source


def name_of(record: Entry) -> str | None:
    """Return the first name of a record; None if it has no name."""
    if isinstance(record, Source):
        return record.title or record.publisher
    names = getattr(record, "names", ())
    return names[0].text if names else None


def headline_of(record: Entry) -> str:
    """Return the name of a record, or what a statement or a candidate reports; empty without either."""
    return name_of(record) or getattr(record, "content", None) or ""


def label_of(corpus: Corpus, id_: str) -> str:
    """Return the name of a record of the corpus; its id if it has no name, or is not in the corpus."""
    return (name_of(corpus[id_]) if id_ in corpus else None) or id_


def name_during(corpus: Corpus, id_: str, time: PartialDate | None) -> str:
    """Return the name of a record. For a state in a past time, return the name that it had then.

    If its name changed in that time, the name at the end follows: ``Siam, later Thailand``. The names of the time are
    those of the registry. A record with a name of its own, other than the present one of the registry, has that name.

    Args:
        corpus: The corpus.
        id_: The id of the record.
        time: A date or an interval. None, or an interval without a known end: the present name.
    """
    name = label_of(corpus, id_)
    start, end = (time.start, time.end) if time and time.is_interval else (time, time)
    if not start or not end or id_ not in corpus:
        return name
    first, last = _name_on(id_, start), _name_on(id_, end)
    if not first or not last or name != states.get(id_).names[0].text:
        return name
    return first if first == last else f"{first}, later {last}"


def _name_on(id_: str, date: PartialDate) -> str | None:
    """Return the name of a state of the registry on a date; None if it has no such state, or no name then."""
    try:
        return states.convert(id_, from_="state", to="name", on=date)
    except NoState:
        return None
