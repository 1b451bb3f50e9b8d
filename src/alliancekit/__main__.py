"""``python -m alliancekit``: the command line, where scripts are not on the path."""

from alliancekit.cli import main

if __name__ == "__main__":
    main()
