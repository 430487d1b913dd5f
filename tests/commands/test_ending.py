"""A program that waits ends when it is told to, however often it is told."""

import os
import signal
import subprocess
import sys
import threading

import pytest

WAITS = """
from unhindered.commands._ending import Ending
ending = Ending()
print("ready", flush=True)
while not ending.wait(600):
    pass
print("ended", flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_program_that_waits_ends_when_it_is_told_many_times(number):
    with subprocess.Popen([sys.executable, "-c", WAITS], stdout=subprocess.PIPE, text=True) as program:
        # Only so that a program which stands still fails the test instead of holding it up.
        stopper = threading.Timer(60, program.kill)
        stopper.start()
        assert program.stdout.readline() == "ready\n"

        for _ in range(20):
            os.kill(program.pid, number)

        assert program.stdout.readline() == "ended\n"
        assert program.wait() == 0
        stopper.cancel()
