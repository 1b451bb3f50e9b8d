"""File paths in reports for programs: relative to the root of a repository."""

from pathlib import Path


def relative_path(root: Path, file: str) -> Path:
    """Return the path of a file relative to a folder, or its absolute path if it is outside; links are followed.

    Args:
        root: The folder.
        file: The file as the user named it.
    """
    folder, path = root.resolve(), Path(file).resolve()
    return path.relative_to(folder) if path.is_relative_to(folder) else path
