"""What a source decides later, from a terminal: sealed as a browser would, and read back as it was meant."""

import argparse
import hashlib
import secrets

import pytest
from gate_world import VISITS
from test_source_device import ANSWERS, RECEIPT, TODAY, gate_over, sent
from test_source_device import line as line  # noqa: PLC0414 - a fixture.

from unhindered.__main__ import main
from unhindered.commands._source_device import Extras, secrets_of, send_report
from unhindered.commands._source_letters import add_agreeing, choices_from, composed, send_letter
from unhindered.commands._source_mailbox import read_file, read_mailbox
from unhindered.core.casework.terms import IdentityLevel, Purpose
from unhindered.core.correspondence.changes import read_consents, read_rhythm, read_withdrawal
from unhindered.core.correspondence.from_source import read_report
from unhindered.core.correspondence.parts import AttachmentReference, Choice
from unhindered.core.correspondence.status import READ, Status, Step
from unhindered.core.correspondence.to_source import Reply, compose_reply, compose_status
from unhindered.core.correspondence.visits import read_visit
from unhindered.core.correspondence.work import work_bits
from unhindered.core.envelope.payload import frame, read_frame
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.envelope.split import split_envelope
from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.core.errors import Refused
from unhindered.core.log.entry import EntryKind, NewEntry

ANONYMOUS = Choice(purpose=Purpose.PUBLICATION, level=IdentityLevel.ANONYMOUS)


def letter(line, command, **options):
    given = argparse.Namespace(
        letter=command, **({"agree": [], "limits": "", "text": "", "danger": False} | options)
    )
    name, compose = composed(given)
    send_letter(gate_over(line), RECEIPT, name, compose)
    return name


def last_frame(world, identity=None):
    log = world.gate.sealed
    entry = log.entry(log.size() - 1)
    with log.open_body(entry.index) as body:
        return read_frame(unseal_bytes(entry.header + body.read(), [identity or world.institution.intake]))


def test_consents_arrive_as_they_were_given(gate_world, line):
    letter(line, "consents", agree=["publication=anonymous"], limits="Not the ministry.")

    read = read_consents(last_frame(gate_world).body)
    assert (read.consents, read.limits) == ((ANONYMOUS,), "Not the ministry.")


@pytest.mark.parametrize(("given", "said"), [([], None), (["--limits", ""], "")])
def test_limits_that_are_not_given_again_stay_as_they_were(given, said):
    parser = argparse.ArgumentParser()
    add_agreeing(parser)

    assert parser.parse_args(["--agree", "publication=anonymous", *given]).limits == said


def test_no_consent_withdraws_all(gate_world, line):
    letter(line, "consents")

    assert read_consents(last_frame(gate_world).body).consents == ()


def test_a_withdrawal_arrives(gate_world, line):
    letter(line, "withdraw", text="They know.")

    assert read_withdrawal(last_frame(gate_world).body).text == "They know."


@pytest.mark.parametrize(("days", "hours", "ends"), [(3, 12, False), (0, 24, True)])
def test_a_rhythm_arrives(gate_world, line, days, hours, ends):
    letter(line, "rhythm", every_days=days, grace_hours=hours)

    assert read_rhythm(last_frame(gate_world).body).ends == ends


@pytest.mark.parametrize(("days", "hours"), [(32, 1), (-1, 1), (1, 0), (1, 169)])
def test_a_rhythm_that_nobody_could_keep_is_refused_before_it_is_sent(line, days, hours):
    with pytest.raises(Refused):
        letter(line, "rhythm", every_days=days, grace_hours=hours)
    assert line.bodies == []


@pytest.mark.parametrize(("danger", "state"), [(False, "check-in"), (True, "danger")])
def test_a_visit_is_sealed_to_the_visits_key_and_to_no_other(gate_world, line, danger, state):
    letter(line, "check-in", danger=danger)

    assert read_visit(last_frame(gate_world, VISITS).body).state == state
    with pytest.raises(Refused):
        last_frame(gate_world)


def test_all_letters_are_of_one_length(gate_world, line):
    for command, options in (
        ("consents", {"agree": ["publication=named"]}),
        ("withdraw", {}),
        ("rhythm", {"every_days": 2, "grace_hours": 8}),
        ("check-in", {}),
        ("check-in", {"danger": True}),
    ):
        letter(line, command, **options)

    assert len({len(body) for _, body in line.bodies}) == 1


def test_a_report_carries_consents_limits_and_work(gate_world, line):
    extras = Extras(consents=(ANONYMOUS,), limits="Not the press.", work_bits=6)

    send_report(gate_over(line), RECEIPT, ANSWERS, [], extras=extras)

    (payload,) = sent(gate_world)
    report = read_report(payload.body)
    assert (report.consents, report.limits) == ((ANONYMOUS,), "Not the press.")
    assert work_bits(report.id, report.notice, report.work) >= 6


@pytest.mark.parametrize(
    "given", [["contact=named"], ["publication"], ["publication=all"], ["statistics=named"] * 2]
)
def test_what_is_no_consent_is_refused(given):
    with pytest.raises(Refused):
        choices_from(given)


def put(world, keys, name, body, floor=8192):
    header, rest = split_envelope(seal_bytes(frame(name, body, floor=floor), [keys.recipient()]))
    world.desk.append([NewEntry(EntryKind.MAILBOX, keys.mailbox_id, header, rest)], secrets.token_bytes(32))
    return hashlib.sha256(rest).digest()


@pytest.mark.parametrize("size", [10, 300_000])
def test_a_file_of_a_reply_comes_back_whole_and_is_nothing_foreign(gate_world, line, size):
    gate = gate_over(line)
    keys = secrets_of(RECEIPT, gate.notice)
    content = bytes(size)
    file = AttachmentReference(
        body=put(gate_world, keys, "plan.pdf", content, floor=0),
        name="plan.pdf",
        size=size,
        sha256=hashlib.sha256(content).digest(),
    )
    reply = Reply(text="Here it is.", on=TODAY, attachments=(file,))
    seed = gate_world.institution.reply_seed
    put(gate_world, keys, "reply.json", compose_reply(reply, mailbox=keys.mailbox_id, reply_seed=seed))

    mailbox = read_mailbox(gate, RECEIPT)

    assert (mailbox.items, mailbox.foreign) == ((reply,), 0)
    assert read_file(gate, RECEIPT, mailbox, file) == content


def test_a_file_that_is_not_there_is_refused(line):
    file = AttachmentReference(body=bytes(32), name="plan.pdf", size=1, sha256=bytes(32))

    with pytest.raises(Refused):
        read_file(gate_over(line), RECEIPT, read_mailbox(gate_over(line), RECEIPT), file)


def test_a_status_is_read(gate_world, line):
    gate = gate_over(line)
    keys = secrets_of(RECEIPT, gate.notice)
    status = Status(
        on=TODAY,
        looked_on=TODAY,
        steps=(Step(on=TODAY, step=READ),),
        consents=(ANONYMOUS,),
        withdrawn=False,
        rhythm=None,
    )
    seed = gate_world.institution.reply_seed
    put(gate_world, keys, "status.json", compose_status(status, mailbox=keys.mailbox_id, reply_seed=seed))

    assert read_mailbox(gate, RECEIPT).items == (status,)


def test_every_letter_has_a_command_that_explains_itself(capsys):
    for command in ("consents", "withdraw", "rhythm", "check-in"):
        with pytest.raises(SystemExit) as end:
            main(["source", command, "--help"])
        assert end.value.code == 0
        assert "--receipt" in capsys.readouterr().out
