"""Functions that take a polars frame also take a panel, and refuse frames of other packages with a message."""

import re
from collections.abc import Callable

import pandas as pd
import polars as pl
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from polars.testing import assert_frame_equal
from tests.shared import TOP

from alliancekit import loaders, measures, networks, panel, plot
from alliancekit.corpus.frames import as_polars
from alliancekit.errors import UnusableInput

LOADED = loaders.atop_members(TOP / "examples" / "sample-atop-member.csv")
PANEL = panel.dyad_years(LOADED, directed=False, years=(1910, 1911))
ENEMIES = pl.DataFrame({"year": [1910], "state_a": ["state:fra"], "state_b": ["state:deu"]})


def alt_text(drawn: Axes | Figure) -> str:
    return plot.alt_text(drawn)


MEASURES: dict[str, Callable[[pl.DataFrame | panel.Panel], pl.DataFrame]] = {
    "similarity": measures.similarity,
    "degree": measures.degree,
    "shared_allies": measures.shared_allies,
    "communities": measures.communities,
    "triads": lambda frame: measures.triads(frame, ENEMIES),
}
OTHERS: dict[str, Callable[[pl.DataFrame | panel.Panel], object]] = {
    "of_year": lambda frame: networks.of_year(frame, 1910).edges,
    "network": lambda frame: alt_text(plot.network(frame, 1910)),
    "heatmap": lambda frame: alt_text(plot.heatmap(frame, 1910)),
    "decades": lambda frame: alt_text(plot.decades(frame)),
    "obligations": lambda frame: alt_text(plot.obligations(frame)),
}


@pytest.mark.parametrize("function", MEASURES.values(), ids=list(MEASURES))
def test_a_measure_takes_a_panel(function: Callable[[pl.DataFrame | panel.Panel], pl.DataFrame]) -> None:
    assert_frame_equal(function(PANEL), function(PANEL.frame))


@pytest.mark.slow
@pytest.mark.parametrize("function", OTHERS.values(), ids=list(OTHERS))
def test_networks_and_figures_take_a_panel(function: Callable[[pl.DataFrame | panel.Panel], object]) -> None:
    assert function(PANEL) == function(PANEL.frame)


@pytest.mark.parametrize("function", [*MEASURES.values(), *OTHERS.values()], ids=[*MEASURES, *OTHERS])
def test_a_frame_of_pandas_is_refused(function: Callable[[object], object]) -> None:
    said = "the frame must be a polars frame or a panel, got pandas.DataFrame (convert it with polars.from_pandas)"
    with pytest.raises(UnusableInput, match=f"^{re.escape(said)}$"):
        function(pd.DataFrame({"year": [1910]}))


def test_a_lazy_frame_is_refused() -> None:
    with pytest.raises(UnusableInput, match=r"^the frame must be a polars frame or a panel, .* \(call \.collect"):
        as_polars(PANEL.frame.lazy())


def test_what_else_is_no_frame_is_refused() -> None:
    for given, is_a in (([1], "list"), (LOADED, "alliancekit.Loaded")):
        said = f"the frame must be a polars frame or a panel, got {is_a} (make a panel with panel.dyad_years)"
        with pytest.raises(UnusableInput, match=f"^{re.escape(said)}$"):
            measures.degree(given)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_messages_name_the_other_frames_of_measures() -> None:
    message = r"^the negative ties must be a polars frame or a panel, got pandas\.DataFrame"
    with pytest.raises(UnusableInput, match=message):
        measures.triads(PANEL, ENEMIES.to_pandas())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("value", [PANEL, PANEL.frame, pd.DataFrame()], ids=["panel", "polars", "pandas"])
def test_a_timeline_refuses_panels_and_frames(value: object) -> None:
    message = "treaties must be treaties or a corpus with treaties, got a panel or frame"
    with pytest.raises(UnusableInput, match=f"^{message}$"):
        plot.timeline(value, "France")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
