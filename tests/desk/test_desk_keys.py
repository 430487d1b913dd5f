"""Keys, cards, rosters, welcomes, and the files they lie in."""

from dataclasses import replace

import pytest
from desk_world import INSTITUTION, OTHER_PASSPHRASE, PASSPHRASE

from unhindered.core.envelope.identities import PassphraseIdentity
from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.core.errors import Refused
from unhindered.desk.actions import setting_up
from unhindered.desk.keys.card import compose_card, read_card
from unhindered.desk.keys.folder import DeskFolder
from unhindered.desk.keys.roster import Member, Roster, read_roster, sign_roster
from unhindered.desk.keys.secret import CaseKeys, OfficerKeys, TeamKeys, new_secret


def test_the_wrong_passphrase_is_said_clearly(world):
    world.init()

    with pytest.raises(Refused, match="does not open this desk") as caught:
        world.owner_folder.open_officer("another passphrase")

    assert "Nothing was changed" in caught.value.advice


def test_a_short_passphrase_makes_no_desk(world):
    with pytest.raises(Refused, match="at least 12"):
        setting_up.init_officer(world.second_folder, officer_name="Ben Invented", passphrase="short")

    assert not world.second_folder.path.exists()


def test_keys_are_never_overwritten(world):
    world.init()

    with pytest.raises(Refused, match="a desk in"):
        world.init()


def test_a_folder_without_a_desk_says_how_to_make_one(tmp_path):
    with pytest.raises(Refused, match="no desk") as caught:
        DeskFolder(tmp_path).open_officer(PASSPHRASE)

    assert "desk init" in caught.value.advice


def test_no_name_is_readable_in_the_folder_of_a_desk(enrolled):
    enrolled.owner().close()

    content = b"".join(path.read_bytes() for path in enrolled.owner_folder.path.iterdir())

    for word in (b"Fictional Lamp", b"Ada Fictional", b"gate.example.org", PASSPHRASE.encode()):
        assert word not in content


def test_files_of_a_desk_are_for_its_owner_only(enrolled):
    for path in enrolled.owner_folder.path.iterdir():
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_plain_age_and_the_passphrase_open_the_officers_file(world):
    world.init()
    raw = (world.owner_folder.path / "officer.age").read_bytes()

    assert b'"kind":"officer"' in unseal_bytes(raw, [PassphraseIdentity(PASSPHRASE)])


def test_the_work_factor_is_an_argument(tmp_path):
    folder = DeskFolder(tmp_path / "desk", work_factor=11)

    setting_up.init_officer(folder, officer_name="Ben Invented", passphrase=PASSPHRASE)

    assert b" 11\n" in (folder.path / "officer.age").read_bytes()[:120]


def test_everything_of_an_officer_follows_from_one_secret():
    first, again = OfficerKeys(bytes(32)), OfficerKeys(bytes(32))

    assert (first.id, str(first.recipient)) == (again.id, str(again.recipient))
    assert OfficerKeys(new_secret()).id != first.id


def test_a_case_id_follows_from_its_key():
    assert CaseKeys(bytes(32)).id == CaseKeys(bytes(32)).id
    assert CaseKeys(b"\1" * 32).id != CaseKeys(bytes(32)).id


def test_the_keys_of_a_team_are_all_different():
    team = TeamKeys(bytes(32), "9f" * 32)

    keys = {
        team.tag_key,
        team.reply_seed,
        team.access.verifier().public_key,
        team.reply.verifier().public_key,
        str(team.recipient),
    }

    assert len(keys) == 5


def test_a_card_is_signed_by_the_key_it_names():
    keys = OfficerKeys(new_secret())

    card = read_card(compose_card(keys, " Ben Invented "))

    assert (card.id, card.name) == (keys.id, "Ben Invented")


def test_a_card_with_another_name_on_it_is_refused():
    card = compose_card(OfficerKeys(new_secret()), "Ben Invented")

    with pytest.raises(Refused):
        read_card(card.replace("Ben Invented", "Bea Invented"))


@pytest.mark.parametrize("name", ["", "   ", "two\nlines", "x" * 200])
def test_a_name_fits_on_a_line(name):
    with pytest.raises(Refused):
        compose_card(OfficerKeys(new_secret()), name)


def roster_of(*names):
    members = tuple(
        Member(
            card=read_card(compose_card(OfficerKeys(new_secret()), name)), is_owner=False, may_publish=True
        )
        for name in names
    )
    return Roster(institution="9f" * 32, number=1, members=members)


def test_a_roster_is_believed_by_the_roots_signature_only():
    root = setting_up._root_signer(bytes(32))
    roster = roster_of("Ben Invented")
    note = sign_roster(roster, root)

    assert read_roster(note, institution="9f" * 32, roots=[root.verifier()]) == roster
    with pytest.raises(Refused):
        read_roster(note, institution="9f" * 32, roots=[setting_up._root_signer(b"\1" * 32).verifier()])
    with pytest.raises(Refused):
        read_roster(note, institution="8e" * 32, roots=[root.verifier()])


def test_two_officers_of_one_name_are_refused():
    other = roster_of("ben invented").members[0]

    with pytest.raises(Refused, match="of this name"):
        roster_of("Ben Invented").with_member(other)


def test_the_same_officer_is_not_admitted_twice():
    roster = roster_of("Ben Invented")

    with pytest.raises(Refused, match="already"):
        roster.with_member(roster.members[0])


def test_a_welcome_opens_for_its_officer_only(enrolled, owner, tmp_path):
    admitted = enrolled.admit_second(owner)
    third = DeskFolder(tmp_path / "third", work_factor=2)
    setting_up.init_officer(third, officer_name="Cleo Invented", passphrase=OTHER_PASSPHRASE)

    with pytest.raises(Refused):
        setting_up.join(third, OTHER_PASSPHRASE, admitted.welcome)


def test_a_new_officer_sees_the_same_institution_and_gate(enrolled, owner, second):
    assert second.membership.institution == owner.membership.institution
    assert second.known_gate == owner.known_gate
    assert second.me.card.name == "Ben Invented"


def test_who_may_not_publish_does_not_hold_the_key(enrolled, owner):
    enrolled.admit_second(owner, may_publish=False)
    second = enrolled.second()
    enrolled.sync(second)

    with pytest.raises(Refused, match="do not let you publish"):
        second.publication_seed()
    assert not second.me.may_publish
    second.close()


def test_only_an_owner_admits(enrolled, owner, second):
    made = setting_up.init_officer(
        DeskFolder(enrolled.path / "third", work_factor=2),
        officer_name="Cleo Invented",
        passphrase=OTHER_PASSPHRASE,
    )

    with pytest.raises(Refused, match="root key is not in this folder"):
        setting_up.admit(second, made.card, OTHER_PASSPHRASE, may_publish=True, cases=[])


def test_admitting_asks_for_the_passphrase_again(enrolled, owner):
    made = setting_up.init_officer(
        enrolled.second_folder, officer_name="Ben Invented", passphrase=OTHER_PASSPHRASE
    )

    with pytest.raises(Refused, match="does not open"):
        setting_up.admit(owner, made.card, "not the passphrase", may_publish=True, cases=[])


def test_a_desk_that_has_not_joined_says_what_to_do(world):
    setting_up.init_officer(world.second_folder, officer_name="Ben Invented", passphrase=OTHER_PASSPHRASE)

    with pytest.raises(Refused, match="not joined") as caught:
        world.second()

    assert "desk join" in caught.value.advice


def test_enrolling_shows_the_gates_words_and_signs_twelve_weeks(world):
    world.init()

    enrolled = world.enrol()

    assert len(enrolled.gate_fingerprint.split()) == 6
    assert enrolled.notices == len(world.gate.notices) == 12
    assert (enrolled.last_day - world.today).days >= 7 * 11


def test_the_wrong_code_enrols_nowhere(world, monkeypatch):
    world.init()

    with pytest.raises(Refused, match="code"):
        setting_up.enrol(
            world.owner_folder,
            PASSPHRASE,
            url="http://gate.invalid",
            code="zoo zoo zoo zoo zoo zoo zoo zoo",
            today=world.today,
            ask=world.gate.enrol,
            connect=world.connect,
        )

    assert world.owner().membership.gate is None


def test_an_institution_needs_a_name(world):
    with pytest.raises(Refused):
        setting_up.init_institution(
            world.owner_folder,
            institution=replace(INSTITUTION, name=" "),
            officer_name="Ada Fictional",
            passphrase=PASSPHRASE,
        )
