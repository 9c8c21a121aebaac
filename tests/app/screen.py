"""Running the app without a browser, and every text that it then shows: labels, figures, tables, charts."""

import io
import json
import re
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("today", "forecast", "requirement", "roster", "what_if", "rest", "versions", "runs", "site")
LANGUAGES = {"ko": "한국어", "en": "English"}
SECTIONS = {
    "forecast": ("coming", "feasts", "events", "record"),
    "requirement": ("intervals", "expected", "price", "calculator"),
    "roster": ("cover", "grid", "day", "rules", "short", "files", "edit", "solve"),
    "rest": ("law", "fairness"),
    "today": (),
    "what_if": (),
    "versions": (),
    "runs": (),
    "site": ("state", "queues", "people", "rules", "calendar", "files", "take_in", "accounts", "trail"),
}
CHART_TEXTS = ("title", "domain", "labelExpr", "text")
EXPRESSION_OF_CHARTS = re.compile(r"datum\.")


def opened(monkeypatch: pytest.MonkeyPatch, site: Path | None, page: str = "forecast", language: str = "ko") -> AppTest:
    """The app on a site, in a language, on a page."""
    arguments = [] if site is None else ["--site", str(site)]
    monkeypatch.setattr(sys, "argv", ["app.py", *arguments])
    app = AppTest.from_file(ROOT / "app.py", default_timeout=30)
    app.query_params["lang"] = LANGUAGES[language]
    app.run()
    return app if page == "forecast" else app.switch_page(f"app_pages/{page}.py").run()


def show_section(app: AppTest, page: str, section: str) -> AppTest:
    """The same app after a click on one part of the page; a page without parts stays as it is."""
    if not section:
        return app
    return app.button_group(key=f"{page}_section").set_value(section).run()


def elements(app: AppTest) -> Iterator[Element]:
    """Everything on the page, in the order of the page."""

    def below(node: object) -> Iterator[Element]:
        for child in getattr(node, "children", {}).values():
            yield child
            yield from below(child)

    yield from below(app.main)


def charts(app: AppTest) -> list[dict]:
    """The charts of the page as their specifications."""
    return [json.loads(each.proto.spec) for each in elements(app) if each.type == "vega_lite_chart"]


def texts(app: AppTest) -> list[str]:
    """Every text that a person can read on the page."""
    found: list[str] = []
    for each in elements(app):
        if each.type == "vega_lite_chart":
            found += _texts_of_chart(each)
        elif each.type in ("arrow_data_frame", "arrow_table", "dataframe", "table"):
            found += _texts_of_frame(each.value)
        else:
            found += _texts_of_proto(each)
    return [text for text in found if text.strip()]


def _texts_of_proto(each: Element) -> Iterator[str]:
    for name in ("label", "value", "help", "placeholder", "body"):
        text = getattr(each, name, None)
        if isinstance(text, str) and not isinstance(text, StrEnum):  # an enum's member is shown by its word
            yield text
    proto = getattr(each, "proto", None)
    for name in ("label", "help", "delta", "body", "placeholder"):
        text = getattr(proto, name, "")
        yield text if isinstance(text, str) else ""
    yield from (str(option) for option in getattr(each, "options", ()))


def _texts_of_frame(rows: pd.DataFrame) -> Iterator[str]:
    yield from (str(column) for column in rows.columns)
    for column in rows.columns:
        yield from (value for value in rows[column].tolist() if isinstance(value, str))


def _texts_of_chart(each: Element) -> Iterator[str]:
    yield from _texts_of_spec(json.loads(each.proto.spec))
    for dataset in each.proto.datasets:
        rows = pa.ipc.open_stream(io.BytesIO(dataset.data.data)).read_all().to_pandas()
        for column in ("state_text", "part_text", "goal", "what", "who", "name", "day_text"):
            if column in rows:
                yield from (str(value) for value in rows[column].unique())


def _texts_of_spec(node: object) -> Iterator[str]:
    """Titles, legends and label expressions, wherever they stand."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in CHART_TEXTS and isinstance(value, str):
                yield value
            elif key == "domain" and isinstance(value, list):
                yield from (item for item in value if isinstance(item, str))
            else:
                yield from _texts_of_spec(value)
    elif isinstance(node, list):
        for item in node:
            yield from _texts_of_spec(item)
