"""Relations: how two parties stand, how it changed, and what it hangs on.

Shape: a ledger and two parties in, records out, each of which opens to the tellings that it was made of.
"""
