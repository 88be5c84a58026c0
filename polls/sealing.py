"""Ballots sealed while a secret poll is open, with a key that never enters the database.

AES-256-GCM, bound to poll and voter, so that no sealed ballot can be moved to another voter's row; padded to
one length for all ballots of a poll, so that length says nothing.
"""

import hashlib
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from participation.settings import settings
from polls.ballots.shape import Question

KEY_BYTES = 32
NONCE_BYTES = 12
HEAD_BYTES = 4
STEP = 256
RECEIPT_ROOM = 64


class KeyMissingError(Exception):
    """The key of a poll is not where it should be: after a restore from a backup, which never holds one."""


class WrongKeyError(KeyMissingError):
    """There is a key, but not the one with which this poll began: with it every ballot would seem broken."""


class BrokenSealError(Exception):
    """A sealed ballot that this key does not open: changed, or moved from another row."""


# --- keys ---------------------------------------------------------------------------------------------------


def folder() -> Path:
    """Of this host, or one that all hosts share; never part of a backup of the database."""
    chosen = settings()
    return Path(chosen.ballot_keys) if chosen.ballot_keys else chosen.data_dir / "ballot-keys"


def key_path(poll_id: int) -> Path:
    return folder() / f"{poll_id}.key"


def mark_of(key: bytes) -> str:
    """Lies in the database, so that a wrong key is known before it opens anything; it says nothing of the key."""
    return hashlib.sha256(b"teilhabe mark of a ballot key " + key).hexdigest()[:32]


def make_key(poll_id: int) -> str:
    """Once, when a poll is made; its mark. It replaces a key that an abandoned poll of the same number has left."""
    key = secrets.token_bytes(KEY_BYTES)
    keep_key(poll_id, key)
    return mark_of(key)


def keep_key(poll_id: int, key: bytes) -> None:
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    folder().chmod(0o700)
    draft = folder() / f".{poll_id}.{secrets.token_hex(8)}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, key)
        os.fsync(handle)
    finally:
        os.close(handle)
    draft.replace(key_path(poll_id))


def read_key(poll_id: int, mark: str = "") -> bytes:
    """KeyMissingError where there is none; it is never made anew, since it would not open what lies there.

    WrongKeyError where it is not the one of this `mark`.
    """
    try:
        key = key_path(poll_id).read_bytes()
    except OSError as error:
        raise KeyMissingError(poll_id) from error
    if len(key) != KEY_BYTES:
        raise KeyMissingError(poll_id)
    if mark and mark_of(key) != mark:
        raise WrongKeyError(poll_id)
    return key


def destroy_key(poll_id: int) -> None:
    """Overwritten before it goes; what the file system keeps of it is named in docs/polls.md."""
    path = key_path(poll_id)
    try:
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        return
    path.unlink(missing_ok=True)


def kept() -> list[int]:
    """Polls whose key is there."""
    return sorted(int(path.stem) for path in folder().glob("*.key") if path.stem.isdigit())


# --- sealing ------------------------------------------------------------------------------------------------


def room(question: Question) -> int:
    """Bytes that the longest valid ballot of a question can take, in whole steps."""
    each = sum(2 * len(option.encode()) + 24 for option in question.options)
    longest = RECEIPT_ROOM + 64 + each + 6 * question.length * (not question.options)
    return -(-longest // STEP) * STEP


def seal(key: bytes, poll_id: int, person_id: int, text: str, length: int) -> bytes:
    """Nonce and ciphertext, always as long as `length` demands; ValueError for a text that does not fit."""
    content = text.encode()
    if len(content) > length:
        raise ValueError("a ballot is longer than its question allows")
    plain = len(content).to_bytes(HEAD_BYTES, "big") + content.ljust(length, b"\0")
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, _bound_to(poll_id, person_id))


def unseal(key: bytes, poll_id: int, person_id: int, sealed: bytes) -> str:
    nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        plain = AESGCM(key).decrypt(nonce, rest, _bound_to(poll_id, person_id))
    except (InvalidTag, ValueError) as error:
        raise BrokenSealError from error
    size = int.from_bytes(plain[:HEAD_BYTES], "big")
    return plain[HEAD_BYTES : HEAD_BYTES + size].decode()


def _bound_to(poll_id: int, person_id: int) -> bytes:
    return f"teilhabe ballot {poll_id} {person_id}".encode()
