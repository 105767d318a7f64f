"""What the ledger of these tests is told: Chile and Portugal, at odds in spring and at peace from autumn on.

Beside them stand one event of Chile and Peru, two of Portugal and Brazil, and one that is still to come. All of it is
invented.
"""

from __future__ import annotations

SAID = (
    "The president of Chile said that relations between Chile and Portugal were independent of relations between "
    "Portugal and Brazil."
)
DEMAND = "Chile promised Portugal to free the crew if the trawler was returned."
ARABIC = "واتهمت تشيلي البرتغال بالصيد في مياهها."
HOSTILE = "Daily \x1b[31mTide"

_BAD = (
    ("2023-02-03", "Chile accused Portugal of fishing in its waters."),
    ("2023-02-21", "Portugal condemned Chile over the arrest of two anglers."),
    ("2023-03-09", "Chile expelled the ambassador of Portugal."),
    ("2023-03-27", "Portugal rejected a demand by Chile for lower port fees."),
    ("2023-04-13", "Chile imposed sanctions on Portugal."),
    ("2023-05-05", "Portugal threatened Chile with new tariffs on copper."),
)
_GOOD = (
    ("2023-09-12", "Portugal thanked Chile for its help after the floods."),
    ("2023-10-04", "Chile's foreign minister met the foreign minister of Portugal in Lisbon."),
    ("2023-10-30", "Chile and Portugal signed an agreement on student exchange."),
    ("2023-11-17", "Portugal sent medicine worth two million dollars to Chile."),
    ("2023-12-08", "The prime minister of Portugal visited Chile and praised its president."),
    ("2024-01-19", "Chile lifted its sanctions on Portugal."),
)
_OTHERS = (
    ("2023-06-01", "Peru thanked Chile for a gift of vaccines."),
    ("2023-06-20", "Portugal accused Brazil of dumping steel."),
    ("2023-07-02", "Brazil's foreign minister met the foreign minister of Portugal in Porto."),
    ("2023-10-12", SAID),
    ("2023-08-15", DEMAND),
    ("2023-08-25", "Portugal will lift its tariffs on Chile next year."),
)
_OUTLETS = ("The Breakwater", HOSTILE, "Southern Wire")


def reports() -> list[dict[str, object]]:
    """One report for each sentence, by three outlets in turn, and one in Arabic."""
    told = [
        {"id": f"r{at}", "text": text, "published": day, "language": "en", "outlet": _OUTLETS[at % 3]}
        for at, (day, text) in enumerate((*_BAD, *_GOOD, *_OTHERS))
    ]
    return [*told, {"id": "ar", "text": ARABIC, "published": "2023-04-20", "language": "ar", "outlet": "جريدة الموج"}]
