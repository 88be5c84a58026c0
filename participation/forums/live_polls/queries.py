"""The live poll of the moment, as hall and home see it, and all of an evening."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from participation.core import clock
from participation.core.db import fetch, fetch_one
from participation.forums.live_polls import sql
from participation.forums.live_polls.rules import (
    HIGHEST,
    LOWEST,
    Answer,
    Count,
    Form,
    Hall,
    Hands,
    answers,
    hands,
    mean,
    phoned,
)
from participation.forums.stage import part
from polls.ballots.shape import Choices, Marks, from_text
from polls.life import too_few


@dataclass(frozen=True, slots=True)
class LivePoll:
    """`voters` are ballots from home, on the telephone and from devices in the hall; hands come on top."""

    id: int
    poll: int
    title: str
    form: Form
    binding: bool
    secret: bool
    eligible: int | None
    most: int
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    held: bool
    """Closed, but not counted before the chair shows the result."""
    counted: bool
    voters: int
    options: tuple[tuple[str, str], ...]
    counts: tuple[Count, ...]
    hands: Hands
    answers: tuple[Answer, ...]
    """Empty until the ballots are counted."""
    means: tuple[Fraction, Fraction, Fraction] | None
    few: bool
    """A secret vote of so few that its numbers are not shown."""

    @property
    def open(self) -> bool:
        return self.closed_at is None and self.closes_at > clock.now()

    @property
    def hall_known(self) -> bool:
        return self.hands.state in {Hall.OFF, Hall.AGREED}

    @property
    def has_hall(self) -> bool:
        return self.hands.state is not Hall.OFF

    @property
    def final(self) -> bool:
        return self.counted and self.hall_known

    @property
    def in_hall(self) -> int:
        """Hands, which with several answers may be more than people."""
        return sum(self.hands.numbers.values())

    @property
    def total(self) -> int:
        return self.in_hall + sum(answer.remote for answer in self.answers)

    @property
    def widest(self) -> int:
        """What a bar of full length stands for: everybody, or with several answers the most."""
        if self.form is Form.SEVERAL:
            return max((answer.total for answer in self.answers), default=0)
        return self.total

    @property
    def labels(self) -> tuple[tuple[str, str], ...]:
        """What a hand can be raised for: the options, or on a scale its steps."""
        return self.options

    def count_of(self, person: int | None) -> Mapping[str, int]:
        """What this person has counted; empty where they have not."""
        return next((c.numbers for c in reversed(self.counts) if c.by == person), {})

    def phone_of(self) -> Mapping[str, int]:
        return phoned(self.counts)

    def counted_by(self, person: int | None) -> bool:
        return any(count.by == person for count in self.counts)


def read_poll(data: Mapping[str, Any] | None) -> LivePoll | None:
    if data is None:
        return None
    form, settings = Form(data["form"]), json.loads(data["settings"])
    labels = _labels(form, data["options"])
    counts = tuple(
        Count(by, json.loads(numbers), json.loads(phone) if phone else None)
        for by, numbers, phone in data["counts"]
    )
    agreed, secret = hands(data["hands"], counts), data["secrecy"] == "secret"
    counted, voters = data["counted_at"] is not None, int(data["voters"])
    few = secret and counted and too_few(voters)
    found: tuple[Answer, ...] = ()
    if counted and not few:
        remote = _remote(data["ballots"], phoned(counts))
        single = 0 if form is Form.SEVERAL else sum(agreed.numbers.values()) + sum(phoned(counts).values())
        found = answers(dict(labels), agreed.numbers, remote, voters + single)
    return LivePoll(
        id=data["id"],
        poll=data["poll"],
        title=data["title"],
        form=form,
        binding=data["binding"],
        secret=secret,
        eligible=data["eligible"],
        most=settings.get("most", 0),
        opened_at=datetime.fromisoformat(data["opened_at"]),
        closes_at=datetime.fromisoformat(data["closes_at"]),
        closed_at=datetime.fromisoformat(data["closed_at"]) if data["closed_at"] else None,
        held=data["held_at"] is not None,
        counted=counted,
        voters=voters,
        options=labels,
        counts=counts,
        hands=agreed,
        answers=found,
        means=mean(found) if form is Form.SCALE else None,
        few=few,
    )


def _labels(form: Form, options: list[list[str]]) -> tuple[tuple[str, str], ...]:
    if form is Form.SCALE:
        return tuple((str(mark), str(mark)) for mark in range(LOWEST, HIGHEST + 1))
    return tuple((key, title) for key, title in options)


def _remote(ballots: list[list[Any]], phone: Mapping[str, int]) -> dict[str, int]:
    found = dict(phone)
    for text, number in ballots:
        ballot = from_text(text)
        if isinstance(ballot, Choices):
            keys = list(ballot.options)
        else:
            keys = [str(mark) for _, mark in ballot.values] if isinstance(ballot, Marks) else []
        for key in keys:
            found[key] = found.get(key, 0) + number
    return found


part("live_poll", sql.NOW, read_poll)


async def polls_of(forum_id: int) -> list[LivePoll]:
    """All of the evening, in their order; withdrawn ones are left out."""
    found = [read_poll(json.loads(row["found"])) for row in await fetch(sql.ALL, forum_id)]
    return [one for one in found if one is not None]


async def voted(forum_id: int, person_id: int) -> bool:
    """Whether this person has a ballot in the open poll."""
    row = await fetch_one(sql.MINE, forum_id, person_id)
    return bool(row and row["voted"])


async def locked(forum_id: int, live_poll_id: int) -> Any | None:
    return await fetch_one(sql.LOCKED, live_poll_id, forum_id)


async def poll_of(forum_id: int, live_poll_id: int) -> int | None:
    row = await fetch_one(sql.POLL_OF, live_poll_id, forum_id)
    return row["poll"] if row else None


async def hands_of(live_poll_id: int, *, wanted: bool) -> Hands:
    rows = await fetch(sql.COUNTS, live_poll_id)
    return hands(wanted, [Count(row["counted_by"], json.loads(row["numbers"])) for row in rows])


async def due() -> list[tuple[int, int]]:
    """(forum, live poll) of those that time has ended, or whose result has not been told."""
    return [(row["forum"], row["id"]) for row in await fetch(sql.DUE, clock.now())]


async def held_over(before: datetime) -> list[int]:
    """Polls whose result was held back, and what they hung on has been over since then."""
    return [row["poll"] for row in await fetch(sql.HELD_OVER, before)]


async def turnouts(forum_ids: list[int]) -> dict[int, tuple[int, int]]:
    """Forum → (live poll, ballots so far), of those with an open poll."""
    return {row["forum"]: (row["id"], row["voters"]) for row in await fetch(sql.TURNOUT, forum_ids)}
