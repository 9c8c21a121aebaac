"""How `make docs` makes the site of these pages: Sphinx with MyST, which reads the Markdown as it stands.

Nothing is fetched from another host, neither when the site is built nor when it is read.
"""

project = "Dasan WFM"
author = "Dasan WFM"
language = "ko"  # of the site's own words (search, contents); the pages are Korean, English or both
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
html_theme = "furo"
html_title = "Dasan WFM"
html_copy_source = False
html_show_sphinx = False
myst_heading_anchors = 4
