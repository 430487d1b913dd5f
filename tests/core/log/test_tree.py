import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.errors import Refused
from unhindered.core.log.tree import (
    EMPTY_ROOT,
    MAX_SIZE,
    CompactRange,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

TREE = json.loads((Path(__file__).parents[3] / "vectors/log/tree.json").read_text(encoding="ascii"))
PUBLISHED_LEAVES = [leaf_hash(bytes.fromhex(leaf)) for leaf in TREE["leaves"]]
LEAVES = [leaf_hash(b"%d" % number) for number in range(70)]
hashes = st.binary(min_size=32, max_size=32)


def from_hex(texts):
    return [bytes.fromhex(text) for text in texts]


class TestPublishedVectors:
    @pytest.mark.parametrize("size", range(9))
    def test_roots_are_the_published_ones(self, size):
        assert root(PUBLISHED_LEAVES[:size]).hex() == TREE["roots"][size]

    @pytest.mark.vectors("tree", "inclusion")
    def test_inclusion(self, case):
        def verify():
            verify_inclusion(
                index=case["index"],
                size=case["size"],
                leaf=bytes.fromhex(case["leaf"]),
                proof=from_hex(case["proof"]),
                root=bytes.fromhex(case["root"]),
            )

        if case["expect"] == "proved":
            verify()
            assert inclusion_proof(case["index"], PUBLISHED_LEAVES[: case["size"]]) == from_hex(case["proof"])
        else:
            with pytest.raises(Refused):
                verify()

    @pytest.mark.vectors("tree", "consistency")
    def test_consistency(self, case):
        def verify():
            verify_consistency(
                old_size=case["old_size"],
                new_size=case["new_size"],
                old_root=bytes.fromhex(case["old_root"]),
                new_root=bytes.fromhex(case["new_root"]),
                proof=from_hex(case["proof"]),
            )

        if case["expect"] == "proved":
            verify()
            proof = consistency_proof(case["old_size"], PUBLISHED_LEAVES[: case["new_size"]])
            assert proof == from_hex(case["proof"])
        else:
            with pytest.raises(Refused):
                verify()


class TestEverySmallTree:
    @pytest.mark.parametrize("size", range(1, 71))
    def test_every_entry_can_be_proved_at_its_place_only(self, size):
        leaves = LEAVES[:size]
        whole = root(leaves)
        for index in range(size):
            proof = inclusion_proof(index, leaves)
            verify_inclusion(index=index, size=size, leaf=leaves[index], proof=proof, root=whole)
            with pytest.raises(Refused):
                verify_inclusion(index=index ^ 1, size=size, leaf=leaves[index], proof=proof, root=whole)

    @pytest.mark.parametrize("size", range(71))
    def test_a_tree_that_grew_is_consistent_with_each_earlier_one(self, size):
        new = root(LEAVES[:size])
        for old_size in range(size + 1):
            old, proof = root(LEAVES[:old_size]), consistency_proof(old_size, LEAVES[:size])
            verify_consistency(old_size=old_size, new_size=size, old_root=old, new_root=new, proof=proof)
            for wrong_old, wrong_new in [(leaf_hash(old), new), (old, leaf_hash(new))]:
                if old_size == 0 and wrong_old == old:
                    continue  # Any log is consistent with an empty one.
                with pytest.raises(Refused):
                    verify_consistency(
                        old_size=old_size, new_size=size, old_root=wrong_old, new_root=wrong_new, proof=proof
                    )

    def test_growing_gives_the_same_root_as_beginning_anew(self):
        tree = CompactRange()
        for size, leaf in enumerate(LEAVES):
            assert (tree.size, tree.root()) == (size, root(LEAVES[:size]))
            tree = tree.grown([leaf])


class TestLaws:
    @given(st.integers(0, 70), st.integers(0, 70))
    def test_growing_in_two_steps_is_growing_in_one(self, one, other):
        first, second = sorted((one, other))

        grown = CompactRange().grown(LEAVES[:first]).grown(LEAVES[first:second])

        assert grown == CompactRange().grown(LEAVES[:second])

    @given(st.data())
    def test_a_changed_leaf_is_refused(self, data):
        size = data.draw(st.integers(1, 70))
        index = data.draw(st.integers(0, size - 1))
        changed = list(LEAVES[:size])
        changed[data.draw(st.integers(0, size - 1))] = leaf_hash(b"changed")
        proof = inclusion_proof(index, changed)

        with pytest.raises(Refused):
            verify_inclusion(
                index=index, size=size, leaf=changed[index], proof=proof, root=root(LEAVES[:size])
            )

    @given(st.data())
    def test_a_rewritten_history_is_refused(self, data):
        size = data.draw(st.integers(2, 70))
        old_size = data.draw(st.integers(1, size))
        rewritten = list(LEAVES[:size])
        rewritten[data.draw(st.integers(0, old_size - 1))] = leaf_hash(b"changed")
        proof = consistency_proof(old_size, rewritten)

        with pytest.raises(Refused):
            verify_consistency(
                old_size=old_size,
                new_size=size,
                old_root=root(LEAVES[:old_size]),
                new_root=root(rewritten),
                proof=proof,
            )

    @given(st.data())
    def test_entries_in_another_order_make_another_root(self, data):
        leaves = LEAVES[: data.draw(st.integers(2, 20))]
        other = data.draw(st.permutations(leaves))

        assert (root(other) == root(leaves)) is (other == leaves)

    @given(st.integers(), st.integers(), hashes, st.lists(st.binary(max_size=40), max_size=8), hashes)
    def test_random_proofs_raise_only_refused(self, index, size, leaf, proof, some_root):
        try:
            verify_inclusion(index=index, size=size, leaf=leaf, proof=proof, root=some_root)
        except Refused:
            return
        assert (index, size, proof) == (0, 1, [])
        assert leaf == some_root

    @given(st.integers(), st.integers(), hashes, hashes, st.lists(st.binary(max_size=40), max_size=8))
    def test_random_consistency_proofs_raise_only_refused(self, old_size, new_size, old, new, proof):
        try:
            verify_consistency(old_size=old_size, new_size=new_size, old_root=old, new_root=new, proof=proof)
        except Refused:
            return
        assert (old_size, old, proof) == (new_size, new, [])


class TestShape:
    def test_an_empty_tree_has_the_root_of_nothing(self):
        assert root([]) == EMPTY_ROOT == CompactRange().root()

    def test_a_leaf_cannot_be_passed_off_as_an_inner_node(self):
        assert leaf_hash(LEAVES[0] + LEAVES[1]) != node_hash(LEAVES[0], LEAVES[1])

    def test_finished_nodes_are_told_once_with_their_place(self):
        told = {}

        def completed(height, index, digest):
            assert (height, index) not in told
            told[height, index] = digest

        CompactRange().grown(LEAVES[:3], completed).grown(LEAVES[3:11], completed)

        places = {(height, index) for height in (1, 2, 3) for index in range(11 >> height)}
        assert told == {
            (height, index): root(LEAVES[index << height : (index + 1) << height]) for height, index in places
        }

    @pytest.mark.parametrize(
        ("size", "peaks"),
        [(1, ()), (0, (LEAVES[0],)), (3, (LEAVES[0],)), (-1, ()), (MAX_SIZE + 1, ()), (1, (b"short",))],
    )
    def test_a_state_that_does_not_fit_its_size_is_refused(self, size, peaks):
        with pytest.raises(Refused):
            CompactRange(size, peaks)

    @pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 5)])
    def test_there_is_no_proof_of_an_entry_that_is_not_there(self, index, size):
        with pytest.raises(Refused):
            inclusion_proof(index, LEAVES[:size])

    @pytest.mark.parametrize("old_size", [-1, 6])
    def test_there_is_no_proof_from_a_size_that_was_not(self, old_size):
        with pytest.raises(Refused):
            consistency_proof(old_size, LEAVES[:5])
