"""What officers write into the sealed log, in two layers. Format: docs/formats/officer-entry.md."""
