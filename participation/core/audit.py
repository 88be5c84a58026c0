"""What staff did: a log that is only ever added to, and shows it when somebody did more than add.

An act leaves its entry in its own transaction, unsealed, so that no act waits for another. After the commit the
worker seals the entries in order: a gap-free number, the hash of the one before, and a hash over it all. Entries
hold ids, short codes and salted digests, never text or names, so that erasing a person's text keeps the chain
whole.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from participation.core.clock import now
from participation.core.db import execute, execute_many, fetch, fetch_one, unit_of_work
from participation.core.jobs import every

Detail = str | int | bool | None | list[int]

BATCH = 500
_CODE = re.compile(r"[A-Za-z0-9_.:/+-]{0,80}")


_RECORD = """
INSERT INTO audit_entry (at, actor_id, act, kind, object_id, details, digest, salt)
VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7, $8)
"""


async def record(
    actor_id: int | None,
    act: str,
    kind: str = "",
    number: int | None = None,
    details: Mapping[str, Detail] | None = None,
    digest_of: str | None = None,
) -> None:
    """Within the caller's unit of work. `act` as in "decision.made"; `kind` and `number` name what it was done to.

    `details` are ids and short codes without blanks (ValueError otherwise), so that no text or name gets in.
    `digest_of` is the text the act was about: its salted digest lets somebody who has the text prove it later.
    """
    _refuse_text(act, kind, details or {})
    salt = "" if digest_of is None else secrets.token_hex(16)
    digest = "" if digest_of is None else digest_with(salt, digest_of)
    await execute(_RECORD, now(), actor_id, act, kind, number, json.dumps(details or {}), digest, salt)


def digest_with(salt: str, text: str) -> str:
    """Hexadecimal SHA-256 of salt and text, to compare with an entry's `digest`."""
    return hashlib.sha256(bytes.fromhex(salt) + text.encode("utf-8", "replace")).hexdigest()


def _refuse_text(act: str, kind: str, details: Mapping[str, Detail]) -> None:
    words = [act, kind, *details, *(value for value in details.values() if isinstance(value, str))]
    if not all(_CODE.fullmatch(word) for word in words):
        raise ValueError("an audit entry holds ids and short codes only")
    lists = [value for value in details.values() if isinstance(value, list)]
    if not all(type(item) is int for items in lists for item in items):
        raise ValueError("a list in an audit entry holds ids only")


# --- sealing ------------------------------------------------------------------------------------------------

_HEAD_MADE = "INSERT INTO audit_head (id) VALUES (1) ON CONFLICT (id) DO NOTHING"
_HEAD = "SELECT number, hash FROM audit_head WHERE id = 1 FOR UPDATE"
_UNSEALED = """
SELECT id, at, actor_id, act, kind, object_id, details::text AS details, digest, salt FROM audit_entry
WHERE number IS NULL ORDER BY id LIMIT $1
"""
_SEAL = "UPDATE audit_entry SET number = $2, previous = $3, hash = $4 WHERE id = $1"
_MOVE_HEAD = "UPDATE audit_head SET number = $1, hash = $2 WHERE id = 1"


@every(1, "core.audit.seal")
async def seal_all() -> None:
    while await seal() == BATCH:
        pass


async def seal() -> int:
    """Chains up to `BATCH` committed entries and returns how many. The head's row keeps two workers apart."""
    async with unit_of_work():
        rows = await fetch(_UNSEALED, 1)
        if not rows:
            return 0
        await execute(_HEAD_MADE)
        head = await fetch_one(_HEAD)
        assert head is not None
        number, last = head["number"], head["hash"]
        seals = []
        for row in await fetch(_UNSEALED, BATCH):
            number, previous = number + 1, last
            last = chain_hash(row, number, previous)
            seals.append((row["id"], number, previous, last))
        await execute_many(_SEAL, seals)
        await execute(_MOVE_HEAD, number, last)
    return len(seals)


def chain_hash(row: Mapping[str, Any], number: int, previous: str) -> str:
    """SHA-256 over canonical JSON: keys sorted, no blanks, UTF-8, the time in UTC with microseconds."""
    content = {
        "act": row["act"],
        "actor": row["actor_id"],
        "at": row["at"].astimezone(UTC).isoformat(timespec="microseconds"),
        "details": json.loads(row["details"]),
        "digest": row["digest"],
        "entry": row["id"],
        "kind": row["kind"],
        "number": number,
        "object": row["object_id"],
        "previous": previous,
        "salt": row["salt"],
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


# --- verifying ----------------------------------------------------------------------------------------------

_SEALED = """
SELECT id, at, actor_id, act, kind, object_id, details::text AS details, digest, salt, number, previous, hash
FROM audit_entry WHERE number > $1 ORDER BY number LIMIT $2
"""
_HEAD_NOW = "SELECT number, hash FROM audit_head WHERE id = 1"


async def verify() -> int | None:
    """The first number at which the chain is broken, or None. It may run beside the sealing."""
    end, end_hash = await _head()
    number, last, seen = 0, "", -(2**63)
    while rows := await fetch(_SEALED, seen, BATCH):
        for row in rows:
            number, previous = number + 1, last
            last = chain_hash(row, number, previous)
            if (row["number"], row["previous"], row["hash"]) != (number, previous, last):
                return number
            if number == end and last != end_hash:
                return number
        seen = number
    if number < end:
        return number + 1
    end, _ = await _head()
    return end + 1 if number > end else None


async def _head() -> tuple[int, str]:
    row = await fetch_one(_HEAD_NOW)
    return (row["number"], row["hash"]) if row else (0, "")
