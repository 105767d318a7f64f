"""How Sphinx builds the documentation: make docs."""

import os
import sys
from importlib.metadata import version as version_of
from pathlib import Path

DOCS = Path(__file__).resolve().parent
os.chdir(DOCS.parent)
sys.path.insert(0, str(DOCS))

from printers import draw  # noqa: E402 - it lies beside the pages

draw("dragoman relation KEN NOR", DOCS / "_build/pictures/ken-nor.svg")
draw("dragoman network --since 2024", DOCS / "_build/pictures/network.svg")

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
