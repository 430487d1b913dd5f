"""A few sentences of help for each page: what it is for, what to look at first, what not to do."""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Help:
    """Help on one kind of page; `where` names it in the list of all help."""

    where: str
    lines: tuple[str, ...]


_GENERAL = Help(
    where="Everywhere",
    lines=(
        "What you write is on this disk at once, and goes out with the next sync.",
        "People go by their labels. A name shows only where you open it.",
        "Nothing is deleted. A mistake is undone, or described anew; both stay in the timeline.",
        "Lock the desk when you leave it. It also locks by itself.",
    ),
)

# The first pattern that fits the path counts.
_PAGES: Final[tuple[tuple[str, Help], ...]] = (
    (
        r"/",
        Help(
            where="Inbox",
            lines=(
                "Under “Now” stands who needs somebody first: danger, then time.",
                "Assess the risk before you open a case or write. In danger now, five fields are enough for "
                "today; the full assessment falls due tomorrow.",
                "A flood of reports waits in quarantine and can be sampled. Nothing is thrown away.",
            ),
        ),
    ),
    (
        r"/report/.*/assess/.*|/case/.*/assess/.*",
        Help(
            where="Risk assessment",
            lines=(
                "Write what you know, and “unknown” where you know nothing: it can be made anew any time.",
                "“Do not” is read by every colleague before any contact. Make it short and concrete.",
                "Trust the person's own judgement of the danger before yours.",
            ),
        ),
    ),
    (
        r"/report/.*|/report-new.*",
        Help(
            where="Report",
            lines=(
                "The words are the source's own. They may be about others who did not agree to anything yet.",
                "Files are opened as pictures in a sandbox, never with this machine's programs.",
                "Nobody contacts the source before the risk is assessed; the mailbox only waits.",
            ),
        ),
    ),
    (
        r"/case/[^/]+/record.*|/case/[^/]+/(person|act|cooperation|event|information).*",
        Help(
            where="Record",
            lines=(
                "Who did what to whom, as told: each source's account stands apart, in its own words.",
                "Write dates as far as known: 2026, 2026-11, 2026-11-24; a “?” where not sure.",
                "A label says who somebody is in the case without telling who it is. No names in titles.",
            ),
        ),
    ),
    (
        r"/case/[^/]+/(verification|judge.*|grade.*)|/judgement/.*",
        Help(
            where="Verification",
            lines=(
                "Grade the source and the account apart, and say why.",
                "An element is established by two independent sources, or you say why fewer are enough. "
                "Accounts of one origin are one source.",
                "A judgement counts when somebody who had no hand in it agrees. Else it goes to an owner.",
            ),
        ),
    ),
    (
        r"/case/[^/]+/(consents?.*|withdraw.*)",
        Help(
            where="Consents",
            lines=(
                "Ask for each purpose on its own, and say what can happen. Silence is no consent.",
                "Who is watched or guarded cannot agree freely: note how you made sure.",
                "A withdrawal counts at once. The page lists what has gone where, and what to recall.",
            ),
        ),
    ),
    (
        r"/case/[^/]+/sent.*|/export.*",
        Help(
            where="What leaves",
            lines=(
                "Nothing about a person leaves without a basis for just this purpose, recipient and level.",
                "The text that leaves is never the case's own text.",
                "What left cannot be called back for certain: send less where less is enough.",
            ),
        ),
    ),
    (
        r"/case/[^/]+/evidence.*",
        Help(
            where="Evidence",
            lines=(
                "The original stays sealed and untouched; what is made from it is another file with its own "
                "hash.",
                "Look at pixels. If you have to save the original, say why: it is noted.",
                "Pictures stay blurred until you ask. Nobody has to look at everything, and not alone.",
            ),
        ),
    ),
    (
        r"/case/[^/]+/(work|pictures|task|tags|deadline|assign).*|/(today|task|deadline|history|undo).*",
        Help(
            where="The day's work",
            lines=(
                "Danger stands first, then what is overdue, then what falls due.",
                "The calendar file names no people and no places: it may end up on a telephone.",
            ),
        ),
    ),
    (
        r"/case/.*",
        Help(
            where="Case",
            lines=(
                "The red rule says what must not be done. Read it before every contact.",
                "The tabs lead from what was told to what we judge, what was agreed, and what left.",
                "A case is closed with what we did. It says nothing of whether what happened was right.",
            ),
        ),
    ),
    (
        r"/cases.*|/bulk.*",
        Help(
            where="Cases",
            lines=(
                "You see the cases whose key was given to you, and no others, also not in numbers.",
                "Choose several to do one thing with all; a preview shows what will be recorded.",
            ),
        ),
    ),
    (
        r"/search.*",
        Help(
            where="Search",
            lines=(
                "All words have to be there; the last one may be a beginning. “In quotation marks” means as "
                "it stands, a minus before a word leaves it out.",
                "Names are found across alphabets. Numbers count only what you may see.",
                "Chinese names are found as they are written: not by pinyin (Zhang Wei), and not in "
                "traditional letters where simplified ones stand. Look for each.",
            ),
        ),
    ),
    (
        r"/matches.*",
        Help(
            where="Same person?",
            lines=(
                "The program proposes, you decide, and every decision can be undone. Nothing is merged.",
                "Two people can share a name and a birthday. Look at what speaks against it first.",
            ),
        ),
    ),
    (
        r"/import.*",
        Help(
            where="Import",
            lines=(
                "Look at the dry run row by row. All rows come in together, or none.",
                "A formula in a cell is taken as its text.",
            ),
        ),
    ),
    (
        r"/check-ins.*",
        Help(
            where="Check-ins",
            lines=("A missed check-in rings here and at the watch. Take it on, so that others know.",),
        ),
    ),
    (
        r"/(review|publish|statement/.*)",
        Help(
            where="Second officer",
            lines=(
                "Read as somebody who wants to find out who it is about. Could a neighbour tell?",
                "You decide on just the text you read. If it changes, it comes again.",
            ),
        ),
    ),
    (
        r"/documents?.*",
        Help(
            where="Documents",
            lines=("Read the passage itself before you confirm: the program proposes, and can be wrong.",),
        ),
    ),
    (
        r"/(officers.*|audit|questions|checklist|numbers)",
        Help(
            where="This desk",
            lines=(
                "Compare the six words of a new officer's card by voice, not by e-mail.",
                "Only owners read who opened what.",
            ),
        ),
    ),
)


def help_on(path: str) -> Help | None:
    """The help on the page at a path, if it has its own."""
    return next((found for pattern, found in _PAGES if re.fullmatch(pattern, path)), None)


def all_help() -> tuple[Help, ...]:
    """Everything there is, for the page that shows it all."""
    return (_GENERAL, *(found for _, found in _PAGES))
