"""The engine that checks records and reads JSON: the compiled kernel, or plain Python."""

from typing import Final

from alliancekit.engine._choice import Engine, chosen

NAME: Final[Engine] = chosen()
"""The engine of this process: ``"kernel"`` or ``"plain"``. Both accept the same data and report the same problems."""
