"""The engines: they decide whether a record is valid, and make records of JSON, plain trees and columns.

`NAME` says which engine runs. *Plain* is Python, and defines what is valid: it composes the `holds` of every rule, once
for each class. *Kernel* is compiled, and says yes only where plain says yes. Where an engine is not sure, the
explanation decides: `rules.problems` and `convert`.
"""

from alliancekit.engine._choice import LACKS_KERNEL, NAME
from alliancekit.engine._engines import JSON, of
from alliancekit.engine._interface import Bounded, Bounds, Engine, Find, FromJson
from alliancekit.engine.record import Record

__all__ = ["JSON", "LACKS_KERNEL", "NAME", "Bounded", "Bounds", "Engine", "Find", "FromJson", "Record", "of"]
