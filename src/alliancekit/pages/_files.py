"""The style and the script of a page, from the files of the package."""

from functools import cache
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).with_name("_assets")

_PARTS: Final = ("elements", "data", "lists", "records", "timeline", "network", "search", "views")
"""The files of the script, in the order in which they are joined; each uses names of those before it."""


@cache
def style() -> str:
    """Return the style sheet."""
    return _read("page.css")


@cache
def script() -> str:
    """Return the script: one function, so that none of its names is global."""
    return "\n".join(('(() => {\n"use strict";', *(_read(f"{part}.js") for part in _PARTS), "})();"))


def _read(name: str) -> str:
    return (_FOLDER / name).read_text("utf-8")
