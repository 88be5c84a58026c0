"""Where a version of the minutes stands, who may move it on, and what the parts of an item are."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

TEXT_LENGTH = 2000
LEAD_LENGTH = 600
PEOPLE_LENGTH = 600
SUMMARY_LENGTH = 300
REASON_LENGTH = 600


class Part(StrEnum):
    """In the order in which they stand within an item."""

    CONCERN = "concern"
    STATEMENT = "statement"
    DEBATE = "debate"
    VOTE = "vote"
    RESULT = "result"


class Stage(StrEnum):
    REVIEW = "review"
    APPROVED = "approved"
    PUBLISHED = "published"
    RETURNED = "returned"


class Hand(StrEnum):
    """In which office somebody signs."""

    CHAIR = "chair"
    CLERK = "clerk"


@dataclass(frozen=True, slots=True)
class Signing:
    """Who has signed a version so far, and what became of it."""

    chair: int | None = None
    clerk: int | None = None
    published_at: datetime | None = None
    returned_at: datetime | None = None

    @property
    def stage(self) -> Stage:
        if self.published_at is not None:
            return Stage.PUBLISHED
        if self.returned_at is not None:
            return Stage.RETURNED
        return Stage.APPROVED if self.chair is not None and self.clerk is not None else Stage.REVIEW


def may_sign(signing: Signing, hand: Hand, person: int) -> bool:
    """Two people, each once: whoever holds both offices signs in one of them."""
    mine, other = (signing.chair, signing.clerk) if hand is Hand.CHAIR else (signing.clerk, signing.chair)
    return signing.stage is Stage.REVIEW and mine is None and other != person


def may_return(signing: Signing) -> bool:
    return signing.stage in {Stage.REVIEW, Stage.APPROVED}


def may_publish(signing: Signing) -> bool:
    return signing.stage is Stage.APPROVED
