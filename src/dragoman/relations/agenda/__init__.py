"""What a relation is about: the `mentions` of matters in its reports, and the `matters` counted from them."""

from dragoman.relations.agenda.matters import GENERIC, RATE, Agenda, Matter, Shift, agenda

__all__ = ["GENERIC", "RATE", "Agenda", "Matter", "Shift", "agenda"]
