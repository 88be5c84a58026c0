"""What packages above may ask about their own content."""

from participation.core.db import fetch_value

_CASES = "SELECT EXISTS (SELECT 1 FROM moderation_case WHERE kind = $1 AND content_id = $2)"


async def was_questioned(kind: str, number: int) -> bool:
    """Whether there ever was a case about it: then what its author takes out stays out of sight."""
    found: bool = await fetch_value(_CASES, kind, number)
    return found
