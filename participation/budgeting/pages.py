"""The pages of budgets for everybody: the pots, the projects, the ballot, the result, and why."""

import csv
import io
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.accounts.sanctions import require_may_act
from participation.budgeting import desk, export, queries
from participation.budgeting.basket import basket
from participation.budgeting.parts import budget_of, project_page, words
from participation.budgeting.queries import Budget
from participation.budgeting.rules.life import Check, Stage
from participation.budgeting.showing import show
from participation.budgeting.wording import NOT_OPEN
from participation.consultations.queries import consultation_by_slug
from participation.core.errors import Refused, msgid_of
from participation.core.forms import EMPTY, Errors, Form
from participation.core.pages import AnyRequest, locale_of, page, redirect
from participation.core.refusing import retry
from participation.core.throttle import throttle
from participation.settings import settings
from polls import actions as polls
from polls import forms as poll_forms
from polls.codes.actions import find
from polls.life import State, Voters, too_few
from polls.networks import prefix_of
from polls.queries import Poll
from polls.queries import poll as poll_of
from polls.receipt_pages import hand_over
from polls.refusals import CODE_MISSING, CODE_UNKNOWN, CODE_USED
from polls.voters import may_vote
from polls.wording import WHO

TEMPLATES = {Stage.VOTING: "budgeting/vote.html", Stage.DECIDED: "budgeting/result.html"}


@get("/consultations/{slug:str}/budget")
async def index(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    """The only budget itself, or the list of them. The number in an address of a project is that of its proposal."""
    found = await consultation_by_slug(slug)
    if found is None or not (found.head.published or actor.has("editor")):
        raise NotFoundException
    pots = await queries.budgets(found.id)
    if len(pots) == 1:
        return redirect(pots[0].url)
    return await page(request, "budgeting/pots.html", consultation=found, pots=pots, **words(request))


@get("/budgets/{budget_id:int}")
async def show_budget(request: AnyRequest, actor: Actor, budget_id: int) -> Response[Any]:
    return await _show(request, actor, await budget_of(budget_id, actor))


async def _show(
    request: AnyRequest,
    actor: Actor,
    found: Budget,
    *,
    status: int = 200,
    values: Form = EMPTY,
    errors: Errors | None = None,
) -> Response[Any]:
    known = await queries.projects(found.id)
    vote = await poll_of(found.poll_id, actor.person_id) if found.poll_id else None
    results = await queries.results(found)
    on_ballot = [one for one in known if one.check is Check.ACCEPTED]
    return await page(
        request,
        TEMPLATES.get(found.stage, "budgeting/projects.html"),
        status=status,
        budget=found,
        projects=known,
        ballot=_in_drawn_order(on_ballot, vote, actor),
        refused=[one for one in known if one.check is Check.REFUSED],
        vote=vote,
        few_votes=vote is not None and too_few(vote.line.votes),
        by_code=found.voters is Voters.CODES,
        may_vote=vote is not None and await may_vote(vote, actor.person_id),
        who=WHO[found.voters],
        basket=basket(found, on_ballot, values),
        shown=show(locale_of(request), found, known, results) if results else None,
        values=values,
        errors=errors or Errors(),
        can_check=actor.has("editor"),
        **words(request),
    )


def _in_drawn_order(known: list[queries.Project], vote: Poll | None, actor: Actor) -> list[queries.Project]:
    """Each person meets the projects in another order, so that none profits from being first."""
    if vote is None:
        return known
    by_key = {one.key: one for one in known}
    order = poll_forms.drawn_order(vote, actor.person_id)
    return [by_key[option.key] for option in order if option.key in by_key]


# --- the vote -----------------------------------------------------------------------------------------------


@post("/budgets/{budget_id:int}/ballot", status_code=303)
async def cast(request: AnyRequest, actor: Actor, form: Form, budget_id: int) -> Response[Any]:
    """With `sum` the page comes back with the total of what is chosen, and nothing is stored.

    Whoever has a printed code needs no account.
    """
    found = await budget_of(budget_id, actor)
    by_code = found.voters is Voters.CODES
    if not by_code:
        require(actor)
        require_may_act(actor)
    vote = await poll_of(found.poll_id, actor.person_id) if found.poll_id else None
    if vote is None:
        raise Refused(NOT_OPEN, status=409)
    if vote.line.state is State.COUNTING:
        await polls.finish(vote.line.id)  # also where no worker runs
    polls.require_open(vote.line.state)
    if form.flag("sum"):
        return await _show(request, actor, found, values=form)
    ballot, errors = poll_forms.read(form, vote)
    code = await _code(vote, form, errors) if by_code else None
    if errors:
        return await _show(request, actor, found, status=422, values=form, errors=errors)
    try:
        if code is not None:
            receipt = await polls.cast_by_code(code, vote, ballot, prefix_of(request))
        else:
            throttle(request, actor.id, "ballots")
            receipt = await polls.cast(actor, vote, ballot, prefix_of(request))
    except Refused as refused:
        if refused.status != 429 and refused.key not in {CODE_USED, CODE_UNKNOWN}:
            raise
        errors.add("code" if by_code else "", msgid_of(refused.key))
        answer = await _show(request, actor, found, status=refused.status, values=form, errors=errors)
        return retry(answer, refused)
    return hand_over(vote, receipt)


async def _code(vote: Poll, form: Form, errors: Errors) -> int | None:
    """Guessing needs no brake of its own: a code has 78 bits."""
    typed = form.text("code")[:100]
    code = await find(vote.line.id, typed)
    if not typed:
        errors.add("code", CODE_MISSING)
    elif code is None:
        errors.add("code", msgid_of(CODE_UNKNOWN))
    return code


# --- one project, and why -----------------------------------------------------------------------------------


@get("/budgets/{budget_id:int}/projects/{project_id:int}")
async def show_project(request: AnyRequest, actor: Actor, budget_id: int, project_id: int) -> Response[Any]:
    found = await budget_of(budget_id, actor)
    return await project_page(request, actor, found, project_id)


# --- files --------------------------------------------------------------------------------------------------


@get("/budgets/{budget_id:int}/result.pb")
async def result_pb(actor: Actor, budget_id: int) -> Response[bytes]:
    found = await budget_of(budget_id, actor)
    results = await queries.results(found)
    if not results or found.poll_id is None or too_few(results[found.rule].voters):
        raise NotFoundException
    known, ballots = await queries.projects(found.id), await queries.ballots(found.poll_id)
    text = export.pabulib(settings().site_name, found, known, results[found.rule], ballots)
    return _file(text.encode(), "text/plain; charset=utf-8", f"budget-{budget_id}.pb")


@get("/budgets/{budget_id:int}/result.csv")
async def result_csv(actor: Actor, budget_id: int) -> Response[bytes]:
    """With semicolons, as a table program in this country wants them."""
    found = await budget_of(budget_id, actor)
    results = await queries.results(found)
    if not results or too_few(results[found.rule].voters):
        raise NotFoundException
    file = io.StringIO()
    rows = export.table(found, await queries.projects(found.id), results)
    csv.writer(file, delimiter=";").writerows(rows)
    return _file(file.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", f"budget-{budget_id}.csv")


def _file(content: bytes, kind: str, name: str) -> Response[bytes]:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)


ROUTES = [index, show_budget, cast, show_project, result_pb, result_csv, *desk.ROUTES]
