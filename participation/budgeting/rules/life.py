"""What a budget may be, where it stands, and what an office says about a project."""

from datetime import date
from enum import StrEnum

CHECK = "budget.check"
"""Features that phases open."""
VOTE = "budget.vote"

TITLE_MAX = 120
REASON_MAX = 5000
OFFICE_MAX = 120
NOTE_MAX = 500
MOST_PROJECTS = 150
"""On one ballot: a form holds no more fields, and nobody reads more."""


class Method(StrEnum):
    """How people vote. With the basket a choice may cost no more than there is."""

    APPROVAL = "approval"
    KNAPSACK = "knapsack"
    POINTS = "points"


class Rule(StrEnum):
    EQUAL_SHARES = "equal-shares"
    GREEDY = "greedy"


class Check(StrEnum):
    """What the office says; `OPEN` until it has said something."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Stage(StrEnum):
    """Where a budget stands, by its poll."""

    COLLECTING = "collecting"
    COMING = "coming"
    VOTING = "voting"
    COUNTING = "counting"
    DECIDED = "decided"


class Progress(StrEnum):
    """A milestone; that one is overdue follows from its date."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"


def stage(poll: str | None, *, told: bool) -> Stage:
    """`poll` is the state of its vote, `told` whether the result has been worked out."""
    if poll in {None, "draft"}:
        return Stage.COLLECTING
    if poll == "coming":
        return Stage.COMING
    if poll == "open":
        return Stage.VOTING
    return Stage.DECIDED if poll == "closed" and told else Stage.COUNTING


def overdue(progress: Progress, due_on: date, today: date) -> bool:
    """The day itself still counts."""
    return progress is not Progress.DONE and due_on < today
