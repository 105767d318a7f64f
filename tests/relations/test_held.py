"""Relations that are held are those that would be read anew, whatever was added or judged meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from dragoman.ledger import Ledger, Query, touched
from dragoman.relations.dealings import Dealings, Pair
from dragoman.relations.held import Held
from dragoman.relations.relation import relations_of


def shown(relations: Mapping[Pair, Dealings]) -> dict[Pair, Any]:
    return {pair: (found.tellings, dict(found.left_out)) for pair, found in relations.items()}
