"""Proposals of records that may be of the same person, act or event; it decides and merges nothing."""
