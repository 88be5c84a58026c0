"""Public budgets for programs: `/api/v1/budgets`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from litestar import get
from litestar.exceptions import ClientException, NotFoundException
from litestar.params import Parameter

from participation.budgeting import queries
from participation.budgeting.queries import Budget, Project
from participation.budgeting.rules.shape import BudgetResult
from participation.core.forms import whole_number
from polls.life import too_few

MOST = 100


@dataclass(frozen=True, slots=True)
class BudgetItem:
    """Amounts are cents. `stage`: collecting, coming, voting, counting or decided."""

    id: int
    url: str
    consultation: str
    title: str
    district: str | None
    amount: int
    method: str
    rule: str
    voters: str
    paper: bool
    stage: str
    opens_at: datetime | None
    closes_at: datetime | None


@dataclass(frozen=True, slots=True)
class BudgetList:
    items: list[BudgetItem]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class ProjectItem:
    """`check`: open, accepted or refused, with `reason_html` then. `built` is None until the result stands.

    `supporters` is left out where they are fewer than five; `missing` is what lacked of the cost, of what is not built.
    """

    proposal: int
    url: str
    title: str
    check: str
    cost: int | None
    reason_html: str
    built: bool | None
    place: int | None
    supporters: int | None
    missing: int | None


@dataclass(frozen=True, slots=True)
class BudgetWithProjects:
    """`voted`: how many people; left out before the end and where they are fewer than five. `spent` is cents."""

    budget: BudgetItem
    voted: int | None
    spent: int | None
    result_pb: str | None
    projects: list[ProjectItem]


@get("/budgets", summary="Public budgets, oldest first")
async def list_budgets(
    consultation: Annotated[str | None, Parameter(description="slug of a consultation")] = None,
    limit: Annotated[int, Parameter(ge=1, le=MOST)] = 50,
    cursor: Annotated[str | None, Parameter(description="`next_cursor` of the page before")] = None,
) -> BudgetList:
    after = whole_number(cursor) if cursor else 0
    if after is None:
        raise ClientException("cursor")
    found = await queries.public_budgets(consultation, after, limit + 1)
    items = [_item(one) for one in found[:limit]]
    return BudgetList(items, str(items[-1].id) if len(found) > limit else None)


@get("/budgets/{budget_id:int}", summary="One budget with its projects and what became of them")
async def show_budget(budget_id: int) -> BudgetWithProjects:
    found = await queries.budget(budget_id)
    if found is None or not found.public:
        raise NotFoundException
    results = await queries.results(found)
    result = results.get(found.rule)
    if result is not None and too_few(result.voters):
        result = None
    known = await queries.projects(found.id)
    return BudgetWithProjects(
        budget=_item(found),
        voted=result.voters if result else None,
        spent=int(result.spent) if result else None,
        result_pb=f"{found.url}/result.pb" if result else None,
        projects=[_project(found, one, result) for one in known if not (one.hidden or one.withdrawn)],
    )


def _item(found: Budget) -> BudgetItem:
    return BudgetItem(
        id=found.id,
        url=found.url,
        consultation=found.slug,
        title=found.title,
        district=found.district or None,
        amount=found.amount,
        method=found.method.value,
        rule=found.rule.value,
        voters=found.voters.value,
        paper=found.paper,
        stage=found.stage.value,
        opens_at=found.opens_at,
        closes_at=found.closes_at,
    )


def _project(found: Budget, one: Project, result: BudgetResult | None) -> ProjectItem:
    verdict = result.verdicts.get(one.key) if result else None
    few = verdict is not None and too_few(verdict.supporters) and verdict.supporters > 0
    return ProjectItem(
        proposal=one.proposal_id,
        url=f"{found.url}/projects/{one.proposal_id}",
        title=one.title,
        check=one.check.value,
        cost=one.cost,
        reason_html=one.reason_html,
        built=bool(verdict.place) if verdict else None,
        place=verdict.place or None if verdict else None,
        supporters=verdict.supporters if verdict and not few else None,
        missing=int(verdict.missing) if verdict and not verdict.place else None,
    )


ROUTES = [list_budgets, show_budget]
