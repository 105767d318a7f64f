"""Many readers and some reviewers at one server: python benchmarks/serving.py LEDGER [--seconds 300]

LEDGER is a file or an address that may be written to (a copy): the reviewers judge in it. A reader opens a page, reads
it for a few seconds, opens another; a reviewer decides on one record after the other and takes some decisions back.
It prints how long pages took, what went wrong, and whether every judgement that was answered for is in the ledger.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import socket
import statistics
import subprocess
import sys
import time
from collections import defaultdict

import httpx

from dragoman.ledger import Ledger, Query

READERS, REVIEWERS = 50, 5
READING, DECIDING = (1.0, 5.0), (1.0, 3.0)  # seconds between two pages, between two decisions
GOAL = 0.3  # seconds that 95 % of pages may take


class Tally:
    """How long each kind of page took, and what went wrong."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.moments: list[tuple[float, float]] = []  # when a page was asked for, and how long it took
        self.faults: list[str] = []
        self.judged: set[int] = set()

    async def ask(self, kind: str, client: httpx.AsyncClient, method: str, path: str, **more: object) -> httpx.Response:
        """One page, timed; anything but an answer that it should give is a fault."""
        began = time.perf_counter()
        try:
            answer = await client.request(method, path, **more)  # type: ignore[arg-type]
        except httpx.HTTPError as error:
            self.faults.append(f"{path}: {type(error).__name__} {error}")
            raise
        self.seconds[kind].append(time.perf_counter() - began)
        self.moments.append((began, self.seconds[kind][-1]))
        # Two reviewers may come upon one record: the second is told so.
        if answer.status_code not in (200, 303) and not (method == "POST" and answer.status_code == 409):
            self.faults.append(f"{method} {path}: {answer.status_code}")
        return answer


def pages_of(ledger: Ledger) -> dict[str, list[str]]:
    """Addresses that readers open, by kind."""
    pairs = ledger.busiest(40)
    told = ledger.events(Query(limit=100))
    parties = sorted({code for one, other, _ in pairs for code in (one, other)})
    return {
        "today": ["/"],
        "events": ["/events", *(f"/events?party={code}" for code in parties[:10])],
        "events filtered": [f"/events?pair={one},{other}&type=CONSULT" for one, other, _ in pairs[:10]],
        "events by words": ["/events?text=minister", "/events?text=talks", "/events?type=ACCUSE&order=surest"],
        "relation": [f"/relations/{one}/{other}" for one, other, _ in pairs[:20]],
        "report": [f"/reports/{one.report.id}" for one in told if one.report],
        "party": [f"/parties/{code}" for code in parties[:20]],
        "neighbourhood": ["/relations"],
        "API": ["/api/v1/events?limit=20", *(f"/api/v1/events?party={code}&limit=50" for code in parties[:5])],
    }


async def reader(number: int, pages: dict[str, list[str]], base: str, tally: Tally, end: float) -> None:
    """Opens pages until the end."""
    chance = random.Random(number)
    language = chance.choice(("en", "ar", "fa"))
    async with httpx.AsyncClient(base_url=base, headers={"Accept-Language": language}, timeout=60) as client:
        await asyncio.sleep(chance.uniform(0, READING[1]))
        while time.monotonic() < end:
            kind = chance.choice(list(pages))
            await tally.ask(kind, client, "GET", chance.choice(pages[kind]))
            await asyncio.sleep(chance.uniform(*READING))


async def reviewer(number: int, base: str, tally: Tally, end: float) -> None:
    """Decides on records until the end, and takes one decision in ten back."""
    chance = random.Random(1_000 + number)
    headers = {"Sec-Fetch-Site": "same-origin"}
    async with httpx.AsyncClient(base_url=base, headers=headers, timeout=60) as client:
        page = (await tally.ask("review", client, "GET", "/review")).text
        while time.monotonic() < end:
            await asyncio.sleep(chance.uniform(*DECIDING))
            form = dict(re.findall(r'<input type="hidden" name="(event|seen|story)" value="([^"]*)"', page))
            if "event" not in form:
                break
            form["verdict"] = chance.choice(("accept", "accept", "reject"))
            answer = await tally.ask("judging", client, "POST", "/review", data=form)
            if answer.status_code == 303:
                number = int(answer.headers["location"].rsplit("done=", 1)[1])
                tally.judged.add(number)
                if chance.random() < 0.1:
                    await tally.ask("undoing", client, "POST", "/review/undo", data={"judgement": str(number)})
                page = (await tally.ask("review", client, "GET", "/review")).text
            else:
                page = answer.text


async def crowd(base: str, pages: dict[str, list[str]], seconds: float, readers: int, reviewers: int) -> Tally:
    """All of them at once."""
    tally, end = Tally(), time.monotonic() + seconds
    at_work = [reader(number, pages, base, tally, end) for number in range(readers)]
    at_work += [reviewer(number, base, tally, end) for number in range(reviewers)]
    for outcome in await asyncio.gather(*at_work, return_exceptions=True):
        if isinstance(outcome, Exception):
            tally.faults.append(repr(outcome))
    return tally


def served(address: str, workers: int) -> tuple[subprocess.Popen[bytes], str]:
    """A server of its own, as a user would start it, and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "dragoman.faces.cli", "serve", "--ledger", address]
    command += ["--port", str(port), "--workers", str(workers)]
    process = subprocess.Popen(command)
    base = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            httpx.get(f"{base}/static/icon.svg")
            return process, base
        except httpx.HTTPError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def main() -> None:
    """Serves, asks, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger")
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--readers", type=int, default=READERS)
    parser.add_argument("--workers", type=int, default=1, help="processes that answer")
    parser.add_argument("--reviewers", type=int, default=REVIEWERS)
    given = parser.parse_args()
    with Ledger(given.ledger, create=False) as ledger:
        print(f"{ledger.count():,} events of {ledger.totals().reports:,} reports")
        pages = pages_of(ledger)
    process, base = served(given.ledger, given.workers)
    try:
        tally = asyncio.run(crowd(base, pages, given.seconds, given.readers, given.reviewers))
    finally:
        process.terminate()
        process.wait(30)
    with Ledger(given.ledger) as ledger:
        lost = tally.judged - {judgement.seq for judgement in ledger.judgements()}
    show(tally, lost, given.seconds)


def show(tally: Tally, lost: set[int], seconds: float) -> None:
    """A line for each kind of page, and the sum."""
    every = sorted(one for found in tally.seconds.values() for one in found)
    print(f"{'':18}{'asked':>7}{'median':>9}{'95 %':>9}{'longest':>9}   ms")
    for kind, found in sorted(tally.seconds.items()):
        _row(kind, sorted(found))
    _row("all", every)
    within = sum(one <= GOAL for one in every) / len(every)
    print(f"{len(every) / seconds:.1f} pages a second; {within:.1%} within {GOAL * 1000:.0f} ms")
    start = min(tally.moments)[0]
    for tenth in range(10):
        then = sorted(took for at, took in tally.moments if int(10 * (at - start) / seconds) == tenth)
        if then:
            at = then[min(len(then) - 1, int(0.95 * len(then)))]
            print(f"  from {tenth * seconds / 10:3.0f} s on: {len(then):5,} pages, 95 % in {at * 1000:5.0f} ms")
    print(f"{len(tally.judged):,} judgements, {len(lost)} lost; {len(tally.faults)} faults")
    for fault in tally.faults[:10]:
        print(f"  {fault}")


def _row(kind: str, found: list[float]) -> None:
    at = found[min(len(found) - 1, int(0.95 * len(found)))]
    figures = (statistics.median(found), at, found[-1])
    print(f"{kind:18}{len(found):7,}" + "".join(f"{one * 1000:9.0f}" for one in figures))


if __name__ == "__main__":
    main()
