"""Sealing to keys in the age format, padding, and the receipt; what opens stands apart from what seals."""
