"""What people got by mail, as the worker would have written it."""

import json

from moderation.letters import TOPIC, write_letter
from participation.core.db import execute, fetch

_WAITING = "SELECT id, payload::text AS payload FROM outbox_entry WHERE topic = $1 ORDER BY id"


async def write_letters() -> None:
    """Every letter that waits becomes a mail that waits."""
    for row in await fetch(_WAITING, TOPIC):
        await write_letter(json.loads(row["payload"]))
        await execute("DELETE FROM outbox_entry WHERE id = $1", row["id"])


async def mails(to: str) -> list[tuple[str, str]]:
    """Subjects and texts, oldest first."""
    await write_letters()
    found = [json.loads(row["payload"]) for row in await fetch(_WAITING, "core.mail")]
    return [(mail["subject"], mail["text"]) for mail in found if mail["to"] == to]
