"""`dragoman code`: a corpus of any size into tables."""

from dragoman.faces.bulk.code import register

__all__ = ["register"]
