"""Who carries a relation: each `carrier` of the two sides, their `meetings`, third parties; `who` somebody is."""

from dragoman.relations.carriers.carrier import Carrier, Carriers, Third, carriers

__all__ = ["Carrier", "Carriers", "Third", "carriers"]
