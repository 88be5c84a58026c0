"""Marking who votes on paper, typing the sheets, and saying that all is typed.

A mark is a row of `poll_vote` without a ballot: the same unique indexes that keep anybody from voting twice online
keep them from voting on paper and online. Marks leave no audit entry, whose hour would be that of the voter.
"""

from dataclasses import dataclass

from litestar.exceptions import NotFoundException

from participation.accounts.rules import email_key
from participation.core.audit import record
from participation.core.clock import now
from participation.core.db import execute, fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused, sentence
from participation.core.i18n import N_
from polls import double_entry
from polls.actions import KIND
from polls.ballots.shape import Ballot, to_text
from polls.codes.actions import find
from polls.double_entry import Slot, Standing
from polls.life import State, Voters
from polls.locks import ENTRIES, alone, shared
from polls.queries import Poll, poll
from polls.roll.rules import mark_of

FAMILY = "sheet"
SHEETS_MOST = 999_999
NOT_NOW = sentence(
    "paper-not-now",
    N_(
        "Das geht gerade nicht: Diese Abstimmung nimmt kein Papier, hat noch nicht begonnen oder ist ausgezählt."
    ),
)
NOT_ENDED = sentence(
    "paper-not-ended",
    N_(
        "Stimmzettel auf Papier werden erst nach dem Ende geöffnet und eingegeben. Es wurde nichts gespeichert."
    ),
)
UNKNOWN = sentence(
    "paper-unknown",
    N_(
        "Das finden wir unter denen, die abstimmen dürfen, nicht. Bitte prüfen Sie die Eingabe. Es wurde nichts vermerkt."
    ),
)
TWICE = sentence(
    "paper-twice",
    N_(
        "Hier ist schon abgestimmt worden, online oder auf Papier. Bitte nehmen Sie diesen Stimmzettel nicht an."
    ),
)
NOT_MARKED = sentence(
    "paper-not-marked",
    N_("Hier ist keine Stimmabgabe auf Papier vermerkt. Es wurde nichts geändert."),
)
NOT_ALL = sentence(
    "paper-not-all",
    N_("Noch ist nicht alles eingegeben: Es fehlen zweite Eingaben, oder zwei Eingaben sind verschieden."),
)
TOO_MANY = sentence(
    "paper-too-many",
    N_(
        "Es sind mehr Stimmzettel eingegeben als Stimmabgaben vermerkt. Bitte zählen Sie nach. Es wurde nichts ausgezählt."
    ),
)

_BACK_CODE = "DELETE FROM poll_vote WHERE poll = $1 AND code = $2 AND paper"
_BACK_ROLL = "DELETE FROM poll_vote WHERE roll = $1 AND paper"
_BACK_PERSON = "DELETE FROM poll_vote WHERE poll = $1 AND person = $2 AND paper"
_MARK_CODE = "INSERT INTO poll_vote (poll, code, paper) VALUES ($1, $2, TRUE) ON CONFLICT DO NOTHING"
_MARK_ROLL = """
INSERT INTO poll_vote (poll, roll, person, paper) SELECT poll, id, person, TRUE FROM poll_roll WHERE id = $1
ON CONFLICT DO NOTHING
"""
_MARK_PERSON = "INSERT INTO poll_vote (poll, person, paper) VALUES ($1, $2, TRUE) ON CONFLICT DO NOTHING"
_ON_ROLL = "SELECT id FROM poll_roll WHERE poll = $1 AND mark = $2"
_PERSON = """
SELECT p.id FROM person p WHERE p.email_key = $1 AND p.confirmed_at IS NOT NULL AND p.deleted_at IS NULL
  AND ($2::text = 'confirmed'
       OR EXISTS (SELECT 1 FROM verification v WHERE v.person = p.id AND v.withdrawn_at IS NULL))
"""
_MARKS = "SELECT COUNT(*) FROM poll_vote WHERE poll = $1 AND paper"
_HEAD = "SELECT closed_at, counted_at, paper, paper_done_at FROM poll WHERE id = $1"
_DONE = "UPDATE poll SET paper_done_at = $2, paper_done_by = $3 WHERE id = $1"


@dataclass(frozen=True, slots=True)
class Progress:
    """`marks`: voters on paper; the others are sheets by how they stand."""

    marks: int
    agreed: int
    waiting: tuple[Slot, ...]
    different: tuple[Slot, ...]

    @property
    def complete(self) -> bool:
        return not self.waiting and not self.different and self.agreed <= self.marks


async def mark(found: Poll, typed: str) -> None:
    """`typed`: a code, a line of the roll, or the address of an account, as the poll asks for."""
    require_taking(found)
    poll_id, voter = found.line.id, await _voter(found, typed)
    if voter is None:
        raise Refused(UNKNOWN, status=422)
    async with unit_of_work():
        await shared(poll_id)
        await _require_not_done(poll_id)
        if not await execute(voter.mark, *voter.values):
            raise Refused(TWICE)


async def take_back(actor_id: int, found: Poll, typed: str) -> None:
    """The mark of somebody who has not put a ballot in the urn after all, or of the wrong person.

    The entry says that it happened and not to whom. Who takes back too many is found out at the end: then more
    sheets are typed than voters are marked, and nothing is counted.
    """
    require_taking(found)
    poll_id, voter = found.line.id, await _voter(found, typed)
    if voter is None:
        raise Refused(UNKNOWN, status=422)
    async with unit_of_work():
        await shared(poll_id)
        await _require_not_done(poll_id)
        if not await execute(voter.back, *voter.values):
            raise Refused(NOT_MARKED)
        await record(actor_id, "poll.mark-taken-back", KIND, poll_id)


def require_taking(found: Poll) -> None:
    """From the opening until everything is typed."""
    line = found.line
    if not line.paper or line.paper_done_at or line.state not in {State.OPEN, State.COUNTING}:
        raise Refused(NOT_NOW)


@dataclass(frozen=True, slots=True)
class _Voter:
    """The statements that mark whoever is meant and take it back, and their values."""

    mark: str
    back: str
    values: tuple[int, ...]


async def _voter(found: Poll, typed: str) -> _Voter | None:
    poll_id, voters = found.line.id, found.line.voters
    if voters is Voters.CODES:
        code = await find(poll_id, typed)
        return _Voter(_MARK_CODE, _BACK_CODE, (poll_id, code)) if code else None
    if voters is Voters.ROLL:
        entry = await fetch_value(_ON_ROLL, poll_id, mark_of(poll_id, typed))
        return _Voter(_MARK_ROLL, _BACK_ROLL, (entry,)) if entry else None
    person = await fetch_value(_PERSON, email_key(typed), voters.value)
    return _Voter(_MARK_PERSON, _BACK_PERSON, (poll_id, person)) if person else None


async def type_sheet(actor_id: int, found: Poll, number: int, ballot: Ballot) -> Slot:
    """What one person reads on a sheet; `ballot` has been validated."""
    require_taking(found)
    if found.line.state is not State.COUNTING:
        raise Refused(NOT_ENDED)
    poll_id = found.line.id

    async def allowed() -> None:
        await _require_not_done(poll_id)

    slot = f"{FAMILY}-{number}"
    return await double_entry.enter(poll_id, slot, actor_id, to_text(ballot), allowed=allowed)


async def _require_not_done(poll_id: int) -> None:
    head = await fetch_one(_HEAD, poll_id)
    if head is None or not head["paper"] or head["counted_at"] or head["paper_done_at"]:
        raise Refused(NOT_NOW)


async def progress(poll_id: int) -> Progress:
    slots = await double_entry.slots(poll_id, FAMILY)
    return Progress(
        await fetch_value(_MARKS, poll_id),
        sum(slot.standing is Standing.AGREED for slot in slots),
        tuple(slot for slot in slots if slot.standing is Standing.WAITING),
        tuple(slot for slot in slots if slot.standing is Standing.DIFFERENT),
    )


async def complete(actor_id: int, poll_id: int) -> None:
    """All is typed: from now on the poll can be counted, and no further sheet is taken."""
    found = await poll(poll_id, None)
    if found is None:
        raise NotFoundException
    if found.line.state is not State.COUNTING:
        raise Refused(NOT_ENDED if found.line.state is State.OPEN else NOT_NOW)
    async with unit_of_work():
        await alone(poll_id)
        await alone(poll_id, ENTRIES)
        await _require_not_done(poll_id)
        standing = await progress(poll_id)
        if not standing.complete:
            raise Refused(TOO_MANY if standing.agreed > standing.marks else NOT_ALL)
        await execute(_DONE, poll_id, now(), actor_id)
        await record(actor_id, "poll.paper-complete", KIND, poll_id, {"sheets": standing.agreed})
