"""A statement's last steps: into the public log once, and never out there without a record of it here.

Between the gate's taking it and our record of that, the line can drop, a consent can end, or a desk can be
lost. So the public log is asked first, and what may be out is recorded as out: that opens the recall.
"""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

from unhindered.core.canonical_json import parse_json_object
from unhindered.core.casework.facts import Fact
from unhindered.core.casework.statement import StatementKind, verify_statement
from unhindered.core.casework.statement_facts import StatementReleased
from unhindered.core.errors import Refused
from unhindered.core.institution.key_names import publication_key_name
from unhindered.core.log.signed_note import NoteSigner
from unhindered.desk.desk import Desk
from unhindered.desk.gate_port import DeskGate
from unhindered.desk.outbox import Letter
from unhindered.storage.docket import Waiting

StatementCheck = Callable[[Letter], None]


def send_statement(desk: Desk, gate: DeskGate, item: Waiting, letter: Letter, check: StatementCheck) -> None:
    """Bring the statement of a letter into the public log, and then what records it into the sealed log.

    Raises:
        Refused: it was held back and dropped, or the gate says no and it waits.
        Unavailable: the gate does not answer; it waits.
    """
    out, was_taken_back = _in_public_log(desk, gate, letter.statement)
    if out is not None and (was_taken_back or out != letter.statement):
        _record_what_is_out(desk, item, letter, out)
        return
    if out is None and _may_leave(desk, item, letter, check):
        _release(desk, gate, item, letter)
    gate.append(letter.entries, item.request_key)


def forget_release(desk: Desk, item: Waiting) -> None:
    """The letter is in the log, so nothing has to be remembered of its release."""
    desk.docket.unmark(_mark(item))


def _may_leave(desk: Desk, item: Waiting, letter: Letter, check: StatementCheck) -> bool:
    """False where it may not leave any more, but may be out already: the public log shows it with delay."""
    try:
        check(letter)
    except Refused as err:
        if _mark(item) in desk.docket.marks():
            return False
        desk.docket.drop(item.number)
        raise Refused(f"A statement was held back: {err}", advice=err.advice) from err
    return True


def _release(desk: Desk, gate: DeskGate, item: Waiting, letter: Letter) -> None:
    is_first_try = _mark(item) not in desk.docket.marks()
    # On the disk before it is sent: from here on it may be out.
    desk.docket.mark(_mark(item))
    try:
        gate.release(letter.statement, item.request_key)
    except Refused:
        if is_first_try:
            desk.docket.unmark(_mark(item))
        raise


def _in_public_log(desk: Desk, gate: DeskGate, statement: bytes) -> tuple[bytes | None, bool]:
    """What is in the public log under the id of this statement, signed by our own key; the first counts.

    And whether it was taken back, so that its text is there no more: then it was out, for all we know as we
    have it here.
    """
    wanted = parse_json_object(statement)["statement"]
    name = publication_key_name(desk.membership.institution.id)
    key = NoteSigner(name, desk.publication_seed()).verifier().public_key
    for raw in gate.statements():
        try:
            said = verify_statement(raw, key)
        except Refused:
            # The public log holds statements of other institutions too.
            continue
        if said.statement == wanted:
            return raw, False
        if said.kind is StatementKind.RETRACTION and said.values["retracts"] == wanted:
            return statement, True
    return None, False


def _record_what_is_out(desk: Desk, item: Waiting, letter: Letter, out: bytes) -> None:
    """Its twin of another day is out: the record names that one. It leaves with the next sync."""
    with desk.lock:
        for facts in letter.facts:
            known = desk.book.replayed_from_log(facts.subject).released
            found = [
                _as_out(fact, out) for fact in facts.facts if getattr(fact, "statement", "") not in known
            ]
            if found:
                desk.record(facts.subject, found)
        desk.docket.drop(item.number)
        desk.show_waiting()


def _as_out(fact: Fact, out: bytes) -> Fact:
    if not isinstance(fact, StatementReleased):
        return fact
    return replace(fact, sha256=sha256(out).hexdigest())


def _mark(item: Waiting) -> str:
    return f"release-begun/{item.request_key.hex()}"
