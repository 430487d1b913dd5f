"""Casework: facts replayed into cases; consent, risk, and the one door out. It neither seals nor stores."""
