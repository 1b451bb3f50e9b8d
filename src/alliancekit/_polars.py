"""Import polars as `pl`; raise `MissingExtra` if it is not installed."""

from alliancekit.errors import MissingExtra

try:
    import polars as pl
except ImportError as error:
    _message = "tables need polars; install it with: pip install 'alliancekit[columns]'"
    raise MissingExtra(_message) from error

__all__ = ["pl"]
