"""What a proposal is made of, how far it has come, and in which order many of them are shown."""

import unicodedata
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import blake2b

TITLE_MAX = 120
BODY_MAX = 20_000
PLACE_MAX = 120
TEASER_MAX = 160
PAGE_SIZE = 20
CHANGE_WINDOW = timedelta(hours=1)
"""How long a slip can be mended without a trace; later changes are kept as versions for all to see."""


class Status(StrEnum):
    RECEIVED = "received"
    EXAMINED = "examined"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    BUILDING = "building"
    DONE = "done"
    REFUSED = "refused"


class Sort(StrEnum):
    """`MATCH` is offered only where words are searched for."""

    FAIR = "fair"
    NEWEST = "newest"
    SUPPORT = "support"
    DISCUSSED = "discussed"
    MATCH = "match"


CREATE = "proposals.create"
SUPPORT = "proposals.support"
COMMENT = "discussion.comment"


def leaves_a_version(published_at: datetime, now: datetime) -> bool:
    return now - published_at > CHANGE_WINDOW


def may_be_changed(status: Status, *, answered: bool) -> bool:
    """Until the city has taken it up: an answer must not stand under another text than the one it answers."""
    return status is Status.RECEIVED and not answered


def chosen_sort(asked: str, *, searching: bool) -> Sort:
    """The usual order unless another one is asked for; nonsense is the usual one."""
    usual = Sort.MATCH if searching else Sort.FAIR
    found = Sort(asked) if asked in set(Sort) else usual
    return usual if found is Sort.MATCH else found


def fair_seed(day: date, who: str) -> int:
    """The shuffle of one reader and one day, the same on every page of the list: a signed number of 64 bits.

    Whoever reads is told apart by `who`; neighbouring people and days share nothing, for it is a hash.
    """
    digest = blake2b(f"{day.toordinal()}|{who}".encode(), digest_size=8, person=b"fair order").digest()
    return int.from_bytes(digest, "big", signed=True)


def says_something(text: str) -> bool:
    """False for blanks and characters nobody can see."""
    return any(unicodedata.category(character)[0] in "LNPS" for character in text)


def cut_at_word(text: str, most: int = TITLE_MAX) -> str:
    """At most `most` characters; what is longer ends after a whole word with an ellipsis."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    whole = head if text[most - 1].isspace() else head[: head.rfind(" ")] if " " in head else head
    return whole.rstrip(" ,;:–-") + "…"
