"""What a source and an institution write to each other, inside the seal (docs/formats/correspondence.md)."""
