"""The pages of those who work on budgets: making one, the check by offices, the vote, milestones."""

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.budgeting import actions, building, forms, queries
from participation.budgeting.parts import budget_of, project_of, project_page
from participation.budgeting.queries import Budget, Project
from participation.budgeting.rules.life import Check
from participation.budgeting.wording import CHECKS, METHODS, NOT_YOURS, RULES, VOTERS, euros
from participation.consultations.queries import Consultation, consultation_by_slug, districts
from participation.core.errors import Refused
from participation.core.forms import EMPTY, Errors, Form
from participation.core.html import render_text
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, locale_of, page, redirect

VOTE_TEXT = """Das Geld wird nach den Stimmen verteilt. Alle Projekte, ihre Kosten und wie gezählt wird: [zur Seite über das Geld]({url}).

Nach dem Ende veröffentlichen wir alle Stimmzettel ohne Namen, damit alle nachrechnen können."""


# --- making a budget ----------------------------------------------------------------------------------------


@get("/consultations/{slug:str}/budget/new")
async def new(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    require(actor, "editor")
    return await _new(request, await _consultation(slug))


async def _consultation(slug: str) -> Consultation:
    found = await consultation_by_slug(slug)
    if found is None:
        raise NotFoundException
    return found


async def _new(
    request: AnyRequest,
    consultation: Consultation,
    *,
    status: int = 200,
    values: Form = EMPTY,
    errors: Errors | None = None,
) -> Response[Any]:
    return await page(
        request,
        "budgeting/new.html",
        status=status,
        consultation=consultation,
        districts=await districts(),
        methods=METHODS,
        rules=RULES,
        voters=VOTERS,
        values=values,
        errors=errors or Errors(),
    )


@post("/consultations/{slug:str}/budget", status_code=303)
async def create(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    editor = require(actor, "editor")
    consultation = await _consultation(slug)
    draft, errors = forms.read_budget(form, {one.slug: one.id for one in await districts()})
    if errors:
        return await _new(request, consultation, status=422, values=form, errors=errors)
    number = await actions.create(editor, consultation.id, draft)
    return redirect(f"/budgets/{number}/check", N_("Der Topf ist angelegt."))


# --- the check ----------------------------------------------------------------------------------------------


@get("/budgets/{budget_id:int}/check")
async def desk(request: AnyRequest, actor: Actor, budget_id: int) -> Response[Any]:
    require(actor)
    found = await budget_of(budget_id, actor)
    known = await queries.projects(found.id)
    mine = [one for one in known if actions.may_check(actor, one)]
    if not (actor.has("editor") or mine):
        raise Refused("not-allowed", status=403)
    locale = locale_of(request)
    return await page(
        request,
        "budgeting/check.html",
        budget=found,
        groups=[(check, [one for one in mine if one.check is check]) for check in Check],
        checks=CHECKS,
        euros=lambda amount: euros(locale, amount),
        is_editor=actor.has("editor"),
    )


@get("/budgets/{budget_id:int}/check/{project_id:int}")
async def check(request: AnyRequest, actor: Actor, budget_id: int, project_id: int) -> Response[Any]:
    require(actor)
    found = await budget_of(budget_id, actor)
    project = project_of(await queries.projects(found.id), project_id)
    if not actions.may_check(actor, project):
        raise Refused(NOT_YOURS, status=403)
    return await _check(request, actor, found, project)


async def _check(
    request: AnyRequest,
    actor: Actor,
    found: Budget,
    project: Project,
    *,
    status: int = 200,
    values: Form = EMPTY,
    errors: Errors | None = None,
) -> Response[Any]:
    cost = project.cost
    return await page(
        request,
        "budgeting/check_one.html",
        status=status,
        budget=found,
        project=project,
        body_html=await queries.text_of(project),
        staff=await queries.staff() if actor.has("editor") else [],
        is_editor=actor.has("editor"),
        cost="" if cost is None else f"{cost // 100}" + (f",{cost % 100:02}" if cost % 100 else ""),
        checks=CHECKS,
        values=values,
        sent=status != 200,
        errors=errors or Errors(),
    )


async def _to_check(actor: Actor, budget_id: int, project_id: int) -> tuple[Budget, Project]:
    require(actor)
    found = await budget_of(budget_id, actor)
    project = project_of(await queries.projects(found.id), project_id)
    if not actions.may_check(actor, project):
        raise Refused(NOT_YOURS, status=403)
    return found, project


@post("/budgets/{budget_id:int}/check/{project_id:int}/assignment", status_code=303)
async def assign(
    request: AnyRequest, actor: Actor, form: Form, budget_id: int, project_id: int
) -> Response[Any]:
    require(actor, "editor")
    found, project = await _to_check(actor, budget_id, project_id)
    office, person, errors = forms.read_office(form, dict(await queries.staff()))
    if errors:
        return await _check(request, actor, found, project, status=422, values=form, errors=errors)
    await actions.assign(actor, found, project_id, office, person)
    return redirect(f"{found.url}/check/{project_id}", N_("Das Amt ist eingetragen."))


@post("/budgets/{budget_id:int}/check/{project_id:int}/finding", status_code=303)
async def find(
    request: AnyRequest, actor: Actor, form: Form, budget_id: int, project_id: int
) -> Response[Any]:
    found, project = await _to_check(actor, budget_id, project_id)
    finding, errors = forms.read_finding(form)
    if errors:
        return await _check(request, actor, found, project, status=422, values=form, errors=errors)
    await actions.check(actor, found, project_id, finding, await render_text(finding.reason))
    return redirect(f"{found.url}/check", N_("Die Prüfung ist gespeichert. Alle können sie lesen."))


@post("/budgets/{budget_id:int}/vote", status_code=303)
async def make_vote(actor: Actor, budget_id: int) -> Response[Any]:
    editor = require(actor, "editor")
    found = await budget_of(budget_id, actor)
    await actions.open_vote(editor, found, await render_text(VOTE_TEXT.format(url=found.url)))
    return redirect(found.url, N_("Der Stimmzettel steht fest."))


# --- milestones ---------------------------------------------------------------------------------------------


@post("/budgets/{budget_id:int}/projects/{project_id:int}/milestones", status_code=303)
async def add_milestone(
    request: AnyRequest, actor: Actor, form: Form, budget_id: int, project_id: int
) -> Response[Any]:
    return await _milestone(request, actor, form, (budget_id, project_id, 0))


@post("/budgets/{budget_id:int}/projects/{project_id:int}/milestones/{milestone_id:int}", status_code=303)
async def change_milestone(
    request: AnyRequest, actor: Actor, form: Form, budget_id: int, project_id: int, milestone_id: int
) -> Response[Any]:
    return await _milestone(request, actor, form, (budget_id, project_id, milestone_id))


async def _milestone(
    request: AnyRequest, actor: Actor, form: Form, where: tuple[int, int, int]
) -> Response[Any]:
    budget_id, project_id, milestone_id = where
    found, project = await _to_check(actor, budget_id, project_id)
    plan, errors = forms.read_plan(form)
    if errors:
        return await project_page(
            request, actor, found, project_id,
            status=422, values=form, errors=errors, editing=milestone_id,
        )  # fmt: skip
    if milestone_id:
        await building.change(actor, found, project, milestone_id, plan)
    else:
        await building.add(actor, found, project, plan)
    return redirect(f"{found.url}/projects/{project_id}#steps", N_("Der Schritt ist gespeichert."))


ROUTES = [new, create, desk, check, assign, find, make_vote, add_milestone, change_milestone]
