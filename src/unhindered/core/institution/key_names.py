"""Names under which an institution's keys sign notes: C2SP wants one, and it tells what a key is for."""


def root_key_name(institution: str) -> str:
    """Signs notices, roster changes and what certifies other keys."""
    return f"{institution[:16]}/root"


def access_key_name(institution: str) -> str:
    """Signs a desk's requests to its gate; shared by the team."""
    return f"{institution[:16]}/desk"


def publication_key_name(institution: str) -> str:
    """Signs public statements."""
    return f"{institution[:16]}/publication"


def reply_key_name(institution: str) -> str:
    """Signs what is written to sources; shared by the team."""
    return f"{institution[:16]}/reply"


def officer_key_name(officer: str) -> str:
    """Signs one officer's entries; `officer` is the officer's id."""
    return f"officer/{officer}"


def sealed_log_origin(gate: str) -> str:
    """Origin, and key name, of the log between gate and desk."""
    return f"{gate}/sealed"


def public_log_origin(gate: str) -> str:
    """Origin, and key name, of the log between desk and ledger."""
    return f"{gate}/public"
