"""The key of the city that signs results: Ed25519, made once, in DATA_DIR/signing-key with mode 0600.

It is no secret of any ballot: whoever steals it can sign false results, but opens nothing. Its public half is on
the site; a city prints it elsewhere too, so that a false site cannot bring a key of its own.
"""

import os
import secrets
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from participation.settings import settings


def key_path() -> Path:
    return settings().data_dir / "signing-key"


@cache
def _private() -> Ed25519PrivateKey:
    text = settings().signing_key or _kept(key_path())
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text))


def _kept(path: Path) -> str:
    """The first of several processes that start at once makes it; the others read that one."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_hex(32))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="utf-8").strip()


def public_key() -> str:
    """64 hexadecimal digits."""
    return _private().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def sign(message: bytes) -> bytes:
    return _private().sign(message)


def in_groups(key: str) -> str:
    """For reading aloud and comparing."""
    return " ".join(key[start : start + 8] for start in range(0, len(key), 8))
