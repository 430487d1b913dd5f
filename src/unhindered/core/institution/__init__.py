"""Who runs a gate and a desk: its keys' names and fingerprints, its notice, and how a desk proves itself."""
