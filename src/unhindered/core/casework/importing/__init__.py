"""Sheets of other people in, proposed facts out: a cell is text to be judged, nothing is fetched or run."""
