"""The ledger: every report and record kept, merged, judged, never lost.

Shape: codings in, rows that are only ever added; a frozen `Query` gives back events as they are told now.
"""

from dragoman.ledger.ledger import Ledger
from dragoman.ledger.query import Query
from dragoman.ledger.writing import Added

__all__ = ["Added", "Ledger", "Query"]
