"""What is said of two relations, held against what was measured of them; neither proves or refutes the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from dragoman.model import Record
from dragoman.relations.dealings import Pair
from dragoman.relations.links.claims import Claim
from dragoman.relations.links.measured import (
    LEAST_PERIODS,
    Measured,
    MeasuredLink,
    are_told,
    named,
    ordered,
    stays,
    too_little,
)

Verdict = Literal["together", "no link", "not measured"]


class Confronted(Record, frozen=True):
    """Two relations of which somebody says that one hangs on the other, or doesn't, and what was measured of them.

    `link` is None where nothing was; `says` is the result in words.
    """

    one: Pair
    other: Pair
    claims: tuple[Claim, ...]
    link: MeasuredLink | None
    verdict: Verdict
    says: str


def confront(claims: Sequence[Claim], measured: Measured) -> list[Confronted]:
    """What is said against what is measured, a row for every two relations, in the order of the claims."""
    rows: dict[tuple[Pair, Pair], list[Claim]] = {}
    for claim in claims:
        one, other = sorted((ordered(claim.of), ordered(claim.on)))
        rows.setdefault((one, other), []).append(claim)
    links = {(link.one, link.other): link for link in measured.links}
    found = []
    for (one, other), told in rows.items():
        link = links.get((one, other))
        verdict, says = _unmeasured(one, other, measured) if link is None else _verdict(link, measured)
        found.append(Confronted(one=one, other=other, claims=tuple(told), link=link, verdict=verdict, says=says))
    return found


def _verdict(link: MeasuredLink, measured: Measured) -> tuple[Verdict, str]:
    if link.q > measured.level:
        return "no link", f"no link found: r at best {link.r:+.2f}, q {link.q:.2g}"
    ahead = f"{abs(link.lag)} {measured.by}{'s' if abs(link.lag) > 1 else ''}"
    when = "at once" if link.leads is None else f"{named(link.leads)} {ahead} ahead"
    return "together", f"they move together, {when}: r {link.r:+.2f}, q {link.q:.2g}"


def _unmeasured(one: Pair, other: Pair, measured: Measured) -> tuple[Verdict, str]:
    reasons = []
    for pair in (one, other):
        if pair in measured.too_little:
            reasons.append(too_little(pair, measured.too_little[pair], measured.by))
        elif pair in measured.steady:
            reasons.append(stays(pair))
    if measured.periods < LEAST_PERIODS:
        reasons = [f"{are_told(measured.periods, measured.by)}, and {LEAST_PERIODS} are needed"]
    reasons = reasons or [f"{named(one)} and {named(other)} were not compared"]
    return "not measured", f"not measured: {'; '.join(reasons)}"
