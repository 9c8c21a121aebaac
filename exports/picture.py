"""Pictures of a report as SVG text: drawn by Altair, rendered without a browser or a network by vl-convert."""

import io
from collections.abc import Mapping
from typing import cast

import altair as alt
import pandas as pd

WIDTH, HEIGHT = 640, 260
COLOURS = ("#6B7280", "#2563EB", "#D97706", "#7DAAF5", "#1C6B3A", "#9CA3AF")
FONT = "Noto Sans KR, Noto Sans CJK KR, Malgun Gothic, sans-serif"


def lines_picture(rows: pd.DataFrame, titles: tuple[str, str], is_stepped: bool = False) -> str:
    """Lines over `x` (a number or a moment), one for each `series`; `rows` has x, y and series, in order of series."""
    across, up = titles
    kind = "T" if pd.api.types.is_datetime64_any_dtype(rows["x"]) else "Q"
    mark = alt.Chart(rows).mark_line(interpolate="step-after" if is_stepped else "linear", strokeWidth=2)
    return _svg(
        mark.encode(
            x=alt.X(f"x:{kind}", title=across, scale=alt.Scale(nice=False)),
            y=alt.Y("y:Q", title=up, scale=alt.Scale(zero=False)),
            color=_colours(rows),
        )
    )


def bars_picture(rows: pd.DataFrame, titles: tuple[str, str]) -> str:
    """Bars side by side over the names in `x`; `rows` has x, y and series, in the order that they are to be shown."""
    across, up = titles
    order = list(dict.fromkeys(rows["x"]))
    return _svg(
        alt.Chart(rows)
        .mark_bar()
        .encode(
            x=alt.X("x:N", title=across, sort=order, axis=alt.Axis(labelAngle=0)),
            xOffset=alt.XOffset("series:N", sort=list(dict.fromkeys(rows["series"]))),
            y=alt.Y("y:Q", title=up),
            color=_colours(rows),
        )
    )


def _colours(rows: pd.DataFrame) -> alt.Color:
    names = list(dict.fromkeys(rows["series"]))
    colours = [COLOURS[place % len(COLOURS)] for place in range(len(names))]
    return alt.Color("series:N", title=None, sort=names, scale=alt.Scale(domain=names, range=colours))


def _svg(chart: alt.Chart) -> str:
    drawn = chart.properties(width=WIDTH, height=HEIGHT, background="white").configure(font=FONT)
    text = io.StringIO()
    with alt.data_transformers.disable_max_rows():
        drawn.configure_legend(orient="top").save(text, format="svg")
    return text.getvalue()


def renamed(rows: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """The rows with the names of their series as they are shown."""
    return rows.assign(series=[names.get(cast("str", name), name) for name in rows["series"]])
