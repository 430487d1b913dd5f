import pytest
from casework_examples import ANNA, DAY, an_id, case_of, consent, opened, person
from sending_examples import agreed_to_submission, clear, sending

from unhindered.core.casework.act_facts import ActRecorded
from unhindered.core.casework.not_told import TellsTooMuch
from unhindered.core.casework.terms import PUBLIC, Detail, Purpose
from unhindered.core.casework.withheld import refuse_withheld

PLACE = "Northgate prison"
DONE = ActRecorded(
    by=ANNA, on=DAY, act=an_id(50), type_of_act="02011101000004", victim=an_id(2), exact_location=PLACE
)


def told(*details, text="Somebody was beaten.", **more):
    case = case_of(opened(), person(), DONE, consent(3, not_to_tell=details))
    asked = {"purpose": Purpose.PUBLICATION, "recipient": PUBLIC, "on": DAY}
    refuse_withheld([text], case, [an_id(2)], **asked, **more)


@pytest.mark.parametrize("text", ["It was in Northgate prison.", "In  NORTHGATE  Prison, at night."])
def test_a_place_that_must_not_be_told_stands_in_no_text(text):
    told(text=text)
    with pytest.raises(TellsTooMuch, match="place"):
        told(Detail.PLACE, text=text)
    told(Detail.PLACE, text="It was in a prison.")


@pytest.mark.parametrize("period", ["2026-11", "2026-11-24?", "2026-10/2026-11"])
def test_no_period_is_closer_than_a_year_where_days_must_not_be_told(period):
    told(period=period)
    with pytest.raises(TellsTooMuch, match="days"):
        told(Detail.DATES, period=period)
    told(Detail.DATES, period="2026~")


def test_no_type_of_act_says_sexual_violence_where_it_must_not_be_told():
    told(types_of_act=("02011101000004",))
    with pytest.raises(TellsTooMuch, match="sexual violence"):
        told(Detail.SEXUAL_VIOLENCE, types_of_act=("02011101000004",))
    told(Detail.SEXUAL_VIOLENCE, types_of_act=("RX14",))


def test_the_door_asks_it_of_what_is_sent():
    agreed = consent(3, **agreed_to_submission(not_to_tell=(Detail.PLACE,)))
    case = case_of(opened(), person(), DONE, agreed)

    clear(case, sending(texts=("It was in a prison.",)))
    with pytest.raises(TellsTooMuch, match="place"):
        clear(case, sending(texts=(f"It was in {PLACE}.",)))
