"""When a proposal may go into another, and how long that can be taken back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

UNDO_WITHIN = timedelta(days=14)
"""After that nobody remembers any more who had supported which of the two."""


class No(StrEnum):
    MERGED = "merged"
    TAKEN_UP = "taken-up"
    TARGET = "target"
    TOO_LATE = "too-late"
    LATER = "later"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Side:
    id: int
    consultation: int
    readable: bool
    """Neither hidden nor withdrawn."""
    merged: bool
    answered: bool


def why_not(source: Side, target: Side | None) -> No | None:
    """None where it may go. What the city has answered keeps its page: then the other one goes into it."""
    if source.merged:
        return No.MERGED
    good = target is not None and target.id != source.id and target.consultation == source.consultation
    if not good or target is None or not target.readable or target.merged or not source.readable:
        return No.TARGET
    return No.TAKEN_UP if source.answered else None


def why_not_back(merged_at: datetime, now: datetime, *, target_merged: bool, withdrawn: bool) -> No | None:
    """Undone is what was done last: supports that moved on with the twin come back with the twin first."""
    if now - merged_at > UNDO_WITHIN:
        return No.TOO_LATE
    if target_merged:
        return No.LATER
    return No.WITHDRAWN if withdrawn else None
