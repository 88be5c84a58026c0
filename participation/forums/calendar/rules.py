"""What a calendar shows of a forum. The identity stays, the version grows, what is cancelled stays as cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """`items` are the titles of the published agenda, `url` is absolute."""

    uid: str
    revision: int
    changed_at: datetime
    title: str
    lead: str
    place: str
    starts_at: datetime
    ends_at: datetime
    dial_in: str
    cancelled: bool
    reason: str
    items: Sequence[str]
    url: str
