"""One watch: round after round it listens, works out what rings, and calls who is on duty.

Every step is on the disk before the next; a machine that is killed at any point goes on where it was.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.casework.check_ins import (
    Acknowledgement,
    RingingAlarm,
    line_alarms,
    lost_alarms,
    ringing,
)
from unhindered.core.errors import Refused, Unavailable
from unhindered.desk.gate_port import DeskGate
from unhindered.desk.sync import LogIsWrong
from unhindered.desk.watch import bell as bells
from unhindered.desk.watch.alerts import Caller, alarm_text
from unhindered.desk.watch.bell import Bell, Rung
from unhindered.desk.watch.duty import Duty, OnDuty
from unhindered.desk.watch.heartbeat import beaten
from unhindered.desk.watch.post import WatchFolder, WatchPost
from unhindered.desk.watch.taking import Ear
from unhindered.storage._writer_lock import WriterLock
from unhindered.storage.docket import open_docket
from unhindered.storage.docket_seal import docket_key
from unhindered.storage.files import read_small_file, write_small_file

ConnectWatch = Callable[[WatchPost], DeskGate]
_ONE_DAY = timedelta(days=1)
_NOTE = "acknowledged-"
# Thousands of alarms with all their calls: a flood must not make a bell that its watch does not read.
_LARGEST_BELL = 128 * 1024 * 1024


@dataclass(kw_only=True)
class Watch:
    """An open watch. Only one program at a time works on a folder."""

    folder: WatchFolder
    ear: Ear
    gate: DeskGate

    @property
    def institution(self) -> str:
        """Whose visits these are."""
        return self.ear.post.institution

    def round(self, now: datetime, duty: Duty, caller: Caller) -> Bell:
        """Listen once, and call whoever is to be called now; what is remembered afterwards.

        Never raises for a gate that is away or in doubt, nor for an alert that fails: both ring.

        Raises:
            Unavailable: this machine's own disk cannot be read or written.
        """
        bell = self._remembered() or bells.new_bell(now)
        bell = self._listened(replace(bell, rounds=bell.rounds + 1), now)
        bell = beaten(bell, self.gate, self.ear.replica, self.ear.post.visits, now)
        bell, notes = self._with_notes(bell)
        bell = self._with_alarms(bell, duty, now)
        self._keep(bell)
        for note in notes:
            note.unlink(missing_ok=True)
        while (due := _due(bell, duty, now)) is not None:
            bell = self._called(bell, *due, now=now, caller=caller, duty=duty)
        return bell

    def close(self) -> None:
        """Let go of docket and connections."""
        self.ear.docket.close()
        self.gate.close()

    def _remembered(self) -> Bell | None:
        """The bell on the disk. A damaged one is laid aside: what stands rings anew."""
        try:
            return read_bell(self.folder)
        except Refused:
            try:
                self.folder.bell.replace(self.folder.bell.with_suffix(".damaged"))
            except OSError as err:
                raise Unavailable(f"{self.folder.bell} is damaged and cannot be moved.") from err
            return None

    def _listened(self, bell: Bell, now: datetime) -> Bell:
        line, trouble = bell.line, ""
        try:
            self.gate.checkpoint()
            line = replace(line, reached=now)
            self.ear.listen(self.gate, now, bell.line.synced)
            line = replace(line, synced=now, in_doubt_since=None)
        except LogIsWrong as err:
            line, trouble = replace(line, in_doubt_since=line.in_doubt_since or now), str(err)
        except Refused as err:
            # It answers, but not to us; a clock that is wrong by minutes looks so.
            line, trouble = replace(line, reached=now), str(err)
        except Unavailable as err:
            trouble = str(err)
        bell = replace(bell, lost=len(self.ear.heard.lost))
        newest = self.ear.heard.newest_day
        is_gate_ahead = newest is not None and newest > now.astimezone(UTC).date() + _ONE_DAY
        return bells.with_clock(replace(bell, line=line, trouble=trouble), now, is_gate_ahead=is_gate_ahead)

    def _with_notes(self, bell: Bell) -> tuple[Bell, list[Path]]:
        """The bell with what was taken on at this machine, and the notes that say so."""
        notes = sorted(self.folder.path.glob(f"{_NOTE}*.json"))
        heard = self.ear.replica.size()
        for note in notes:
            alarms = parse_json_object(read_small_file(note)).get("alarms", [])
            bell = bells.taken_on_here(bell, [str(alarm) for alarm in alarms], heard)
        return bell, notes

    def _with_alarms(self, bell: Bell, duty: Duty, now: datetime) -> Bell:
        heard, taken_on = self.ear.heard, self._taken_on(bell)
        alarms: tuple[RingingAlarm, ...] = (
            *ringing(heard.orders, heard.visits, taken_on, now),
            *lost_alarms(heard.lost, taken_on),
            *line_alarms(bell.line, duty.patience, now),
            *bells.failed_alerts(bell),
        )
        known = frozenset[str]().union(*(item.alarms for item in taken_on))
        return bells.with_alarms(bell, alarms, known, now, heard=self.ear.replica.size())

    def _taken_on(self, bell: Bell) -> list[Acknowledgement]:
        """What officers took on: by name or by number at a desk, or at this machine.

        A number is of this bell only: one that was taken on before its alarm had it, another watch gave.
        """
        numbers = {item.number: item for item in bell.rung}
        found = [
            Acknowledgement(alarms=frozenset({alarm}), seen=seen)
            for alarm, seen in bell.taken_on_here.items()
        ]
        for place, told, item in self.ear.heard.taken_on:
            meant = [numbers[number] for number in told.numbers if number in numbers]
            named = frozenset(rung.alarm.id for rung in meant if place >= rung.heard)
            found.append(replace(item, alarms=item.alarms | named))
        return found

    def _called(
        self, bell: Bell, first: Rung, officer: OnDuty, *, now: datetime, caller: Caller, duty: Duty
    ) -> Bell:
        """One call for all that this officer is to be called about now: a flood must not hold up the rest."""
        due = [rung for rung in bell.ringing if bells.next_call(rung, duty, bell, now) == officer]
        for rung in due:
            bell = bells.call_begun(bell, rung.number, officer, now)
        self._keep(bell)
        why = ""
        try:
            caller.call(officer, alarm_text(first.number, self.institution))
        except Unavailable as err:
            why = str(err)
        for rung in due:
            bell = bells.call_ended(bell, rung.number, now, why=why)
        bell = self._with_alarms(bell, duty, now)
        self._keep(bell)
        return bell

    def _keep(self, bell: Bell) -> None:
        write_small_file(self.folder.bell, bells.bell_to_json(bell), private=True)


@contextmanager
def open_watch(folder: WatchFolder, connect: ConnectWatch) -> Iterator[Watch]:
    """The watch in a folder.

    Raises:
        Refused: no watch here, or it has no post yet.
        Unavailable: another program watches from this folder, or the docket is damaged.
    """
    keys, post = folder.keys(), folder.post()
    try:
        lock = WriterLock(folder.path / "watching")
    except Unavailable as err:
        raise Unavailable(
            f"Another program watches from {folder.path}, or the folder cannot be written.",
            advice="Only one may. `unhindered desk watch status` says what the other one sees.",
        ) from err
    try:
        docket = open_docket(folder.docket, docket_key(keys.secret))
        watch = Watch(folder=folder, ear=Ear(post=post, docket=docket), gate=connect(post))
        try:
            yield watch
        finally:
            watch.close()
    finally:
        lock.release()


def read_bell(folder: WatchFolder) -> Bell | None:
    """What the watch remembers, or None before its first round.

    Raises:
        Refused: damaged.
    """
    if not folder.bell.exists():
        return None
    return bells.bell_from_json(read_small_file(folder.bell, limit=_LARGEST_BELL))


def acknowledge_here(folder: WatchFolder, numbers: frozenset[int]) -> tuple[int, ...]:
    """Take alarms on at this machine, as where no gate can be reached; which rang. No numbers: all.

    The watch reads it with its next round; it need not be stopped.

    Raises:
        Refused: nothing rings under one of these numbers.
    """
    bell = read_bell(folder)
    rings = () if bell is None else bell.ringing
    chosen = [item for item in rings if not numbers or item.number in numbers]
    if not chosen or numbers - {item.number for item in chosen}:
        raise Refused("No such alarm rings.", advice="`unhindered desk watch-status` lists what rings.")
    note = canonical_json({"v": 1, "alarms": [item.alarm.id for item in chosen]})
    write_small_file(folder.path / f"{_NOTE}{secrets.token_hex(8)}.json", note, private=True)
    return tuple(item.number for item in chosen)


def _due(bell: Bell, duty: Duty, now: datetime) -> tuple[Rung, OnDuty] | None:
    for rung in bell.ringing:
        officer = bells.next_call(rung, duty, bell, now)
        if officer is not None:
            return rung, officer
    return None
