"""A desk to practise at: everything fictional, nothing on any network."""
