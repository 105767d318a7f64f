"""A telling as tests need it: one a story, of Azerbaijan on the United States, unless something else is asked for."""

from __future__ import annotations

import datetime
from typing import Any

from dragoman.ledger.tellings import Telling


def telling(seq: int, day: datetime.date | None, score: float = 1.0, **more: Any) -> Telling:
    fields: dict[str, Any] = {
        "seq": seq,
        "event": f"e{seq}",
        "story": f"s{seq}",
        "actor": "AZE",
        "recipient": "USA",
        "day": day,
        "until": day,
        "precision": "day",
        "type": "CONSULT",
        "mode": None,
        "quad": "verbal-cooperation",
        "score": score,
        "confidence": 0.8,
        "modality": "done",
        "status": "claimed",
        "report": f"r{seq}",
        "told_by": "Harbour Wire",
        "language": "en",
    }
    return Telling(**fields | more)
