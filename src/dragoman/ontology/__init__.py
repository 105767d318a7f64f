"""PLOVER as data: event types, modes, contexts, sectors, modalities, scores and the way to CAMEO."""

from dragoman.ontology.loader import (
    CameoCode,
    EventType,
    Fault,
    Mode,
    Ontology,
    Quad,
    Sector,
    Term,
    build,
    load,
)

__all__ = [
    "CameoCode",
    "EventType",
    "Fault",
    "Mode",
    "Ontology",
    "Quad",
    "Sector",
    "Term",
    "build",
    "load",
]
