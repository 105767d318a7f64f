"""The strict reader of ``plover.yaml`` and ``cameo.yaml``: what it lets through is sound as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from typing import Annotated, TypeAlias, TypeVar

from msgspec import Meta, Struct

from dragoman.data import parse_yaml, read_yaml
from dragoman.errors import DataError

PLOVER_FILE = "plover.yaml"
CAMEO_FILE = "cameo.yaml"

Text = Annotated[str, Meta(min_length=1)]
Score = Annotated[float, Meta(ge=-10, le=10)]


class _Record(Struct, frozen=True, forbid_unknown_fields=True):
    """The base of all records: frozen, and refusing keys it does not know."""


class Term(_Record, frozen=True):
    """A name and what it means: a context (what an event is about) or a modality (whether and when)."""

    name: Text
    gist: Text


class Quad(Term, frozen=True):
    """One of the four corners of verbal, material, cooperation and conflict."""

    number: Annotated[int, Meta(ge=1, le=4)]


class Mode(Term, frozen=True):
    """How an event of a type was done; ``score`` runs from -10 (conflict) to +10 (cooperation)."""

    score: Score


class EventType(Term, frozen=True):
    """One of PLOVER's types; ``score`` is that of an event without a mode."""

    quad: Text
    score: Score
    recipient_required: bool
    symmetric: bool
    modes: tuple[Mode, ...] = ()


class Sector(Term, frozen=True):
    """A place in society; an older mark names in ``stands_for`` the sectors that replace it."""

    stands_for: tuple[Text, ...] = ()


class Fault(_Record, frozen=True):
    """Where the manual is wrong (what is ``printed``) or silent (None): what is ``taken``, and why."""

    subject: Text
    taken: float | str
    why: Text
    printed: Text | None = None


class CameoCode(_Record, frozen=True):
    """The CAMEO code and Goldstein value of a type, in a mode (or none), in a context (or any)."""

    type: Text
    mode: Text | None
    context: Text | None
    code: Annotated[str, Meta(pattern=r"^(0[1-9]|1[0-9]|20)[0-9]{0,2}$")]
    goldstein: Score


class _Plover(_Record, frozen=True):
    version: Text
    source: dict[str, Text]
    quads: tuple[Quad, ...]
    types: tuple[EventType, ...]
    contexts: tuple[Term, ...]
    sectors: tuple[Sector, ...]
    modalities: tuple[Term, ...]
    faults: tuple[Fault, ...]
    choices: tuple[Fault, ...]


class _Cameo(_Record, frozen=True):
    version: Text
    codes: tuple[CameoCode, ...]


_AnyTerm = TypeVar("_AnyTerm", bound=Term)
_Codes: TypeAlias = dict[tuple[str, str | None], tuple[CameoCode, ...]]


class Ontology(_Record, frozen=True):
    """PLOVER by name. Ask only for names it has: for another one its methods raise `DataError`."""

    version: str
    cameo_version: str
    fingerprint: str  # first 12 hex digits of the SHA-256 of the data files
    source: dict[str, Text]
    quads: dict[str, Quad]
    types: dict[str, EventType]
    contexts: dict[str, Term]
    sectors: dict[str, Sector]
    modalities: dict[str, Term]
    faults: tuple[Fault, ...]
    choices: tuple[Fault, ...]
    codes: _Codes  # by type and mode, the line for any context last

    def event_type(self, type: str) -> EventType:
        """The event type of that name."""
        if type not in self.types:
            raise DataError(f"no event type {type!r}", PLOVER_FILE)
        return self.types[type]

    def score(self, type: str, mode: str | None = None) -> float:
        """PLOVER's score, -10 to +10: that of the mode, or of the type where there is none."""
        event_type = self.event_type(type)
        scores = {None: event_type.score} | {known.name: known.score for known in event_type.modes}
        if mode not in scores:
            raise DataError(f"{type} has no mode {mode!r}", PLOVER_FILE)
        return scores[mode]

    def quad(self, type: str) -> str:
        """The name of the type's quad; its number is ``quads[name].number``."""
        return self.event_type(type).quad

    def cameo(self, type: str, mode: str | None = None, contexts: Iterable[str] = ()) -> tuple[str, float]:
        """The nearest CAMEO code, with its Goldstein value; the file's first line for a context wins."""
        self.score(type, mode)  # refuses what the ontology does not have
        wanted = frozenset(contexts)
        if unknown := wanted - self.contexts.keys():
            raise DataError(f"no context {min(unknown)!r}", PLOVER_FILE)
        best = next(line for line in self.codes[type, mode] if line.context in wanted | {None})
        return best.code, best.goldstein


@cache
def load() -> Ontology:
    """The ontology that ships with Dragoman. Raises `DataError` where its files make no sense."""
    folder = resources.files("dragoman.ontology")
    plover, cameo = folder / PLOVER_FILE, folder / CAMEO_FILE
    return _checked(
        read_yaml(plover, _Plover, PLOVER_FILE),
        read_yaml(cameo, _Cameo, CAMEO_FILE),
        _fingerprint(plover.read_bytes(), cameo.read_bytes()),
    )


def build(plover_yaml: bytes, cameo_yaml: bytes) -> Ontology:
    """An ontology from the bytes of the two files, checked as a whole; raises `DataError`."""
    return _checked(
        parse_yaml(plover_yaml, _Plover, PLOVER_FILE),
        parse_yaml(cameo_yaml, _Cameo, CAMEO_FILE),
        _fingerprint(plover_yaml, cameo_yaml),
    )


def _fingerprint(plover_yaml: bytes, cameo_yaml: bytes) -> str:
    return hashlib.sha256(plover_yaml + b"\0" + cameo_yaml).hexdigest()[:12]


def _checked(plover: _Plover, cameo: _Cameo, fingerprint: str) -> Ontology:
    ontology = Ontology(
        version=plover.version,
        cameo_version=cameo.version,
        fingerprint=fingerprint,
        source=plover.source,
        quads=_by_name(plover.quads, "quads"),
        types=_by_name(plover.types, "types"),
        contexts=_by_name(plover.contexts, "contexts"),
        sectors=_by_name(plover.sectors, "sectors"),
        modalities=_by_name(plover.modalities, "modalities"),
        faults=plover.faults,
        choices=plover.choices,
        codes=_by_type_and_mode(cameo.codes),
    )
    _check_plover(ontology)
    _check_cameo(ontology)
    return ontology


def _by_name(records: Sequence[_AnyTerm], where: str) -> dict[str, _AnyTerm]:
    named: dict[str, _AnyTerm] = {}
    for record in records:
        if record.name in named:
            raise DataError(f"duplicate {record.name!r} in {where}", PLOVER_FILE)
        named[record.name] = record
    return named


def _by_type_and_mode(codes: Sequence[CameoCode]) -> _Codes:
    grouped: _Codes = {}
    for line in sorted(codes, key=lambda line: line.context is None):
        earlier = grouped.get((line.type, line.mode), ())
        if any(line.context == other.context for other in earlier):
            raise DataError(f"duplicate line for {line.type} {line.mode} {line.context}", CAMEO_FILE)
        grouped[line.type, line.mode] = (*earlier, line)
    return grouped


def _check_plover(ontology: Ontology) -> None:
    for event_type in ontology.types.values():
        _by_name(event_type.modes, f"the modes of {event_type.name}")
        if event_type.quad not in ontology.quads:
            raise DataError(f"{event_type.name} has the unknown quad {event_type.quad!r}", PLOVER_FILE)
        # The check that the manual's own ACCUSE 3 fails.
        if event_type.score * (1 if event_type.quad.endswith("cooperation") else -1) < 0:
            raise DataError(f"the score of {event_type.name} is at odds with its quad", PLOVER_FILE)
    for sector in ontology.sectors.values():
        if unknown := set(sector.stands_for) - ontology.sectors.keys():
            raise DataError(f"{sector.name} stands for the unknown sector {min(unknown)!r}", PLOVER_FILE)


def _check_cameo(ontology: Ontology) -> None:
    values: dict[str, float] = {}
    for line in (line for lines in ontology.codes.values() for line in lines):
        ontology.score(line.type, line.mode)  # refuses an unknown type or mode
        if line.context is not None and line.context not in ontology.contexts:
            raise DataError(f"unknown context {line.context!r} for {line.type}", CAMEO_FILE)
        if values.setdefault(line.code, line.goldstein) != line.goldstein:
            raise DataError(f"code {line.code} has two Goldstein values", CAMEO_FILE)
    for event_type in ontology.types.values():
        for mode in (None, *(mode.name for mode in event_type.modes)):
            if all(line.context for line in ontology.codes.get((event_type.name, mode), ())):
                raise DataError(f"no CAMEO code for {event_type.name}, mode {mode}", CAMEO_FILE)
