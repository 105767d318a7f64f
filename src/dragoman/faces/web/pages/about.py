"""About: what runs here, what coded what is in the ledger, how good that is, what an event counts for, whose it is."""

from __future__ import annotations

import json
import os
import platform
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from dragoman import ontology
from dragoman.faces.web.fresh import Fresh
from dragoman.faces.web.render import page
from dragoman.faces.web.site import site_of
from dragoman.knowledge import gazetteer
from dragoman.languages import packs
from dragoman.model import Record
from dragoman.relations import Weights

router = APIRouter(route_class=Fresh)


class Reliable(Record, frozen=True):
    """Of events coded with about this confidence, how many were right, 0 to 1."""

    confidence: float
    right: float
    events: int


@router.get("/about")
def about(request: Request) -> Response:
    """The page."""
    site, plover, card = site_of(request), ontology.load(), _card()
    measured = card.get("measured", {})
    return page(
        request,
        "about",
        version=metadata.version("dragoman"),
        python=f"Python {platform.python_version()}, {platform.system()} {platform.machine()}",
        database="PostgreSQL" if site.ledger.store.postgres else "SQLite",
        totals=site.ledger.totals(),
        coders=site.ledger.coders(),
        coder=site.settings.coder,
        fingerprints={
            f"PLOVER {plover.version}": plover.fingerprint,
            "gazetteer": gazetteer.load().fingerprint,
            **{f"pack {code}": packs.load(code).fingerprint for code in packs.LANGUAGES},
            **{name: digest[:12] for name, digest in card.get("digests", {}).items()},
        },
        aside=measured.get("kept aside", {}),
        learned=measured.get("learned from", {}),
        error=measured.get("calibration error"),
        reliability=[
            Reliable(confidence=one["confidence"], right=one["right"], events=one["events"])
            for one in measured.get("reliability", ())
        ],
        types=plover.types,
        score=plover.score,
        weights=Weights().version,
        notice=_notice(),
    )


@cache
def _card() -> dict[str, Any]:
    """What the shipped model's card tells; nothing where there is no model."""
    from dragoman.coding.learned import model

    card = Path(os.environ.get(model.PLACE) or model.FOLDER) / "card.json"
    return dict(json.loads(card.read_text(encoding="utf-8"))) if card.is_file() else {}


@cache
def _notice() -> str:
    return metadata.distribution("dragoman").read_text("licenses/NOTICE") or ""
