"""A room with walls in which programs open what may be hostile; only pixels and cleaned copies come out."""
