"""One gate, several institutions: the source chooses, and each gets a closed copy of its own."""

import re
import secrets

import pytest
from asgi_in_memory import ServedInMemory
from gate_world import NOW, QUICK, Clock, a_report, make_institution

from unhindered.core.correspondence.from_source import read_report
from unhindered.core.correspondence.submission import compose_submission
from unhindered.core.envelope.payload import frame, read_frame
from unhindered.core.envelope.receipt import derive_source_keys, read_receipt
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.core.errors import Refused, Unavailable
from unhindered.core.institution.enrolment import EnrolmentRequest, code_key, compose_request, open_answer
from unhindered.core.institution.notice import notice_id
from unhindered.core.institution.signed_request import MAILBOX_KEY_NAME, MailboxRead, compose_mailbox_read
from unhindered.core.log.signed_note import NoteSigner
from unhindered.facts.wordlists import english
from unhindered.gate.app import make_gate
from unhindered.gate.folder import GateFolder
from unhindered.gate.house import house_of
from unhindered.gate.open_gate import open_gate
from unhindered.gate.settings import GateSettings
from unhindered.storage.gate_client import GateClient

NAMES = ("lamp.example.org", "bridge.example.org")
TITLES = ("Fictional Lamp", "Fictional Bridge")
WORDS = "A guard beat Ada Fictional with a cable."


class Member:
    """One institution at the gate, enrolled at its own address."""

    def __init__(self, served, folder, code, title):
        self.institution = make_institution()
        asked = EnrolmentRequest(
            root=str(self.institution.root.verifier()), access=str(self.institution.access.verifier())
        )
        self.name = folder.settings().name
        body = compose_request(asked, code_key(code))
        with served.client() as http:
            answer = open_answer(
                http.post(f"/at/{self.name}/desk/enrol", content=body).content, body, code_key(code)
            )
        self.desk = GateClient(
            f"http://gate.example.org/at/{self.name}",
            gate=self.name,
            access=self.institution.access,
            now=Clock(),
            transport=served.transport,
        )
        self.notice = self.institution.notice(answer, name=title)
        self.desk.upload_notices([self.notice])
        self.notice_id = notice_id(self.notice)

    def sealed(self, keys):
        body = a_report(keys, self.notice_id)
        return seal_bytes(frame("report.json", body, floor=8192), [self.institution.intake.recipient()])


class Gate:
    def __init__(self, path):
        made = [
            GateFolder.create(path / name, GateSettings(name=name, publish_every=86_400), now=NOW)
            for name in NAMES
        ]
        self.served = ServedInMemory(make_gate(*(folder for folder, _ in made), now=Clock(), limits=QUICK))
        self.made = made

    def __enter__(self):
        self.served.__enter__()
        self.http = self.served.client()
        self.members = [
            Member(self.served, folder, code, title)
            for (folder, code), title in zip(self.made, TITLES, strict=True)
        ]
        return self

    def __exit__(self, *_):
        self.http.close()
        self.served.__exit__()

    @property
    def gates(self):
        return [item.gate for item in self.served._app.state.house.institutions]

    def form(self, *chosen, files=None, **fields):
        data = {f"to.{name}": "yes" for name in chosen} | fields
        parts = [(name, (None, text)) for name, text in data.items()] + (files or [])
        return self.http.post("/en/report", files=parts)

    def opened(self, place, index):
        entry = self.gates[place].sealed.entry(index)
        with self.gates[place].sealed.open_body(index) as body:
            whole = entry.header + body.read()
        return read_frame(unseal_bytes(whole, [self.members[place].institution.intake]))


@pytest.fixture
def gate(tmp_path):
    with Gate(tmp_path) as found:
        yield found


def sizes(gate):
    return [one.sealed.size() for one in gate.gates]


def test_the_first_page_names_every_institution_with_its_six_words(gate):
    page = gate.http.get("/en/").text

    assert all(title in page for title in TITLES)
    assert page.count('aria-label="Six words of the institution"') == len(TITLES)


def test_the_form_lets_a_source_choose_and_leave_out(gate):
    page = gate.http.get("/en/report").text

    assert all(f'name="to.{name}"' in page for name in NAMES)
    assert " checked" not in page.partition('id="choose"')[2].partition("</fieldset>")[0]


def test_a_report_goes_to_just_those_that_were_chosen(gate):
    answer = gate.form(NAMES[1], what=WORDS)

    assert answer.status_code == 201
    assert sizes(gate) == [0, 1]
    assert read_report(gate.opened(1, 0).body).answers.what == WORDS


def test_several_get_copies_that_share_nothing_a_server_could_compare(gate):
    photo = [("attachments", ("a.jpg", b"fictional picture"))]

    answer = gate.form(*NAMES, what=WORDS, files=photo)

    assert answer.status_code == 201
    assert sizes(gate) == [2, 2]
    reports = [read_report(gate.opened(place, 0).body) for place in (0, 1)]
    assert reports[0].answers == reports[1].answers
    for shared in ("id", "notice", "keys", "attachments"):
        assert getattr(reports[0], shared) != getattr(reports[1], shared)
    stored = [
        {(entry.header, entry.leaf) for entry in (one.sealed.entry(0), one.sealed.entry(1))}
        for one in gate.gates
    ]
    assert not stored[0] & stored[1]


def test_without_a_choice_nothing_is_sent_and_nothing_typed_is_lost(gate):
    photo = [("attachments", ("a.jpg", b"fictional picture"))]

    answer = gate.form(what=WORDS, files=photo)

    assert answer.status_code == 400
    assert "Choose one or more" in answer.text
    assert WORDS in answer.text
    assert sizes(gate) == [0, 0]


def refuse(*_, **__):
    raise Unavailable("The disk is broken.")


@pytest.mark.parametrize("broken", [0, 1])
def test_who_has_the_report_is_told_with_the_words_where_another_could_not_take_it(gate, monkeypatch, broken):
    monkeypatch.setattr(gate.gates[broken].sealed, "append", refuse)

    answer = gate.form(*NAMES, what=WORDS)

    other = 1 - broken
    assert (answer.status_code, sizes(gate)[other], sizes(gate)[broken]) == (201, 1, 0)
    assert f"Only officers of <bdi>{TITLES[other]}</bdi> can open it" in answer.text
    assert f"<bdi>{TITLES[broken]}</bdi> does not have your report" in answer.text
    assert f"Only officers of <bdi>{TITLES[broken]}</bdi>" not in answer.text
    words = re.findall(r'<strong lang="en"><bdi>(\w+)</bdi>', answer.text)
    keys = derive_source_keys(
        read_receipt(" ".join(words), english()).secret, bytes.fromhex(gate.members[other].institution.id)
    )
    assert read_report(gate.opened(other, 0).body).keys.mailbox == keys.mailbox_public_key


def test_where_none_could_take_it_the_page_says_that_nothing_was_kept(gate, monkeypatch):
    for one in gate.gates:
        monkeypatch.setattr(one.sealed, "append", refuse)

    answer = gate.form(*NAMES, what=WORDS)

    assert (answer.status_code, sizes(gate)) == (503, [0, 0])
    assert "it was not kept here" in answer.text


@pytest.mark.parametrize("before", [(), NAMES[:1]])
def test_a_choice_that_comes_after_the_files_loses_none_of_them_unseen(gate, before):
    photo = ("attachments", ("a.jpg", b"fictional picture"))
    choices = [(f"to.{name}", (None, "yes")) for name in (*before, NAMES[1])]
    parts = [("what", (None, WORDS)), *choices[:-1], photo, choices[-1]]

    answer = gate.http.post("/en/report", files=parts)

    assert answer.status_code == 400
    assert "Choose the files again" in answer.text
    assert WORDS in answer.text
    assert sizes(gate) == [0, 0]
    assert gate.http.post("/en/report", files=[*parts[:-2], parts[-1], photo]).status_code == 201


def test_an_institution_that_is_not_here_cannot_be_chosen(gate):
    answer = gate.form("stranger.example.org", what=WORDS)

    assert answer.status_code == 400
    assert "stranger.example.org" not in answer.text
    assert sizes(gate) == [0, 0]


def test_each_address_leads_to_its_own_log_only(gate):
    keys = derive_source_keys(b"s" * 16, bytes.fromhex(gate.members[0].institution.id))
    body = compose_submission([(gate.members[0].notice_id, gate.members[0].sealed(keys))])
    headers = {"Idempotency-Key": secrets.token_hex(32)}

    right = gate.http.post(f"/at/{NAMES[0]}/entries", content=body, headers=headers)
    wrong = gate.http.post(f"/at/{NAMES[1]}/entries", content=body, headers=headers)

    assert (right.status_code, wrong.status_code) == (201, 410)
    assert sizes(gate) == [1, 0]


def test_the_first_institution_keeps_the_addresses_it_had_while_it_was_alone(gate):
    first, second = gate.members

    assert gate.http.get("/notice").text == first.notice
    assert gate.http.get(f"/at/{second.name}/notice").text == second.notice
    at_the_root = GateClient(
        "http://gate.example.org",
        gate=first.name,
        access=first.institution.access,
        now=Clock(),
        transport=gate.served.transport,
    )
    assert at_the_root.checkpoint() == first.desk.checkpoint()


def test_a_desk_reads_only_its_own_log_with_its_own_key(gate):
    with pytest.raises(Refused):
        GateClient(
            f"http://gate.example.org/at/{NAMES[1]}",
            gate=NAMES[1],
            access=gate.members[0].institution.access,
            now=Clock(),
            transport=gate.served.transport,
        ).checkpoint()


def test_a_mailbox_is_read_at_the_institution_it_is_at(gate):
    member = gate.members[0]
    keys = derive_source_keys(b"s" * 16, bytes.fromhex(member.institution.id))
    read = MailboxRead(gate=member.name, page=0, notice=member.notice_id)
    asked = compose_mailbox_read(read, NoteSigner(MAILBOX_KEY_NAME, keys.mailbox_seed))

    answers = [gate.http.post(f"/at/{name}/mailbox", content=asked) for name in NAMES]

    assert [answer.status_code for answer in answers] == [200, 400]


def test_who_comes_back_is_asked_to_whom_they_wrote(gate):
    asked = gate.http.get("/ar/return").text
    page = gate.http.get(f"/ar/return?at={NAMES[1]}").text

    assert all(f"/ar/return?at={name}" in asked for name in NAMES)
    assert f"/at/{NAMES[1]}" in page
    assert f"/at/{NAMES[0]}" not in page
    # Choosing another language keeps the institution.
    assert f"/fa/return?at={NAMES[1]}" in page


def test_a_carried_file_finds_its_institution_by_itself(gate):
    member = gate.members[1]
    keys = derive_source_keys(b"s" * 16, bytes.fromhex(member.institution.id))
    body = compose_submission([(member.notice_id, member.sealed(keys))])

    answer = gate.http.post("/en/carry", files=[("sealed", ("x.unhindered", body))])

    assert answer.status_code == 201
    assert sizes(gate) == [0, 1]


def test_where_only_one_is_open_nobody_has_to_choose(tmp_path):
    gate = Gate(tmp_path)
    with gate.served:
        gate.http = gate.served.client()
        (folder, code) = gate.made[1]
        Member(gate.served, folder, code, TITLES[1])

        page = gate.http.get("/en/report").text
        answer = gate.form(what=WORDS)

        assert 'id="choose"' not in page
        assert TITLES[1] in page
        assert answer.status_code == 201
        assert sizes(gate) == [0, 1]
        gate.http.close()


def test_two_folders_of_one_name_are_refused(tmp_path):
    folders = [
        GateFolder.create(tmp_path / part, GateSettings(name=NAMES[0]), now=NOW)[0] for part in ("a", "b")
    ]
    with (
        open_gate(folders[0], now=Clock(), limits=QUICK) as one,
        open_gate(folders[1], now=Clock(), limits=QUICK) as other,
        pytest.raises(Refused, match="one name"),
    ):
        house_of([one, other])
