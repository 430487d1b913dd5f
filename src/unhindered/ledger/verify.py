"""Checks a built site: its checkpoint proves every statement on it, none is missing, nothing is added.

1. The notice in `data/` is signed by its root key, and held on the day the site was built.
2. The checkpoint in `data/` is signed by the public log of that notice.
3. `data/public-log.jsonl` is all that the checkpoint signs; each statement opens its leaf and is signed. Only
   as many are erased as were taken back, and none that was taken back is there.
4. Every file is, byte for byte, what this version builds from the same facts, log and day. A site that
   another version or other facts made cannot be compared so; then each State's data file is: it holds the
   statements about that State which stand, as they were signed, and no others.
"""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from unhindered.core.canonical_json import canonical_json
from unhindered.core.errors import Refused
from unhindered.facts.tables import Facts, load_facts
from unhindered.ledger.build import PROGRAM, site_files
from unhindered.ledger.public_record import PublicRecord, read_public_record
from unhindered.ledger.site_folder import MARK, read_site

_ADVICE = "Do not rely on this copy. Get it anew from its publisher, and tell them what you found."
_NOTICE, _CHECKPOINT, _LOG = "data/notice.txt", "data/checkpoint.txt", "data/public-log.jsonl"


def verify_site(
    folder: Path, *, facts: Facts | None = None, root_public_key: bytes | None = None
) -> dict[str, Any]:
    """What the site in `folder` proves. `root_public_key` pins the institution a person compared before.

    `pages` is `"same"` where every file is what this version builds, `"not compared"` where another version
    or other facts made the site: then only its data is proved.

    Raises:
        Refused: something on it is not proved, is missing, or was changed after it was built.
    """
    facts = facts or load_facts()
    site = read_site(folder)
    built = _built(site)
    on = _day(built.get("on"))
    record = _record(site, root_public_key)
    if record is not None:
        record.notice.require_current(on)
    comparable = built.get("program") == PROGRAM and built.get("facts_sha256") == facts.sha256
    if comparable:
        _require_same(site, site_files(facts=facts, record=record, today=on))
    else:
        _require_statements(site, record)
    return {
        "institution": record and record.notice.name,
        "root": record and record.notice.root,
        "log": record and record.checkpoint.origin,
        "size": record.checkpoint.size if record else 0,
        "statements": len(record.shown()) if record else 0,
        "built_on": on.isoformat(),
        "pages": "same" if comparable else "not compared",
    }


def _built(site: Mapping[str, bytes]) -> Mapping[str, Any]:
    built = _json(site, MARK).get("built")
    if not isinstance(built, dict):
        raise Refused("The site does not say what it was built from.", advice=_ADVICE)
    return built


def _record(site: Mapping[str, bytes], root_public_key: bytes | None) -> PublicRecord | None:
    files = (_NOTICE, _CHECKPOINT, _LOG)
    if not any(name in site for name in files) and root_public_key is None:
        return None
    missing = [name for name in files if name not in site]
    if missing:
        raise Refused(f"The site lacks {missing[0]}.", advice=_ADVICE)
    return read_public_record(
        site[_LOG].splitlines(),
        notice=_text(site[_NOTICE]),
        checkpoint=_text(site[_CHECKPOINT]),
        root_public_key=root_public_key,
    )


def _require_same(site: Mapping[str, bytes], built: Mapping[str, bytes]) -> None:
    for address in sorted(site.keys() | built.keys()):
        if address not in site:
            raise Refused(f"The site lacks {address}.", advice=_ADVICE)
        if address not in built:
            raise Refused(f"{address} does not belong to the site.", advice=_ADVICE)
        if site[address] != built[address]:
            raise Refused(f"{address} was changed after the site was built.", advice=_ADVICE)


def _require_statements(site: Mapping[str, bytes], record: PublicRecord | None) -> None:
    if record is not None and site[_LOG] != record.lines():
        raise Refused(f"{_LOG} still holds a statement that was taken back.", advice=_ADVICE)
    signed = record.signed_by_id() if record else {}
    stand: dict[str, list[bytes]] = {}
    for statement in record.shown() if record else ():
        for state in statement.states:
            stand.setdefault(state, []).append(canonical_json(signed[statement.statement]))
    addresses = [name for name in site if name.startswith("states/") and name.endswith("/index.json")]
    found = {str(_json(site, name).get("iso3")): _statements(site, name) for name in addresses}
    for state in sorted(stand.keys() | found.keys()):
        if found.get(state, []) != stand.get(state, []):
            raise Refused(
                f"The page of {state} does not show the statements that the log proves.", advice=_ADVICE
            )


def _statements(site: Mapping[str, bytes], address: str) -> list[bytes]:
    documented = _json(site, address).get("documented")
    statements = documented.get("statements") if isinstance(documented, dict) else None
    if not isinstance(statements, list):
        raise Refused(f"{address} is not a page's data.", advice=_ADVICE)
    return [canonical_json(statement) for statement in statements]


def _json(site: Mapping[str, bytes], address: str) -> dict[str, Any]:
    try:
        content = json.loads(site[address])
    except (ValueError, RecursionError) as err:
        raise Refused(f"{address} is not readable.", advice=_ADVICE) from err
    if not isinstance(content, dict):
        raise Refused(f"{address} is not a page's data.", advice=_ADVICE)
    return content


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as err:
        raise Refused("A file of the site's data is not text.", advice=_ADVICE) from err


def _day(value: object) -> date:
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError as err:
        raise Refused("The site does not say on which day it was built.", advice=_ADVICE) from err
