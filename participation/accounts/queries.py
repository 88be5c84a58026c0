from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from participation.core import kinds, persons
from participation.core.clock import now
from participation.core.db import fetch, fetch_one

_SESSIONS = """
SELECT left(encode(id_hash, 'hex'), 16) AS public_id, id_hash, device, created_at, last_seen_at
FROM session WHERE person = $1 AND expires_at > $2 ORDER BY last_seen_at DESC LIMIT 100
"""


@dataclass(frozen=True, slots=True)
class OpenSession:
    public_id: str
    device: str
    created_at: datetime
    last_seen_at: datetime
    is_this_one: bool


@dataclass(frozen=True, slots=True)
class Profile:
    id: int
    display_name: str
    email: str
    created_at: datetime


async def sessions_of(person_id: int, current: bytes | None) -> list[OpenSession]:
    return [
        OpenSession(
            row["public_id"], row["device"], row["created_at"], row["last_seen_at"], row["id_hash"] == current
        )
        for row in await fetch(_SESSIONS, person_id, now())
    ]


async def profile_of(person_id: int) -> Profile:
    row = await fetch_one("SELECT id, display_name, email, created_at FROM person WHERE id = $1", person_id)
    assert row is not None, "a signed-in person exists"
    return Profile(row["id"], row["display_name"], row["email"] or "", row["created_at"])


async def person_id_by_email(key: str) -> int | None:
    row = await fetch_one("SELECT id FROM person WHERE email_key = $1 AND deleted_at IS NULL", key)
    return row["id"] if row else None


async def everything_about(person_id: int) -> dict[str, Any]:
    """A person's copy of their data (Art. 15 and 20 GDPR), in the words of the program."""
    profile = asdict(await profile_of(person_id))
    written: dict[str, Any] = {}
    for kind in kinds.every():
        if kind.by_person is None:
            continue
        cards = await kind.cards(await kind.by_person(person_id))
        written[kind.name] = [
            {
                "id": c.id,
                "title": c.title if c.parent is None or not c.hidden else "",  # else that of a hidden thing
                "text": c.text,
                "url": c.url,
                "created_at": c.created_at,
                "hidden": c.hidden,
            }
            for c in cards.values()
        ]
    sessions = [
        {"device": s.device, "created_at": s.created_at, "last_seen_at": s.last_seen_at}
        for s in await sessions_of(person_id, None)
    ]
    kept = await persons.export(person_id)
    return {"profile": profile, "sessions": sessions, "written": written, "kept": kept}
