"""Pages follow the ledger: at once for whoever changed it, within seconds for others."""

from __future__ import annotations

from dragoman.faces.web.pace import SECONDS, Pace
from dragoman.ledger import Ledger, Query

from .conftest import Running


def test_others_see_a_change_after_some_seconds(writing: Running) -> None:
    now = [0.0]
    with Ledger(writing.ledger) as ledger:
        pace = Pace(ledger, clock=lambda: now[0])
        before = pace.shown()
        ledger.accept(ledger.events(Query(limit=1))[0].event.id)
        assert pace.shown() == before
        now[0] = SECONDS + 1
        assert pace.shown() == ledger.revision() != before


def test_whoever_has_seen_more_is_shown_no_less(writing: Running) -> None:
    with Ledger(writing.ledger) as ledger:
        pace = Pace(ledger, clock=lambda: 0.0)
        before = pace.shown()
        ledger.accept(ledger.events(Query(limit=1))[0].event.id)
        assert pace.shown(least=before) == before
        assert pace.shown(least=ledger.revision()) == ledger.revision()


def test_a_revision_that_makes_no_sense_is_no_reason_to_look(writing: Running) -> None:
    with Ledger(writing.ledger) as ledger:
        pace = Pace(ledger, clock=lambda: 0.0)
        assert {pace.shown(least=wrong) for wrong in ("", "1", "a.b.c.d", "9.9")} == {pace.shown()}


def test_a_browser_sees_its_own_correction_on_the_next_page(writing: Running) -> None:
    with Ledger(writing.ledger) as ledger, writing.client() as client:
        event = ledger.events(Query(type=("CONSULT",), limit=1))[0].event
        page = f"/events?event={event.id}"
        assert "meeting or talk" in client.get(page).text
        change = {"event": event.id, "seen": "0", "verdict": "correct", "type": "THREATEN", "mode": ""}
        assert client.post("/review", data=change).status_code == 303
        assert "threat" in client.get(page).text
