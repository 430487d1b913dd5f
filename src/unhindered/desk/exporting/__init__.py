"""Puts together what leaves a case, and the archive that stays in the house."""
