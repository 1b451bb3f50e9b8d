"""Files as tools name them, which run in one folder and show what stands in another."""

from pathlib import Path


def within(root: Path, file: str) -> Path:
    """Return a file by its path from a folder if it lies in there, else by its absolute path; links are followed.

    Args:
        root: The folder.
        file: The file as the user named it.
    """
    folder, place = root.resolve(), Path(file).resolve()
    return place.relative_to(folder) if place.is_relative_to(folder) else place
