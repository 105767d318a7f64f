"""What is sent to the API: a decision, a report to be read, a search to be saved."""

from __future__ import annotations

import datetime
from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from dragoman.ledger.settling import State
from dragoman.model import Record

Id = Annotated[str, Meta(pattern="^[!-~]{1,300}$", description="the id of a record")]
Words = Annotated[str, Meta(max_length=2_000, pattern="^[^\\u0000]*$")]


class _Judged(Record, frozen=True, kw_only=True, tag_field="verdict", forbid_unknown_fields=True):
    why: Words | None = None


class Accept(_Judged, frozen=True, tag="accept"):
    """The record is right."""

    event: Id


class Reject(_Judged, frozen=True, tag="reject"):
    """The report tells of no such event."""

    event: Id


class Correction(Record, frozen=True, forbid_unknown_fields=True):
    """What fields are to be, written as `dragoman judge correct` has them; `-` is nothing."""

    type: Words | UnsetType = UNSET
    mode: Words | UnsetType = UNSET
    modality: Words | UnsetType = UNSET
    status: Words | UnsetType = UNSET
    contexts: Words | UnsetType = UNSET
    actors: Words | UnsetType = UNSET
    recipients: Words | UnsetType = UNSET
    when: Words | UnsetType = UNSET
    condition: Words | UnsetType = UNSET

    def given(self) -> dict[str, str]:
        """The fields that are named, with what they are to be."""
        return {name: value for name in self.__struct_fields__ if (value := getattr(self, name)) is not UNSET}


class Correct(_Judged, frozen=True, tag="correct"):
    """Fields of the record are to be others."""

    event: Id
    change: Correction


class Merge(_Judged, frozen=True, tag="merge"):
    """The event, and its story with it, is one with another story."""

    event: Id
    story: Id


class Split(_Judged, frozen=True, tag="split"):
    """The event is not one with the others of its story."""

    event: Id


class Settle(_Judged, frozen=True, tag="settle"):
    """What has become of a condition or a promise."""

    commitment: Id
    state: State


class Undo(_Judged, frozen=True, tag="undo"):
    """A judgement is taken back."""

    judgement: Annotated[int, Meta(ge=1, le=2**62)]


Decision = Accept | Reject | Correct | Merge | Split | Settle | Undo


class GivenReport(Record, frozen=True, forbid_unknown_fields=True):
    """A report to be read; what is not known is left out."""

    text: str
    id: str | None = None
    title: str | None = None
    language: str | None = None
    published: datetime.date | None = None
    outlet: str | None = None
    url: str | None = None


class GivenSearch(Record, frozen=True, forbid_unknown_fields=True):
    """A search to be saved."""

    name: str
    address: str
