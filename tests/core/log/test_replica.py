import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.errors import Refused
from unhindered.core.log.checkpoint import Checkpoint, sign_checkpoint
from unhindered.core.log.replica import Replica, read_replica, require_same_history
from unhindered.core.log.signed_note import NoteSigner
from unhindered.core.log.tree import CompactRange, leaf_hash, root

ORIGIN = "gate.example/sealed"
SIGNER = NoteSigner(ORIGIN, b"s" * 32)
VERIFIER = SIGNER.verifier()
LEAVES = [b"leaf %d" % number for number in range(40)]


def signed(leaves, *, signer=SIGNER, origin=ORIGIN):
    checkpoint = Checkpoint(origin, len(leaves), root([leaf_hash(leaf) for leaf in leaves]))
    return sign_checkpoint(checkpoint, signer)


def replica_of(leaves):
    return Replica(ORIGIN).grown(leaves, signed(leaves), VERIFIER)


class TestHonestLogs:
    @given(st.lists(st.integers(0, 40), max_size=6).map(sorted))
    def test_a_log_that_only_grows_is_followed(self, sizes):
        replica = Replica(ORIGIN)
        for size in sizes:
            replica = replica.grown(LEAVES[replica.size() : size], signed(LEAVES[:size]), VERIFIER)

        assert replica.tree == CompactRange().grown(map(leaf_hash, LEAVES[: replica.size()]))

    def test_nothing_new_is_fine(self):
        replica = replica_of(LEAVES[:7])

        assert replica.grown([], signed(LEAVES[:7]), VERIFIER) == replica

    @given(st.integers(0, 40))
    def test_reading_a_state_undoes_storing_it(self, size):
        replica = replica_of(LEAVES[:size])

        assert read_replica(replica.to_json()) == replica

    def test_a_state_before_the_first_checkpoint_can_be_stored(self):
        assert read_replica(Replica(ORIGIN).to_json()) == Replica(ORIGIN)


class TestDishonestLogs:
    def refused(self, leaves, note):
        with pytest.raises(Refused) as caught:
            replica_of(LEAVES[:10]).grown(leaves, note, VERIFIER)
        assert caught.value.advice
        return str(caught.value)

    def test_a_log_that_went_back(self):
        assert "went back" in self.refused([], signed(LEAVES[:9]))

    def test_a_log_that_begins_anew(self):
        assert "went back" in self.refused([], signed([]))

    def test_another_root_for_the_same_length(self):
        assert "forked" in self.refused([], signed([*LEAVES[:9], b"other"]))

    def test_a_history_rewritten_while_it_grew(self):
        assert "forked" in self.refused(LEAVES[10:12], signed([b"other", *LEAVES[1:12]]))

    def test_a_changed_new_entry(self):
        assert "did not sign" in self.refused([LEAVES[10], b"changed"], signed(LEAVES[:12]))

    def test_new_entries_in_another_order(self):
        assert "did not sign" in self.refused([LEAVES[11], LEAVES[10]], signed(LEAVES[:12]))

    def test_a_dropped_new_entry(self):
        assert "handed over 1" in self.refused([LEAVES[11]], signed(LEAVES[:12]))

    def test_an_entry_that_was_not_signed_for(self):
        assert "handed over 3" in self.refused(LEAVES[10:13], signed(LEAVES[:12]))

    def test_another_key(self):
        stranger = NoteSigner(ORIGIN, b"o" * 32)
        assert "signed by the key" in self.refused(LEAVES[10:12], signed(LEAVES[:12], signer=stranger))

    def test_another_log_of_the_same_key(self):
        assert "another log" in self.refused(LEAVES[10:12], signed(LEAVES[:12], origin="gate.example/public"))

    @given(st.text(max_size=100))
    def test_random_text_for_a_checkpoint(self, note):
        self.refused([], note)


class TestComparing:
    def test_a_colleague_who_saw_less_of_the_same_log(self):
        found = require_same_history(
            signed(LEAVES[:7]), VERIFIER, origin=ORIGIN, leaf_hashes=[leaf_hash(leaf) for leaf in LEAVES]
        )

        assert found.size == 7

    @pytest.mark.parametrize(
        ("theirs", "sentence"), [([b"other", *LEAVES[1:7]], "forked"), ([*LEAVES, b"newer"], "has seen 41")]
    )
    def test_a_colleague_who_saw_another_log(self, theirs, sentence):
        with pytest.raises(Refused, match=sentence):
            require_same_history(
                signed(theirs), VERIFIER, origin=ORIGIN, leaf_hashes=[leaf_hash(leaf) for leaf in LEAVES]
            )


class TestDamagedStates:
    @pytest.mark.parametrize(
        "change",
        [
            {"v": 2},
            {"size": 11},
            {"size": "10"},
            {"size": True},
            {"origin": "gate.example/public"},
            {"origin": None},
            {"peaks": "ab"},
            {"peaks": [7]},
            {"peaks": ["zz"]},
            {"peaks": ["00" * 32, "00" * 32]},
            {"note": ""},
            {"note": "text"},
            {"note": "text\n\n"},
            {"more": 1},
        ],
        ids=str,
    )
    def test_a_damaged_state_is_refused(self, change):
        content = json.loads(replica_of(LEAVES[:10]).to_json()) | change

        with pytest.raises(Refused):
            read_replica(json.dumps(content).encode())

    @given(st.binary(max_size=100))
    def test_random_bytes_raise_only_refused(self, raw):
        with pytest.raises(Refused):
            read_replica(raw)
