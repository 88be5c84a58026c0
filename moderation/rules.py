"""What a case may become, who may decide it, and until when; without a database."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

TEXT_MAX = 2_000
NAME_MAX = 100
REASON_MAX = 5_000
APPEAL_MAX = 5_000
CLAIM_IDLE = timedelta(minutes=15)
"""A claim that nobody used for so long binds nobody else."""
UNDO_FOR = timedelta(minutes=15)
NOTE_MAX = 2_000
CANNED_TITLE_MAX = 80
APPEAL_MONTHS = 6
"""Art. 20 DSA asks for six months at least."""

PROFILE = "profile"
"""The kind of a person's name."""


class Reason(StrEnum):
    ILLEGAL = "illegal"
    INSULT = "insult"
    HATE = "hate"
    PERSONAL_DATA = "personal-data"
    SPAM = "spam"
    OFF_TOPIC = "off-topic"
    DUPLICATE = "duplicate"
    CHILD_ABUSE = "child-abuse"
    OTHER = "other"


class Source(StrEnum):
    PERSON = "person"
    VISITOR = "visitor"
    SYSTEM = "system"


class Lane(StrEnum):
    LIVE = "live"
    NORMAL = "normal"


class State(StrEnum):
    """`decided` can still be appealed against, `closed` cannot: two people have judged."""

    OPEN = "open"
    DECIDED = "decided"
    APPEALED = "appealed"
    CLOSED = "closed"


class Action(StrEnum):
    """In the order in which they are offered, the mildest first."""

    KEEP = "keep"
    ASK = "ask"
    REFER = "refer"
    MASK = "mask"
    LOCK = "lock"
    HIDE = "hide"
    REMOVE = "remove"
    WARN = "warn"
    READ_ONLY = "read-only"
    SUSPEND = "suspend"
    POLICE = "police"


LENIENT = frozenset({Action.KEEP, Action.ASK, Action.REFER})
"""They leave everything as it is; the author gets at most a friendly word."""
ILLEGAL = frozenset({Action.REMOVE, Action.POLICE})
"""They rest on a law, not on a rule of the house alone."""
LAW_MAX = 200
TIMED = frozenset({Action.READ_ONLY, Action.SUSPEND})
AGAINST_A_PERSON = frozenset({Action.WARN, Action.READ_ONLY, Action.SUSPEND})
SANCTION_LONGEST = timedelta(days=366)
MASK = "[unkenntlich gemacht]"
DETAIL_MAX = 1_000
CHECKLIST = frozenset({"danger", "evidence", "contact"})
"""What Art. 18 DSA asks for before a suspicion goes to the police; each is a box of the form."""


class Finding(StrEnum):
    """Why a program puts something before people; the report's text holds what it found."""

    WATCH = "watch"
    LINK = "link"
    FIRST = "first"
    REPEATED = "repeated"
    SIMILAR = "similar"
    HELD = "held"
    BURST = "burst"


PEOPLE, PROGRAM = "people", "system"


def came_from(source: Source, finding: Finding | None) -> str:
    """What the queue can be narrowed by: people, the finding of a check, or a program without one."""
    if source is not Source.SYSTEM:
        return PEOPLE
    return finding.value if finding else PROGRAM


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long a case may wait; a city sets them."""

    live_urgent: timedelta = timedelta(minutes=5)
    live: timedelta = timedelta(minutes=15)
    child_abuse: timedelta = timedelta(hours=2)
    normal: timedelta = timedelta(hours=24)
    appeal: timedelta = timedelta(hours=24)


USUAL = Deadlines()
SOONER = timedelta(hours=-6)
LATER = timedelta(hours=6)


class Outcome(StrEnum):
    UPHELD = "upheld"
    REVERSED = "reversed"


NEEDS_WORDS = frozenset({Reason.ILLEGAL, Reason.OTHER})
"""Reasons that say too little by themselves."""
URGENT = frozenset({Reason.CHILD_ABUSE, Reason.HATE, Reason.PERSONAL_DATA})


class Obstacle(StrEnum):
    """Why a person may not decide a case now; the values are keys of sentences."""

    CLOSED = "case-decided"
    OWN = "case-own-content"
    SECOND = "case-needs-another"
    TAKEN = "case-taken"


class AppealObstacle(StrEnum):
    FINAL = "appeal-final"
    NOTHING = "appeal-nothing"
    TWICE = "appeal-twice"
    LATE = "appeal-late"


class ObjectionObstacle(StrEnum):
    """Why whoever reported something gets no second look."""

    OPEN = "objection-open"
    NOTHING = "objection-nothing"
    FINAL = "objection-final"
    TWICE = "objection-twice"
    LATE = "appeal-late"


class UndoObstacle(StrEnum):
    NOTHING = "undo-nothing"
    ANOTHERS = "undo-anothers"
    LATE = "undo-late"
    NEWER = "undo-newer"


RULE_FOR = {
    Reason.ILLEGAL: "recht",
    Reason.INSULT: "angriffe",
    Reason.HATE: "herabsetzung",
    Reason.PERSONAL_DATA: "persoenliches",
    Reason.SPAM: "werbung",
    Reason.OFF_TOPIC: "thema",
    Reason.DUPLICATE: "einmal",
    Reason.CHILD_ABUSE: "recht",
    Reason.OTHER: "thema",
}
"""The rule that a report most likely means, by its slug; a city may have others."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides who may act on a case; `first_decider` made the decision that somebody does not agree with."""

    state: State
    author: int | None
    claimed_by: int | None
    claimed_at: datetime | None
    first_decider: int | None


def deadline(lane: Lane, reason: Reason, now: datetime, usual: Deadlines = USUAL) -> datetime:
    """A live forum is over in an hour, so its cases count in minutes."""
    if lane is Lane.LIVE:
        return now + (usual.live_urgent if reason in URGENT else usual.live)
    return now + (usual.child_abuse if reason is Reason.CHILD_ABUSE else usual.normal)


def hearing(held: int, dismissed: int) -> timedelta:
    """By how much the turn of a report moves: whose reports hold is heard sooner (Art. 16, 22 and 23 DSA).

    It moves the turn and never the deadline, and is shown to nobody: a person is no score.
    """
    decided = held + dismissed
    if held >= 3 and 4 * held >= 3 * decided:
        return SOONER
    if decided >= 5 and 5 * held <= decided:
        return LATER
    return timedelta(0)


def turn(lane: Lane, reason: Reason, now: datetime, moved: timedelta) -> datetime:
    """What is urgent or live waits for nobody's past."""
    if lane is Lane.LIVE or (reason in URGENT and moved > timedelta(0)):
        return now
    return now + moved


def claim_holds(claimed_at: datetime | None, now: datetime) -> bool:
    return claimed_at is not None and now - claimed_at < CLAIM_IDLE


def obstacle(case: Standing, person: int, now: datetime) -> Obstacle | None:
    """Four eyes: nobody judges their own words, and nobody judges their own decision."""
    if case.state not in {State.OPEN, State.APPEALED}:
        return Obstacle.CLOSED
    if case.author == person:
        return Obstacle.OWN
    if case.first_decider == person:
        return Obstacle.SECOND
    if case.claimed_by not in {None, person} and claim_holds(case.claimed_at, now):
        return Obstacle.TAKEN
    return None


def after_decision(state: State) -> State:
    return State.CLOSED if state is State.APPEALED else State.DECIDED


def instance_of(state: State) -> int:
    return 2 if state is State.APPEALED else 1


def outcome_of(action: Action) -> Outcome:
    """Of a decision in the second instance."""
    return Outcome.REVERSED if not restricts(action) else Outcome.UPHELD


def restricts(action: Action) -> bool:
    """These need a statement of reasons (Art. 17 DSA) and can be appealed against."""
    return action not in LENIENT


def hides(action: Action) -> bool:
    return restricts(action) and action not in {Action.MASK, Action.LOCK}


def offered(
    state: State,
    first: Action | None,
    *,
    by_account: bool,
    maskable: bool,
    lockable: bool = False,
    held: bool = False,
) -> tuple[Action, ...]:
    """The second person lets the first decision stand or takes it back; nothing gets worse by an appeal.

    What is held for approval is let through or not: there is nothing public yet to change or to lock.
    """
    if state is State.APPEALED:
        return (Action.KEEP, first or Action.HIDE)
    impossible: set[Action] = set()
    if not by_account:
        impossible |= AGAINST_A_PERSON
    if not maskable or held:
        impossible.add(Action.MASK)
    if not lockable or held:
        impossible.add(Action.LOCK)
    if held:
        impossible |= {Action.ASK, Action.REFER}
    return tuple(action for action in Action if action not in impossible)


def masked(text: str, passages: Sequence[str]) -> str:
    """Longest first, so that a passage within another leaves nothing of it."""
    longest_first = sorted(filter(None, passages), key=len, reverse=True)
    return re.sub("|".join(map(re.escape, longest_first)), lambda _: MASK, text) if longest_first else text


def next_step(warnings: int, bans: int) -> Action:
    """Art. 23 DSA: a warning comes before a ban, a short ban before a long one."""
    if not warnings:
        return Action.WARN
    return Action.READ_ONLY if not bans else Action.SUSPEND


def appeal_until(decided_at: datetime) -> datetime:
    """The last day on which an appeal counts, to be named in letters."""
    months = decided_at.month - 1 + APPEAL_MONTHS
    year, month = decided_at.year + months // 12, months % 12 + 1
    return decided_at.replace(year=year, month=month, day=min(decided_at.day, monthrange(year, month)[1]))


def appeal_obstacle(
    action: Action, instance: int, decided_at: datetime, *, appealed: bool, now: datetime
) -> AppealObstacle | None:
    """A day is added to the date named, so that its last hour counts in every time zone."""
    if instance != 1:
        return AppealObstacle.FINAL
    if not restricts(action):
        return AppealObstacle.NOTHING
    if appealed:
        return AppealObstacle.TWICE
    if now >= appeal_until(decided_at) + timedelta(days=1):
        return AppealObstacle.LATE
    return None


def objection_obstacle(
    action: Action | None, decided_at: datetime | None, *, second: bool, before: bool, now: datetime
) -> ObjectionObstacle | None:
    """`second`: two people have judged already, or will by the appeal of the author; `before`: it was asked for."""
    if action is None or decided_at is None:
        return ObjectionObstacle.OPEN
    if restricts(action):
        return ObjectionObstacle.NOTHING
    if second:
        return ObjectionObstacle.FINAL
    if before:
        return ObjectionObstacle.TWICE
    if now >= appeal_until(decided_at) + timedelta(days=1):
        return ObjectionObstacle.LATE
    return None


def undo_obstacle(
    state: State, decided_by: int, decided_at: datetime, person: int, now: datetime
) -> UndoObstacle | None:
    """Whoever decided may take it back for a while; `state` is that of the case, with a decision in it."""
    if state not in {State.DECIDED, State.CLOSED}:
        return UndoObstacle.NOTHING
    if decided_by != person:
        return UndoObstacle.ANOTHERS
    return UndoObstacle.LATE if now - decided_at >= UNDO_FOR else None


def before_decision(state: State) -> State:
    return State.APPEALED if state is State.CLOSED else State.OPEN


def scopes_of(consultation: int | None, district: int | None) -> list[str]:
    """Where a text lies, as the moderators of a part of the city are told apart."""
    found = {"consultation": consultation, "district": district}
    return [f"{kind}:{number}" for kind, number in found.items() if number is not None]


def case_number(year: int, count: int) -> str:
    return f"{year}-{count:04d}"


def teaser(text: str, length: int = 120) -> str:
    """Cut at a word; one line."""
    words = " ".join(text.split())
    if len(words) <= length:
        return words
    head = words[:length]
    return (head.rsplit(" ", 1)[0] if " " in head[length // 2 :] else head).rstrip(",;:–-") + " …"


class Urgency(StrEnum):
    """The kinds of a status: passed or nearly so, soon, not yet."""

    NO = "no"
    WAIT = "wait"
    SOFT = "soft"


def urgency(lane: Lane, due_at: datetime, now: datetime) -> Urgency:
    left = due_at - now
    if left < (timedelta(minutes=2) if lane is Lane.LIVE else timedelta(0)):
        return Urgency.NO
    if left < (timedelta(minutes=5) if lane is Lane.LIVE else timedelta(hours=6)):
        return Urgency.WAIT
    return Urgency.SOFT
