"""Pictures of relations, fit to print: what stands here draws, the modules beside this package compute.

A picture is a matplotlib `Figure` of 17 cm; `save` writes it as SVG, PNG or PDF.
"""

from dragoman.relations.pictures.agenda import agenda_picture
from dragoman.relations.pictures.balance import Mark, balance_picture
from dragoman.relations.pictures.file import drawn, save
from dragoman.relations.pictures.links import links_picture
from dragoman.relations.pictures.network import network_picture

__all__ = ["Mark", "agenda_picture", "balance_picture", "drawn", "links_picture", "network_picture", "save"]
