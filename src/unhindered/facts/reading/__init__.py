"""The names and words that reading searches for: a vocabulary, each row with where it comes from."""
