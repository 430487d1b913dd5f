"""Where officers work: syncs the sealed log, verifies it, opens what it can; serves no stranger."""
