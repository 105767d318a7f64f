"""A client of the API in Python: typed, over httpx.

from dragoman.client import Client

with Client("http://127.0.0.1:8300", token="dragoman_…") as client:
    for event in client.events(pair=("AZE", "USA"), type=["CONSULT"]):
        print(event.when, event.report.outlet, event.reason)
    print(client.relation("AZE", "USA").balance("month").together)

Shape: filters of the command line in, records of the JSON contract out; lists go on page by page by themselves.
"""

from dragoman.client.client import Client
from dragoman.client.filters import Filters, NoteFilters
from dragoman.client.http import Refused

__all__ = ["Client", "Filters", "NoteFilters", "Refused"]
