"""What a file or an answer holds, by its name or by the type that a server gives it; and how it is packed."""

from __future__ import annotations

import os
from collections.abc import Mapping

from dragoman.intake.stream import Kind

PACKINGS = (".gz", ".bz2", ".xz", ".zst")
_BY_SUFFIX: Mapping[str, Kind] = {
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".warc": "warc",
    ".wet": "warc",
}
_BY_TYPE: Mapping[str, Kind] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "text",
    "application/json": "json",
    "text/json": "json",
    "application/x-ndjson": "lines",
    "application/ndjson": "lines",
    "application/jsonl": "lines",
    "application/x-jsonlines": "lines",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "application/xml": "feed",
    "text/xml": "feed",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/vnd.apache.parquet": "parquet",
}
_IN_FOLDERS = (
    ".txt",
    ".html",
    ".htm",
    ".jsonl",
    ".ndjson",
    ".csv",
    ".tsv",
    ".parquet",
    ".rss",
    ".atom",
    ".warc",
    ".wet",
)


def by_name(name: str) -> Kind | None:
    """What a file holds by its name, packed or not: `lines` of `2024.jsonl.gz`; None where the name doesn't tell."""
    return _BY_SUFFIX.get(os.path.splitext(without_packing(name))[1].lower())


def by_type(declared: str) -> Kind | None:
    """What a media type (`text/html`) stands for; None for what holds no reports."""
    return _BY_TYPE.get(declared.strip().lower())


def without_packing(name: str) -> str:
    """`2024.jsonl` of `2024.jsonl.gz`."""
    stem, suffix = os.path.splitext(name)
    return stem if suffix.lower() in PACKINGS else name


def is_wanted(name: str) -> bool:
    """Whether a file found in a folder is taken for reports."""
    return without_packing(name).lower().endswith(_IN_FOLDERS)


def wanted() -> str:
    """The names that are, for messages."""
    return ", ".join(f"*{suffix}" for suffix in _IN_FOLDERS)
