"""Who speaks next, and why. The order is a function of what was asked, called and moved, and of nothing else.

The rules, as docs/speaker-list.md publishes them: points of order first; at most one interposed question after a
speech; people who have not spoken this evening before those who have, but nobody lets more than three newcomers
pass; hall and remote take turns; then whoever asked first. The chair may move a person, with a reason.
"""

from bisect import bisect, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

PATIENCE = 3
"""So many newcomers may pass somebody who has spoken before."""
SECONDS, QUESTION_SECONDS = 180, 60
NOTE_LENGTH = 120


class Channel(StrEnum):
    HALL = "hall"
    HOME = "home"
    PHONE = "phone"


class Kind(StrEnum):
    SPEECH = "speech"
    ORDER = "order"
    QUESTION = "question"


class ListState(StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class Rule(StrEnum):
    """Why a person stands where they stand."""

    ORDER = "order"
    QUESTION = "question"
    TURN = "turn"
    PATIENCE = "patience"
    FIRST = "first"
    AGAIN = "again"
    EARLIER = "earlier"
    LATER = "later"


class Reason(StrEnum):
    """What the chair gives as the reason for moving somebody."""

    FITS = "fits"
    BALANCE = "balance"
    LEAVING = "leaving"
    WISH = "wish"
    TECHNICAL = "technical"


@dataclass(frozen=True, slots=True)
class Request:
    """`id` grows with the time of asking; `who` is the same for each request of a person or a card."""

    id: int
    who: str
    channel: Channel
    kind: Kind = Kind.SPEECH

    @property
    def remote(self) -> bool:
        return self.channel is not Channel.HALL


@dataclass(frozen=True, slots=True)
class Move:
    """The chair put `request` right before (or behind) `other`. It holds while both are waiting."""

    request: int
    other: int
    before: bool
    reason: Reason


@dataclass(frozen=True, slots=True)
class Place:
    request: Request
    rule: Rule
    reason: Reason | None = None


def order(waiting: Sequence[Request], called: Sequence[Request], moves: Sequence[Move] = ()) -> list[Place]:
    """`called`: who had the floor this evening, in that order; `moves`: in the order in which they were made."""
    past = _Past()
    for request in called:
        past.add(request)
    left = sorted(waiting, key=lambda request: request.id)
    places: list[Place] = []
    while left:
        place = _next(left, past)
        left.remove(place.request)
        past.add(place.request)
        places.append(place)
    for move in moves:
        _apply(move, places)
    return places


@dataclass(slots=True)
class _Past:
    spoken: set[str] = field(default_factory=set)
    newcomers: list[int] = field(default_factory=list)
    remote: bool | None = None
    last: Kind | None = None

    def add(self, request: Request) -> None:
        self.last = request.kind
        if request.kind is not Kind.SPEECH:
            return
        if request.who not in self.spoken:
            insort(self.newcomers, request.id)
        self.spoken.add(request.who)
        self.remote = request.remote

    def passed_by(self, request: Request) -> int:
        """Newcomers who asked later and spoke before."""
        return len(self.newcomers) - bisect(self.newcomers, request.id)


def _next(left: Sequence[Request], past: _Past) -> Place:
    """`left` in the order of asking, not empty."""
    speeches = [request for request in left if request.kind is Kind.SPEECH]
    for request in left:
        if request.kind is Kind.ORDER:
            return Place(request, Rule.ORDER)
    for request in left:
        if request.kind is Kind.QUESTION and (past.last is not Kind.QUESTION or not speeches):
            return Place(request, Rule.QUESTION)
    return _speech(speeches, past)


def _speech(speeches: Sequence[Request], past: _Past) -> Place:
    first = [
        request
        for request in speeches
        if request.who not in past.spoken or past.passed_by(request) >= PATIENCE
    ]
    group = first or speeches
    chosen = next((request for request in group if request.remote is not past.remote), group[0])
    return Place(chosen, _rule(chosen, group, past))


def _rule(chosen: Request, group: Sequence[Request], past: _Past) -> Rule:
    if chosen is not group[0]:
        return Rule.TURN
    if chosen.who not in past.spoken:
        return Rule.FIRST
    return Rule.PATIENCE if past.passed_by(chosen) >= PATIENCE else Rule.AGAIN


def _apply(move: Move, places: list[Place]) -> None:
    found = {place.request.id: place for place in places}
    mine, other = found.get(move.request), found.get(move.other)
    if mine is None or other is None or mine is other:
        return
    was = places.index(mine)
    places.remove(mine)
    at = places.index(other) + (0 if move.before else 1)
    rule = Rule.EARLIER if at < was else Rule.LATER
    places.insert(at, mine if at == was else Place(mine.request, rule, move.reason))


def seconds_for(kind: Kind) -> int:
    return QUESTION_SECONDS if kind is Kind.QUESTION else SECONDS
