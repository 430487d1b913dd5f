"""Pictures of a case, drawn at the desk: who stands to what, and what happened when."""
