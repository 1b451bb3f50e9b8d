"""Checks of the arguments of dates, and the errors for values of a wrong type."""

from alliancekit.errors import InvalidDate


def iso_of(date: object) -> str:
    import datetime as dt  # imported late: a caller with such a date has imported it already

    if not isinstance(date, dt.date) or isinstance(date, dt.datetime):
        message = f"expected a datetime.date, got {class_of(date)}; convert a datetime with its date()"
        raise InvalidDate(message)
    return dt.date.isoformat(date)


def check_printed(as_printed: str) -> None:
    if as_printed.__class__ is not str:
        message = f"as_printed must be text (str), got {class_of(as_printed)}"
        raise InvalidDate(message)
    if not as_printed.strip():
        message = "as_printed must not be blank; leave it out if there is no printed form"
        raise InvalidDate(message)
    if "\0" in as_printed or any("\ud800" <= character <= "\udfff" for character in as_printed):
        message = "as_printed must not have NUL or half of a character, which UTF-8 does not support; copy it again"
        raise InvalidDate(message)


def not_text(value: object) -> InvalidDate:
    hint = "; convert a datetime.date with PartialDate.from_date" if hasattr(value, "isoformat") else ""
    return InvalidDate(f"a date must be text (str) in EDTF, got {class_of(value)}{hint}")


def class_of(value: object) -> str:
    return f"{value!r:.60} of the class {value.__class__.__name__}"
