"""How `make docs` makes the site of these pages: Sphinx with MyST, which reads the Markdown as it stands.

Nothing is fetched from another host, neither when the site is built nor when it is read.
"""

from datetime import UTC, datetime

project = "Dasan WFM"
author = "Dasan WFM"
language = "ko"  # of the site's own words (search, contents); the pages are Korean, English or both
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
html_theme = "furo"
html_title = "Dasan WFM"
html_copy_source = False
html_show_sphinx = False
html_last_updated_fmt = None
html_theme_options = {"navigation_with_keys": True}
myst_heading_anchors = 4
html_search_options = {}
