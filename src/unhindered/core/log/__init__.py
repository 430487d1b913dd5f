"""An append-only log that proves itself: RFC 6962 tree, C2SP signed notes, checkpoints and tiles."""
