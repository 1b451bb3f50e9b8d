"""Pages: a corpus as one HTML file that people read in a browser, without a network.

`page` returns the file, `write` writes it.
"""

from alliancekit.pages._document import page, write

__all__ = ["page", "write"]
