"""Who may use the server: who asks (`user.py`), from where (`hosts.py`, `origin.py`), how often (`rates.py`).

`guard.py` brings these together before any page is asked. A page or a route takes `Reader`, `Reviewer` or `Admin`.
"""

from dragoman.faces.web.access.refusal import (
    ComesFromElsewhere,
    NotAllowed,
    NotSignedIn,
    Refusal,
    TooOften,
    WrongHost,
)
from dragoman.faces.web.access.user import (
    Admin,
    Reader,
    Reviewer,
    User,
    address_of,
    audited,
    signed,
    user_of,
    visitor_of,
)

__all__ = [
    "Admin",
    "ComesFromElsewhere",
    "NotAllowed",
    "NotSignedIn",
    "Reader",
    "Refusal",
    "Reviewer",
    "TooOften",
    "User",
    "WrongHost",
    "address_of",
    "audited",
    "signed",
    "user_of",
    "visitor_of",
]
