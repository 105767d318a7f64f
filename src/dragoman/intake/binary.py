"""What bytes look like that are no text: told by how they begin."""

from __future__ import annotations

import re

# Beginning, what it is, what to do. The first that fits counts.
_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF", "save it as text or HTML"),
    (b"{\\rtf", "an RTF document", "save it as text or HTML"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document", "save it as text or HTML"),
    (b"\x89PNG\r\n", "a PNG image", "give its words as text"),
    (b"\xff\xd8\xff", "a JPEG image", "give its words as text"),
    (b"GIF87a", "a GIF image", "give its words as text"),
    (b"GIF89a", "a GIF image", "give its words as text"),
    (b"II*\x00", "a TIFF image", "give its words as text"),
    (b"MM\x00*", "a TIFF image", "give its words as text"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"\xfd7zXZ\x00", "an xz archive", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstandard archive", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it first"),
    (b"Rar!\x1a\x07", "a RAR archive", "unpack it first"),
    (b"SQLite format 3\x00", "an SQLite database", "export its texts as JSON lines"),
    (b"\x7fELF", "a program", "check the path"),
)
# These begin with letters that a text might begin with too: they count only beside a NUL.
_BEGINNINGS_WITH_NUL: tuple[tuple[bytes, str, str], ...] = (
    (b"BM", "a BMP image", "give its words as text"),
    (b"MZ", "a program", "check the path"),
    (b"ID3", "a sound file", "give its words as text"),
    (b"OggS", "a sound file", "give its words as text"),
    (b"PAR1", "a Parquet file", "give it a name that ends in .parquet"),
    (b"RIFF", "an image or sound file", "give its words as text"),
)
_ZIP = b"PK\x03\x04"
_ZIP_CONTENTS: tuple[tuple[bytes, str], ...] = (
    (b"word/", "a Word document"),
    (b"xl/", "an Excel workbook"),
    (b"ppt/", "a PowerPoint file"),
    (b"application/epub+zip", "an EPUB book"),
    (b"application/vnd.oasis", "an OpenDocument file"),
)
# Comments are atomic groups: else n of them could be split in 2**n ways.
_PROLOG = rb"\s*+(?:<\?xml[^>]*>\s*+)?(?><!--.*?-->\s*+)*+"
_FEED = re.compile(_PROLOG + rb"<(?:rss|feed|rdf:rdf)\b", re.IGNORECASE | re.DOTALL)
_XML = re.compile(rb"\s*<\?xml(?!.*<(?:!doctype\s+html|html)\b)", re.IGNORECASE | re.DOTALL)


def looks_like(data: bytes) -> tuple[str, str] | None:
    """What the bytes are ("a PDF") and what to do about it, or None where they may be text."""
    head = data[:4096]
    beginnings = _BEGINNINGS + (_BEGINNINGS_WITH_NUL if b"\x00" in head[:64] else ())
    found = [(kind, fix) for beginning, kind, fix in beginnings if head.startswith(beginning)]
    if head.startswith(_ZIP):
        found.append(_zip_kind(data))
    if head[4:10] == b"1AY&SY":
        found.append(("a bzip2 archive", "unpack it first"))
    if head[:3] == b"\x00\x00\x00" and head[4:8] == b"ftyp":
        found.append(("a film or sound file", "give its words as text"))
    if head[257:262] == b"ustar" and b"\x00" in head[:257]:
        found.append(("a tar archive", "unpack it first"))
    if _FEED.match(head):
        found.append(("a feed", "give the addresses of its reports"))
    if _XML.match(head):
        found.append(("XML", "save it as text or HTML"))
    return found[0] if found else None


def _zip_kind(data: bytes) -> tuple[str, str]:
    """Names of the files inside stand in the clear, near the beginning and at the end."""
    names = data[:8192] + data[-8192:]
    for mark, kind in _ZIP_CONTENTS:
        if mark in names:
            return kind, "save it as text or HTML"
    return "a ZIP archive", "unpack it first"
