"""Where a point lies on the outlines of the countries (`static/world.svg`), by the numbers of assets/outlines.mjs.

The projection is Equal Earth (Šavrič, Patterson and Jenny, International Journal of Geographical Information Science
33(3), 2018).
"""

from __future__ import annotations

import math
import re
from functools import cache
from typing import NamedTuple

from dragoman.faces.web.assets import STATIC
from dragoman.knowledge import gazetteer
from dragoman.model import Place

OUTLINES = "world.svg"
WIDTH, HEIGHT = 1000, 444

_SCALE, _TOP, _TURN = 184.7, 242.6, -11
_A = (1.340264, -0.081106, 0.000893, 0.003796)
_M = math.sqrt(3) / 2


class Point(NamedTuple):
    """A point on the map, from its left and top."""

    x: float
    y: float


def point(lat: float, lon: float) -> Point | None:
    """A point by its degrees; None where it is below the edge of the map."""
    east = math.radians((lon + _TURN + 180) % 360 - 180)
    angle = math.asin(_M * math.sin(math.radians(lat)))
    square = angle * angle
    sixth = square**3
    across = _M * (_A[0] + 3 * _A[1] * square + sixth * (7 * _A[2] + 9 * _A[3] * square))
    down = angle * (_A[0] + _A[1] * square + sixth * (_A[2] + _A[3] * square))
    found = Point(
        round(WIDTH / 2 + _SCALE * east * math.cos(angle) / across, 1),
        round(_TOP - _SCALE * down, 1),
    )
    return found if found.y <= HEIGHT else None


def point_of(place: Place) -> Point | None:
    """A place's own point; a state's is its capital's, None where nobody knows one."""
    if place.lat is not None and place.lon is not None:
        return point(place.lat, place.lon)
    return capital(place.country) if place.country else None


def capital(code: str) -> Point | None:
    """The point of a state's capital."""
    city = gazetteer.load().capitals.get(code)
    return point(city.lat, city.lon) if city else None


@cache
def outlined() -> frozenset[str]:
    """The states that the map has an outline of, by code. Some small ones have none, and are shown at their capital."""
    return frozenset(re.findall(r'<path id="(\w+)"', (STATIC / OUTLINES).read_text(encoding="utf-8")))
