"""Generate the reference of the data sets: title, loader, address and citation of each."""

from docs._ext.markdown import cell

from alliancekit.loaders import DYAD_LOADERS, LOADERS, DyadLoader, Loader


def data_sets() -> str:
    """Return a section for each loader."""
    loaders: tuple[Loader | DyadLoader, ...] = (*LOADERS.values(), *DYAD_LOADERS.values())
    return "\n".join(map(_section, loaders))


def _section(loader: Loader | DyadLoader) -> str:
    about = loader.data_set
    function = getattr(loader.load, "__name__", "")
    return f"""\
### {about.name}

{about.title}

- Load it: {{py:func}}`alliancekit.loaders.{function}`
- Get it: <{about.url}>, {", ".join(f"`{file}`" for file in about.files)}
- Cite it: {cell(about.citation)}
"""
