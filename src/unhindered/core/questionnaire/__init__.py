"""The questions a source may answer, as data: read strictly, shown on conditions, hashed in one form."""
