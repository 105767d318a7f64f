"""Floors: the figures below which no language may fall, each bound to the digest of its gold.

ar:
  sha256: 1f3a…    # of the gold file: whoever changes the gold sets the floors anew
  figures:
    event_f1: 0.43
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from dragoman.errors import InputError, MissingSource
from dragoman.evaluation.scores import Scores
from dragoman.model import Record

_ROUNDING = 1e-9


class Floor(Record, frozen=True, forbid_unknown_fields=True):
    """What one language must reach, by the names of `Scores.figures`, on the gold of this digest."""

    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    figures: Annotated[dict[str, Annotated[float, Meta(ge=0, le=1)]], Meta(min_length=1)]


def load(path: Path) -> dict[str, Floor]:
    """The floors by language; raises InputError where the file cannot be read or has another form."""
    try:
        return msgspec.yaml.decode(path.read_bytes(), type=dict[str, Floor])
    except OSError as error:
        raise MissingSource(f"cannot be read ({error.strerror})", str(path), "name a file of floors") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"these are no floors ({' '.join(str(error).split())})", str(path)) from error


def shortfalls(floors: Mapping[str, Floor], scores: Sequence[Scores]) -> list[str]:
    """What falls short, a line each: figures below their floor, gold that has changed, languages left out."""
    scored = {one.gold.language for one in scores}
    faults = [f"{language}: has floors, but was not scored" for language in floors if language not in scored]
    for one in scores:
        floor = floors.get(one.gold.language)
        if floor is None:
            faults.append(f"{one.gold.language}: was scored, but has no floors")
        else:
            faults += (f"{one.gold.language}: {fault}" for fault in _faults(floor, one))
    return faults


def _faults(floor: Floor, scores: Scores) -> Iterator[str]:
    if scores.gold.sha256 != floor.sha256:
        yield (
            f"{scores.gold.path} is not the gold that the floors were set on; "
            f"look at its figures, then set them anew with sha256: '{scores.gold.sha256}'"
        )
    figures = scores.figures
    for name, least in floor.figures.items():
        value = figures.get(name)
        if value is None:
            yield f"there is no figure {name}; there are {', '.join(figures)}"
        elif value < least - _ROUNDING:
            yield f"{name} is {value:.4f}, {least - value:.4f} below its floor of {least:g}"
