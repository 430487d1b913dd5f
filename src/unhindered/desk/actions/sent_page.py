"""What left a case, what waits for a second officer, and what is to be asked back: as an officer sees it."""

from dataclasses import dataclass
from datetime import date

from unhindered.core.casework.case import Case
from unhindered.core.casework.dates_in_words import edtf_in_words
from unhindered.core.casework.exit_facts import RecallAsked, RecallEnded, Sent
from unhindered.core.casework.names_elsewhere import doubtful_words
from unhindered.core.casework.sendings import DraftedSending, SendingRecall, SendingState
from unhindered.core.casework.terms import IdentityLevel
from unhindered.core.errors import Refused
from unhindered.desk.actions.cases import case_name
from unhindered.desk.actions.sending import clear
from unhindered.desk.actions.statements import names_of_others
from unhindered.desk.actions.telling import act_type, person_label, sent_item, shown_item
from unhindered.desk.casebook import one_of
from unhindered.desk.desk import Desk
from unhindered.desk.entries.inner import case_subject


@dataclass(frozen=True, kw_only=True)
class SentRow:
    """Something that left: `shown` says of each person, by label, how much showed and by what right."""

    sent: Sent
    officer: str
    shown: tuple[str, ...]
    withdrawn: bool


@dataclass(frozen=True, kw_only=True)
class RecallRow:
    """What is to be asked back, and what became of it; `person` is the label of who withdrew."""

    sent: Sent
    consent: str
    person: str
    asked: tuple[RecallAsked, ...]
    ended: RecallEnded | None


@dataclass(frozen=True, kw_only=True)
class SendingPage:
    """A drafted sending in full. `held_back` is why the door would not let it out today.

    `doubtful` are words of it that are a part of a name in another case, while nobody said whom they mean.
    """

    id: str
    draft: DraftedSending
    state: SendingState
    officer: str
    is_mine: bool
    shown: tuple[str, ...]
    left_out: tuple[str, ...]
    held_back: str
    advice: str
    comments: tuple[str, ...]
    doubtful: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SentOfCase:
    """All of it, the newest first; open recalls before those that ended."""

    rows: tuple[SentRow, ...]
    recalls: tuple[RecallRow, ...]
    drafts: tuple[SendingPage, ...]


def sent_of_case(desk: Desk, case: str, today: date) -> SentOfCase:
    """What left a case, what waits, what is to be asked back.

    Raises:
        Refused: no such case.
    """
    with desk.lock:
        opened = desk.book.case(case)
        recalls = sorted(opened.sendings.recalls, key=lambda recall: not recall.is_open)
        touched = {recall.sent.sending for recall in recalls}
        drafts = [draft for draft in opened.sendings.drafts.values() if draft.state is not SendingState.SENT]
        return SentOfCase(
            rows=tuple(_row(desk, opened, sent, touched) for sent in reversed(opened.sendings.sent)),
            recalls=tuple(_recall(opened, recall) for recall in recalls),
            drafts=tuple(_page(desk, case, opened, draft, today) for draft in drafts),
        )


def sending_page(desk: Desk, case: str, sending: str, today: date) -> SendingPage:
    """One drafted sending.

    Raises:
        Refused: no such case or draft.
    """
    with desk.lock:
        opened = desk.book.case(case)
        drafts = opened.sendings.drafts
        return _page(desk, case, opened, drafts[one_of(sending, drafts, "sending")], today)


def sendings_to_review(desk: Desk, today: date) -> tuple[tuple[str, str, SendingPage], ...]:
    """Drafted sendings that wait for a second officer, with their case's id and name."""
    with desk.lock:
        cases = [(name, desk.book.case(name)) for name in desk.book.case_ids()]
        return tuple(
            (name, case_name(case), _page(desk, name, case, draft, today))
            for name, case in cases
            for draft in case.sendings.awaiting_second_officer
        )


def accusations(case: Case) -> dict[str, list[tuple[str, str]]]:
    """For each person accused in a case: the acts that say so, as a form offers them."""
    found: dict[str, list[tuple[str, str]]] = {}
    for act in case.acts:
        if act.perpetrator is not None:
            told = f"{act_type(act.type_of_act)}, {edtf_in_words(act.when or 'no date')}"
            found.setdefault(act.perpetrator, []).append((act.act, told))
    return found


def _row(desk: Desk, case: Case, sent: Sent, touched: set[str]) -> SentRow:
    return SentRow(
        sent=sent,
        officer=desk.book.officer_name(sent.by),
        shown=tuple(sent_item(item, case) for item in sent.items),
        withdrawn=sent.sending in touched,
    )


def _recall(case: Case, recall: SendingRecall) -> RecallRow:
    given = case.consents.by_id.get(recall.consent)
    return RecallRow(
        sent=recall.sent,
        consent=recall.consent,
        person=person_label(case, given.given.person) if given else "somebody unknown",
        asked=recall.asked,
        ended=recall.ended,
    )


def _page(desk: Desk, name: str, case: Case, draft: DraftedSending, today: date) -> SendingPage:
    held_back, advice = _held_back(desk, name, draft, today)
    return SendingPage(
        id=draft.draft.sending,
        draft=draft,
        state=draft.state,
        officer=desk.book.officer_name(draft.draft.by),
        is_mine=draft.draft.by == desk.officer.id,
        shown=tuple(shown_item(item, case) for item in draft.content.items),
        left_out=tuple(person_label(case, person) for person in draft.content.left_out),
        held_back=held_back,
        advice=advice,
        comments=tuple(f"{desk.book.officer_name(item.by)}: {item.comment}" for item in draft.returns),
        doubtful=() if draft.names_explained else _doubtful(desk, name, case, draft),
    )


def _doubtful(desk: Desk, name: str, case: Case, draft: DraftedSending) -> tuple[str, ...]:
    named = [item.person for item in draft.content.items if item.level is IdentityLevel.NAMED]
    agreed = [known for one in named if one in case.persons for known in case.persons[one].names_ever]
    subject = case_subject(desk.case_keys(name).id)
    return doubtful_words(draft.content.texts, names_of_others(desk, subject), agreed)


def _held_back(desk: Desk, case: str, draft: DraftedSending, today: date) -> tuple[str, str]:
    try:
        clear(desk, case, draft.content, today)
    except Refused as err:
        return str(err), err.advice
    return "", ""
