"""The engines: they decide whether a record is valid, and build records from JSON, plain trees and columns.

An engine *accepts* a record or *declines* it. What it accepts is valid. What it declines is *explained* by
`rules.problems.problems_of` (the values of a record) or `convert.read` (a plain tree): they list the problems, or find
that there are none.

There are two engines; `NAME` is the one in use. *Plain* is Python and defines what is valid: for each class it composes
the `holds` of every rule into one function. *Kernel* is compiled, and accepts only what plain accepts.
"""

from alliancekit.engine._choice import LACKS_KERNEL, NAME
from alliancekit.engine._engines import JSON, of
from alliancekit.engine._interface import Bounded, Bounds, Engine, Find, FromJson, Ranges
from alliancekit.engine.record import Record

__all__ = ["JSON", "LACKS_KERNEL", "NAME", "Bounded", "Bounds", "Engine", "Find", "FromJson", "Ranges", "Record", "of"]
