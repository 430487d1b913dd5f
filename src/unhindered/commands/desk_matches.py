"""`desk matches`: what may be the same person, act or event; an officer decides, and can undo it."""

import argparse
from typing import Any

from unhindered.commands._desk_door import Parsers, act, add_action, opened, say, today
from unhindered.core.casework.match_terms import MatchDecision
from unhindered.core.errors import Refused
from unhindered.desk.actions import matches
from unhindered.desk.actions.matches import DecisionView, ProposalView
from unhindered.desk.desk import Desk
from unhindered.desk.linkage.searching import Search


def add_commands(commands: Parsers) -> None:
    """Register it."""
    text = "list what may be the same person, act or event in your cases; decide; undo"
    parser = add_action(commands, "matches", _matches, text)
    parser.add_argument(
        "--decide",
        choices=[item.value for item in MatchDecision],
        help="decide about the pair that --pair names, for the reason that --reason gives",
    )
    parser.add_argument("--pair", default="", metavar="PAIR", help="as the list has it")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why")
    parser.add_argument("--undo", metavar="DECISION", help="undo a decision")
    parser.add_argument("--most", type=int, default=100, metavar="N", help="list so many proposals, else 100")


def _matches(args: argparse.Namespace) -> int:
    if args.decide and args.undo:
        raise Refused("Deciding and undoing are two steps.", advice="Give --decide or --undo.")
    if args.decide:
        return _decide(args)
    return _undo(args) if args.undo else _list(args)


def _list(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        found = Search(matches.tables(desk)).found()
        view = matches.matches_view(desk, found, most=args.most)
    lines = [line for item in view.proposals for line in _proposal_lines(item)]
    lines += [_decision_line(item) for item in (*view.put_off, *view.decided)]
    lines += [
        f"CONTRADICTION  {len(item.members)} records of a {item.of} are held the same and apart"
        for item in view.contradictions
    ]
    result = {
        "proposals": [{"pair": item.key, **_shown(item)} for item in view.proposals],
        "more": view.more,
        "put_off": view.put_off,
        "decided": view.decided,
        "contradictions": view.contradictions,
    }
    say(args, result, "\n".join(lines) or "Nothing is proposed, and nothing decided.")
    return 0


def _decide(args: argparse.Namespace) -> int:
    pair, decision = matches.read_pair(args.pair), MatchDecision(args.decide)

    def action(desk: Desk) -> dict[str, Any]:
        proposed = matches.proposal_of(desk, pair)
        match = matches.decide(desk, pair, decision, args.reason, today(), proposed=proposed)
        return {"decision": match}

    return act(args, action, "It is recorded, as decision {decision}. Both records stay as they are.")


def _undo(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, Any]:
        matches.undo(desk, args.undo, today())
        return {"undone": args.undo}

    return act(args, action, "The decision is undone. The question is open again.")


def _shown(item: ProposalView) -> dict[str, Any]:
    return {name: getattr(item, name) for name in item.__dataclass_fields__}


def _proposal_lines(item: ProposalView) -> list[str]:
    known = [f"{one.label}: {one.words}" for one in item.compared if one.likeness.value != "unknown"]
    return [
        f"{item.weight:6.1f} bits  {item.of}: {item.first.label} in {item.first.case_name}, "
        f"{item.second.label} in {item.second.case_name}",
        f"  {'; '.join(known)}",
        f"  --pair {item.key}",
    ]


def _decision_line(item: DecisionView) -> str:
    words = item.decision.replace("_", " ")
    return (
        f"{words}  {item.of}: {item.first.label} in {item.first.case_name}, {item.second.label} in "
        f"{item.second.case_name}; {item.officer}, {item.on}; --undo {item.match}"
    )
