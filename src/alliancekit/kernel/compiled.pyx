# cython: language_level=3, binding=False, boundscheck=False, wraparound=False, auto_pickle=False
"""The kernel: checks and reads records in C. It accepts only valid records, and declines all others without a reason.

It has no models and no rules of its own. `alliancekit.engine.slots` builds a `Model` from the fields and rules of a
class, with the classes of this module. A test accepts a value only if its rule holds. Methods that read JSON or plain
trees return None if they decline; Python then explains why, or accepts.
"""

from types import MemberDescriptorType

from cython cimport binding, final
from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize, PyBytes_GET_SIZE
from cpython.dict cimport PyDict_Check, PyDict_Size
from cpython.long cimport PyLong_AsLongLongAndOverflow
from cpython.object cimport PyObject, PyObject_RichCompareBool, PyTypeObject, Py_EQ
from cpython.ref cimport Py_INCREF, Py_TYPE
from cpython.set cimport PySet_Add, PySet_Contains
from cpython.unicode cimport PyUnicode_DecodeUTF8
from libc.limits cimport LLONG_MAX, LLONG_MIN
from libc.math cimport isfinite
from libc.stdint cimport uint16_t, uint64_t
from libc.string cimport memchr, memcmp, memcpy, strncmp

cdef extern from "Python.h":
    PyObject *PyDict_GetItemWithError(object, object) except? NULL
    ctypedef struct PyMemberDef:
        Py_ssize_t offset
        int type
    ctypedef struct PyMemberDescrObject:
        PyMemberDef *d_member
    PyObject *PyList_GET_ITEM(object, Py_ssize_t)
    unsigned long Py_TPFLAGS_HEAPTYPE
    PyObject *PyTuple_GET_ITEM(object, Py_ssize_t)
    Py_ssize_t PyTuple_GET_SIZE(object)
    object PyType_GenericAlloc(PyTypeObject *, Py_ssize_t)
    const void *PyUnicode_DATA(object)
    Py_ssize_t PyUnicode_GET_LENGTH(object)
    bint PyUnicode_IS_ASCII(object)
    int PyUnicode_KIND(object)
    object PyUnicode_New(Py_ssize_t, Py_UCS4)
    Py_UCS4 PyUnicode_READ(int, const void *, Py_ssize_t)
    bint Py_UNICODE_ISSPACE(Py_UCS4)

cdef extern from "structmember.h":
    int T_OBJECT_EX

cdef enum:
    FEW = 4  # up to this many items are compared in pairs, more by their hashes
    BEGINNING = -1  # before the first day of the year 0
    ENDLESS = 1 << 30
    SHORT = 50  # the longest text, or list of references, that is shared
    SEEN = 1 << 14  # the number of texts in a cache of `Seen`
    DEEP = 500  # the deepest recursion; it needs less than 128 KiB of stack
    DIGITS = 19  # any number with this many digits fits into 64 bits without a sign


# --- Slots ------------------------------------------------------------------------------------------------------------


@final
cdef class Slot:
    """The memory offset of a field in the objects of a class; it is read directly, without code of the object."""

    cdef Py_ssize_t offset
    cdef PyObject *model
    cdef object python_type, descriptor

    def __init__(self, type model not None, str name not None):
        descriptor = getattr(model, name)
        if (
            type(descriptor) is not MemberDescriptorType
            or (<PyMemberDescrObject *>descriptor).d_member.type != T_OBJECT_EX
            or not issubclass(model, descriptor.__objclass__)
        ):
            raise TypeError(f"{model.__name__}.{name} is no slot")
        self.python_type, self.model, self.descriptor = model, <PyObject *>model, descriptor
        self.offset = (<PyMemberDescrObject *>descriptor).d_member.offset

    cdef inline object of(self, object holder):
        """Return the value of the field of an object of the class."""
        cdef PyObject *entry = NULL
        if <PyObject *>Py_TYPE(holder) is self.model:
            entry = (<PyObject **>((<char *><PyObject *>holder) + self.offset))[0]
        # For an object of another class, or without a value, raise the error of Python.
        return self.descriptor.__get__(holder) if entry is NULL else <object>entry

    cdef inline bint is_empty(self, object fresh) noexcept:
        """Return whether a new object of exactly this class has no value yet."""
        return (<PyObject **>((<char *><PyObject *>fresh) + self.offset))[0] is NULL

    cdef inline void fill(self, object fresh, object value) noexcept:
        """Set the value of a new object, which has no value yet."""
        Py_INCREF(value)
        (<PyObject **>((<char *><PyObject *>fresh) + self.offset))[0] = <PyObject *>value


cdef class Maker:
    """Builds objects of a class from the values of its fields, by position, without a check."""

    cdef object python_type
    cdef tuple slots

    def __cinit__(self, type model not None, *slots):
        cdef tuple own = of_class(Slot, slots)
        for cls in model.__mro__:
            if cls is not object and not (<PyTypeObject *>cls).tp_flags & Py_TPFLAGS_HEAPTYPE:
                raise TypeError(f"{model.__name__} is made from {cls.__name__}")
        for slot in own:
            if (<Slot>slot).python_type is not model:
                raise TypeError(f"{(<Slot>slot).descriptor.__name__} is held in another class")
        if len({(<Slot>slot).offset for slot in own}) < len(own):
            raise TypeError("two fields are held in one place")
        self.python_type, self.slots = model, own

    def __call__(self, *values):
        cdef Py_ssize_t n, count = PyTuple_GET_SIZE(self.slots)
        if PyTuple_GET_SIZE(values) != count:
            raise TypeError(f"{self.python_type.__name__} takes {count} values, got {len(values)}")
        made = PyType_GenericAlloc(<PyTypeObject *>self.python_type, 0)
        for n in range(count):
            (<Slot>PyTuple_GET_ITEM(self.slots, n)).fill(made, <object>PyTuple_GET_ITEM(values, n))
        return made


# --- Dates ------------------------------------------------------------------------------------------------------------


cdef struct Span:  # as in alliancekit.dates, with days such as 20250428; the last day of a month is the 31st
    int first_from
    int first_to
    int last_from
    int last_to


cdef bint is_moment(const char *text, Py_ssize_t length, int *low, int *high) noexcept:
    """Return whether a text is a year from 0 on, a month or a day, fully known; and its first and last day."""
    cdef Py_ssize_t n
    cdef int number = 0
    if length != 4 and length != 7 and length != 10:
        return False
    for n in range(length):
        if n == 4 or n == 7:
            if text[n] != c"-":
                return False
        elif c"0" <= text[n] <= c"9":
            number = 10 * number + (text[n] - c"0")
        else:
            return False
    if length == 7 and number % 100 > 12:
        return False  # a season
    low[0] = number * 10000 + 101 if length == 4 else number * 100 + 1 if length == 7 else number
    high[0] = number * 10000 + 1231 if length == 4 else number * 100 + 31 if length == 7 else number
    return True


cdef bint is_plain(str edtf, Span *span) except -1:
    """Return whether a date, or each end of a period, is such a text or open; and its bounds."""
    cdef const char *text = <const char *>PyUnicode_DATA(edtf)
    cdef Py_ssize_t length = PyUnicode_GET_LENGTH(edtf)
    cdef const char *slash = <const char *>memchr(text, c"/", length)
    if slash is NULL:
        if not is_moment(text, length, &span.first_from, &span.first_to):
            return False
        span.last_from, span.last_to = span.first_from, span.first_to
        return True
    if slash - text == 2 and text[0] == c".":
        span.first_from = span.first_to = BEGINNING
    elif not is_moment(text, slash - text, &span.first_from, &span.first_to):
        return False
    length -= slash - text + 1
    if length == 2 and slash[1] == c".":
        span.last_from = span.last_to = ENDLESS
        return True
    return is_moment(slash + 1, length, &span.last_from, &span.last_to)


# --- Values -----------------------------------------------------------------------------------------------------------


cdef inline bint has_value(object value):
    return value is not None and value is not False and not (type(value) is tuple and PyTuple_GET_SIZE(value) == 0)


cdef inline bint are_equal(object one, object other) except -1:
    """Return whether two values are equal; texts are compared in C."""
    cdef int kind
    cdef Py_ssize_t length
    if type(one) is not str or type(other) is not str:
        return PyObject_RichCompareBool(one, other, Py_EQ)
    if one is other:
        return True
    kind, length = PyUnicode_KIND(one), PyUnicode_GET_LENGTH(one)
    if PyUnicode_KIND(other) != kind or PyUnicode_GET_LENGTH(other) != length:
        return False
    return memcmp(PyUnicode_DATA(one), PyUnicode_DATA(other), kind * length) == 0


# --- Tests of a value -------------------------------------------------------------------------------------------------


cdef class Test:
    """Tests a value of the right type; for a rule of several fields, a record whose fields are valid."""

    cdef bint holds(self, object value) except -1:
        raise NotImplementedError


cdef bint all_hold(tuple tests, object value) except -1:
    cdef Py_ssize_t n
    for n in range(PyTuple_GET_SIZE(tests)):
        if not (<Test>PyTuple_GET_ITEM(tests, n)).holds(value):
            return False
    return True


cdef tuple of_class(object cls, object things):
    """Return the things as a tuple; raise a TypeError unless all are of a class. Later casts rely on this."""
    for thing in things:
        if not isinstance(thing, cls):
            raise TypeError(f"{thing!r} is no {cls.__name__}")
    return tuple(things)


cdef class FirstOf(Test):
    """One of the tests holds; the fast ones come first."""

    cdef tuple tests

    def __init__(self, *tests):
        self.tests = of_class(Test, tests)

    cdef bint holds(self, object value) except -1:
        cdef Py_ssize_t n
        for n in range(PyTuple_GET_SIZE(self.tests)):
            if (<Test>PyTuple_GET_ITEM(self.tests, n)).holds(value):
                return True
        return False


cdef class Asked(Test):
    """The test of a rule in Python."""

    cdef object function

    def __init__(self, ask):
        self.function = ask

    cdef bint holds(self, object value) except -1:
        return bool(self.function(value))


cdef class Whole(Test):
    """The number fits into 64 bits and is not less than a bound."""

    cdef long long least

    def __init__(self, long long least):
        self.least = least

    cdef bint holds(self, object value) except -1:
        cdef int beyond = 0
        cdef long long number = PyLong_AsLongLongAndOverflow(value, &beyond)
        return not beyond and number >= self.least


cdef class OneOf(Test):
    """The text is one of some choices."""

    cdef frozenset choices

    def __init__(self, frozenset choices not None):
        self.choices = choices

    cdef bint holds(self, object value) except -1:
        return PySet_Contains(self.choices, value)


cdef class Matches(Test):
    """The text has only the first 256 characters, and an automaton matches it."""

    cdef bytes kinds, rows
    cdef Py_ssize_t width

    def __init__(self, bytes kinds not None, bytes rows not None, Py_ssize_t width):
        if len(kinds) != 256 or max(kinds) + 1 >= width or len(rows) % (2 * width):
            raise ValueError("no automaton")
        self.kinds, self.rows, self.width = kinds, rows, width

    cdef bint holds(self, object value) except -1:
        cdef const unsigned char *kinds = <const unsigned char *>PyBytes_AS_STRING(self.kinds)
        cdef const uint16_t *rows = <const uint16_t *>PyBytes_AS_STRING(self.rows)
        cdef const unsigned char *text = <const unsigned char *>PyUnicode_DATA(value)
        cdef const unsigned char *end = text + PyUnicode_GET_LENGTH(value)
        cdef Py_ssize_t state = self.width  # the second row
        if PyUnicode_KIND(value) != 1:
            return False
        while text < end:
            state = rows[state + kinds[text[0]]]
            text += 1
            # Most characters keep the state; this inner loop does not wait for the state to be loaded.
            while text < end and rows[state + kinds[text[0]]] == state:
                text += 1
        return rows[state + self.width - 1]


cdef class Says(Test):
    """The text is not blank, and has neither NUL nor lone surrogates."""

    cdef bint holds(self, object value) except -1:
        cdef int kind = PyUnicode_KIND(value)
        cdef const void *text = PyUnicode_DATA(value)
        cdef Py_ssize_t n, length = PyUnicode_GET_LENGTH(value)
        cdef Py_UCS4 character
        cdef bint has_text = False
        if length and PyUnicode_IS_ASCII(value) and (<const unsigned char *>text)[0] > c" ":
            return memchr(text, 0, length) is NULL
        for n in range(length):
            character = PyUnicode_READ(kind, text, n)
            if character == 0 or 0xD800 <= character <= 0xDFFF:
                return False
            has_text = has_text or not Py_UNICODE_ISSPACE(character)
        return has_text


cdef class HasCount(Test):
    """The list has a least number of items."""

    cdef Py_ssize_t least

    def __init__(self, Py_ssize_t least):
        self.least = least

    cdef bint holds(self, object value) except -1:
        return PyTuple_GET_SIZE(value) >= self.least


cdef class Distinct(Test):
    """No two items of the list are equal; with slots, no two have equal values in all of these."""

    cdef tuple by

    def __init__(self, *by):
        self.by = of_class(Slot, by)

    cdef bint holds(self, object value) except -1:
        cdef Py_ssize_t n, m, length = PyTuple_GET_SIZE(value)
        if length < 2:
            return True
        if length > FEW:
            return length == len({self.key(item) for item in value})
        for n in range(1, length):
            for m in range(n):
                if self.alike(<object>PyTuple_GET_ITEM(value, m), <object>PyTuple_GET_ITEM(value, n)):
                    return False
        return True

    cdef bint alike(self, object one, object other) except -1:
        cdef Py_ssize_t n, count = PyTuple_GET_SIZE(self.by)
        cdef Slot slot
        for n in range(count):
            slot = <Slot>PyTuple_GET_ITEM(self.by, n)
            if not are_equal(slot.of(one), slot.of(other)):
                return False
        return count > 0 or are_equal(one, other)

    cdef object key(self, object item):
        return tuple([(<Slot>slot).of(item) for slot in self.by]) if self.by else item


cdef class HasSlash(Test):
    """The text of a date has a slash, as an interval has; or it has none."""

    cdef Slot edtf
    cdef bint wanted

    def __init__(self, Slot edtf not None, *, bint wanted):
        self.edtf, self.wanted = edtf, wanted

    cdef bint holds(self, object value) except -1:
        cdef str text = self.edtf.of(value)
        return (memchr(PyUnicode_DATA(text), c"/", PyUnicode_GET_LENGTH(text)) is not NULL) is self.wanted


# --- Tests of several fields ------------------------------------------------------------------------------------------


cdef class AskedOf(Test):
    """The test of a rule of several fields in Python."""

    cdef object function
    cdef tuple slots

    def __init__(self, ask, *slots):
        self.function, self.slots = ask, of_class(Slot, slots)

    cdef bint holds(self, object value) except -1:
        return bool(self.function(*[(<Slot>slot).of(value) for slot in self.slots]))


cdef class Rising(Test):
    """The numbers, without missing ones, do not descend; or they ascend strictly."""

    cdef tuple slots
    cdef bint strict

    def __init__(self, bint strict, *slots):
        self.strict, self.slots = strict, of_class(Slot, slots)

    cdef bint holds(self, object value) except -1:
        cdef int beyond = 0
        cdef long long number, last = 0
        cdef bint first = True
        for slot in self.slots:
            current = (<Slot>slot).of(value)
            if current is None:
                continue
            number = PyLong_AsLongLongAndOverflow(current, &beyond)
            if beyond or not (first or last < number or last == number and not self.strict):
                return False
            last, first = number, False
        return True


cdef class DatesInOrder(Test):
    """The dates, without missing ones, are plain, and none certainly lies before an earlier one."""

    cdef Slot edtf
    cdef tuple slots

    def __init__(self, Slot edtf not None, *slots):
        self.edtf, self.slots = edtf, of_class(Slot, slots)

    cdef bint holds(self, object value) except -1:
        cdef int latest = BEGINNING
        cdef Span span
        for slot in self.slots:
            date = (<Slot>slot).of(value)
            if date is None:
                continue
            if not is_plain(self.edtf.of(date), &span) or span.last_to < latest:
                return False
            latest = max(latest, span.first_from)
        return True


cdef class Following(Test):
    """The periods of a list's items are plain, and each certainly lies after the one before."""

    cdef Slot edtf, slot, period

    def __init__(self, Slot edtf not None, Slot slot not None, Slot period=None):
        self.edtf, self.slot, self.period = edtf, slot, period

    cdef bint holds(self, object value) except -1:
        cdef tuple items = self.slot.of(value)
        cdef int last = BEGINNING - 1  # before the first day of a period without a start
        cdef Span span
        for item in items:
            date = item if self.period is None else self.period.of(item)
            if date is None or not is_plain(self.edtf.of(date), &span) or span.first_from <= last:
                return False
            last = span.last_to
        return True


cdef class Inside(Test):
    """The periods of a list's items are plain, and none certainly starts before a start or ends after an end.

    The start is the earliest of several fields.
    """

    cdef Slot edtf, slot, periods, end
    cdef tuple starts

    def __init__(self, Slot edtf not None, Slot slot not None, Slot periods not None, Slot end not None, *starts):
        self.edtf, self.slot, self.periods, self.end = edtf, slot, periods, end
        self.starts = of_class(Slot, starts)

    cdef bint holds(self, object value) except -1:
        cdef int first = ENDLESS, last = ENDLESS
        cdef bint starts = False
        cdef tuple items = self.slot.of(value)
        cdef Span span
        for slot in self.starts:
            date = (<Slot>slot).of(value)
            if date is not None:
                if not is_plain(self.edtf.of(date), &span):
                    return False
                first, starts = min(first, span.first_from), True
        if not starts:
            first = BEGINNING
        date = self.end.of(value)
        if date is not None:
            if not is_plain(self.edtf.of(date), &span):
                return False
            last = span.last_to
        for item in items:
            found = self.periods.of(item)
            if found is None:
                continue
            if type(found) is not tuple:
                if not self.lies_between(found, first, last):
                    return False
                continue
            for date in <tuple>found:
                if not self.lies_between(date, first, last):
                    return False
        return True

    cdef bint lies_between(self, object date, int first, int last) except -1:
        cdef Span span
        return is_plain(self.edtf.of(date), &span) and span.first_to >= first and span.last_from <= last


@final
cdef class Range:
    """Two bounds of numbers; it contains no number at first."""

    cdef long long low, high

    def __cinit__(self, long long low=LLONG_MAX, long long high=LLONG_MIN):
        self.low, self.high = low, high

    cdef bint includes(self, long long low, long long high) noexcept:
        return self.low <= low and high <= self.high

    cdef void widen(self, long long low, long long high) noexcept:
        self.low, self.high = min(self.low, low), max(self.high, high)


cdef class Ranges:
    """Finds the numbers in the items of a list of a record, for the key of each item; days are such as 20250428.

    An item has a list of dates, or of objects with a number; the date or the number is in the slot `part`. If an item
    has no values, its numbers are the time of the record: from the first of the `starts` that has a value to the first
    of the `ends`.
    """

    cdef Slot slot, key, values, part, edtf
    cdef dict ranges
    cdef tuple starts, ends
    cdef bint widens  # whether a range grows to include a number outside it

    def __init__(self, Slot slot not None, Slot key not None, Slot values, Slot part, Slot edtf not None, starts, ends,
                 bounds=None):
        self.slot, self.key, self.values, self.part, self.edtf = slot, key, values, part, edtf
        self.starts, self.ends = of_class(Slot, starts), of_class(Slot, ends)
        self.widens = bounds is None
        self.ranges = {each: Range(low, high) for each, (low, high) in ({} if bounds is None else bounds).items()}

    def within(self, record):
        """Return whether the numbers certainly lie within the bounds of their keys, if these have any."""
        return self.visit(record)

    def extend(self, records):
        """Let the ranges include the numbers of some records; numbers that are not certain may be any."""
        for record in records:
            self.visit(record)

    def lie_within(self, dict bounds not None):
        """Return whether the ranges lie within the bounds of their keys, if these have any."""
        cdef Range own
        for key, (low, high) in bounds.items():
            own = self.ranges.get(key)
            if own is not None and not Range(low, high).includes(own.low, own.high):
                return False
        return True

    cdef bint visit(self, object record) except -1:
        """Return whether all numbers of a record lie within the ranges; they do after a range has grown."""
        cdef tuple items = self.slot.of(record), values
        cdef Range own
        for item in items:
            own = self.range_of(self.key.of(item))
            if own is None:
                continue
            values = () if self.values is None else self.values.of(item)
            for each in values:
                if not self.lies_in(own, self.part.of(each)):
                    return False
            if not PyTuple_GET_SIZE(values) and not self.lives_in(own, record):
                return False
        return True

    cdef Range range_of(self, object key):
        cdef PyObject *own = PyDict_GetItemWithError(self.ranges, key)
        if own is NULL and self.widens:
            self.ranges[key] = Range()
            return self.ranges[key]
        return None if own is NULL else <Range>own

    cdef bint lives_in(self, Range own, object record) except -1:
        date = first_value(self.starts, record)
        if date is None:
            return True
        if not self.lies_in(own, self.edtf.of(date)):
            return False
        date = first_value(self.ends, record)
        return date is None or self.lies_in(own, self.edtf.of(date))

    cdef bint lies_in(self, Range own, object value) except -1:
        cdef Span span
        cdef int beyond = 0
        cdef bint certain
        cdef long long low, high
        if type(value) is str:
            certain = is_plain(value, &span)
            low, high = span.first_from, span.last_to
        else:
            low = high = PyLong_AsLongLongAndOverflow(value, &beyond)
            certain = not beyond
        if self.widens:
            own.widen(low if certain else LLONG_MIN, high if certain else LLONG_MAX)
        return self.widens or certain and own.includes(low, high)


cdef object first_value(tuple slots, object record):
    """Return the first value of several slots that is not None, or None."""
    for slot in slots:
        value = (<Slot>slot).of(record)
        if value is not None:
            return value
    return None


cdef class Given(Test):
    """The number of fields with a value lies between two bounds."""

    cdef tuple slots
    cdef int least, most

    def __init__(self, int least, int most, *slots):
        self.least, self.most, self.slots = least, most, of_class(Slot, slots)

    cdef bint holds(self, object value) except -1:
        cdef int count = 0
        for slot in self.slots:
            count += has_value((<Slot>slot).of(value))
        return self.least <= count <= self.most


cdef class Counted(Test):
    """A list of a record has a least number of items."""

    cdef Slot slot
    cdef Py_ssize_t least

    def __init__(self, Slot slot not None, Py_ssize_t least):
        self.slot, self.least = slot, least

    cdef bint holds(self, object value) except -1:
        cdef tuple items = self.slot.of(value)
        return PyTuple_GET_SIZE(items) >= self.least


cdef class Empty(Test):
    """Some fields have no value, nor has a field of any item of some lists."""

    cdef tuple slots

    def __init__(self, slots):
        self.slots = tuple((of_class(Slot, (slot,))[0], inner and of_class(Slot, (inner,))[0]) for slot, inner in slots)

    cdef bint holds(self, object value) except -1:
        cdef Slot inner
        cdef tuple items
        for slot, inner in self.slots:
            found = (<Slot>slot).of(value)
            if not has_value(found):
                continue
            if inner is None:
                return False
            items = found
            for item in items:
                if has_value(inner.of(item)):
                    return False
        return True


cdef class InnerAmong(Test):
    """The text in a field of the items of inner lists, or each item of these lists, is one of a few words."""

    cdef Slot slot, inner, field
    cdef frozenset words

    def __init__(self, Slot slot not None, Slot inner not None, Slot field, frozenset words not None):
        self.slot, self.inner, self.field, self.words = slot, inner, field, words

    cdef bint holds(self, object value) except -1:
        cdef tuple outer = self.slot.of(value), inner
        for one in outer:
            inner = self.inner.of(one)
            for item in inner:
                if not PySet_Contains(self.words, item if self.field is None else self.field.of(item)):
                    return False
        return True


cdef class NotIn(Test):
    """A value is not in a list."""

    cdef Slot slot, others

    def __init__(self, Slot slot not None, Slot others not None):
        self.slot, self.others = slot, others

    cdef bint holds(self, object value) except -1:
        cdef tuple others = self.others.of(value)
        own = self.slot.of(value)
        for other in others:
            if are_equal(own, other):
                return False
        return True


cdef class AmongFew(Test):
    """Each text in a field of the items of a list is one of a few texts: items of another list, or in their field."""

    cdef Slot slot, field, others, other

    def __init__(self, Slot slot not None, Slot field not None, Slot others not None, Slot other):
        self.slot, self.field, self.others, self.other = slot, field, others, other

    cdef bint holds(self, object value) except -1:
        cdef tuple items = self.slot.of(value), others = self.others.of(value), names
        if len(others) > FEW:
            return False
        for one in items:
            texts = self.field.of(one)
            names = texts if type(texts) is tuple else (texts,)
            for name in names:
                for other in others:
                    if are_equal(name, other if self.other is None else self.other.of(other)):
                        break
                else:
                    return False
        return True


cdef class ByWord(Test):
    """The test for the word in a field holds."""

    cdef Slot slot
    cdef dict tests

    def __init__(self, Slot slot not None, dict tests not None):
        of_class(Test, tests.values())
        self.slot, self.tests = slot, dict(tests)

    cdef bint holds(self, object value) except -1:
        cdef PyObject *test = PyDict_GetItemWithError(self.tests, self.slot.of(value))
        return test is not NULL and (<Test>test).holds(value)


cdef object DECLINED = object()  # returned instead of a value that is declined


# --- Models -----------------------------------------------------------------------------------------------------------


@final
cdef class Value:
    """The values that a field or an item of a list may have."""

    cdef PyObject *type
    cdef object python_type
    cdef bint optional
    cdef object dated  # for dates: builds one from an object with its printed form
    cdef tuple tests
    cdef Value item
    cdef Model model

    def __init__(self, type kind not None, tests, *, bint optional, dated=None, Value item=None, Model model=None):
        self.python_type, self.type, self.optional, self.dated = kind, <PyObject *>kind, optional, dated
        self.tests, self.item, self.model = of_class(Test, tests), item, model
        if item is not None and kind is not tuple:
            raise TypeError("a list is a tuple")

    def __call__(self, value):
        """Return whether a value is accepted."""
        return self.holds(value)

    cdef bint holds(self, object value) except -1:
        cdef Py_ssize_t n
        if value is None:
            return self.optional
        if <PyObject *>Py_TYPE(value) is not self.type:
            return False
        if self.item is not None:
            for n in range(PyTuple_GET_SIZE(value)):
                if not self.item.holds(<object>PyTuple_GET_ITEM(value, n)):
                    return False
        return all_hold(self.tests, value)


cdef class Demand:
    """A field whose value must be accepted, unless its name is listed as missing."""

    cdef str name
    cdef Slot slot
    cdef Value value

    def __init__(self, str name not None, Slot slot not None, Value value not None):
        self.name, self.slot, self.value = name, slot, value


cdef class Lacking(Test):
    """The fields whose values are not accepted are exactly those that a list names, each once."""

    cdef Slot missing
    cdef tuple demands

    def __init__(self, Slot missing not None, *demands):
        self.missing, self.demands = missing, of_class(Demand, demands)

    cdef bint holds(self, object value) except -1:
        cdef tuple missing = self.missing.of(value)
        cdef Py_ssize_t lacking = 0
        cdef Demand demand
        for demand in self.demands:
            if not demand.value.holds(demand.slot.of(value)):
                lacking += 1
                if demand.name not in missing:
                    return False
        return lacking == PyTuple_GET_SIZE(missing)


@final
cdef class Field:
    """A field: its key, its slot, its allowed values, its default, and whether its values repeat."""

    cdef str name
    cdef bytes key
    cdef Slot slot
    cdef Value value
    cdef bint required, recurs
    cdef object default

    def __init__(self, str name not None, Slot slot not None, Value value not None, *, bint required, default,
                 bint recurs=False):
        self.name, self.key, self.slot, self.value = name, f'{name}"'.encode(), slot, value
        self.required, self.default, self.recurs = required, default, recurs


@final
cdef class Model:
    """A class of records: its fields, and the rules of several of them."""

    cdef PyObject *type
    cdef object python_type
    cdef tuple fields, rules

    def __cinit__(self, type model not None, fields, rules):
        cdef Field field
        self.python_type, self.type = model, <PyObject *>model
        self.fields, self.rules = of_class(Field, fields), of_class(Test, rules)
        for field in self.fields:
            if field.slot.python_type is not model:
                raise TypeError(f"{field.name} is held in another class")
        if len({(<Field>field).slot.offset for field in self.fields}) < len(self.fields):
            raise TypeError("two fields are held in one place")

    def accepts(self, record):
        """Return whether a record is accepted: it certainly obeys all rules."""
        return self.holds(record)

    cdef bint holds(self, object record) except -1:
        cdef Py_ssize_t n
        cdef Field field
        if <PyObject *>Py_TYPE(record) is not self.type:
            return False
        for n in range(PyTuple_GET_SIZE(self.fields)):
            field = <Field>PyTuple_GET_ITEM(self.fields, n)
            if not field.value.holds(field.slot.of(record)):
                return False
        return all_hold(self.rules, record)

    cdef bint is_new(self, object record) noexcept:
        """Return whether a record of exactly this class has no values yet."""
        cdef Py_ssize_t n
        for n in range(PyTuple_GET_SIZE(self.fields)):
            if not (<Field>PyTuple_GET_ITEM(self.fields, n)).slot.is_empty(record):
                return False
        return True

    cdef bint takes(self, dict values) except -1:
        """Return whether the names are those of fields, with all required ones among them."""
        cdef Py_ssize_t n, count = 0
        cdef Field field
        for n in range(PyTuple_GET_SIZE(self.fields)):
            field = <Field>PyTuple_GET_ITEM(self.fields, n)
            if PyDict_GetItemWithError(values, field.name) is not NULL:
                count += 1
            elif field.required:
                return False
        return count == len(values)

    cdef int fill(self, object fresh, dict values) except -1:
        """Set the fields of a new record to such values, or to their defaults."""
        cdef Py_ssize_t n
        cdef PyObject *entry
        cdef Field field
        for n in range(PyTuple_GET_SIZE(self.fields)):
            field = <Field>PyTuple_GET_ITEM(self.fields, n)
            entry = PyDict_GetItemWithError(values, field.name)
            field.slot.fill(fresh, field.default if entry is NULL else <object>entry)
        return 0

    def made(self, tree, dates):
        """Return the record that a plain tree describes, or None; `dates` has the date of each text."""
        try:
            record = self.of_tree(tree, dates)
        except ValueError:
            return None
        return None if record is DECLINED else record

    def sound(self, dict tree not None, dates):
        """Return the accepted values of the fields of a plain tree, by name; a missing field has its default."""
        cdef dict found = {}
        cdef PyObject *entry
        cdef Field field
        for field in self.fields:
            entry = PyDict_GetItemWithError(tree, field.name)
            if entry is NULL and field.required:
                continue
            value = field.default if entry is NULL else <object>entry
            try:
                value = value if entry is NULL else of_value(field.value, value, dates)
            except ValueError:
                continue
            if value is not DECLINED and field.value.holds(value):
                found[field.name] = value
        return found

    cdef object of_tree(self, object tree, object dates):
        cdef Py_ssize_t n, count = 0
        cdef PyObject *entry
        cdef Field field
        if type(tree) is not dict:
            return DECLINED
        record = PyType_GenericAlloc(<PyTypeObject *>self.type, 0)
        for n in range(PyTuple_GET_SIZE(self.fields)):
            field = <Field>PyTuple_GET_ITEM(self.fields, n)
            entry = PyDict_GetItemWithError(tree, field.name)
            if entry is NULL and field.required:
                return DECLINED
            value = field.default if entry is NULL else <object>entry  # a reference of our own: the tree may change
            if entry is not NULL:
                count += 1
                value = of_value(field.value, value, dates)
            if value is DECLINED:
                return DECLINED
            field.slot.fill(record, value)
        return record if count == len(<dict>tree) and self.holds(record) else DECLINED


cdef Model model_in(dict models, object model_of, object record):
    """Return the model of the class of a record; it is looked up once."""
    cdef PyObject *entry = PyDict_GetItemWithError(models, <object>Py_TYPE(record))
    if entry is NULL:
        models[<object>Py_TYPE(record)] = model_of(<object>Py_TYPE(record))
        return models[<object>Py_TYPE(record)]
    return <Model>entry


def guard(model_of, explain, refuse):
    """Return two methods that the constructors of all classes of records call.

    One explains a record that is declined; one refuses a record that has values already. They are closures, since
    Python calls closures as methods without a bound method.

    `model_of` returns the model of a class; `explain` raises an error for an invalid record, `refuse` for one that
    exists already.
    """
    cdef dict models = {}

    @binding(True)
    def check(record):
        if not model_in(models, model_of, record).holds(record):
            explain(record)

    @binding(True)
    def demand_new(record):
        if not model_in(models, model_of, record).is_new(record):
            refuse(record)

    return check, demand_new


def initializer(type cls not None, own, model_of, explain, refuse):
    """Return an `__init__` that does the same as that of attrs, `own`: it sets the fields and checks the record.

    For wrong arguments, such as an unknown field, it calls that of attrs, which raises the error.
    """
    cdef Model model = None

    @binding(True)
    def __init__(self, *others, **values):
        nonlocal model
        if model is None:
            model = model_of(cls)
        if others or <PyObject *>Py_TYPE(self) is not model.type or not model.takes(values):
            own(self, *others, **values)
            return
        if not model.is_new(self):
            refuse(self)
            return
        model.fill(self, values)
        if not model.holds(self):
            explain(self)

    return __init__


# --- Texts inside a record --------------------------------------------------------------------------------------------


@final
cdef class Step:
    """A field with texts, or with records that contain texts.

    A value is a text, or has its text in the slot `part`, or is a record with steps of its own.
    """

    cdef Slot slot, part
    cdef tuple steps

    def __init__(self, Slot slot not None, *, Slot part=None, steps=()):
        self.slot, self.part, self.steps = slot, part, of_class(Step, steps)

    cdef int add(self, object value, object found) except -1:
        if PyTuple_GET_SIZE(self.steps):
            return collect(self.steps, value, found)
        text = value if self.part is None else self.part.of(value)
        if type(found) is list:
            (<list>found).append(text)
        elif self.part is None:
            PySet_Add((<Digest>found).references, text)
        elif not lies_before(text, (<Digest>found).day):
            PySet_Add((<Digest>found).dates, text)
        return 0


cdef class Digest:
    """Collects references, and the texts of dates that may lie on a day or later."""

    cdef int day
    cdef set references, dates

    def __cinit__(self, int day, set references not None, set dates not None):
        self.day, self.references, self.dates = day, references, dates


cdef bint lies_before(str edtf, int day) except -1:
    """Return whether a date certainly lies before a day; for a period without an end, whether it begins before it."""
    cdef Span span
    return is_plain(edtf, &span) and span.first_to < day and (span.last_to < day or span.last_to == ENDLESS)


cdef int collect(tuple steps, object record, object found) except -1:
    """Add the texts of a record to a list or a `Digest`."""
    cdef Py_ssize_t n, m
    cdef Step step
    for n in range(PyTuple_GET_SIZE(steps)):
        step = <Step>PyTuple_GET_ITEM(steps, n)
        value = step.slot.of(record)
        if type(value) is tuple:
            for m in range(PyTuple_GET_SIZE(value)):
                step.add(<object>PyTuple_GET_ITEM(value, m), found)
        elif value is not None:
            step.add(value, found)
    return 0


cdef class Collector:
    """Lists the texts of some fields of a record, and of the records in it."""

    cdef tuple steps

    def __init__(self, *steps):
        self.steps = of_class(Step, steps)

    def texts(self, record):
        """Return the texts, in the order of the fields."""
        cdef list found = []
        collect(self.steps, record, found)
        return found

    def digest(self, records, int day, set references, set dates):
        """Add the references of several records to a set, and to another the dates that may lie on a day or later."""
        cdef Digest found = Digest(day, references, dates)
        for record in records:
            collect(self.steps, record, found)


# --- Trees ------------------------------------------------------------------------------------------------------------


cdef object of_value(Value wanted, object value, object dates):
    """Convert a value of a tree to the value of a field; its rules are tested later."""
    if value is None:
        return None
    if wanted.model is not None:
        return wanted.model.of_tree(value, dates)
    if wanted.dated is not None:
        if type(value) is str:
            return looked_up(dates, value)
        return wanted.dated(value) if type(value) is dict and PyDict_Size(value) == 2 else DECLINED
    if wanted.item is None:
        return value
    if type(value) is not list:
        return DECLINED
    items = []
    for item in <list>value:
        item = of_value(wanted.item, item, dates)
        if item is DECLINED:
            return DECLINED
        items.append(item)
    return tuple(items)


cdef object looked_up(object memo, object key):
    """Return the value of a memo for a key; a missing one is computed by its `__missing__`."""
    cdef PyObject *entry = PyDict_GetItemWithError(memo, key) if PyDict_Check(memo) else NULL
    return memo[key] if entry is NULL else <object>entry


# --- JSON -------------------------------------------------------------------------------------------------------------
#
# The input is bytes or an ASCII text. Both end in NUL, which JSON never contains, so that reading stops there.

cdef unsigned char PLAIN[256]  # whether a byte is an ASCII character that needs no decoding in a JSON string
for _byte in range(256):
    PLAIN[_byte] = 0x20 <= _byte < 0x80 and _byte not in b'"\\'


cdef inline bint is_space(char byte) noexcept:
    return byte == c" " or byte == c"\n" or byte == c"\r" or byte == c"\t"


cdef inline void skip(const char **at) noexcept:
    """Move past white space."""
    while is_space(at[0][0]):
        at[0] += 1


cdef object in_ascii(const char *start, Py_ssize_t length):
    """Return a text of ASCII."""
    text = PyUnicode_New(length, 127)
    memcpy(<void *>PyUnicode_DATA(text), start, length)
    return text


cdef object number(const char **at):
    """Read a whole number of at most `DIGITS` digits."""
    cdef bint below = at[0][0] == c"-"
    cdef const char *start = at[0] + below
    cdef unsigned long long found = 0
    at[0] = start
    while c"0" <= at[0][0] <= c"9" and at[0] - start <= DIGITS:
        found = 10 * found + (at[0][0] - c"0")
        at[0] += 1
    if not 0 < at[0] - start <= DIGITS or start[0] == c"0" and at[0] - start > 1:
        return DECLINED
    return -<object>found if below else found


cdef inline void skip_digits(const char **at) noexcept:
    while c"0" <= at[0][0] <= c"9":
        at[0] += 1


cdef object any_number(const char **at):
    """Read a number that fits into 64 bits; decline numbers with many digits, and decimal zeros."""
    cdef const char *start = at[0]
    cdef const char *part
    cdef int beyond = 0
    found = number(at)
    if found is DECLINED:
        return DECLINED
    if at[0][0] != c"." and at[0][0] | 0x20 != c"e":
        PyLong_AsLongLongAndOverflow(found, &beyond)
        return DECLINED if beyond else found
    if at[0][0] == c".":
        at[0] += 1
        part = at[0]
        skip_digits(at)
        if at[0] == part:
            return DECLINED
    if at[0][0] | 0x20 == c"e":
        at[0] += 1
        at[0] += at[0][0] == c"-" or at[0][0] == c"+"
        part = at[0]
        skip_digits(at)
        if at[0] == part:
            return DECLINED
    decimal = float(PyBytes_FromStringAndSize(start, at[0] - start))
    return decimal if decimal and isfinite(decimal) else DECLINED


cdef object word(const char **at):
    """Read one of the words of JSON."""
    for text, value in ((b"null", None), (b"true", True), (b"false", False)):
        if strncmp(at[0], PyBytes_AS_STRING(text), PyBytes_GET_SIZE(text)) == 0:
            at[0] += PyBytes_GET_SIZE(text)
            return value
    return DECLINED


cdef size_t place_of(const char *start, Py_ssize_t length) noexcept:
    """Return a hash below `SEEN` of the first and the last eight characters of a text."""
    cdef uint64_t first = 0, last = 0
    memcpy(&first, start, min(length, 8))
    if length > 8:
        memcpy(&last, start + length - 8, 8)
    return ((first ^ (last << 1) ^ length) * <uint64_t>0x9E3779B97F4A7C15) >> 50


@final
cdef class Seen:
    """A cache of ASCII texts by their bytes: the text, or the value of a memo for it."""

    cdef object memo
    cdef list texts, found

    def __init__(self, memo=None):
        self.memo, self.texts, self.found = memo, [None] * SEEN, [None] * SEEN

    cdef object of(self, const char *start, Py_ssize_t length):
        cdef size_t place = place_of(start, length)
        text = <object>PyList_GET_ITEM(self.texts, place)
        if text is None or PyUnicode_GET_LENGTH(text) != length or memcmp(PyUnicode_DATA(text), start, length) != 0:
            text = in_ascii(start, length)
            found = self.lookup(text)
            self.texts[place], self.found[place] = text, found
            return found
        return <object>PyList_GET_ITEM(self.found, place)

    cdef object lookup(self, object text):
        return text if self.memo is None else looked_up(self.memo, text)


cdef class Texts:
    """Reads texts from JSON; `unescaped` reads a text with escapes, and raises a ValueError for an invalid one."""

    cdef object unescaped

    cdef object text(self, const char **at, Seen seen):
        """Read the text whose quotation mark is here; with a cache, return its value there."""
        cdef const char *start = at[0] + 1
        cdef const char *end = start
        cdef bint escapes = False, beyond = False
        cdef Py_ssize_t length
        while True:
            while PLAIN[<unsigned char>end[0]]:
                end += 1
            if end[0] == c'"':
                break
            if <unsigned char>end[0] < 0x20:
                return DECLINED
            if end[0] == c"\\":
                escapes = True
                end += 1
                if <unsigned char>end[0] < 0x20:
                    return DECLINED
            else:
                beyond = True
            end += 1
        at[0], length = end + 1, end - start
        if escapes:
            text = self.unescaped(PyBytes_FromStringAndSize(start - 1, length + 2))
        elif beyond:
            text = PyUnicode_DecodeUTF8(start, length, NULL)
        elif seen is not None and length <= SHORT:
            return seen.of(start, length)
        else:
            return in_ascii(start, length)
        return text if seen is None or len(text) > SHORT else seen.lookup(text)


@final
cdef class Reader(Texts):
    """Reads records from JSON; returns None if it declines."""

    cdef Value wanted
    cdef object printed, shared
    cdef Seen texts, dates

    def __init__(self, Model model not None, unescaped, printed, dates, shared):
        self.wanted = Value(model.python_type, (), optional=False, model=model)
        self.unescaped, self.printed, self.shared = unescaped, printed, shared
        self.texts, self.dates = Seen(shared), Seen(dates)

    def read(self, bytes data not None, Py_ssize_t start=0):
        """Return the record of a JSON object, or None; `start` is where its members start after known ones."""
        return self.whole(data, start, False)

    def read_all(self, bytes data not None):
        """Return the records of a list, or None."""
        return self.whole(data, 0, True)

    cdef object records(self, const char **at):
        """Read a list of records."""
        found = self.items(self.wanted, at, False) if at[0][0] == c"[" else DECLINED
        if found is not DECLINED:
            for item in <tuple>found:
                if not self.wanted.holds(item):
                    return DECLINED
        return found

    cdef object whole(self, bytes data, Py_ssize_t start, bint several):
        cdef const char *text = PyBytes_AS_STRING(data)
        cdef const char *at = text + start
        if not 0 <= start <= PyBytes_GET_SIZE(data):
            return None
        try:
            skip(&at)
            if not several:
                found = self.record(self.wanted.model, &at, start > 0)
            else:
                found = self.records(&at)
        except (ValueError, RecursionError):
            return None
        skip(&at)
        return None if found is DECLINED or at != text + PyBytes_GET_SIZE(data) else found

    cdef object record(self, Model model, const char **at, bint begun):
        """Read an object; if it is begun, its remaining members."""
        cdef Py_ssize_t n, last = -1, count = PyTuple_GET_SIZE(model.fields)
        cdef bint closes = False
        cdef const char *key
        cdef Field field
        record = PyType_GenericAlloc(<PyTypeObject *>model.type, 0)
        if not begun:
            if at[0][0] != c"{":
                return DECLINED
            at[0] += 1
            skip(at)
            closes = at[0][0] == c"}"
            at[0] += closes
        while not closes:
            if at[0][0] != c'"':
                return DECLINED
            # Members are mostly in the order of the fields.
            for n in range(last + 1, last + 1 + count):
                last = n if n < count else n - count
                field = <Field>PyTuple_GET_ITEM(model.fields, last)
                key = PyBytes_AS_STRING(field.key)
                if at[0][1] == key[0] and strncmp(at[0] + 1, key, PyBytes_GET_SIZE(field.key)) == 0:
                    break
            else:
                return DECLINED
            at[0] += 1 + PyBytes_GET_SIZE(field.key)
            skip(at)
            if at[0][0] != c":" or not field.slot.is_empty(record):
                return DECLINED
            at[0] += 1
            skip(at)
            value = self.value(field.value, at, field.recurs)
            if value is DECLINED:
                return DECLINED
            field.slot.fill(record, value)
            skip(at)
            closes = at[0][0] == c"}"
            if not closes and at[0][0] != c",":
                return DECLINED
            at[0] += 1
            skip(at)
        for n in range(count):
            field = <Field>PyTuple_GET_ITEM(model.fields, n)
            if field.slot.is_empty(record):
                if field.required:
                    return DECLINED
                field.slot.fill(record, field.default)
        return record if model.holds(record) else DECLINED

    cdef object value(self, Value wanted, const char **at, bint recurs):
        """Read a value; its rules are tested later."""
        if at[0][0] == c'"':
            return self.text(at, self.dates if wanted.dated is not None else self.texts if recurs else None)
        if at[0][0] == c"[":
            return DECLINED if wanted.item is None else self.items(wanted.item, at, recurs)
        if at[0][0] == c"{":
            return self.record(wanted.model, at, False) if wanted.model is not None else self.date(at)
        return number(at) if at[0][0] == c"-" or c"0" <= at[0][0] <= c"9" else word(at)

    cdef object items(self, Value wanted, const char **at, bint recurs):
        """Read a list; one with a single item needs no list of Python."""
        cdef list more
        cdef tuple found
        at[0] += 1
        skip(at)
        if at[0][0] == c"]":
            at[0] += 1
            return ()
        item = self.value(wanted, at, recurs)
        skip(at)
        more = [item] if at[0][0] == c"," else None
        while item is not DECLINED and at[0][0] == c",":
            at[0] += 1
            skip(at)
            item = self.value(wanted, at, recurs)
            skip(at)
            more.append(item)
        if item is DECLINED or at[0][0] != c"]":
            return DECLINED
        at[0] += 1
        found = (item,) if more is None else tuple(more)
        return looked_up(self.shared, found) if recurs and PyTuple_GET_SIZE(found) <= SHORT else found

    cdef object date(self, const char **at):
        """Read a date with its printed form, which is an object of two texts."""
        cdef dict parts = {}
        while not parts or at[0][0] == c",":
            at[0] += 1
            skip(at)
            key = self.text(at, None) if at[0][0] == c'"' else DECLINED
            skip(at)
            if key is DECLINED or key in parts or at[0][0] != c":":
                return DECLINED
            at[0] += 1
            skip(at)
            text = self.text(at, None) if at[0][0] == c'"' else DECLINED
            if text is DECLINED:
                return DECLINED
            parts[key] = text
            skip(at)
        if at[0][0] != c"}" or len(parts) != 2:
            return DECLINED
        at[0] += 1
        return self.printed(parts)


cdef class Lines:
    """Reads records from JSON Lines; returns None for a line that it declines.

    A line with a record begins with its type. `readers` has a reader for each type of record. `governs` is called with
    each other line, and returns whether records may be read after it; None if the line is no header.
    """

    cdef dict readers
    cdef object governs
    cdef bint reads
    cdef Py_ssize_t longest
    cdef bytes start  # the beginning of the last line, up to the first member after the type
    cdef Reader reader

    def __init__(self, dict readers not None, governs, Py_ssize_t longest):
        of_class(Reader, readers.values())
        self.readers, self.governs, self.longest = {kind.encode(): readers[kind] for kind in readers}, governs, longest
        self.reads, self.start, self.reader = False, b"", None

    def read(self, bytes data not None):
        """Return for each of some whole lines a record or None."""
        cdef const char *at = PyBytes_AS_STRING(data)
        cdef const char *last = at + PyBytes_GET_SIZE(data)
        cdef const char *end
        cdef const char *next
        cdef list found = []
        while at < last:
            end = <const char *>memchr(at, c"\n", last - at)
            next = last if end is NULL else end + 1
            end = last if end is NULL else end
            if memchr(at, c"\r", end - at) is not NULL:
                end = <const char *>memchr(at, c"\r", end - at)
                next = end + 2 if end + 1 < last and end[1] == c"\n" else end + 1
            found.append(self.line(at, end, next))
            at = next
        return found

    cdef object line(self, const char *at, const char *end, const char *next):
        cdef const char *here = at
        if not self.begins(&here, end):
            reads = self.governs(PyBytes_FromStringAndSize(at, next - at))
            if reads is not None:
                self.reads = reads
            return None
        if not self.reads or next - at > self.longest:
            return None
        try:
            skip_spaces(&here)
            record = self.reader.record(self.reader.wanted.model, &here, True)
        except (ValueError, RecursionError):
            return None
        # White space after the record was skipped, with line ends. The record itself must end on its line.
        if record is DECLINED or here < end:
            return None
        while here > end and is_space((here - 1)[0]):
            here -= 1
        return record if here == end else None

    cdef bint begins(self, const char **at, const char *end) except -1:
        """Move past the type at the beginning of a line, and select the reader of that type."""
        cdef const char *here = at[0]
        cdef const char *kind
        cdef PyObject *reader
        cdef Py_ssize_t length = PyBytes_GET_SIZE(self.start)
        if length and end - here >= length and memcmp(here, PyBytes_AS_STRING(self.start), length) == 0:
            at[0] += length
            return True
        skip_spaces(&here)
        if here[0] != c"{":
            return False
        here += 1
        skip_spaces(&here)
        if strncmp(here, b'"type"', 6) != 0:
            return False
        here += 6
        skip_spaces(&here)
        if here[0] != c":":
            return False
        here += 1
        skip_spaces(&here)
        if here[0] != c'"':
            return False
        kind = here + 1
        here += 1
        while c"a" <= here[0] <= c"z":
            here += 1
        if here[0] != c'"':
            return False
        reader = PyDict_GetItemWithError(self.readers, PyBytes_FromStringAndSize(kind, here - kind))
        here += 1
        skip_spaces(&here)
        if reader is NULL or here[0] != c",":
            return False
        here += 1
        self.start, self.reader = PyBytes_FromStringAndSize(at[0], here - at[0]), <Reader>reader
        at[0] = here
        return True


cdef inline void skip_spaces(const char **at) noexcept:
    """Move past white space without line ends."""
    while at[0][0] == c" " or at[0][0] == c"\t":
        at[0] += 1


cdef void pass_by(const char **at) noexcept:
    """Move from a value to the comma or bracket after it, in valid JSON."""
    cdef Py_ssize_t depth = 0
    while at[0][0] != 0 and (depth or at[0][0] != c"," and at[0][0] != c"]" and at[0][0] != c"}"):
        if at[0][0] == c'"':
            at[0] += 1
            while at[0][0] != 0 and at[0][0] != c'"':
                at[0] += 2 if at[0][0] == c"\\" and at[0][1] != 0 else 1
            if at[0][0] == 0:
                return
        depth += at[0][0] == c"[" or at[0][0] == c"{"
        depth -= at[0][0] == c"]" or at[0][0] == c"}"
        at[0] += 1


cdef object new_tuple = tuple.__new__


cdef class Trees(Texts):
    """Reads plain trees from JSON, and finds the places of values in it; returns None if it declines.

    `place` is the class of places: tuples of where a value starts, where its key starts, and the places inside it.
    """

    cdef Seen keys
    cdef type place

    def __init__(self, unescaped, type place not None):
        if not issubclass(place, tuple):
            raise TypeError(f"{place.__name__} is no tuple")
        self.unescaped, self.place, self.keys = unescaped, place, Seen()

    def read(self, str text not None, Py_ssize_t start, Py_ssize_t depth, Py_ssize_t most):
        """Return the value at an index of a text, the number of its values, and the index where it ends; or None.

        It declines texts that are not ASCII. `depth` limits how deep lists and objects are nested, `most` how many
        values there are.
        """
        cdef const char *first = <const char *>PyUnicode_DATA(text)
        cdef const char *at = first + start
        cdef Py_ssize_t left = most
        if not PyUnicode_IS_ASCII(text) or not 0 <= start <= PyUnicode_GET_LENGTH(text):
            return None
        try:
            skip(&at)
            tree = self.tree(&at, min(depth, DEEP), &left)
        except ValueError:
            return None
        return None if tree is DECLINED else (tree, most - left, at - first)

    def leading(self, str text not None, Py_ssize_t start, Py_ssize_t depth, Py_ssize_t most):
        """Return the first members of the object at an index, up to the first one that is declined.

        The text is ASCII, and an object starts there. `depth` limits how deep lists and objects are nested in a member,
        `most` the number of values in the members.

        Returns:
            The members, the place of each, the number of their values, and where the next key belongs.
        """
        cdef const char *first = <const char *>PyUnicode_DATA(text)
        cdef const char *at = first + start
        cdef Py_ssize_t left = most, left_before = most, key, value
        cdef dict members = {}, places = {}
        check_place(text, start)
        at += 1
        skip(&at)
        end = at - first
        try:
            while at[0] == c'"':
                key = at - first
                name = self.text(&at, self.keys)
                skip(&at)
                if name is DECLINED or name in members or at[0] != c":":
                    break
                at += 1
                skip(&at)
                value = at - first
                tree = self.tree(&at, min(depth, DEEP), &left)
                skip(&at)
                if tree is DECLINED or at[0] != c",":
                    break
                at += 1
                skip(&at)
                members[name], places[name], end, left_before = tree, self.place_of(text, value, key), at - first, left
        except (ValueError, RecursionError):
            pass
        return members, places, most - left_before, end

    def document(self, bytes data not None, dict lists not None):
        """Return the members of an object, or None; members whose keys are in `lists` become lists of records.

        Other members must be single values.
        """
        cdef const char *text = PyBytes_AS_STRING(data)
        cdef const char *at = text
        cdef Py_ssize_t left = PyBytes_GET_SIZE(data)
        cdef dict members = {}
        cdef PyObject *reader
        skip(&at)
        if at[0] != c"{":
            return None
        try:
            while not members or at[0] == c",":
                at += 1
                skip(&at)
                name = self.text(&at, None) if at[0] == c'"' else DECLINED
                skip(&at)
                if name is DECLINED or name in members or at[0] != c":":
                    return None
                at += 1
                skip(&at)
                reader = PyDict_GetItemWithError(lists, name)
                value = self.tree(&at, 0, &left) if reader is NULL else (<Reader?><object>reader).records(&at)
                if value is DECLINED:
                    return None
                members[name] = value
                skip(&at)
        except (ValueError, RecursionError):
            return None
        if at[0] != c"}":
            return None
        at += 1
        skip(&at)
        return members if at == text + PyBytes_GET_SIZE(data) else None

    def places(self, text, start):
        """Return the places of the values inside the value at an index of a text."""
        return Parts(self, text, start)

    def find(self, str text not None, tuple path not None, bint key):
        """Return where the value at a path, or its key, starts; if it is missing, where its nearest ancestor starts.

        The text is valid JSON in ASCII.
        """
        cdef const char *first = <const char *>PyUnicode_DATA(text)
        cdef const char *at = first
        cdef const char *name
        cdef const char *found
        if not PyUnicode_IS_ASCII(text):
            raise ValueError("no text of ASCII")
        skip(&at)
        name = at
        for step in path:
            found = at
            name = self.part(&found, step)
            if name is NULL:
                return at - first
            at = found
        return (name if key else at) - first

    cdef object place_of(self, str text, Py_ssize_t value, Py_ssize_t key):
        return new_tuple(self.place, (value, key, Parts(self, text, value)))

    cdef const char *part(self, const char **at, object step) except? NULL:
        """Move from a list or object to a value inside it; return its key, or the item of a list; NULL if missing."""
        cdef Py_ssize_t n = 0
        cdef const char *key
        cdef bint keys = at[0][0] == c"{"
        if type(step) is not (str if keys else int) or not keys and at[0][0] != c"[":
            return NULL
        at[0] += 1
        skip(at)
        while at[0][0] != 0 and at[0][0] != c"]" and at[0][0] != c"}":
            key = at[0]
            if keys:
                name = self.text(at, self.keys)
                skip(at)
                at[0] += at[0][0] == c":"
                skip(at)
            if step == (name if keys else n):
                return key
            n += 1
            pass_by(at)
            at[0] += at[0][0] == c","
            skip(at)
        return NULL

    cdef object tree(self, const char **at, Py_ssize_t depth, Py_ssize_t *left):
        left[0] -= 1
        if left[0] < 0:
            return DECLINED
        if at[0][0] == c'"':
            return self.text(at, None)
        if at[0][0] == c"[" or at[0][0] == c"{":
            return self.parts(at, depth - 1, left) if depth > 0 else DECLINED
        return any_number(at) if at[0][0] == c"-" or c"0" <= at[0][0] <= c"9" else word(at)

    cdef object parts(self, const char **at, Py_ssize_t depth, Py_ssize_t *left):
        """Read a list, or an object without repeated keys."""
        cdef bint keys = at[0][0] == c"{"
        cdef char end = c"}" if keys else c"]"
        cdef dict members = {}
        cdef list items = []
        at[0] += 1
        skip(at)
        while at[0][0] != end:
            if keys:
                key = self.text(at, self.keys) if at[0][0] == c'"' else DECLINED
                skip(at)
                if key is DECLINED or key in members or at[0][0] != c":":
                    return DECLINED
                at[0] += 1
                skip(at)
            value = self.tree(at, depth, left)
            if value is DECLINED:
                return DECLINED
            if keys:
                members[key] = value
            else:
                items.append(value)
            skip(at)
            if at[0][0] == end:
                break
            if at[0][0] != c",":
                return DECLINED
            at[0] += 1
            skip(at)
            if at[0][0] == end:
                return DECLINED
        at[0] += 1
        return members if keys else items


cdef check_place(str text, Py_ssize_t start):
    """Raise a ValueError unless this is an index of an ASCII text."""
    if not PyUnicode_IS_ASCII(text) or not 0 <= start < PyUnicode_GET_LENGTH(text):
        raise ValueError("no place in a text of ASCII")


cdef class Parts:
    """The places of the values inside a value of valid JSON in ASCII, looked up one by one."""

    cdef Trees trees
    cdef str text
    cdef Py_ssize_t start

    def __cinit__(self, Trees trees not None, str text not None, Py_ssize_t start):
        check_place(text, start)
        self.trees, self.text, self.start = trees, text, start

    def __reduce__(self):
        from alliancekit.engine._compiled_json import parts

        return parts, (self.text, self.start)

    def get(self, step):
        """Return the place of a value inside a list or object, if there is one; the key of a list item is the item."""
        cdef const char *first = <const char *>PyUnicode_DATA(self.text)
        cdef const char *at = first + self.start
        cdef const char *key = self.trees.part(&at, step)
        return None if key is NULL else self.trees.place_of(self.text, at - first, key - first)
