"""Refusals that HTTP has a number for; all others are answered with 400."""

from unhindered.core.errors import Refused, Unavailable, UnhinderedError
from unhindered.core.log.uploads import NoRoom, OtherOffset, UploadBusy, UploadGone, UploadUnfinished


class TooLarge(Refused):
    """More than one request may bring."""

    advice = "Send it in smaller pieces, or leave something out."


class TooSlow(Refused):
    """The body stood still, or took too long."""

    advice = "The line was lost or is very slow. Nothing was kept. Try again, without attachments first."


class NoticeGone(Refused):
    """Sealed for a notice that is unknown here or ended too long ago."""

    advice = "Load the gate's page again and send once more. If you typed a long text, copy it first."


class NotSigned(Refused):
    """A desk request that the enrolled desk did not sign, just now, for just this."""

    advice = "Check the clock of this machine and that this desk is enrolled at this gate."


class OtherVersion(Refused):
    """An upload in another protocol, or in another version of ours."""

    advice = "Send the header Tus-Resumable: 1.0.0."


class OtherMedia(Refused):
    """A body that says it is something else than what belongs here."""

    advice = "Set the header Content-Type."


class NotFound(Refused):
    """There is nothing under this address."""

    advice = "Check the address, or begin at the gate's first page."


class NotOpen(Unavailable):
    """The gate has no notice to show: nothing can be sealed to anybody."""

    advice = "Do not send anything yet. Come back later, or reach the institution by another channel."


class Unforeseen(Unavailable):
    """Something of ours broke at a place we do not know: what was sent may be kept, or not."""


_STATUS = {
    TooLarge: 413,
    TooSlow: 408,
    NoticeGone: 410,
    NotSigned: 401,
    NotFound: 404,
    UploadGone: 404,
    OtherOffset: 409,
    UploadUnfinished: 409,
    OtherVersion: 412,
    OtherMedia: 415,
    UploadBusy: 423,
    NoRoom: 507,
    Unavailable: 503,
    NotOpen: 503,
}


def status_of(error: UnhinderedError) -> int:
    """The HTTP status for an error of ours."""
    for kind in type(error).__mro__:
        if kind in _STATUS:
            return _STATUS[kind]
    return 400
