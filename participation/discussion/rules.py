"""What may be said under a thing, and under which mark."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

BODY_MAX = 10_000
TOPS_ON_A_PAGE = 50
"""First-level comments sent at once; their replies come with them."""

CHANGE_WITHIN = timedelta(minutes=15)


def may_change(written_at: datetime, moment: datetime, *, replied: bool) -> bool:
    """For a while, and only until somebody has answered: else they would seem to have answered other words."""
    return not replied and moment < written_at + CHANGE_WITHIN


class Stance(StrEnum):
    FOR = "for"
    AGAINST = "against"
    NEUTRAL = "neutral"


class Office(StrEnum):
    """Whose voice a comment is, beyond the person's own."""

    ADMINISTRATION = "administration"
    COUNCIL = "council"


_OF_THE_CITY = frozenset({"moderator", "clerk", "editor", "administrator"})


def office_of(roles: Iterable[str]) -> Office | None:
    """The mark a comment keeps, also when the person later leaves the office."""
    held = frozenset(roles)
    if held & _OF_THE_CITY:
        return Office.ADMINISTRATION
    return Office.COUNCIL if "council" in held else None
