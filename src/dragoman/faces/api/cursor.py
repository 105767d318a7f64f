"""Cursors: where a page ended, in letters that an address can hold and nobody need understand."""

from __future__ import annotations

import base64
import binascii

import msgspec

from dragoman.errors import UnknownRecord
from dragoman.ledger.pages import Place


def written(place: Place) -> str:
    """The cursor of a place."""
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def read(cursor: str | None) -> Place | None:
    """The place of a cursor. Raises UnknownRecord where it is none of ours."""
    if cursor is None:
        return None
    try:
        body = base64.b64decode(cursor.encode() + b"=" * (-len(cursor) % 4), b"-_", validate=True)
        place: Place = msgspec.json.decode(body, type=list)
    except (binascii.Error, msgspec.DecodeError, ValueError):
        raise UnknownRecord("no page ends there", "cursor", "begin again without it") from None
    return place
