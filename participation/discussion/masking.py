"""Parts of a comment made illegible, and brought back."""

import json
from collections.abc import Sequence

from moderation.masking import masked_html, masked_text
from participation.core.db import execute, fetch_one

_TEXT = "SELECT body, body_html FROM comment WHERE id = $1 FOR UPDATE"
_SET = "UPDATE comment SET body = $2, body_html = $3 WHERE id = $1"


async def mask(comment: int, passages: Sequence[str]) -> str:
    """Within the caller's unit of work; empty where a passage is not found whole."""
    row = await fetch_one(_TEXT, comment)
    body = masked_text(row["body"], passages) if row else None
    html = masked_html(row["body_html"], passages) if row else None
    if row is None or body is None or html is None:
        return ""
    await execute(_SET, comment, body, html)
    return json.dumps([row["body"], row["body_html"]])


async def unmask(comment: int, memory: str) -> None:
    await execute(_SET, comment, *json.loads(memory))
