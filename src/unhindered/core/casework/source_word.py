"""What a source decides through the mailbox: until an officer has recorded it, nothing leaves that it lowers.

A consent that the source has just taken back still stands in the case's facts. So every exit asks here too:
the letter counts from the moment when it came in, not from the moment when somebody read it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from unhindered.core.casework.case import Case
from unhindered.core.casework.consent import Consent
from unhindered.core.casework.fact_bases import Agreement
from unhindered.core.casework.source_facts import SourceDecided
from unhindered.core.casework.terms import IdentityLevel, Purpose
from unhindered.core.errors import Refused


class NotRecordedYet(Refused):
    """A source took something back, and no officer has recorded it."""

    advice = (
        "Open the report, read what its source decided, and record it. What may still leave can leave then."
    )


@dataclass(frozen=True, kw_only=True)
class SourceWord:
    """What a source decided in one letter; `letter` and `report` are the hashes of their envelopes.

    `agreed` is the whole of what the source agrees to from then on. `withdraws` takes the whole report back.
    `has_new_limits` where it says who must not get the report, and the letter before did not say so.
    """

    letter: str
    report: str
    agreed: Mapping[Purpose, IdentityLevel]
    withdraws: bool = False
    has_new_limits: bool = False

    def covers(self, consent: Consent) -> bool:
        """Whether the source still agrees to as much as this consent says; of contact no letter speaks."""
        purpose, level = consent.given.purpose, self.agreed.get(consent.given.purpose)
        return purpose is Purpose.CONTACT or (level is not None and level.covers(consent.given.level))


def limits_after(standing: str, told: str | None) -> str:
    """Who must not get a report, once a letter told so; None says nothing of it, and lifts nothing."""
    return standing if told is None else told.strip()


def recorded_letters(case: Case) -> frozenset[str]:
    """The letters that officers have recorded in this case."""
    return frozenset(fact.letter for _, fact in case.record.of(SourceDecided))


def unrecorded(case: Case, words: Iterable[SourceWord]) -> tuple[SourceWord, ...]:
    """The letters about reports of this case that no officer has recorded in it."""
    known, reports = recorded_letters(case), frozenset(case.reports)
    return tuple(word for word in words if word.report in reports and word.letter not in known)


def lowers(word: SourceWord, case: Case) -> bool:
    """Whether a letter takes back something that the case rests on.

    Whose consents they are, the letter cannot say: who sent it may speak for others. So each one counts.
    """
    if word.withdraws or word.has_new_limits:
        return True
    return any(not item.withdrawn and not word.covers(item) for item in case.consents.by_id.values())


def overtaken(case: Case, words: Iterable[SourceWord]) -> tuple[Consent, ...]:
    """Consents that an officer took earlier and recorded later than a source's last word, which ends them.

    Whoever recorded that word could not see them: they waited at the desk of a colleague who was offline.
    """
    by_letter = {word.letter: word for word in words}
    withdrawn = {word.report for word in by_letter.values() if word.withdraws}
    last = {fact.report: (place, fact) for place, fact in case.record.of(SourceDecided)}
    found = []
    for place, given in case.record.of(Agreement):
        item = case.consents.by_id[given.consent]
        for decided_at, decided in last.values():
            word = by_letter.get(decided.letter)
            is_late = given.person == decided.person and place > decided_at and given.on < decided.on
            if word is None or item.withdrawn or not is_late:
                continue
            if given.purpose is not Purpose.CONTACT and (word.report in withdrawn or not word.covers(item)):
                found.append(item)
    return tuple(found)


def refuse_what_a_source_took_back(case: Case, words: Iterable[SourceWord]) -> None:
    """Nothing if every letter that lowers what this case rests on is recorded, and no consent is overtaken.

    Raises:
        NotRecordedYet: one is not, or a consent came in late that a recorded one ends.
    """
    words = tuple(words)
    pending = [word for word in unrecorded(case, words) if lowers(word, case)]
    if any(word.withdraws for word in pending):
        raise NotRecordedYet(
            "A source withdrew a report of this case, and no officer has recorded it yet: nothing leaves."
        )
    if pending:
        raise NotRecordedYet(
            "A source changed what a report of this case may be used for, and no officer has recorded it "
            "yet: nothing leaves."
        )
    if overtaken(case, words):
        raise NotRecordedYet(
            "A consent came in late that is older than what the source decided since: nothing leaves.",
            advice="End that consent in the case; if the source agrees again, record it anew.",
        )
