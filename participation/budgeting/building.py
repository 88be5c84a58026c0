"""What became of what was chosen: steps with an owner and a date, set by the administration."""

from dataclasses import dataclass
from datetime import date

from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor
from participation.budgeting import queries
from participation.budgeting.actions import may_check
from participation.budgeting.queries import Budget, Project
from participation.budgeting.rules.life import Progress
from participation.budgeting.wording import NOT_CHOSEN, NOT_YOURS
from participation.core import clock
from participation.core.audit import record
from participation.core.db import execute, fetch, fetch_value, unit_of_work
from participation.core.errors import Refused
from participation.notifications.actions import note
from participation.notifications.rules import What
from proposals import actions as proposals
from proposals.rules import Status

_ADD = """
INSERT INTO budget_milestone (project, title, owner, due_on, first_due_on, progress, note, done_on, changed_at)
VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8) RETURNING id
"""
_CHANGE = """
UPDATE budget_milestone SET title = $3, owner = $4, due_on = $5, progress = $6, note = $7, done_on = $8, changed_at = $9
WHERE id = $1 AND project = $2
"""
_LOCK = "SELECT 1 FROM budget_project WHERE id = $1 FOR NO KEY UPDATE"
_STANDING = "SELECT progress, COUNT(*) AS number FROM budget_milestone WHERE project = $1 GROUP BY progress"


@dataclass(frozen=True, slots=True)
class Plan:
    title: str
    owner: str
    due_on: date
    progress: Progress = Progress.PLANNED
    note: str = ""


async def add(actor: Actor, found: Budget, project: Project, plan: Plan) -> int:
    await _require(actor, found, project)
    async with unit_of_work():
        await execute(_LOCK, project.id)
        values = (plan.title, plan.owner, plan.due_on, plan.progress.value, plan.note, _done_on(plan))
        number: int = await fetch_value(_ADD, project.id, *values, clock.now())
        details = {"milestone": number, "progress": plan.progress.value}
        await record(actor.person_id, "budget.milestone-set", "proposal", project.proposal_id, details)
        await _tell_proposal(actor, project)
    return number


async def change(actor: Actor, found: Budget, project: Project, milestone_id: int, plan: Plan) -> None:
    """What was said at first about its date stays."""
    await _require(actor, found, project)
    async with unit_of_work():
        await execute(_LOCK, project.id)
        values = (plan.title, plan.owner, plan.due_on, plan.progress.value, plan.note, _done_on(plan))
        if not await execute(_CHANGE, milestone_id, project.id, *values, clock.now()):
            raise NotFoundException
        details = {"milestone": milestone_id, "progress": plan.progress.value, "due": plan.due_on.isoformat()}
        await record(actor.person_id, "budget.milestone-set", "proposal", project.proposal_id, details)
        await _tell_proposal(actor, project)


def _done_on(plan: Plan) -> date | None:
    return clock.today() if plan.progress is Progress.DONE else None


async def _require(actor: Actor, found: Budget, project: Project) -> None:
    if not may_check(actor, project):
        raise Refused(NOT_YOURS, status=403)
    result = (await queries.results(found)).get(found.rule)
    if result is None or project.key not in result.winners:
        raise Refused(NOT_CHOSEN, status=409)


async def _tell_proposal(actor: Actor, project: Project) -> None:
    """Done with the last step, under way with the first that is more than planned."""
    await note("proposal", project.proposal_id, What.MILESTONE)
    each = {row["progress"]: row["number"] for row in await fetch(_STANDING, project.id)}
    if set(each) == {Progress.DONE}:
        status = Status.DONE
    else:
        status = Status.BUILDING if set(each) - {Progress.PLANNED} else Status.ACCEPTED
    await proposals.set_status(actor.person_id, project.proposal_id, status)
