"""Reads: a budget with its projects, their checks and milestones, and the stored result."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from participation.budgeting import sql
from participation.budgeting.rules import stored
from participation.budgeting.rules.ballots import counted
from participation.budgeting.rules.life import Check, Method, Progress, Rule, Stage, overdue, stage
from participation.budgeting.rules.shape import Ballots, BudgetResult
from participation.core import clock
from participation.core.db import fetch, fetch_one, fetch_value
from polls.ballots.shape import from_text
from polls.life import Voters, state

KEPT_RESULTS = 32


@dataclass(frozen=True, slots=True)
class Budget:
    """`public`: whether everybody may see its consultation. Amounts are cents."""

    id: int
    consultation_id: int
    slug: str
    place: str
    public: bool
    district: str
    title: str
    amount: int
    method: Method
    most: int
    points: int
    rule: Rule
    step: int
    voters: Voters
    paper: bool
    poll_id: int | None
    opens_at: datetime | None
    closes_at: datetime | None
    counted_at: datetime | None
    stage: Stage

    @property
    def url(self) -> str:
        return f"/budgets/{self.id}"

    @property
    def last_moment(self) -> datetime | None:
        """A vote that ends at midnight has the day before as its last: that day is shown."""
        return self.closes_at - timedelta(seconds=1) if self.closes_at else None

    @property
    def ends_at_midnight(self) -> bool:
        return self.closes_at is not None and self.closes_at.astimezone(clock.ZONE).time() == time.min

    @property
    def consultation_url(self) -> str:
        return f"/consultations/{self.slug}"


@dataclass(frozen=True, slots=True)
class Project:
    """A proposal with what the office says. `id` is None until an office has it; `key` stands on the ballot."""

    proposal_id: int
    title: str
    teaser: str
    place: str
    district: str
    supports: int
    hidden: bool
    withdrawn: bool
    id: int | None
    key: str
    office: str
    assignee_id: int | None
    assignee: str
    check: Check
    cost: int | None
    reason: str
    reason_html: str
    checked_at: datetime | None
    milestones: int
    milestones_done: int
    milestones_late: int

    @property
    def where(self) -> str:
        return ", ".join(part for part in (self.place, self.district) if part)


@dataclass(frozen=True, slots=True)
class Milestone:
    id: int
    title: str
    owner: str
    due_on: date
    first_due_on: date
    progress: Progress
    note: str
    done_on: date | None
    changed_at: datetime

    @property
    def late(self) -> bool:
        return overdue(self.progress, self.due_on, clock.today())

    @property
    def moved(self) -> bool:
        return self.due_on != self.first_due_on


async def budget(number: int) -> Budget | None:
    row = await fetch_one(sql.BUDGET, number, clock.now())
    return _budget(row) if row else None


async def budget_of_poll(poll_id: int) -> Budget | None:
    row = await fetch_one(sql.BUDGET_OF_POLL, poll_id, clock.now())
    return _budget(row) if row else None


async def budgets(consultation_id: int) -> list[Budget]:
    """That of the whole city first."""
    return [_budget(row) for row in await fetch(sql.BUDGETS, consultation_id, clock.now())]


async def public_budgets(consultation: str | None, after: int, limit: int) -> list[Budget]:
    """Of published consultations, with ids above `after`."""
    return [_budget(row) for row in await fetch(sql.PUBLIC, after, clock.now(), limit, consultation)]


async def counts(ids: Sequence[int]) -> dict[int, int]:
    """Budgets by consultation."""
    rows = await fetch(sql.COUNTS, list(ids))
    return {row["consultation"]: row["number"] for row in rows}


def _budget(row: Any) -> Budget:
    hours = {name: row[name] for name in ("published_at", "opens_at", "closes_at", "closed_at", "counted_at")}
    standing = state(clock.now(), **hours).value if row["poll"] else None
    return Budget(
        id=row["id"],
        consultation_id=row["consultation"],
        slug=row["slug"],
        place=row["consultation_title"],
        public=row["public"],
        district=row["district"],
        title=row["title"],
        amount=row["amount"],
        method=Method(row["method"]),
        most=row["most"],
        points=row["points"],
        rule=Rule(row["rule"]),
        step=row["step"],
        voters=Voters(row["voters"]),
        paper=row["paper"],
        poll_id=row["poll"],
        opens_at=row["opens_at"],
        closes_at=row["closed_at"] or row["closes_at"],
        counted_at=row["counted_at"],
        stage=stage(standing, told=row["told"]),
    )


async def projects(budget_id: int) -> list[Project]:
    """All of a budget, refused ones too, and until the vote is made also what nobody has looked at yet."""
    return [_project(row) for row in await fetch(sql.PROJECTS, budget_id, clock.today())]


def _project(row: Any) -> Project:
    return Project(
        proposal_id=row["proposal"],
        title="" if row["hidden"] else row["title"],
        teaser="" if row["hidden"] else row["teaser"],
        place="" if row["hidden"] else row["place"],
        district=row["district"],
        supports=row["supports_count"],
        hidden=row["hidden"],
        withdrawn=row["withdrawn"],
        id=row["id"],
        key=row["key"],
        office=row["office"],
        assignee_id=row["assignee"],
        assignee=row["assignee_name"],
        check=Check(row["state"]),
        cost=row["cost"],
        reason=row["reason"],
        reason_html=row["reason_html"],
        checked_at=row["checked_at"],
        milestones=row["milestones"],
        milestones_done=row["milestones_done"],
        milestones_late=row["milestones_late"],
    )


async def text_of(project: Project) -> str:
    """Sanitised HTML of the proposal, nothing of a hidden one."""
    return await fetch_value(sql.PROJECT_TEXT, project.proposal_id) or ""


async def milestones(project: Project) -> list[Milestone]:
    if project.id is None:
        return []
    return [
        Milestone(**{**dict(row), "progress": Progress(row["progress"])})
        for row in await fetch(sql.MILESTONES, project.id)
    ]


async def staff() -> list[tuple[int, str]]:
    """Who can be asked to check: id and name."""
    return [(row["id"], row["display_name"]) for row in await fetch(sql.STAFF)]


# --- results ------------------------------------------------------------------------------------------------

_results: OrderedDict[tuple[int, datetime | None], Mapping[str, BudgetResult]] = OrderedDict()
"""Read from their text once: a result never changes."""


async def results(found: Budget) -> Mapping[str, BudgetResult]:
    """By rule; empty where nothing is counted."""
    if found.stage is not Stage.DECIDED:
        return {}
    key = (found.id, found.counted_at)
    if key not in _results:
        rows = await fetch(sql.RESULTS, found.id)
        _results[key] = {row["rule"]: stored.from_text(row["content"]) for row in rows}
        while len(_results) > KEPT_RESULTS:
            _results.popitem(last=False)
    return _results[key]


async def ballots(poll_id: int) -> Ballots:
    """The ballots of a counted poll; reading a hundred thousand takes a second, so not on the loop."""
    rows = await fetch(sql.BALLOTS, poll_id)
    texts = [(row["ballot"], row["number"]) for row in rows]
    return await asyncio.to_thread(lambda: counted((from_text(text), number) for text, number in texts))


async def due() -> list[int]:
    """Budgets whose ballots lie open and whose result nobody has worked out."""
    return [row["id"] for row in await fetch(sql.DUE)]
