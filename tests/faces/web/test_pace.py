"""Pages follow the ledger: at once for whoever changed it, within seconds for others."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from dragoman.faces.web import Settings, create
from dragoman.faces.web.pace import COOKIE, SECONDS, Pace
from dragoman.ledger import Ledger, Query

from .conftest import Running


def change(ledger: Ledger) -> None:
    ledger.accept(ledger.events(Query(limit=1))[0].event.id)


def settled(pace: Pace) -> str:
    """What is shown once the state that was on its way is there."""
    for thread in threading.enumerate():
        if thread.daemon and thread.name.endswith("(_move)"):
            thread.join(20)
    return pace.shown()


def test_others_see_a_change_after_some_seconds_when_all_is_ready_for_it(writing: Running) -> None:
    now, made_ready = [0.0], list[str]()
    with Ledger(writing.ledger) as ledger:
        pace = Pace(ledger, lambda: made_ready.append(pace.shown()), lambda: now[0])
        before = pace.shown()
        change(ledger)
        assert pace.shown() == before
        now[0] = SECONDS + 1
        assert {pace.shown(), settled(pace)} <= {before, ledger.revision()}
        assert pace.shown() == ledger.revision() != before
        assert made_ready == [ledger.revision()]


def test_whoever_comes_after_a_silence_sees_what_is_there_now(writing: Running) -> None:
    now = [0.0]
    with Ledger(writing.ledger) as ledger:
        pace = Pace(ledger, clock=lambda: now[0])
        before = pace.shown()
        change(ledger)
        now[0] = 2 * SECONDS + 1
        assert pace.shown() == ledger.revision() != before


def test_whoever_has_seen_more_has_a_state_of_their_own(writing: Running) -> None:
    with Ledger(writing.ledger) as ledger:
        pace = Pace(ledger, clock=lambda: 0.0)
        before = pace.shown()
        change(ledger)
        assert pace.with_all_of(before) == before
        own = pace.with_all_of(ledger.revision())
        assert own == ledger.revision() != before
        with pace.own(own):
            assert (pace.shown(), pace.has_own) == (own, True)
        assert (pace.shown(), pace.has_own) == (before, False)


def test_a_revision_that_makes_no_sense_is_no_reason_to_look(writing: Running) -> None:
    with Ledger(writing.ledger) as ledger:
        pace = Pace(ledger, clock=lambda: 0.0)
        before = pace.shown()
        change(ledger)
        assert {pace.with_all_of(wrong) for wrong in ("", "1", "a.b.c.d", "9.9")} == {before}


def test_a_browser_sees_its_own_correction_on_the_next_page(writing: Running) -> None:
    with Ledger(writing.ledger) as ledger, writing.client() as client:
        event = ledger.events(Query(type=("CONSULT",), limit=1))[0].event
        page = f"/events?event={event.id}"
        assert "meeting or talk" in client.get(page).text
        correction = {"event": event.id, "seen": "0", "verdict": "correct", "type": "THREATEN", "mode": ""}
        assert client.post("/review", data=correction).status_code == 303
        assert "threat" in client.get(page).text


def test_a_busy_server_gives_others_what_was_true_a_moment_ago(
    stock: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create(Settings(ledger=str(stock())))
    site, page = app.state.site, "/relations/KEN/NOR"

    async def asked() -> tuple[str, str, str]:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8300") as client:
            before = (await client.get(page)).text
            site.ledger.reject(site.ledger.events(Query(pair=("KEN", "NOR"), limit=1))[0].event.id)
            wrote = site.ledger.revision()
            with monkeypatch.context() as patch:
                patch.setattr("dragoman.faces.web.pace.SECONDS", 0.0)
                assert site.pace.shown() == wrote
            taken = 0
            while not site.turns.locked():
                await site.turns.acquire()
                taken += 1
            busy = (await client.get(page)).text
            with pytest.raises(TimeoutError):  # whoever changed something waits for it
                await asyncio.wait_for(client.get(page, headers={"Cookie": f"{COOKIE}={wrote}"}), 0.5)
            for _ in range(taken):
                site.turns.release()
            return before, busy, (await client.get(page)).text

    before, busy, after = asyncio.run(asked())
    site.close()
    assert before == busy != after
