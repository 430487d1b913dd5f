"""`desk`: everything an officer does, from the command line; the pages of `desk serve` do the same."""

import argparse

from unhindered.commands import (
    desk_audit,
    desk_cases,
    desk_check_ins,
    desk_checklist,
    desk_consents,
    desk_documents,
    desk_evidence,
    desk_export,
    desk_import,
    desk_inbox,
    desk_matches,
    desk_numbers,
    desk_offline,
    desk_people,
    desk_practice,
    desk_print,
    desk_questionnaire,
    desk_report,
    desk_search,
    desk_sent,
    desk_serve,
    desk_setup,
    desk_statements,
    desk_today,
    desk_verification,
    desk_watch,
    desk_work,
)


def add_arguments(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `desk` and its commands."""
    parser = subparsers.add_parser(
        "desk", help="an officer's desk: set up, sync, read, assess, answer, publish"
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    parts = (
        desk_setup,
        desk_inbox,
        desk_cases,
        desk_people,
        desk_consents,
        desk_sent,
        desk_verification,
        desk_statements,
        desk_documents,
        desk_evidence,
        desk_questionnaire,
        desk_report,
        desk_import,
        desk_export,
        desk_work,
        desk_search,
        desk_matches,
        desk_today,
        desk_check_ins,
        desk_watch,
        desk_numbers,
        desk_audit,
        desk_print,
        desk_checklist,
        desk_offline,
        desk_serve,
        desk_practice,
    )
    for part in parts:
        part.add_commands(commands)
