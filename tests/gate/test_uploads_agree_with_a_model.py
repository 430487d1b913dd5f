"""Any order of beginning, sending, asking, removing, waiting and reporting agrees with a simple model."""

import secrets
import shutil
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from gate_world import NOW, GateWorld
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule
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


class Uploads(RuleBasedStateMachine):
    """Drives a gate and a dictionary side by side."""

    urls = Bundle("urls")

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="uploads-model-"))
        self.world = GateWorld(self.folder / "gate").__enter__().open(days=400)
        self.envelopes = [self.world.sealed(bytes(size), floor=0) for size in (10, 60_000, 70_000, 200_000)]
        self.model = {}
        self.entries = []
        self.answers = {}

    def teardown(self):
        self.world.__exit__()
        shutil.rmtree(self.folder)

    @property
    def today(self):
        return (self.world.clock.at - NOW).days

    @rule(target=urls, which=st.integers(0, 3))
    def begin(self, which):
        envelope = self.envelopes[which]
        answer = create(self.world, len(envelope))
        assert answer.status_code == 201
        url = answer.headers["location"]
        self.model[url] = Modelled(envelope, 0, self.today)
        return url

    @rule(url=urls, share=st.sampled_from([0.001, 0.3, 0.9, 1]), shift=st.sampled_from([0, 0, 0, 0, -1, 1]))
    def send(self, url, share, shift):
        known = self.model[url]
        left = known.envelope[known.offset :]
        piece = left[: int(len(left) * share) or 1]

        answer = patch(self.world, url, max(0, known.offset + shift), piece)

        if known.is_gone:
            assert answer.status_code == 404
        elif max(0, known.offset + shift) != known.offset:
            assert answer.status_code == 409
        else:
            assert answer.status_code == 204
            known.offset += len(piece)
            known.day = self.today if piece else known.day
            assert answer.headers["upload-offset"] == str(known.offset)

    @rule(url=urls, in_pieces=st.booleans())
    def send_too_much(self, url, in_pieces):
        known = self.model[url]
        content = known.envelope[known.offset :] + b"x"

        answer = patch(self.world, url, known.offset, iter([content]) if in_pieces else content)

        assert answer.status_code == (404 if known.is_gone else 413)
        if in_pieces and not known.is_gone and not known.is_whole:
            known.offset, known.day = len(known.envelope), self.today

    @rule(url=urls)
    def send_what_is_not_sealed(self, url):
        known = self.model[url]
        if known.offset == 0 and not known.is_gone:
            assert patch(self.world, url, 0, b"\n---\n").status_code == 400
            known.is_gone = True

    @rule(url=urls)
    def remove(self, url):
        answer = self.world.http.delete(url, headers=TUS)

        assert answer.status_code == (404 if self.model[url].is_gone else 204)
        self.model[url].is_gone = True

    @rule(days=st.integers(1, 2))
    def wait(self, days):
        self.world.clock.at += timedelta(days=days)
        self.world.gate.publish()
        self.answers = {key: kept for key, kept in self.answers.items() if self.today - kept[3] < 2}
        for known in self.model.values():
            known.is_gone = known.is_gone or self.today - known.day >= 3

    @rule(named=st.lists(urls, min_size=1, max_size=3), with_text=st.booleans())
    def report(self, named, with_text):
        text = self.world.sealed(b"words") if with_text else b""
        raw = (self.world.submission(text) if with_text else b"") + b"".join(
            uploaded_record(self.world.notice_id, id_of(url)) for url in named
        )
        key = secrets.token_hex(32)

        answer = self.world.send(raw, key=key)

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

    def _problem(self, url):
        known = self.model[url]
        return 404 if known.is_gone else None if known.is_whole else 409

    @rule(other=urls)
    def report_again(self, other):
        for key, (raw, said, named, _) in self.answers.items():
            assert self.world.send(raw, key=key).json() == said
            if other not in named:
                changed = raw + uploaded_record(self.world.notice_id, id_of(other))
                assert self.world.send(changed, key=key).status_code == 400

    @rule()
    def restart(self):
        """What had not a byte yet is forgotten; everything else goes on."""
        self.world.served.__exit__()
        self.world.served.__init__(self.world.served._app)
        self.world.served.__enter__()
        self.world.http = self.world.served.client()
        for known in self.model.values():
            known.is_gone = known.is_gone or known.offset == 0

    @rule(url=consumes(urls))
    def stop_looking_at(self, url):
        """So that later steps meet fresh uploads too."""

    @invariant()
    def every_upload_is_as_far_as_it_was_acknowledged(self):
        for url, known in self.model.items():
            answer = head(self.world, url)
            assert answer.status_code == (404 if known.is_gone else 200)
            if not known.is_gone:
                assert answer.headers["upload-offset"] == str(known.offset)

    @invariant()
    def every_entry_is_what_was_uploaded(self):
        assert self.world.gate.sealed.size() == len(self.entries)
        if self.entries:
            assert stored(self.world, len(self.entries) - 1) == self.entries[-1]

    @invariant()
    def no_file_is_left_over(self):
        headers = {known.envelope: len(split_envelope(known.envelope)[0]) for known in self.model.values()}
        uploads = sum(known.has_file(headers[known.envelope]) for known in self.model.values())
        large = sum(len(split_envelope(entry)[1]) > SMALL_BODY_BYTES for entry in self.entries)
        assert len(list((self.world.folder.path / "sealed" / "bodies").iterdir())) == uploads + large


TestUploads = Uploads.TestCase
TestUploads.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
