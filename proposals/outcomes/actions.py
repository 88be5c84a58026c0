"""Writes. Each locks the proposal first, then asks on the locked row whether the act is open."""

from typing import Any

from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor
from participation.accounts.sanctions import require_may_act
from participation.core.audit import Detail, record
from participation.core.clock import now, today
from participation.core.db import execute, fetch, fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused
from participation.notifications.actions import note
from participation.notifications.rules import What
from proposals import actions as proposals
from proposals import letters
from proposals.merging.wording import MERGED
from proposals.outcomes import letters as told
from proposals.outcomes.forms import Decision, Finding, Reply, Step
from proposals.outcomes.rules import MOST, Progress, reply_due, status_of
from proposals.outcomes.wording import ENOUGH, NO_REPLY_OWED, NOT_ASKED, NOT_DONE, UNANSWERED, UNDECIDED
from proposals.rules import Status

KIND = proposals.KIND

_LOCK = """
SELECT p.consultation, p.status, p.merged_into, p.hidden_at IS NOT NULL OR p.withdrawn_at IS NOT NULL AS gone,
       EXISTS (SELECT 1 FROM official_answer o WHERE o.proposal = p.id) AS answered,
       EXISTS (SELECT 1 FROM proposal_decision d WHERE d.proposal = p.id AND d.accepted) AS accepted
FROM proposal p WHERE p.id = $1 FOR NO KEY UPDATE OF p
"""
_DECIDE = """
INSERT INTO proposal_decision (proposal, title, made_by, decided_on, reason, link, accepted, recorded_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (proposal) DO UPDATE SET title = excluded.title, made_by = excluded.made_by,
    decided_on = excluded.decided_on, reason = excluded.reason, link = excluded.link,
    accepted = excluded.accepted, recorded_at = excluded.recorded_at
"""
_COUNT = "SELECT count(*) FROM proposal_milestone WHERE proposal = $1"
_ADD = """
INSERT INTO proposal_milestone (proposal, title, owner, due_on, first_due_on, progress, share, note, done_on, changed_at)
VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9) RETURNING id
"""
_CHANGE = """
UPDATE proposal_milestone SET title = $3, owner = $4, due_on = $5, progress = $6, share = $7, note = $8,
    done_on = CASE WHEN progress = 'done' AND $9::date IS NOT NULL THEN done_on ELSE $9 END, changed_at = $10
WHERE id = $1 AND proposal = $2
"""
_REPORT = """
INSERT INTO milestone_report (milestone, progress, share, due_on, note, made_at) VALUES ($1, $2, $3, $4, $5, $6)
"""
_STANDING = "SELECT DISTINCT progress FROM proposal_milestone WHERE proposal = $1"
_ASKED = """
SELECT p.author IS NOT DISTINCT FROM $2::bigint
       OR EXISTS (SELECT 1 FROM proposal_pen w WHERE w.proposal = p.id AND w.person = $2) AS writer,
       EXISTS (SELECT 1 FROM support s WHERE s.proposal = p.id AND s.person = $2) AS supporter
FROM proposal p WHERE p.id = $1
"""
# The city's day and its answer stay with a no that stays; a new no asks for a new answer.
_CHECK = """
INSERT INTO proposal_check AS c (proposal, person, verdict, word, writer, due_on, made_at, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
ON CONFLICT (proposal, person) DO UPDATE SET
    verdict = excluded.verdict, word = excluded.word, writer = excluded.writer, changed_at = excluded.changed_at,
    due_on = CASE WHEN c.verdict = excluded.verdict AND c.due_on IS NOT NULL AND excluded.due_on IS NOT NULL
             THEN c.due_on ELSE excluded.due_on END,
    reply = CASE WHEN c.verdict <> 'no' AND excluded.verdict = 'no' THEN '' ELSE c.reply END,
    replied_at = CASE WHEN c.verdict <> 'no' AND excluded.verdict = 'no' THEN NULL ELSE c.replied_at END
"""
_REPLY = """
UPDATE proposal_check SET reply = $3, office = $4, replied_at = $5
WHERE id = $1 AND proposal = $2 AND due_on IS NOT NULL RETURNING person
"""


async def decide(actor_id: int | None, proposal_id: int, made: Decision) -> None:
    """The latest counts. Whoever proposed it gets a letter, whoever follows hears of it."""
    async with unit_of_work():
        row = await _locked(proposal_id)
        if not row["answered"]:
            raise Refused(UNANSWERED, status=409)
        values = (made.title, made.made_by, made.decided_on, made.reason, made.link, made.accepted)
        await execute(_DECIDE, proposal_id, *values, now())
        details: dict[str, Detail] = {"accepted": made.accepted, "on": made.decided_on.isoformat()}
        await record(actor_id, "proposal.decided", KIND, proposal_id, details, f"{made.title}\n{made.reason}")
        await note(KIND, proposal_id, What.DECIDED)
        await note("consultation", row["consultation"], What.DECIDED, about=(KIND, proposal_id))
        await told.decided(proposal_id)
        await _move(actor_id, proposal_id, row, await _standing(proposal_id, accepted=made.accepted, row=row))


async def add(actor_id: int | None, proposal_id: int, step: Step) -> int:
    async with unit_of_work():
        row = await _buildable(proposal_id)
        if await fetch_value(_COUNT, proposal_id) >= MOST:
            raise Refused(ENOUGH, status=409)
        number: int = await fetch_value(_ADD, proposal_id, *_values(step))
        await _tell(actor_id, proposal_id, row, number, step)
    return number


async def change(actor_id: int | None, proposal_id: int, milestone_id: int, step: Step) -> None:
    """What was said at first about its date stays, and so does every word that was said about it."""
    async with unit_of_work():
        row = await _buildable(proposal_id)
        if not await execute(_CHANGE, milestone_id, proposal_id, *_values(step)):
            raise NotFoundException
        await _tell(actor_id, proposal_id, row, milestone_id, step)


async def check(actor: Actor, proposal_id: int, found: Finding) -> None:
    """One for each person, the latest counts."""
    require_may_act(actor)
    async with unit_of_work():
        row = await _locked(proposal_id)
        asked: Any = await fetch_one(_ASKED, proposal_id, actor.id)
        if not (asked["writer"] or asked["supporter"]):
            raise Refused(NOT_ASKED, status=403)
        if row["status"] != Status.DONE:
            raise Refused(NOT_DONE, status=409)
        due_on = reply_due(found.verdict, today(), writer=asked["writer"])
        await execute(
            _CHECK, proposal_id, actor.id, found.verdict.value, found.word, asked["writer"], due_on, now()
        )


async def reply(actor_id: int, proposal_id: int, check_id: int, said: Reply) -> None:
    """The answer to an author who says no: for all to read."""
    async with unit_of_work():
        await _locked(proposal_id)
        person = await fetch_value(_REPLY, check_id, proposal_id, said.text, said.office, now())
        if person is None:
            raise Refused(NO_REPLY_OWED, status=409)
        await record(actor_id, "proposal.check-answered", KIND, proposal_id, {"check": check_id}, said.text)
        await note(KIND, proposal_id, What.ANSWERED)
        await told.replied(proposal_id, person)


def _values(step: Step) -> tuple[object, ...]:
    done_on = today() if step.progress is Progress.DONE else None
    said = (step.title, step.owner, step.due_on, step.progress.value, step.share, step.note)
    return (*said, done_on, now())


async def _locked(proposal_id: int) -> Any:
    row = await fetch_one(_LOCK, proposal_id)
    if row is None or row["gone"]:
        raise NotFoundException
    if row["merged_into"] is not None:
        raise Refused(MERGED, status=409)
    return row


async def _buildable(proposal_id: int) -> Any:
    row = await _locked(proposal_id)
    if not row["accepted"]:
        raise Refused(UNDECIDED, status=409)
    return row


async def _tell(actor_id: int | None, proposal_id: int, row: Any, milestone_id: int, step: Step) -> None:
    await execute(_REPORT, milestone_id, step.progress.value, step.share, step.due_on, step.note, now())
    details = {"milestone": milestone_id, "progress": step.progress.value, "share": step.share, "due": step.due_on.isoformat()}  # fmt: skip
    await record(actor_id, "proposal.milestone-set", KIND, proposal_id, details, f"{step.title}\n{step.note}")
    await note(KIND, proposal_id, What.MILESTONE)
    await _move(actor_id, proposal_id, row, await _standing(proposal_id, accepted=True, row=row))


async def _standing(proposal_id: int, *, accepted: bool, row: Any) -> Status:
    """A yes alone does not take back what the city has already reported as begun or built."""
    if not accepted:
        return Status.REFUSED
    each = {Progress(one["progress"]) for one in await fetch(_STANDING, proposal_id)}
    if not each and row["status"] in {Status.BUILDING, Status.DONE}:
        return Status(row["status"])
    return status_of(each)


async def _move(actor_id: int | None, proposal_id: int, row: Any, status: Status) -> None:
    """With the last step its writers are asked instead of told; see `asking`."""
    if status != row["status"]:
        tell = letters.moved if status is Status.BUILDING else None
        await proposals.set_status(actor_id, proposal_id, status, tell=tell)
