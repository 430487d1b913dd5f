"""What the demonstration plays with: a fictional State, fictional people, an article of our own."""
