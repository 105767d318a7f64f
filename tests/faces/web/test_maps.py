"""Places lie where the outlines have them."""

from __future__ import annotations

from typing import Any

from dragoman.faces.web import maps
from dragoman.knowledge import gazetteer
from dragoman.model import Place

from .conftest import Running


def test_a_place_is_where_its_degrees_are() -> None:
    assert maps.point(0, 11) == (500.0, 242.6)
    assert maps.point_of(Place(name="Muscat", country="OMN", lat=23.58, lon=58.41)) == maps.capital("OMN")


def test_a_state_stands_at_its_capital_and_the_south_pole_is_off_the_map() -> None:
    assert maps.point_of(Place(name="Tuvalu", country="TUV")) == maps.capital("TUV") is not None
    assert maps.point_of(Place(name="the Southern Ocean", country=None)) is None
    assert maps.point(-89, 0) is None


def test_every_capital_of_a_state_with_an_outline_lies_in_it_or_close_by(reading: Running, browser: Any) -> None:
    capitals = {code: maps.capital(code) for code in gazetteer.load().capitals if code in maps.outlined()}
    page = browser.new_page()
    page.goto(f"{reading.address}/static/{maps.OUTLINES}")
    away = page.evaluate(
        """capitals => Object.entries(capitals).filter(([code, at]) => {
            const outline = document.getElementById(code), near = [];
            for (const x of [-2, -1, 0, 1, 2]) for (const y of [-2, -1, 0, 1, 2]) near.push([at[0] + x, at[1] + y]);
            return !near.some(([x, y]) => outline.isPointInFill(new DOMPoint(x, y)));
        }).map(([code]) => code)""",
        capitals,
    )
    page.close()
    # Atolls and rocks of which the map shows only the largest, or nothing but a dot.
    assert len(capitals) > 190
    assert [code for code in away if code not in LOOSE] == []


LOOSE: set[str] = set()
