"""Whose page it is, and which proposals a member of the council should look at now."""

from collections.abc import Sequence

THRESHOLD = 100
"""Supports from which a proposal is said to concern the whole district."""
NEAR = 60
"""From here on it is near; what has reached the threshold is listed elsewhere, first of all by support."""
SHOWN = 30


def chosen(asked: str, own: Sequence[str], known: Sequence[str]) -> str:
    """The district to show: what was asked for, else the first of one's own; empty is the whole city."""
    if asked == "all":
        return ""
    if asked in known:
        return asked
    return next((slug for slug in own if slug in known), "")


def missing(supports: int) -> int:
    return max(0, THRESHOLD - supports)
