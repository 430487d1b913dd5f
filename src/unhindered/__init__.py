"""Unhindered: a gate, a desk and a ledger, so that those who expose torture are heard and protected."""
