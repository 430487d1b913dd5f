"""`desk inbox`, `quarantine`, `show`, `attachment`, `decision`: what came in, and what sources decide."""

import argparse
from datetime import datetime, timedelta
from pathlib import Path

from unhindered.commands._desk_door import (
    Parsers,
    act,
    add_action,
    add_command,
    as_json,
    opened,
    rules_as_text,
    say,
    today,
)
from unhindered.core.casework.inbox_order import QUARANTINE_ABOVE
from unhindered.core.correspondence.parts import PURPOSES
from unhindered.core.errors import Refused
from unhindered.desk.actions import attachments, decisions
from unhindered.desk.actions.audit import note_opened
from unhindered.desk.actions.contact import ContactRules, contact_rules
from unhindered.desk.actions.inbox import (
    AT_RANDOM,
    NEWEST,
    OLDEST,
    InboxRow,
    ReportView,
    inbox,
    open_sample,
    report_view,
)
from unhindered.desk.actions.telling import choice
from unhindered.desk.actions.triage import NeededNow, needed_now
from unhindered.desk.desk import Desk
from unhindered.desk.entries.opened_list import What
from unhindered.storage.files import write_whole

_MOST_ASIDE = 20


def add_commands(commands: Parsers) -> None:
    """Register them."""
    listing = add_command(commands, "inbox", _inbox, "list reports, danger first")
    add_quarantine_above(listing)
    sample = add_command(
        commands, "quarantine", _quarantine, "show some of the reports that a flood keeps waiting"
    )
    add_quarantine_above(sample)
    sample.add_argument("--danger", action="store_true", help="of those that say danger, without work")
    sample.add_argument(
        "--pick", choices=(AT_RANDOM, NEWEST, OLDEST), default=AT_RANDOM, help="else drawn at random"
    )
    show = add_command(commands, "show", _show, "show one report with its messages and attachments")
    show.add_argument("report", metavar="REPORT")
    save = add_command(commands, "attachment", _attachment, "save one attachment, its hash checked")
    save.add_argument("report", metavar="REPORT")
    save.add_argument("attachment", metavar="N", help="its number as `desk show` lists it, or its id")
    save.add_argument("--out", type=Path, required=True, metavar="FILE")
    decision = add_action(
        commands, "decision", _decision, "record what a source agreed to, changed or withdrew"
    )
    decision.add_argument("report", metavar="REPORT")
    decision.add_argument("--person", default="", metavar="ID", help="the source, a person of the case")
    decision.add_argument("--expires", metavar="DAY", help="the last day that consents hold; else a year")
    decision.add_argument(
        "--body",
        action="append",
        default=[],
        metavar="PURPOSE=BODY",
        help="for which body a purpose was agreed to, as un_submission=CAT; may be repeated",
    )


def add_quarantine_above(parser: argparse.ArgumentParser) -> None:
    """The setting how many unread reports without work an inbox shows, in danger and others."""
    parser.add_argument(
        "--quarantine-above",
        type=int,
        default=QUARANTINE_ABOVE,
        metavar="N",
        help=f"so many unread reports without work are shown, in danger and others; else {QUARANTINE_ABOVE}",
    )


def _inbox(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        desk.quarantine_above = max(0, args.quarantine_above)
        found = inbox(desk, today())
        needed = needed_now(desk, datetime.now().astimezone())
    lines = [_needed(item) for item in needed]
    lines += [""] * bool(lines)
    lines += [_line(row) for row in found.undecided] or ["Nothing waits for a decision."]
    if found.danger_quarantined:
        lines += ["", f"DANGER, in quarantine: {found.danger_quarantined}. See `desk quarantine --danger`."]
    if found.quarantined:
        lines += ["", f"In quarantine: {found.quarantined}. `desk quarantine` shows some at random."]
    if found.in_cases:
        lines += ["", "In a case:", *(_line(row) for row in found.in_cases)]
    if found.set_aside:
        lines += ["", f"Could not be opened: {len(found.set_aside)}. There may be a report among them."]
        lines += [str(item) for item in found.set_aside[:_MOST_ASIDE]]
        lines += ["`desk officers` lists all."] * (len(found.set_aside) > _MOST_ASIDE)
    say(args, {**as_json(found), "now": needed}, "\n".join(lines))
    return 0


def _needed(item: NeededNow) -> str:
    concern, rules = item.concern, "".join(f" Do not: {rule}" for rule in item.do_not)
    who = f"{item.case[:12]}  {item.name}" if item.case else f"{item.report[:12]}  {item.excerpt}"
    return f"NOW  {who}  since {concern.since}: {concern.urgency.value} {concern.next_step}{rules}"


def _quarantine(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        desk.quarantine_above = max(0, args.quarantine_above)
        drawn = open_sample(desk, in_danger=args.danger, pick=args.pick)
        rows = [row for row in inbox(desk, today()).undecided if row.id in drawn]
    text = "\n".join(_line(row) for row in rows) or "Nothing waits in quarantine."
    say(args, {"opened": [row.id for row in rows]}, text)
    return 0


def _decision(args: argparse.Namespace) -> int:
    bodies = dict(item.partition("=")[::2] for item in args.body)
    unknown = set(bodies) - set(PURPOSES)
    if unknown:
        raise Refused(f"There is no purpose “{min(unknown)}”.", advice=f"Purposes are {', '.join(PURPOSES)}.")
    expires = args.expires or (today() + timedelta(days=365)).isoformat()

    def action(desk: Desk) -> dict[str, list[str]]:
        decisions.require_shown(desk, args.report)
        values = {"person": args.person, "expires": expires, **bodies}
        return {"not_recorded": list(decisions.record_decision(desk, args.report, values, today()))}

    return act(args, action, "Recorded.")


def _line(row: InboxRow) -> str:
    where = row.case_name or (f"with {row.taken_by}" if row.taken_by else "")
    parts = [
        row.id[:12],
        row.day.isoformat(),
        row.channel,
        "DANGER" if row.danger == "yes" else row.danger,
        "new" if row.is_unread else "",
        where,
        row.excerpt,
    ]
    return "  ".join(part for part in parts if part)


def _show(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        view = report_view(desk, args.report)
        note_opened(desk, What.REPORT, view.id, today())
        rules = contact_rules(desk, view.id, today())
    say(args, {**as_json(view), "rules": rules}, _report_text(view, rules))
    return 0


def _report_text(view: ReportView, rules: ContactRules) -> str:
    answers = view.answers
    lines = [f"Report {view.id[:12]} of {view.day}, {_how_it_came(view)}", *rules_as_text(rules)]
    for source in view.decoy_of:
        lines.append(f"A DECOY of the source of report {source[:12]}: somebody else may read its mailbox.")
    for name in answers.__dataclass_fields__:
        lines.append(f"{name.replace('_', ' '):12} {getattr(answers, name) or '—'}")
    for number, item in enumerate(view.attachments, 1):
        lines.append(
            f"[{number}] {item.name}, {item.size} bytes, {choice(item.state)}, SHA-256 {item.sha256}"
        )
    for decided in view.decisions:
        lines += ["", f"Decided on {decided.day}{'' if decided.is_recorded else ' (not recorded)'}:"]
        is_end = decided.withdraws
        lines += ["The source withdraws the whole report.", decided.text] if is_end else _agreed(decided)
    for message in view.messages:
        lines += ["", f"Message of {message.day}{' (new)' if message.is_new else ''}:", message.text]
    return "\n".join(lines)


def _how_it_came(view: ReportView) -> str:
    if view.taken is None:
        return f"sealed by the source's {view.sealed_by}"
    receipt = "with a receipt" if view.has_mailbox else "without a receipt: there is no mailbox"
    return f"taken down by {view.written_by} ({choice(view.taken.channel)}), {receipt}"


def _agreed(item: decisions.DecisionView) -> list[str]:
    agreed = [f"{choice(one.purpose)}: {choice(one.level)}" for one in item.consents]
    limits = [f"Never for: {item.limits}"] if item.limits else []
    return [*(agreed or ["The source agrees to nothing any more."]), *limits]


def _attachment(args: argparse.Namespace) -> int:
    if args.out.exists():
        raise Refused(f"{args.out} exists already.", advice="Choose another name.")
    with opened(args) as desk:
        report = desk.book.report(args.report)
        reference = attachments.reference_of(desk, report, args.attachment)
        attachments.refuse_without_custody(desk, report, reference)
        with write_whole(args.out, private=True) as target:
            attachments.save_attachment(desk, reference, target)
    result = {"saved": str(args.out), "sha256": reference.sha256.hex()}
    say(
        args,
        result,
        f"Saved as {args.out}; it is the file that the source's device named. Do not open it online.",
    )
    return 0
