"""The pages and the API over HTTP.

Shape: `create` gives one application out of settings; a request is answered from the same queries as a command.
"""

from dragoman.faces.web.app import create
from dragoman.faces.web.settings import Settings

__all__ = ["Settings", "create"]
