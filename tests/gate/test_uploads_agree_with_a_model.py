"""Any order of beginning, sending, asking, removing, waiting and reporting agrees with a simple model."""

import random
import secrets
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from gate_world import NOW, GateWorld
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_uploads import create, head, id_of, patch, stored

from unhindered.core.correspondence.submission import uploaded_record
from unhindered.core.envelope.split import split_envelope
from unhindered.core.log.entry import SMALL_BODY_BYTES

TUS = {"Tus-Resumable": "1.0.0"}


@dataclass
class Modelled:
    envelope: bytes
    offset: int
    day: int
    is_gone: bool = False

    @property
    def is_whole(self):
        return self.offset == len(self.envelope)

    def has_file(self, header):
        return not self.is_gone and self.offset - header > SMALL_BODY_BYTES


class BesideAModel:
    """Drives a gate and a dictionary side by side; every step names what it does and to which upload."""

    def __init__(self, world):
        self.world = world
        self.envelopes = [world.sealed(bytes(size), floor=0) for size in (10, 60_000, 70_000, 200_000)]
        self.headers = {envelope: len(split_envelope(envelope)[0]) for envelope in self.envelopes}
        self.model = {}
        self.entries = []
        self.answers = {}
        self.statuses = Counter()

    def step(self, action, number, share):
        if action == "begin" or not self.model:
            self.begin(number)
        elif action == "wait":
            self.wait(number % 3)
        elif action == "restart":
            self.restart()
        elif action == "report":
            self.report(number, with_text=share < 1)
        else:
            # The newest are in use; the oldest are gone more often than not.
            url = list(self.model)[-1 - number % len(self.model)]
            getattr(self, action)(url, share)
        self.check()

    @property
    def today(self):
        return (self.world.clock.at - NOW).days

    def begin(self, number):
        envelope = self.envelopes[number % len(self.envelopes)]
        answer = create(self.world, len(envelope))
        assert answer.status_code == 201
        self.model[answer.headers["location"]] = Modelled(envelope, 0, self.today)

    def send(self, url, share, *, shift=0):
        known = self.model[url]
        left = known.envelope[known.offset :]
        piece, offset = left[: int(len(left) * share) or 1], max(0, known.offset + shift)

        answer = patch(self.world, url, offset, piece)

        self.statuses[answer.status_code] += 1
        if known.is_gone:
            assert answer.status_code == 404
        elif offset != known.offset:
            assert answer.status_code == 409
        else:
            assert answer.status_code == 204
            known.offset += len(piece)
            known.day = self.today if piece else known.day
            assert answer.headers["upload-offset"] == str(known.offset)

    def send_elsewhere(self, url, share):
        self.send(url, share, shift=1 if share < 1 else -1)

    def send_too_much(self, url, share):
        known, in_pieces = self.model[url], share < 1
        content = known.envelope[known.offset :] + b"x"

        answer = patch(self.world, url, known.offset, iter([content]) if in_pieces else content)

        assert answer.status_code == (404 if known.is_gone else 413)
        if in_pieces and not known.is_gone and not known.is_whole:
            known.offset, known.day = len(known.envelope), self.today

    def send_what_is_not_sealed(self, url, _):
        known = self.model[url]
        if known.offset == 0 and not known.is_gone:
            assert patch(self.world, url, 0, b"\n---\n").status_code == 400
            known.is_gone = True

    def remove(self, url, _):
        answer = self.world.http.delete(url, headers=TUS)

        assert answer.status_code == (404 if self.model[url].is_gone else 204)
        self.model[url].is_gone = True

    def wait(self, days):
        self.world.clock.at += timedelta(days=days)
        self.world.gate.publish()
        self.answers = {key: kept for key, kept in self.answers.items() if self.today - kept[3] < 2}
        for known in self.model.values():
            known.is_gone = known.is_gone or self.today - known.day >= 3

    def restart(self):
        """What had not a byte yet is forgotten; everything else goes on."""
        self.world.served.__exit__()
        self.world.served.__init__(self.world.served._app)
        self.world.served.__enter__()
        self.world.http = self.world.served.client()
        for known in self.model.values():
            known.is_gone = known.is_gone or known.offset == 0

    def report(self, number, *, with_text):
        """All that is whole, or any two, or one of them twice."""
        whole = [url for url, known in self.model.items() if known.is_whole and not known.is_gone]
        urls = list(self.model)
        any_two = [urls[number % len(urls)], urls[-1 - number // 2 % len(urls)]]
        named = whole if whole and number % 2 else any_two
        text = self.world.sealed(b"words") if with_text else b""
        raw = (self.world.submission(text) if with_text else b"") + b"".join(
            uploaded_record(self.world.notice_id, id_of(url)) for url in named
        )
        key = secrets.token_hex(32)

        answer = self.world.send(raw, key=key)

        self.statuses[answer.status_code] += 1
        if len(set(named)) != len(named):
            assert answer.status_code == 400
        elif problem := next((self._problem(url) for url in named if self._problem(url)), None):
            assert answer.status_code == problem
        else:
            assert answer.status_code == 201
            self.entries += ([text] if with_text else []) + [self.model[url].envelope for url in named]
            self.answers[key] = (raw, answer.json(), named, self.today)
            for url in named:
                self.model[url].is_gone = True

    def report_again(self, url, _):
        for key, (raw, said, named, _) in self.answers.items():
            assert self.world.send(raw, key=key).json() == said
            if url not in named:
                changed = raw + uploaded_record(self.world.notice_id, id_of(url))
                assert self.world.send(changed, key=key).status_code == 400

    def check(self):
        """Uploads are as far as was acknowledged, entries what was uploaded, and no file is left over."""
        for url, known in self.model.items():
            answer = head(self.world, url)
            assert answer.status_code == (404 if known.is_gone else 200)
            assert answer.headers.get("upload-offset") == (None if known.is_gone else str(known.offset))
        assert self.world.gate.sealed.size() == len(self.entries)
        if self.entries:
            assert stored(self.world, len(self.entries) - 1) == self.entries[-1]
        uploads = sum(known.has_file(self.headers[known.envelope]) for known in self.model.values())
        large = sum(len(split_envelope(entry)[1]) > SMALL_BODY_BYTES for entry in self.entries)
        assert len(list((self.world.folder.path / "sealed" / "bodies").iterdir())) == uploads + large

    def _problem(self, url):
        known = self.model[url]
        return 404 if known.is_gone else None if known.is_whole else 409


OFTEN = ["begin"] * 4 + ["send"] * 10 + ["report"] * 4 + ["report_again"] * 2 + ["wait"] * 2
SELDOM = ["send_elsewhere", "send_too_much", "send_what_is_not_sealed", "remove", "restart"]
STEPS = st.lists(
    st.tuples(st.sampled_from(OFTEN + SELDOM), st.integers(0, 7), st.sampled_from([0.001, 0.4, 1, 1])),
    min_size=20,
    max_size=40,
)


def agrees(steps):
    with tempfile.TemporaryDirectory(prefix="uploads-") as folder, GateWorld(Path(folder) / "gate") as world:
        beside = BesideAModel(world.open(days=400))
        for step in steps:
            beside.step(*step)
    return beside


@given(STEPS)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_order_of_steps_agrees_with_the_model(steps):
    agrees(steps)


def test_the_steps_reach_every_answer():
    """The model would be worth little if its steps met only what is refused."""
    chance = random.Random(3)  # noqa: S311 - which steps are taken is no secret.
    found = Counter()
    for _ in range(6):
        steps = [
            (chance.choice(OFTEN + SELDOM), chance.randrange(8), chance.choice([0.001, 0.4, 1, 1]))
            for _ in range(40)
        ]
        found += agrees(steps).statuses

    assert {status for status, count in found.items() if count >= 3} >= {201, 204, 400, 404, 409}
