"""What packages above may ask about their own content."""

from collections.abc import Collection

from participation.core.db import fetch, fetch_value

_CASES = "SELECT EXISTS (SELECT 1 FROM moderation_case WHERE kind = $1 AND content_id = $2)"


_WAITING = """
SELECT content_id FROM moderation_case WHERE kind = $1 AND content_id = ANY($2::bigint[]) AND state = 'open'
"""


async def waiting(kind: str, numbers: Collection[int]) -> set[int]:
    """Which of them somebody has still to judge: these must not be gone before."""
    return {row["content_id"] for row in await fetch(_WAITING, kind, list(numbers))}


async def was_questioned(kind: str, number: int) -> bool:
    """Whether there ever was a case about it: then what its author takes out stays out of sight."""
    found: bool = await fetch_value(_CASES, kind, number)
    return found
