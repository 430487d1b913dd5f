"""Files of a case: sealed into the log in parts, read back, shown as pixels, copied."""
