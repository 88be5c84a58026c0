"""A text that its writer has changed is looked at once more: else a harmless first version would open the door."""

from typing import Any

from moderation.checks import all_watches, examine
from participation.core import kinds
from participation.core.db import execute
from participation.core.outbox import enqueue, handles

TOPIC = "moderation.look-again"


async def look_again(kind: str, number: int) -> None:
    """Within the caller's unit of work: the programs look at what stands there after the commit."""
    await enqueue(TOPIC, {"kind": kind, "id": number})


@handles(TOPIC, atomic=True)
async def _examine(payload: dict[str, Any]) -> None:
    card = await kinds.card(payload["kind"], payload["id"])
    if card is None:
        return
    await execute("DELETE FROM fingerprint WHERE kind = $1 AND content_id = $2", card.kind, card.id)
    await examine(card, await all_watches())
