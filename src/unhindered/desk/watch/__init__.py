"""The watch: a machine that is always on, opens visits of sources and nothing else, and wakes officers."""
