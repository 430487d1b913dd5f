from pathlib import Path

import pytest

from unhindered.core.envelope.identities import ClassicIdentity, PostQuantumIdentity


@pytest.fixture(scope="session")
def vectors():
    return Path(__file__).parents[3] / "vectors"


@pytest.fixture(scope="session")
def ada():
    return PostQuantumIdentity(b"Ada Fictional's identity, for te")


@pytest.fixture(scope="session")
def bo():
    return PostQuantumIdentity(b"Bo Fictional's identity, for tes")


@pytest.fixture(scope="session")
def classic():
    return ClassicIdentity(b"a classic identity, for tests on")
