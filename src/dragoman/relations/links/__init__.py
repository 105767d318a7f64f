"""What a relation hangs on: `claims` of those who say so, links `measured` by their `comovement`, both `confront`ed."""

from dragoman.relations.links.claims import Claim, ClaimTelling, claims, stances
from dragoman.relations.links.confront import Confronted, confront
from dragoman.relations.links.measured import Lagged, Measured, MeasuredLink, lagged, measured

__all__ = [
    "Claim",
    "ClaimTelling",
    "Confronted",
    "Lagged",
    "Measured",
    "MeasuredLink",
    "claims",
    "confront",
    "lagged",
    "measured",
    "stances",
]
