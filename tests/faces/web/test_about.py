"""The page on the program: what runs, what coded, how good it is."""

from __future__ import annotations

from importlib import metadata

import httpx

from dragoman.languages import packs


def test_it_tells_version_and_fingerprints(client: httpx.Client) -> None:
    page = client.get("/about").text
    assert metadata.version("dragoman") in page
    assert all(packs.load(code).fingerprint in page for code in packs.LANGUAGES)


def test_it_tells_how_good_the_coder_is_in_each_language(client: httpx.Client) -> None:
    page = client.get("/about").text
    assert all(name in page for name in ("English", "Arabic", "Persian", "macro-F1"))


def test_it_names_those_whose_data_it_uses(client: httpx.Client) -> None:
    assert "Unicode License" in client.get("/about").text
