"""The desk: who uses a ledger, what they may do, what they saved and what they did.

Shape: a ledger's store in; accounts, sessions, tokens, saved searches, watched sources and the audit log out.
"""
