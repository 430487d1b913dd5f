"""The desk's pages, for one officer's own browser on the same machine; refuses everybody else's requests."""
