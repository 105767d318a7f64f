"""Conditions and promises of a relation: who owes what to whom, and what became of it.

Shape: `undertakings` out of the reports, the `expectation` of what would meet each, its `fulfilment` among later
events by the `matter` they share, and the `commitment` that comes of all that.
"""

from dragoman.relations.commitments.commitment import Commitment, commitments, states
from dragoman.relations.commitments.expectation import Expected
from dragoman.relations.commitments.fulfilment import Change
from dragoman.relations.commitments.undertakings import Passage

__all__ = ["Change", "Commitment", "Expected", "Passage", "commitments", "states"]
