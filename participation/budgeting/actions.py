"""Writes: a budget, the check of its projects by offices, and the vote.

The row of the budget is locked by all of them, so that no cost changes while the ballot is being made.
"""

from dataclasses import dataclass
from datetime import datetime

from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.budgeting import queries
from participation.budgeting.queries import Budget, Project
from participation.budgeting.rules.life import CHECK, MOST_PROJECTS, VOTE, Check, Method, Rule
from participation.budgeting.wording import (
    NO_HOURS,
    NOT_YOURS,
    NOTHING_CHECKED,
    STILL_OPEN,
    TOO_MANY,
    VOTE_MADE,
    euros,
)
from participation.consultations import phases
from participation.consultations.actions import require_open
from participation.consultations.queries import consultation_heads
from participation.core import clock
from participation.core.audit import record
from participation.core.db import execute, fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused
from participation.core.html import Rendered
from polls import actions as polls
from polls.life import Receipts, Secrecy, Voters
from polls.queries import Option
from proposals import actions as proposals
from proposals.rules import Status

KIND = "budget"

_CREATE = """
INSERT INTO budget (consultation, district, title, amount, method, most, points, rule, step, voters, paper, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id
"""
_LOCK = "SELECT poll FROM budget WHERE id = $1 FOR NO KEY UPDATE"
_ASSIGN = """
INSERT INTO budget_project (budget, proposal, key, office, assignee, assigned_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (proposal) DO UPDATE
SET office = excluded.office, assignee = excluded.assignee, assigned_at = excluded.assigned_at
WHERE budget_project.budget = excluded.budget
"""
_CHECK = """
UPDATE budget_project SET state = $2, cost = $3, reason = $4, reason_html = $5, renderer = $6, checked_at = $7,
    checked_by = $8
WHERE id = $1
"""
_SET_POLL = "UPDATE budget SET poll = $2 WHERE id = $1"


@dataclass(frozen=True, slots=True)
class BudgetDraft:
    """`amount` in cents; `most`, `points` and `step` as the table says."""

    title: str
    amount: int
    method: Method = Method.KNAPSACK
    rule: Rule = Rule.EQUAL_SHARES
    most: int = 0
    points: int = 10
    step: int = 0
    voters: Voters = Voters.CONFIRMED
    paper: bool = False
    district_id: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What an office says. `cost` in cents, always with `ACCEPTED`; `reason` is Markdown, always with `REFUSED`."""

    check: Check
    cost: int | None
    reason: str


async def create(actor_id: int | None, consultation_id: int, draft: BudgetDraft) -> int:
    async with unit_of_work():
        number: int = await fetch_value(
            _CREATE,
            consultation_id,
            draft.district_id,
            draft.title,
            draft.amount,
            draft.method.value,
            draft.most,
            draft.points,
            draft.rule.value,
            draft.step,
            draft.voters.value,
            draft.paper,
            clock.now(),
        )
        await record(actor_id, "budget.created", KIND, number, {"amount": draft.amount})
    return number


# --- the check ----------------------------------------------------------------------------------------------


async def assign(actor: Actor, found: Budget, proposal_id: int, office: str, person_id: int | None) -> None:
    """Makes a project of the proposal, where it is none yet."""
    editor = require(actor, "editor")
    async with unit_of_work():
        await _require_changeable(found)
        project = await _project(found, proposal_id)
        key = project.key or str(proposal_id)
        await execute(_ASSIGN, found.id, proposal_id, key, office, person_id, clock.now())
        await record(editor, "budget.assigned", "proposal", proposal_id, {"budget": found.id})


async def check(actor: Actor, found: Budget, proposal_id: int, finding: Finding, text: Rendered) -> None:
    """By an editor, or by the person the project was given to. The proposal shows that it is refused."""
    async with unit_of_work():
        await _require_changeable(found)
        project = await _project(found, proposal_id)
        if project.id is None:
            raise NotFoundException
        if not may_check(actor, project):
            raise Refused(NOT_YOURS, status=403)
        await execute(
            _CHECK,
            project.id,
            finding.check.value,
            finding.cost,
            finding.reason,
            text.html,
            text.version,
            clock.now(),
            actor.id,
        )
        details = {"budget": found.id, "check": finding.check.value, "cost": finding.cost}
        await record(actor.id, "budget.checked", "proposal", proposal_id, details, finding.reason)
        if finding.check is Check.REFUSED:
            await proposals.set_status(actor.id, proposal_id, Status.REFUSED)
        elif project.check is Check.REFUSED:
            await proposals.set_status(actor.id, proposal_id, Status.EXAMINED)


def may_check(actor: Actor, project: Project) -> bool:
    return actor.has("editor") or (actor.signed_in and project.assignee_id == actor.person_id)


async def _require_changeable(found: Budget) -> None:
    """Within a unit of work: no vote is made until it commits."""
    row = await fetch_one(_LOCK, found.id)
    if row is None:
        raise NotFoundException
    if row["poll"] is not None:
        raise Refused(VOTE_MADE, status=409)
    await require_open(found.consultation_id, CHECK)


async def _project(found: Budget, proposal_id: int) -> Project:
    for project in await queries.projects(found.id):
        if project.proposal_id == proposal_id and not project.hidden:
            return project
    raise NotFoundException


# --- the vote -----------------------------------------------------------------------------------------------


async def open_vote(actor_id: int | None, found: Budget, text: Rendered) -> int:
    """Makes the poll with all accepted projects, in the hours of the phase; its id. Then nothing changes any more."""
    opens_at, closes_at = await _hours(found)
    async with unit_of_work():
        row = await fetch_one(_LOCK, found.id)
        if row is None:
            raise NotFoundException
        if row["poll"] is not None:
            raise Refused(VOTE_MADE, status=409)
        known = [one for one in await queries.projects(found.id) if not (one.hidden or one.withdrawn)]
        chosen = _on_ballot(known)
        draft = polls.Draft(
            found.title,
            kind_of(found.method, found.most),
            [Option(one.key, one.title, _line(one)) for one in chosen],
            opens_at,
            closes_at,
            lead=_lead(found),
            numbers=numbers_of(found, {one.key: one.cost or 0 for one in chosen}),
            secrecy=Secrecy.SECRET,
            receipts=Receipts.FULL,
            consultation_id=found.consultation_id,
            voters=found.voters,
            paper=found.paper,
            home=found.url,
        )
        poll_id = await polls.create(actor_id, draft, text, published_at=clock.now())
        await execute(_SET_POLL, found.id, poll_id)
        await record(actor_id, "budget.vote-made", KIND, found.id, {"poll": poll_id, "projects": len(chosen)})
    return poll_id


async def _hours(found: Budget) -> tuple[datetime, datetime]:
    head = (await consultation_heads([found.consultation_id])).get(found.consultation_id)
    opens = phases.opens()
    for phase in sorted(head.phases if head else (), key=lambda phase: phase.starts_at):
        if VOTE in opens.get(phase.kind, frozenset()) and phase.ends_at and phase.ends_at > clock.now():
            return phase.starts_at, phase.ends_at
    raise Refused(NO_HOURS, status=409)


def _on_ballot(known: list[Project]) -> list[Project]:
    waiting = sum(one.check is Check.OPEN for one in known)
    if waiting:
        raise Refused(STILL_OPEN, status=409, number=waiting)
    chosen = [one for one in known if one.check is Check.ACCEPTED]
    if not chosen:
        raise Refused(NOTHING_CHECKED, status=409)
    if len(chosen) > MOST_PROJECTS:
        raise Refused(TOO_MANY, status=409, most=MOST_PROJECTS)
    return chosen


def kind_of(method: Method, most: int) -> str:
    """The kind of ballot by which a budget is voted on."""
    if method is Method.APPROVAL:
        return "several" if most else "approval"
    return "knapsack" if method is Method.KNAPSACK else "points"


def numbers_of(found: Budget, costs: dict[str, int]) -> dict[str, object]:
    """The lot that mixes the ballots of the page is drawn with a seed that everybody can see."""
    numbers: dict[str, object] = {"seed": f"budget-{found.id}"}
    if found.method is Method.KNAPSACK:
        return {**numbers, "costs": costs, "budget": found.amount}
    if found.method is Method.POINTS:
        numbers["points"] = found.points
    return {**numbers, "most": found.most}


def _line(project: Project) -> str:
    return " ".join(part for part in (project.teaser, f"{euros('de', project.cost or 0)}.") if part)


def _lead(found: Budget) -> str:
    return f"Es geht um {euros('de', found.amount)}."
