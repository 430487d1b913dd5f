"""What an officer finds at the practice desk: an invented institution, and reports of its morning."""

import json
import secrets
from datetime import date
from importlib import resources
from pathlib import Path

from unhindered.commands._source_device import NoticeSeen, read_answers, reporting
from unhindered.commands.practice.gate import CODE, NAME, PracticeGate
from unhindered.core.correspondence.from_source import REPORT_NAME
from unhindered.core.envelope.payload import frame
from unhindered.core.envelope.receipt import Receipt
from unhindered.core.envelope.recipients import parse_recipient
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.institution.notice import notice_id, read_notice
from unhindered.desk.actions import setting_up
from unhindered.desk.actions.syncing import sync_desk
from unhindered.desk.desk import Desk
from unhindered.desk.gate_port import DeskGate
from unhindered.desk.keys.folder import DeskFolder
from unhindered.desk.keys.ring import Institution, KnownGate
from unhindered.desk.keys.secret import TeamKeys

OFFICER = "Officer Trainee (fictional)"
COLLEAGUE = "Officer Wick (fictional)"
# Nothing here needs protection: it is printed where the desk starts.
PASSPHRASE = "practice makes nobody unsafe"  # noqa: S105
_INSTITUTION = Institution(name="Practice Lantern Society", root="", about="Invented, to practise with.")
_WORK_FACTOR = 10


class Practice:
    """The practice desk in a folder that is thrown away; `desk` is open and in step."""

    def __init__(self, folder: Path, today: date) -> None:
        self._gate = PracticeGate(today)
        self._folder = DeskFolder(folder / "desk", work_factor=_WORK_FACTOR)
        setting_up.init_institution(
            self._folder, institution=_INSTITUTION, officer_name=OFFICER, passphrase=PASSPHRASE
        )
        setting_up.enrol(
            self._folder,
            PASSPHRASE,
            url=f"http://{NAME}",
            code=CODE,
            today=today,
            ask=self._gate.enrol,
            connect=self._connect,
        )
        self.desk = self.reopen(PASSPHRASE)
        colleague = DeskFolder(folder / "colleague", work_factor=_WORK_FACTOR)
        made = setting_up.init_officer(colleague, officer_name=COLLEAGUE, passphrase=PASSPHRASE)
        setting_up.admit(self.desk, made.card, PASSPHRASE, may_publish=True, cases=())
        self._send_reports(today)
        sync_desk(self.desk, today)

    def reopen(self, passphrase: str) -> Desk:
        """The desk, opened again after it was locked."""
        return setting_up.open_desk(self._folder, passphrase, self._connect)

    def _connect(self, _: KnownGate, __: TeamKeys) -> DeskGate:
        return self._gate

    def _send_reports(self, today: date) -> None:
        text = next(
            text
            for text in self._gate.notices
            if read_notice(text).not_before <= today <= read_notice(text).not_after
        )
        seen = NoticeSeen(notice_text=text, notice=read_notice(text))
        for language, answers in _reports():
            receipt = Receipt(secrets.token_bytes(16))
            compose = reporting(seen, receipt, read_answers(answers), language=language)
            body = frame(REPORT_NAME, compose(()))
            envelope = seal_bytes(body, [parse_recipient(seen.notice.intake)])
            self._gate.take_in(notice_id(text), envelope)


def _reports() -> list[tuple[str, bytes]]:
    """The language of each report, and its answers."""
    raw = resources.files("unhindered.commands.practice").joinpath("reports.json").read_bytes()
    return [(item["language"], json.dumps(item["answers"]).encode()) for item in json.loads(raw)]
