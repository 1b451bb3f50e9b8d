"""Configuration of Sphinx; ``nox --session docs`` and the tests build the site."""

import sys
from importlib.metadata import version as installed
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # for docs._ext, and the examples in tests

project = "alliancekit"
author = "The alliancekit authors"
copyright = author  # noqa: A001 - the name that Sphinx reads
version = release = installed(project)

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "docs._ext.reference",
]
exclude_patterns = ["_*"]
nitpicky = True
# Names of other projects are not linked: that would need the network.
nitpick_ignore_regex = [
    ("py:.*", r"(?!alliancekit\b).*"),
    ("py:.*", r".*\.[A-Z]"),  # type variables
    ("py:.*", r"alliancekit\.formats\._inputs\.(Readable|SupportsWrite)"),  # protocols for streams
    ("py:.*", r"alliancekit\.corpus\.files\.OpenStream"),  # standard input, with its name
    ("py:.*", r"alliancekit\._arguments\.NumpyDate"),  # a protocol for types of numpy
    ("py:.*", r"alliancekit\.corpus\.frames\.ArrowTable"),  # a protocol for frames of other packages
]

myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 3

default_role = "py:name"
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
napoleon_numpy_docstring = False
napoleon_use_ivar = True
python_maximum_signature_line_length = 80

html_theme = "furo"
html_title = "alliancekit"
html_static_path = ["_static"]
html_css_files = ["style.css"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
