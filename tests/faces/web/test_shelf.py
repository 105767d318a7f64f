"""What was read but not kept lies an hour, for whoever gave it, within bounds."""

from __future__ import annotations

import msgspec

from dragoman.faces.web.shelf import Asked, Lot, Shelf

from ..pages import example

LOT = Lot(asked=Asked(text="It rained.", language="en"), codings=(example("en"), example("ar")))


def test_what_was_put_is_found_as_it_was_by_its_user_alone() -> None:
    shelf = Shelf()
    token = shelf.put("Nora", LOT)
    assert shelf.get("Nora", token) == LOT
    assert shelf.get("Omid", token) is None
    shelf.drop("Omid", token)
    assert shelf.get("Nora", token) == LOT
    shelf.drop("Nora", token)
    assert shelf.get("Nora", token) is None


def test_what_is_too_old_is_gone() -> None:
    shelf = Shelf(seconds=-1)
    assert shelf.get("Nora", shelf.put("Nora", LOT)) is None


def test_when_there_is_no_room_the_oldest_goes_first() -> None:
    shelf = Shelf(room=2 * len(msgspec.msgpack.encode(LOT)))
    tokens = [shelf.put("Nora", LOT) for _ in range(3)]
    assert [shelf.get("Nora", token) is not None for token in tokens] == [False, True, True]


def test_nobody_takes_the_place_of_others() -> None:
    shelf, small = Shelf(), Lot(asked=Asked(), codings=())
    first = shelf.put("Omid", small)
    tokens = [shelf.put("Nora", small) for _ in range(30)]
    assert shelf.get("Omid", first) == small
    assert sum(shelf.get("Nora", token) is not None for token in tokens) == 20
