"""`POST /report`: a report from a browser without script, sealed here while it comes in.

The plaintext is in this process's memory, for as long as the request lasts, and never on a disk. What is
appended has the same form as what a device seals; only inside the seal does it say who sealed it.
"""

import asyncio
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress

from starlette.requests import Request
from starlette.responses import Response

from unhindered.core.correspondence.fields import LONG_TEXT, SHORT_TEXT
from unhindered.core.correspondence.from_source import (
    CONTACT,
    DANGER,
    ID_BYTES,
    REPORT_NAME,
    Answers,
    Report,
    compose_report,
)
from unhindered.core.correspondence.parts import AttachmentReference, SourcePublicKeys
from unhindered.core.envelope.payload import FLOOR, FrameWriter, clean_name
from unhindered.core.envelope.receipt import Receipt, SourceKeys, derive_source_keys, new_receipt
from unhindered.core.envelope.recipients import parse_recipient
from unhindered.core.envelope.seal import PushSealer
from unhindered.core.errors import Refused, Unavailable, UnhinderedError
from unhindered.core.log.entry import NewEntry
from unhindered.core.questionnaire.parse import MOST_CHOICES, MOST_QUESTIONS
from unhindered.core.texts import N_
from unhindered.gate.asked import asked_of
from unhindered.gate.body import body_pieces, drain
from unhindered.gate.form import FormReader
from unhindered.gate.house import CHOICE, House, Institution
from unhindered.gate.incoming_envelope import IncomingEnvelope
from unhindered.gate.pages import GatePages
from unhindered.gate.questions import MoreParts, more_parts
from unhindered.gate.refusals import TooLarge

# Every question and choice of the longest questionnaire, and the fields around them.
_OTHER_PARTS = MOST_QUESTIONS * MOST_CHOICES + 32
# What the questions are called on the page.
_NAMES = {
    "what": N_("What happened?"),
    "when": N_("When?"),
    "where": N_("Where?"),
    "state": N_("In which State?"),
    "danger": N_("Is somebody in danger now?"),
    "danger_who": N_("Who is in danger, and what must not be done?"),
    "contact": N_("May we contact you?"),
    "contact_how": N_("How, and when is it safe?"),
}
_TEXTS = ("what", "when", "where", "state", "danger_who", "contact_how")
_LIMITS = dict.fromkeys(Answers.__dataclass_fields__, SHORT_TEXT) | {"what": LONG_TEXT}


async def post_report(request: Request) -> Response:
    """Seal and take in a report from a form; the answer is the page with its receipt."""
    house: House = request.app.state.house
    pages: GatePages = request.app.state.pages
    asked = asked_of(request)
    limits = house.institutions[0].gate.limits
    letter = _Letter(house, asked.language.code)
    form = FormReader(
        request.headers.get("content-type", ""),
        letter.take_file,
        fields_limit=limits.fields,
        parts_limit=limits.records + _OTHER_PARTS,
    )
    letter.fields = form.fields
    pieces = body_pieces(request, limits)
    try:
        async for piece in pieces:
            # Sealing and writing to disk take their time: other people's requests go on meanwhile.
            await asyncio.to_thread(form.write, piece)
        fields = form.finish()
        try:
            intakes = letter.intakes()
            more = more_parts(intakes[0].gate.questionnaires, fields, asked.language.code)
            _require_sendable(fields, more, intakes[0].attachments)
        except Refused as problem:
            return pages.report(house.open_today(), asked, fields=fields, problem=problem)
        receipt = new_receipt()
        sealed = [await asyncio.to_thread(one.seal_report, fields, more, receipt) for one in intakes]
        held, missing = await _append_all(intakes, sealed)
        return pages.receipt(held, receipt, asked, missing=missing)
    except UnhinderedError:
        await drain(pieces, limits)
        raise
    finally:
        letter.abandon()


async def _append_all(
    intakes: "Sequence[_Intake]", sealed: Sequence[Sequence[NewEntry]]
) -> tuple[list[Institution], list[Institution]]:
    """Append to each institution's log; who has it now, and who could not take it.

    One that breaks keeps it from no other. Where one has it, the words that lead back there must be shown.

    Raises:
        Unavailable: none has it.
    """
    held, missing, broken = list[Institution](), list[Institution](), list[Unavailable]()
    for intake, entries in zip(intakes, sealed, strict=True):
        try:
            await asyncio.wrap_future(intake.gate.sealed.append(entries, day=intake.day))
            held.append(intake.institution)
        except Unavailable as err:
            missing.append(intake.institution)
            broken.append(err)
    if not held:
        raise broken[0]
    return held, missing


class _Letter:
    """What one form brings, for each institution that it chooses: every file is sealed to each of them anew.

    The choice stands before the files in the form, so that it is known when the first one comes.
    """

    def __init__(self, house: House, language: str) -> None:
        self.fields: Mapping[str, str] = {}
        self._house = house
        self._language = language
        self._intakes: list[_Intake] = []
        self._chosen_at_files: list[str] | None = None

    def intakes(self) -> "list[_Intake]":
        """One for each institution that was chosen.

        Raises:
            Refused: none was chosen, or another choice came after the first file, which was not sealed to it.
            NotFound: one that is not of this gate.
        """
        names = self._chosen()
        if self._chosen_at_files not in (None, names):
            raise Refused(
                "Your files were not kept, because they came before your choice of who should read your "
                "report. Choose the files again, and send once more."
            )
        if not self._intakes:
            self._intakes = [_Intake(one, self._language) for one in self._house.chosen(names)]
        return self._intakes

    def take_file(self, name: str) -> "_ForEach":
        """A place for the next file; where nobody was chosen, it is let go: the form is shown again anyway.

        Raises:
            TooLarge: there are as many files as one report may have.
            Unavailable: the disk is nearly full.
        """
        if self._chosen_at_files is None:
            self._chosen_at_files = self._chosen()
        try:
            intakes = self.intakes()
        except Refused:
            intakes = []
        return _ForEach([intake.take_file(name) for intake in intakes])

    def abandon(self) -> None:
        """Forget what came in, unless it was appended."""
        for intake in self._intakes:
            intake.abandon()

    def _chosen(self) -> list[str]:
        return [field.removeprefix(CHOICE) for field in self.fields if field.startswith(CHOICE)]


class _ForEach:
    """One file of the form, on its way into several envelopes."""

    def __init__(self, files: "Sequence[_SealedFile]") -> None:
        self._files = files

    def write(self, data: bytes) -> None:
        """Seal the next bytes."""
        for file in self._files:
            file.write(data)

    def finish(self) -> None:
        """The file has ended."""
        for file in self._files:
            file.finish()


class _Intake:
    """What one form brings: each file an envelope, sealed while it comes in; the report sealed last."""

    def __init__(self, institution: Institution, language: str) -> None:
        self.institution = institution
        self.gate = institution.gate
        self.notice = institution.notice()
        self.day = self.gate.today()
        self.attachments: list[AttachmentReference] = []
        self._language = language
        self._files: list[_SealedFile] = []
        self._entries: list[NewEntry] = []

    def take_file(self, name: str) -> "_SealedFile":
        """A place for the next file.

        Raises:
            TooLarge: there are as many as one submission may have.
            Unavailable: the disk is nearly full.
        """
        if len(self._files) == self.gate.limits.records - 1:
            raise TooLarge(
                "One report has at most %(count)s files.", values={"count": self.gate.limits.records - 1}
            )
        self.gate.require_room(1)
        file = _SealedFile(self, clean_name(name), floor=0)
        self._files.append(file)
        return file

    def envelope(self) -> IncomingEnvelope:
        """A place for one envelope in the log."""
        return IncomingEnvelope(
            self.gate.sealed,
            self.notice.id,
            day=self.day,
            header_limit=self.gate.limits.source_header,
        )

    def require_size(self, size: int) -> None:
        """Raise if a file grows too large.

        Raises:
            TooLarge: it does.
        """
        if size > self.gate.limits.file:
            raise TooLarge("This file is too large for one piece.")

    def keep(self, entry: NewEntry, reference: AttachmentReference) -> None:
        """Remember a file that is sealed."""
        self._entries.append(entry)
        self.attachments.append(reference)

    def seal_report(self, fields: dict[str, str], more: MoreParts, receipt: Receipt) -> list[NewEntry]:
        """The entries of the whole report, itself first."""
        keys = derive_source_keys(receipt.secret, bytes.fromhex(self.notice.notice.institution))
        report = Report(
            id=secrets.token_bytes(ID_BYTES),
            notice=self.notice.id,
            language=self._language,
            keys=_public_halves(keys),
            answers=_answers(fields),
            attachments=tuple(self.attachments),
            sealed_by="gate",
            questionnaire=more.questionnaire,
            more=more.more,
            consents=more.consents,
            limits=more.limits,
        )
        sealed = _SealedFile(self, REPORT_NAME, floor=FLOOR)
        self._files.append(sealed)
        sealed.write(compose_report(report, mailbox_seed=keys.mailbox_seed, signing_seed=keys.signing_seed))
        return [sealed.seal(), *self._entries]

    def abandon(self) -> None:
        """Forget what came in, unless it was appended."""
        for file in self._files:
            with suppress(Unavailable):
                file.abandon()


class _SealedFile:
    """Frame, seal and log, one after another: keeps of the plaintext no more than one chunk."""

    def __init__(self, intake: _Intake, name: str, *, floor: int) -> None:
        self._intake = intake
        self._name = name
        self._is_attachment = floor == 0
        self._envelope = intake.envelope()
        self._sealer = PushSealer(self._envelope, [parse_recipient(intake.notice.notice.intake)])
        self._frame = FrameWriter(self._sealer, name, floor)
        self._digest = hashlib.sha256()
        self._size = 0

    def write(self, data: bytes) -> None:
        """Seal the next bytes."""
        self._size += len(data)
        self._intake.require_size(self._size)
        if self._is_attachment:
            # Asked each time: nobody said how long the file would be, and others fill the room meanwhile.
            self._intake.gate.require_room(len(data))
        self._digest.update(data)
        self._frame.write(data)

    def seal(self) -> NewEntry:
        """The whole envelope, ready to be appended."""
        self._frame.finish()
        self._sealer.finish()
        return self._envelope.finish()

    def finish(self) -> None:
        """An attachment has ended."""
        entry = self.seal()
        reference = AttachmentReference(
            body=self._envelope.body_sha256(),
            name=self._name,
            size=self._size,
            sha256=self._digest.digest(),
        )
        self._intake.keep(entry, reference)

    def abandon(self) -> None:
        """Forget what came in, unless it was appended."""
        self._envelope.abandon()


def _require_sendable(
    fields: Mapping[str, str], more: MoreParts, attachments: Sequence[AttachmentReference]
) -> None:
    """Nothing is demanded of a person in danger but one answer.

    Raises:
        Refused: there is nothing in the form, or too much.
    """
    long = [name for name, limit in _LIMITS.items() if len(fields.get(name, "")) > limit]
    if long:
        raise Refused(
            "The answer to “%(question)s” is too long. Shorten it, or send it as a file.",
            values={"question": _NAMES[long[0]]},
        )
    has_words = more.has_words or any(fields.get(name, "").strip() for name in _TEXTS)
    if not has_words and not attachments and fields.get("danger") != "yes":
        raise Refused("There is nothing in the report yet. Write at least one sentence, or add a file.")


def _answers(fields: Mapping[str, str]) -> Answers:
    given = {name: fields.get(name, "") for name in Answers.__dataclass_fields__}
    # A button left alone, or one that no page of ours has, is no answer.
    if given["danger"] not in DANGER:
        given["danger"] = "unsure"
    if given["contact"] not in CONTACT:
        given["contact"] = "mailbox"
    return Answers(**given)


def _public_halves(keys: SourceKeys) -> SourcePublicKeys:
    return SourcePublicKeys(
        mailbox=keys.mailbox_public_key, signing=keys.signing_public_key, recipient=str(keys.recipient())
    )
