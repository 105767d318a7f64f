"""Relations: how two parties stand, how it changed, and what it hangs on.

Shape: a ledger and two parties in, records out, each of which opens to the tellings that it was made of.
"""

from dragoman.relations.dealings import Weights
from dragoman.relations.relation import Relation, relations_of

__all__ = ["Relation", "Weights", "relations_of"]
