"""Opens replies for a source without script, in a process of its own: the one exception outside the desk."""
