"""Parts of a line made illegible, and brought back, for everybody who has it on the screen."""

from collections.abc import Sequence

from moderation.masking import masked_text
from participation.core import clock
from participation.core.db import fetch_one, fetch_value, unit_of_work
from participation.forums.chat.rules import as_html
from participation.forums.log.actions import append

_BODY = "SELECT body FROM message WHERE id = $1 FOR UPDATE"
_SET = "UPDATE message SET body = $2, body_html = $3 WHERE id = $1 RETURNING forum"


async def mask(message: int, passages: Sequence[str]) -> str:
    """Empty where a passage is not found."""
    row = await fetch_one(_BODY, message)
    body = masked_text(row["body"], passages) if row else None
    if row is None or body is None:
        return ""
    await _change(message, body, "masked")
    return str(row["body"])


async def unmask(message: int, memory: str) -> None:
    await _change(message, memory, "restored")


async def _change(message: int, body: str, verb: str) -> None:
    async with unit_of_work() as work:
        forum_id = await fetch_value(_SET, message, body, as_html(body))
        if forum_id is not None:
            await append(work, forum_id, "message", message, verb, clock.now(), urgent=True)
