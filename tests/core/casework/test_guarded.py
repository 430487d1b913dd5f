"""Everyday and official words hold nothing back; whatever may be a name does."""

import pytest
from casework_examples import ANNA, DAY, account, act, case_of, involvement, opened, person

from unhindered.core.casework.custody_facts import EvidenceReceived
from unhindered.core.casework.custody_terms import EvidenceOrigin, Medium
from unhindered.core.casework.names_elsewhere import names_in, refuse_names_elsewhere
from unhindered.core.casework.not_told import TellsTooMuch, refuse_names


def came_from(words):
    return case_of(
        opened(),
        EvidenceReceived(
            by=ANNA,
            on=DAY,
            evidence="ab" * 32,
            size=3,
            medium=Medium.FILM,
            origin=EvidenceOrigin.BY_HAND,
            label="Film",
            received_from=words,
        ),
    )


def done_by(words):
    return case_of(opened(), act(victim=None), involvement(5, perpetrator_as_told=words))


def said_by(words):
    return case_of(opened(), account(source_in_words=words))


def labelled(words):
    return case_of(opened(), person(label=words))


FIELDS = (came_from, done_by, said_by)
BODIES = [
    "Human Rights Watch",
    "the Human Rights Council",
    "Human Rights Committee",
    "Amnesty International",
    "Amnesty",
    "Red Cross delegate",
    "International Committee of the Red Cross",
    "the Red Crescent",
    "Vareland Police",
    "Security Forces",
    "the Ministry of Interior",
    "the Ministry of Justice, Vareland Police",
    "United Nations",
    "Lampwick Society",
    "Vareland State University",
    "Lantern Union of Journalists",
]
EVERYDAY = [
    "security forces",
    "riot police",
    "masked men",
    "Journalist",
    "lawyer",
    "the family",
    "Mother",
    "human rights defender",
    "Director of the Prison",
]


@pytest.mark.parametrize("make", FIELDS)
@pytest.mark.parametrize("words", BODIES + EVERYDAY)
def test_bodies_and_everyday_words_are_held_in_no_case(make, words):
    case = make(words)
    text = f"It was {words} of whom they spoke, and of human rights, international law, a red cross, justice."

    refuse_names(text, case, ())
    refuse_names_elsewhere(text, names_in([case]))


@pytest.mark.parametrize("make", FIELDS)
@pytest.mark.parametrize(
    "words",
    [
        "Zed Whistler",
        "Warden Whistler",
        "Mr Court",
        "Ada Cross",
        "Justice",
        "the Ministry of Justice officer Zed Whistler",
        "mother Whistler, lawyer",
        "the one from Police they call Lampwick",
        "الحارس",
        "看守",
    ],
)
def test_what_may_be_a_name_is_held_in_every_case(make, words):
    case = make(words)

    for said in (f"It was {words} who came.", f"They met {words}."):
        with pytest.raises(TellsTooMuch):
            refuse_names(said, case, ())
        with pytest.raises(TellsTooMuch):
            refuse_names_elsewhere(said, names_in([case]))


@pytest.mark.parametrize("make", [done_by, said_by])
@pytest.mark.parametrize(
    "words",
    [
        "the baker opposite",
        "Village midwife",
        "zed whistler",
        "Karim senior",
        "Karim police",
        "Midwife of the Red Cross",
    ],
)
def test_words_without_a_capital_that_tells_are_held_in_their_own_case_alone(make, words):
    case = make(words)

    with pytest.raises(TellsTooMuch):
        refuse_names(f"It was {words}.", case, ())
    refuse_names_elsewhere(f"It was {words}.", names_in([case]))


def test_a_name_beside_a_word_of_a_body_is_held_in_part_and_the_word_is_not():
    case = came_from("Whistler of the Human Rights Council")

    with pytest.raises(TellsTooMuch):
        refuse_names("Whistler came.", case, ())
    refuse_names("It breaches human rights, says the council.", case, ())


@pytest.mark.parametrize("label", ["Mother", "Teacher", "The sister", "Journalist 1", "Detained woman"])
def test_a_label_of_everyday_words_keeps_nothing_out(label):
    text = f"There was a {label.lower()}: mother, teacher, sister, {label}."

    refuse_names(text, labelled(label), ())
    refuse_names_elsewhere(text, names_in([labelled(label)]))


@pytest.mark.parametrize("label", ["blue baker", "Prisoner 4711"])
def test_a_label_that_tells_is_held_in_its_own_case(label):
    with pytest.raises(TellsTooMuch):
        refuse_names(f"So says {label}.", labelled(label), ())
