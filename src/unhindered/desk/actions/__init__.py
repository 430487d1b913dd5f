"""What an officer can do; pages and commands call the same functions here, so that nothing stands twice."""
