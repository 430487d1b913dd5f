"""Signatures inside what a source and an institution write: Ed25519 over a label and canonical JSON."""

import base64
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from unhindered.core.canonical_json import canonical_json
from unhindered.core.correspondence.fields import ADVICE
from unhindered.core.errors import Refused
from unhindered.core.log.signed_note import NoteVerifier

SIGNATURE_BYTES = 64


def signature_over(label: bytes, content: Mapping[str, Any], seed: bytes) -> str:
    """The signature of this seed's key, in base64."""
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(label + canonical_json(dict(content)))
    return base64.b64encode(signature).decode()


def require_signature(label: bytes, content: Mapping[str, Any], signature: bytes, public_key: bytes) -> None:
    """Raise unless this key signed just this content under this label.

    Raises:
        Refused: it did not, or it is one of the few keys that anyone can sign for.
    """
    text = (label + canonical_json(dict(content))).decode()
    try:
        # The name is not signed; it lends us a verifier that refuses keys of small order.
        NoteVerifier("key", public_key).require_signed(text, signature)
    except Refused as err:
        raise Refused("This is not signed by the key that it names.", advice=ADVICE) from err
