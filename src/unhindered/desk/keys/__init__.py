"""Keys of officers, teams and cases, and the files that carry them. Formats: docs/formats/keys.md."""
