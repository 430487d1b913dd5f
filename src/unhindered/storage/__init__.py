"""Anything that opens a file or a database: logs, bodies, and files that are whole or not there."""
