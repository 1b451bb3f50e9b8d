"""The program ``alliancekit``; ``python -m alliancekit`` runs it too."""

import sys
import warnings

from alliancekit.errors import UnusableEngine


def run() -> None:
    """Run the command line; if the engine cannot be used, exit with a message instead of a traceback."""
    try:
        from alliancekit.cli import main, show_warning
    except UnusableEngine as error:
        sys.stderr.write(f"Error: {error}\n")
        sys.exit(2)
    warnings.showwarning = show_warning
    main()


if __name__ == "__main__":
    run()
