"""Waits until a program is told to end, by Ctrl-C or SIGTERM."""

import select
import signal
import socket
from types import FrameType


class Ending:
    """From when it is made, the two signals that end a program are noted instead; main thread only.

    Not a `threading.Event`: a handler that sets one while the program waits for it can stand still for ever,
    on a lock that the interrupted wait holds.
    """

    def __init__(self) -> None:
        self._is_told = False
        self._ear, self._mouth = socket.socketpair()
        for end in (self._ear, self._mouth):
            end.setblocking(False)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._note)
        # A signal between the look at `_is_told` and the wait must not be slept through.
        signal.set_wakeup_fd(self._mouth.fileno(), warn_on_full_buffer=False)

    def is_told(self) -> bool:
        """Whether the program was told to end."""
        return self._is_told

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until the program is told to end; whether it was."""
        if not self._is_told:
            select.select([self._ear], [], [], seconds)
        return self._is_told

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self._is_told = True
