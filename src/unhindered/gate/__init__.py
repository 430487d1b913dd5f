"""The gate: a public web server that takes in what is sealed, keeps it, and cannot open it."""
