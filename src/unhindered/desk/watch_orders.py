"""What this desk knows that the watch should know: orders about sources, and who took which alarm on.

A desk tells the watch whatever differs from what the log says it was told; so no order is lost, however
officers and machines take turns.
"""

import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

from unhindered.core.casework.case import Case
from unhindered.core.casework.check_ins import Acknowledgement, SeenVisit, VisitState, WatchOrder
from unhindered.core.casework.risk_facts import CheckInAgreed, CheckInEnded
from unhindered.core.correspondence.visits import Decoy
from unhindered.core.errors import Refused
from unhindered.desk.casebook import FOR_WATCH
from unhindered.desk.desk import Desk
from unhindered.desk.entries.for_watch import (
    MOST_KEYS,
    ORDER_NAME,
    compose_order,
    open_for_watch,
    read_acknowledgement,
    read_order,
    read_told_watch,
)
from unhindered.desk.letters import HeldReport
from unhindered.desk.outbox import WATCH_ORDERS, Letter

_LABEL = b"unhindered/watch-label/v1\n"
_LABEL_BYTES = 16
# What waits to be sent stands after everything the log can hold.
_PENDING = 2**40
_AGAIN, _AGAIN_WAITS = "watch-orders/again", "watch-orders/again-waits"


@dataclass(frozen=True, kw_only=True)
class TookOn:
    """An officer took alarms on."""

    author: str
    acknowledgement: Acknowledgement


@dataclass(frozen=True, kw_only=True)
class ToldWatch:
    """All that the watch was told, what still waits to be sent included."""

    orders: Mapping[str, WatchOrder]
    taken_on: tuple[TookOn, ...]


def label_of(desk: Desk, report: HeldReport) -> str:
    """What the watch calls the source of a report: nothing follows from it without the team's tag key."""
    return hmac.digest(desk.team.tag_key, _LABEL + report.mailbox.signing, "sha256")[:_LABEL_BYTES].hex()


def told_watch(desk: Desk) -> ToldWatch:
    """The standing orders by label, and who took what on."""
    orders: dict[str, WatchOrder] = {}
    taken_on: list[TookOn] = []
    for place, content in _told(desk):
        body = str(content["body"]).encode()
        if content["name"] == ORDER_NAME:
            order = read_order(body, place)
            orders[order.label] = order
            continue
        alarms = read_acknowledgement(body).alarms
        seen = Acknowledgement(alarms=alarms, seen=int(content["seen"]))
        taken_on.append(TookOn(author=str(content["author"]), acknowledgement=seen))
    return ToldWatch(orders=orders, taken_on=tuple(taken_on))


def orders_here(desk: Desk) -> dict[str, WatchOrder]:
    """The orders by label as they should stand: what was told, and what this desk has yet to tell."""
    orders = dict(told_watch(desk).orders)
    for order in _orders_to_post(desk, orders.copy()):
        orders[order.label] = replace(order, place=_PENDING)
    return orders


def post_watch_orders(desk: Desk) -> int:
    """Tell the watch what it was not told yet; how many orders were posted.

    None by an officer off the roster: what such a one writes is set aside by all. What waited here is made
    anew by what the log says now: sent late, it would take back what a colleague told meanwhile.
    """
    with desk.lock:
        waited = [item for item in desk.docket.outbox() if item.kind == WATCH_ORDERS]
        for item in waited:
            desk.docket.drop(item.number)
        desk.show_waiting()
        roster = desk.book.roster
        if roster is None or roster.member(desk.officer.id) is None:
            return 0
        known, again = told_watch(desk).orders, _again(desk, has_waited=bool(waited))
        orders = list(_orders_to_post(desk, known))
        changed = {order.label for order in orders}
        orders += [order for label, order in known.items() if again and label not in changed]
        if orders:
            pen = desk.pen()
            entries = tuple(pen.for_watch(ORDER_NAME, compose_order(order)) for order in orders)
            desk.post(Letter(entries=entries), kind=WATCH_ORDERS)
        return len(orders)


def tell_watch_again(desk: Desk) -> int:
    """Have the next sync tell the watch every order that stands, as where the gate erased one; how many.

    An order that the gate erased before this desk read it is told anew by itself. What it erased between
    this desk's reading and the watch's, only the watch can miss.
    """
    with desk.lock:
        desk.require_roster()
        desk.docket.mark(_AGAIN)
        return len(orders_here(desk))


def _again(desk: Desk, *, has_waited: bool) -> bool:
    """Whether all orders are to be told; until they were sent, since what waits is made anew each time."""
    marks = desk.docket.marks()
    found = _AGAIN in marks or (_AGAIN_WAITS in marks and has_waited)
    if found:
        desk.docket.mark(_AGAIN_WAITS)
        desk.docket.unmark(_AGAIN)
    else:
        desk.docket.unmark(_AGAIN_WAITS)
    return found


def seen_visits(desk: Desk) -> list[SeenVisit]:
    """Every visit that this desk opened, as the rules on alarms want it."""
    return [
        SeenVisit(
            id=held.letter.id.hex(),
            place=held.place,
            key=held.letter.keys.signing.hex(),
            state=VisitState(held.letter.state),
            day=held.letter.day,
            arrived=held.day,
            # Only the watch was there when it came; the server's day is all that a desk has.
            seen=datetime.combine(held.day, time(), UTC),
        )
        for held in desk.book.letters.visits()
    ]


def case_about(desk: Desk, report: HeldReport) -> Case | None:
    """The case of a report, if this officer has its key."""
    case = desk.book.case_of_report(report.id)
    return None if case is None else desk.book.case(case)


def reports_by_label(desk: Desk) -> dict[str, list[HeldReport]]:
    """The reports of each source with a mailbox: one receipt can be used for several."""
    found: dict[str, list[HeldReport]] = {}
    with_mailbox = (report for report in desk.book.reports.values() if report.report.keys is not None)
    for report in sorted(with_mailbox, key=lambda report: report.place):
        found.setdefault(label_of(desk, report), []).append(report)
    return found


def _orders_to_post(desk: Desk, known: Mapping[str, WatchOrder]) -> Iterator[WatchOrder]:
    for label, reports in reports_by_label(desk).items():
        before = known.get(label)
        wanted = _wanted(desk, reports, label, before)
        if wanted is not None and (before is None or replace(before, place=0) != wanted):
            yield wanted


def _wanted(
    desk: Desk, reports: Sequence[HeldReport], label: str, before: WatchOrder | None
) -> WatchOrder | None:
    """What the watch should know of the source of these reports; None where there is nothing to know.

    A colleague without the case's key knows the decoys and not the rhythm, and so leaves the rhythm alone.
    """
    decoys = _decoys(desk, reports, before)
    known = _agreed_with(desk, reports)
    if known.standing is None and not decoys and before is None:
        return None
    order = WatchOrder(
        label=label,
        place=0,
        keys=frozenset({reports[0].mailbox.signing.hex()}),
        decoys=decoys,
        starts=reports[0].day,
    )
    if before is not None and known.leaves(before):
        return replace(before, place=0, decoys=decoys)
    if known.standing is not None:
        return _with_rhythm(order, known.standing)
    return replace(order, starts=order.starts if before is None else before.starts)


@dataclass(frozen=True, kw_only=True)
class _Agreed:
    """What this desk knows of rhythms agreed on with a source; `standing` is the strictest that stands.

    `is_all` unless a colleague has a case with another report of the same source.
    """

    standing: CheckInAgreed | None
    ever: Sequence[CheckInAgreed]
    has_ended: bool
    is_all: bool

    def leaves(self, before: WatchOrder) -> bool:
        """Whether the rhythm that the watch knows is for others to change, or stays for want of knowledge."""
        is_ours = self.is_all or any(_is_rhythm_of(before, item) for item in self.ever)
        if before.every_days and not is_ours:
            # Of two rhythms for one source, the stricter one; so no two desks take turns for ever.
            return self.standing is None or _strictness(before) <= _strictness(self.standing)
        return self.standing is None and not self.has_ended


def _agreed_with(desk: Desk, reports: Sequence[HeldReport]) -> _Agreed:
    standing, ever, has_ended, is_all = [], list[CheckInAgreed](), False, True
    for report in reports:
        case = case_about(desk, report)
        if case is None:
            is_all = is_all and desk.book.taken_by(report.id) is None
            continue
        rhythm = case.rhythms.get(report.id)
        standing += [] if rhythm is None else [rhythm]
        has_ended = has_ended or (rhythm is None and _had_one(case, report.id))
        ever += [fact for _, fact in case.record.of(CheckInAgreed) if fact.report == report.id]
    strictest = min(standing, key=_strictness, default=None)
    return _Agreed(standing=strictest, ever=ever, has_ended=has_ended, is_all=is_all)


def _strictness(rhythm: CheckInAgreed | WatchOrder) -> tuple[int, int, date, date]:
    """The smaller, the sooner something rings."""
    # One that has no last day is stricter than one that has.
    until = date.min if rhythm.until is None else date.max - (rhythm.until - date.min)
    return rhythm.every_days, rhythm.grace_hours, rhythm.starts, until


def _is_rhythm_of(order: WatchOrder, rhythm: CheckInAgreed) -> bool:
    return _strictness(order) == _strictness(rhythm)


def _decoys(desk: Desk, reports: Sequence[HeldReport], before: WatchOrder | None) -> dict[str, int]:
    """The decoys of a source, each from the first letter on that made it one.

    Nobody can take a decoy back, so what a colleague told of stays, whose letter this desk cannot open. No
    more than an order holds: a watch reads none that is longer.
    """
    since = {} if before is None else dict(before.decoys)
    for held in (held for report in reports for held in desk.book.letters.of(report, Decoy)):
        key = held.letter.decoy.signing.hex()
        since[key] = min(since.get(key, held.place), held.place)
    return dict(sorted(since.items(), key=lambda item: (item[1], item[0]))[:MOST_KEYS])


def _with_rhythm(order: WatchOrder, rhythm: CheckInAgreed) -> WatchOrder:
    return replace(
        order,
        every_days=rhythm.every_days,
        grace_hours=rhythm.grace_hours,
        starts=rhythm.starts,
        until=rhythm.until,
    )


def _had_one(case: Case, report: str) -> bool:
    return any(fact.report == report for _, fact in case.record.of(CheckInEnded))


def _told(desk: Desk) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Orders and acknowledgements in the order of the log, each once; then what waits to be sent."""
    nonces: set[str] = set()
    for item in desk.docket.opened_named(FOR_WATCH):
        content = json.loads(item.content)
        if content["nonce"] not in nonces:
            nonces.add(content["nonce"])
            yield item.place, content
    for number, entry in enumerate(desk.waiting_for_watch()):
        if isinstance(entry.body, bytes):
            told = open_for_watch(entry.clear, entry.header + entry.body, desk.team.visits)
            try:
                content = read_told_watch(told, desk.replica.size())
            except Refused:
                # The watch's copy of a roster.
                continue
            if content["nonce"] not in nonces:
                yield _PENDING + number, content
