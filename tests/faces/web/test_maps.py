"""Places lie where the outlines have them."""

from __future__ import annotations

from typing import Any

from dragoman.faces.web import maps
from dragoman.knowledge import gazetteer
from dragoman.model import Place

from .conftest import Running

# Their capitals lie on islands too small to be drawn, or (ESH) beyond the line that the outlines follow.
AWAY = {"BHS", "CPV", "ESH", "FSM", "KIR", "MHL", "PLW", "PYF", "TON"}


def test_a_place_is_where_its_degrees_are() -> None:
    assert maps.point(0, 11) == (500.0, 242.6)
    assert maps.point_of(Place(name="Muscat", country="OMN", lat=23.58, lon=58.41)) == maps.capital("OMN")


def test_a_state_stands_at_its_capital_and_the_south_pole_is_off_the_map() -> None:
    assert maps.point_of(Place(name="Tuvalu", country="TUV")) == maps.capital("TUV") is not None
    assert maps.point_of(Place(name="the Southern Ocean", country=None)) is None
    assert maps.point(-89, 0) is None


def test_the_capital_of_each_state_with_more_than_a_dot_of_an_outline_lies_in_it(
    reading: Running, browser: Any
) -> None:
    capitals = {code: maps.capital(code) for code in gazetteer.load().capitals if code in maps.outlined()}
    page = browser.new_page()
    page.goto(f"{reading.address}/static/{maps.OUTLINES}")
    seen, away = page.evaluate(
        """capitals => {
            const large = Object.entries(capitals).filter(([code]) => {
                const box = document.getElementById(code).getBBox();
                return Math.min(box.width, box.height) > 4;
            });
            const inside = ([code, [x, y]]) => [-1, 0, 1].some((right) => [-1, 0, 1].some((down) =>
                document.getElementById(code).isPointInFill(new DOMPoint(x + right, y + down))));
            return [large.length, large.filter((one) => !inside(one)).map(([code]) => code)];
        }""",
        capitals,
    )
    page.close()
    assert seen > 140
    assert set(away) == AWAY
