"""How Sphinx builds the documentation: make docs."""

from importlib.metadata import version as version_of

project = "Dragoman"
author = "The Dragoman contributors"
project_copyright = "2025, The Dragoman contributors"
release = version_of("dragoman")
extensions = ["myst_parser"]
exclude_patterns = ["_build"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = f"Dragoman {release}"
html_show_sourcelink = False
