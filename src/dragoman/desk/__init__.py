"""The desk: who uses a ledger, what they may do, what they saved and what they did.

Shape: a ledger's store in; accounts, sessions, tokens, saved searches, watched feeds and the audit log out.
"""

from dragoman.desk.accounts import ROLES, Account, Role
from dragoman.desk.audit import Entry, Filter
from dragoman.desk.desk import Desk, SignInRefused
from dragoman.desk.searches import Search
from dragoman.desk.sessions import Session, Signed
from dragoman.desk.tokens import SCOPES, Bearer, Scope, Token
from dragoman.desk.watching import Watched

__all__ = [
    "ROLES",
    "SCOPES",
    "Account",
    "Bearer",
    "Desk",
    "Entry",
    "Filter",
    "Role",
    "Scope",
    "Search",
    "Session",
    "SignInRefused",
    "Signed",
    "Token",
    "Watched",
]
