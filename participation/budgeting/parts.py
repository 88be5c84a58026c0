"""What several pages of budgets share: finding a budget, its words, and the page of one project."""

from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor
from participation.budgeting import actions, queries
from participation.budgeting.queries import Budget, Project
from participation.budgeting.showing import why_of
from participation.budgeting.wording import CHECKS, LATE, METHODS, PROGRESS, RULES, RULES_TOLD, euros
from participation.core.forms import EMPTY, Errors, Form
from participation.core.pages import AnyRequest, locale_of, page


async def budget_of(number: int, actor: Actor) -> Budget:
    """404 where its consultation is a draft, for all but editors."""
    found = await queries.budget(number)
    if found is None or not (found.public or actor.has("editor")):
        raise NotFoundException
    return found


def project_of(known: list[Project], proposal_id: int) -> Project:
    for project in known:
        if project.proposal_id == proposal_id:
            return project
    raise NotFoundException


def words(request: AnyRequest) -> dict[str, Any]:
    locale = locale_of(request)
    return {
        "euros": lambda amount: euros(locale, amount),
        "checks": CHECKS,
        "methods": METHODS,
        "rules": RULES,
        "rules_told": RULES_TOLD,
        "progress": PROGRESS,
        "late": LATE,
    }


async def project_page(
    request: AnyRequest,
    actor: Actor,
    found: Budget,
    proposal_id: int,
    *,
    status: int = 200,
    values: Form = EMPTY,
    errors: Errors | None = None,
    editing: int = 0,
) -> Response[Any]:
    """`editing`: the milestone whose form came back with a mistake, 0 for a new one."""
    known = await queries.projects(found.id)
    project = project_of(known, proposal_id)
    results = await queries.results(found)
    why = why_of(locale_of(request), found, known, results, project.key) if results else None
    return await page(
        request,
        "budgeting/project.html",
        status=status,
        budget=found,
        project=project,
        body_html=await queries.text_of(project),
        why=why,
        milestones=await queries.milestones(project),
        can_check=actions.may_check(actor, project),
        values=values,
        errors=errors or Errors(),
        editing=editing,
        **words(request),
    )
