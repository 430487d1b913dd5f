"""Calls one officer on duty, by command, by e-mail or both. Says that something rings, and never what.

The text goes to the command as its last argument and on its standard input.
"""

import smtplib
import ssl
import subprocess
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Protocol

from unhindered.core.errors import Refused, Unavailable
from unhindered.desk.watch.duty import Mail, OnDuty
from unhindered.storage.files import read_small_file

_SECONDS = 60
_IMPLICIT_TLS = 465
_ADVICE = "Try it with `unhindered desk watch-test`."


class Caller(Protocol):
    """Calls an officer on duty."""

    def call(self, officer: OnDuty, text: str) -> None:
        """Reach the officer.

        Raises:
            Unavailable: that did not work; the error says nothing but how.
        """


def alarm_text(number: int, institution: str) -> str:
    """All that leaves the watch about an alarm."""
    return f"Unhindered: alarm {number} at {institution}. Open the desk."


@dataclass(frozen=True, kw_only=True)
class CommandAndMail:
    """Calls by what the duty roster says. Reached is who was reached by one of the two."""

    mail: Mail | None

    def call(self, officer: OnDuty, text: str) -> None:
        """Run the command and send the mail. Raises as `Caller.call`, where one of them fails."""
        problems = []
        for is_given, way in ((officer.command, self._run), (officer.email, self._write)):
            try:
                if is_given:
                    way(officer, text)
            except Unavailable as err:
                problems.append(str(err))
        if problems:
            raise Unavailable(" ".join(problems), advice=_ADVICE)

    def _run(self, officer: OnDuty, text: str) -> None:
        try:
            done = subprocess.run(
                [*officer.command, text],
                input=text.encode(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
                check=False,
            )
        # A word with a NUL is a ValueError: no less a failed call, and the next on duty is called.
        except (OSError, ValueError, subprocess.TimeoutExpired) as err:
            why = "was not done in time" if isinstance(err, subprocess.TimeoutExpired) else "cannot be run"
            raise Unavailable(f"The command {why}.", advice=_ADVICE) from err
        if done.returncode:
            raise Unavailable(f"The command failed with {done.returncode}.", advice=_ADVICE)

    def _write(self, officer: OnDuty, text: str) -> None:
        if self.mail is None:
            raise Unavailable("There is no mail server.", advice=_ADVICE)
        try:
            _deliver(self.mail, _message(self.mail.sender, officer.email, text))
        # Names, addresses and passwords that mail cannot carry are ValueErrors.
        except (OSError, ValueError, smtplib.SMTPException, Refused) as err:
            raise Unavailable(f"The mail could not be sent ({type(err).__name__}).", advice=_ADVICE) from err


def _message(sender: str, to: str, text: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, text
    message.set_content(f"{text}\n")
    return message


def _deliver(mail: Mail, message: EmailMessage) -> None:
    context = ssl.create_default_context()
    if mail.port == _IMPLICIT_TLS:
        server: smtplib.SMTP = smtplib.SMTP_SSL(mail.host, mail.port, timeout=_SECONDS, context=context)
    else:
        server = smtplib.SMTP(mail.host, mail.port, timeout=_SECONDS)
    with server:
        if mail.port != _IMPLICIT_TLS and not mail.is_local:
            # Raises where the server offers no TLS: who is on duty is nobody else's business.
            server.starttls(context=context)
        if mail.user:
            password = b"" if mail.password_file is None else read_small_file(mail.password_file, limit=4096)
            server.login(mail.user, password.decode(errors="replace").split("\n", 1)[0])
        server.send_message(message)
