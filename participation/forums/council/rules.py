"""Whose page it is, and which proposals a member of the council should look at now."""

from collections.abc import Sequence

THRESHOLD = 100
"""Supports from which a proposal moves many, in a consultation that has no threshold of its own."""
NEAR = 60
"""Percent of the threshold from which on a proposal is near it."""
SHOWN = 30


def chosen(asked: str, own: Sequence[str], known: Sequence[str]) -> str:
    """The district to show: what was asked for, else the first of one's own; empty is the whole city."""
    if asked == "all":
        return ""
    if asked in known:
        return asked
    return next((slug for slug in own if slug in known), "")


def missing(supports: int, threshold: int = THRESHOLD) -> int:
    return max(0, threshold - supports)
