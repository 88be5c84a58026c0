"""When a topic is taken, how many, which ways it can go, and when it has had its turn."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

TITLE_LENGTH, BODY_LENGTH, PLACE_LENGTH, FACTS_LENGTH = 120, 4000, 120, 1000
NAME_LENGTH, CONTACT_LENGTH, ASSOCIATION_LENGTH = 120, 200, 120
EXPLANATION_LENGTH, STATEMENT_LENGTH, OFFICE_LENGTH = 1000, 8000, 120
BODY_NAME_LENGTH, COVERS_LENGTH, WORDS_LENGTH, URL_LENGTH, PHONE_LENGTH = 120, 300, 500, 500, 60

WEEKS_BEFORE = 3
MOST, PER_PERSON, PER_ASSOCIATION, TREATED_MOST = 15, 3, 5, 2


class TopicState(StrEnum):
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    MERGED = "merged"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    SETTLED = "settled"
    """The city's statement was answer enough: it stands beside the agenda, not on it."""


class Channel(StrEnum):
    ONLINE = "online"
    PAPER = "paper"
    COUNTER = "counter"
    TELEPHONE = "telephone"
    OFFICE = "office"


class Refusal(StrEnum):
    OTHER_BODY = "other-body"
    DAMAGE = "damage"
    TREATED = "treated"
    SINGLE_CASE = "single-case"
    OTHER = "other"


class Wish(StrEnum):
    DEBATE = "debate"
    SETTLED = "settled"


POINTED = frozenset({Refusal.OTHER_BODY, Refusal.DAMAGE})
"""Who refuses so names who is in charge instead."""

LIVE = frozenset({TopicState.SUBMITTED, TopicState.ACCEPTED, TopicState.SETTLED})
"""These count for the limits."""

_WAYS = {
    TopicState.SUBMITTED: {TopicState.ACCEPTED, TopicState.MERGED, TopicState.REFUSED, TopicState.WITHDRAWN},
    TopicState.ACCEPTED: set(TopicState) - {TopicState.ACCEPTED},
    TopicState.MERGED: {TopicState.SUBMITTED, TopicState.WITHDRAWN},
    TopicState.REFUSED: {TopicState.SUBMITTED, TopicState.WITHDRAWN},
    TopicState.SETTLED: {TopicState.ACCEPTED, TopicState.SUBMITTED, TopicState.WITHDRAWN},
    TopicState.WITHDRAWN: set[TopicState](),
}


@dataclass(frozen=True, slots=True)
class Limits:
    until: datetime
    most: int = MOST
    per_person: int = PER_PERSON
    per_association: int = PER_ASSOCIATION
    treated_most: int = TREATED_MOST


@dataclass(frozen=True, slots=True)
class Count:
    """Topics of the forum that count, and how many of them are this person's or this association's."""

    all: int
    own: int


def may_become(state: TopicState, other: TopicState) -> bool:
    return other in _WAYS[state]


def default_until(starts_at: datetime, zone: tzinfo) -> datetime:
    """The end of the day three weeks before."""
    return end_of_day(starts_at.astimezone(zone).date() - timedelta(weeks=WEEKS_BEFORE), zone)


def end_of_day(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(23, 59, 59), zone)


def why_not(limits: Limits, count: Count, received_at: datetime, *, association: bool) -> str | None:
    """The key of the reason for which a topic is not taken, or None."""
    if received_at > limits.until:
        return "topics-late"
    if count.own >= (limits.per_association if association else limits.per_person):
        return "topics-of-association" if association else "topics-of-person"
    return "topics-full" if count.all >= limits.most else None


def had_its_turn(limits: Limits, treated: int, new_facts: str) -> bool:
    """Treated so often, each time with a final statement, and nothing new."""
    return treated >= limits.treated_most and not new_facts


def swapped(order: Sequence[int], topic_id: int, step: int) -> list[int]:
    """One place up or down; at the end of the list nothing changes."""
    ids = list(order)
    if topic_id in ids:
        at = ids.index(topic_id)
        if 0 <= at + step < len(ids):
            ids[at], ids[at + step] = ids[at + step], ids[at]
    return ids


def person_key(author: int | None, name: str, channel: Channel) -> str:
    """Who it is for the limits: an account, an office, or a name as it was written down."""
    if author is not None:
        return f"person:{author}"
    return ("office:" if channel is Channel.OFFICE else "name:") + name_key(name)


def name_key(name: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", name.casefold()))


_WORD = re.compile(r"[^\W\d_]{5,40}")


def words_of(text: str, most: int = 12) -> list[str]:
    """The longest words of a title, for finding what is about the same."""
    found = dict.fromkeys(word.casefold() for word in _WORD.findall(text))
    return sorted(found, key=lambda word: (-len(word), word))[:most]


def hints(text: str, known: Sequence[tuple[int, str]]) -> list[tuple[int, list[str]]]:
    """Bodies whose words occur in the text, each with those words, the most telling first."""
    low = text.casefold()
    found = []
    for number, words in known:
        wanted = [word.strip() for word in words.casefold().split(",")]
        met = [word for word in wanted if len(word) > 2 and re.search(r"(?<!\w)" + re.escape(word), low)]
        if met:
            found.append((number, met))
    return sorted(found, key=lambda entry: -len(entry[1]))
