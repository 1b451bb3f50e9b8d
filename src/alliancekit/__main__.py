"""The program ``alliancekit``, also ``python -m alliancekit`` where scripts are not on the path."""

import sys
import warnings

from alliancekit.errors import UnusableEngine


def _show(message: Warning | str, *_: object, **__: object) -> None:
    """Print a warning without the line of code from which it comes."""
    sys.stderr.write(f"Note: {message}\n")


def run() -> None:
    """Run the command line; if its engine cannot be used, end with the message instead of a traceback."""
    warnings.showwarning = _show
    try:
        from alliancekit.cli import main
    except UnusableEngine as error:
        sys.stderr.write(f"Error: {error}\n")
        sys.exit(2)
    main()


if __name__ == "__main__":
    run()
