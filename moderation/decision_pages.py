"""For the author: the statement of reasons, by the link from the mail or signed in, and the way to appeal."""

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from moderation import actions, links
from moderation.forms import read_appeal
from moderation.rules import APPEAL_MAX
from moderation.statements import (
    Statement,
    decisions_about,
    statement_by_token,
    statement_for_author,
    taken_back,
)
from moderation.wording import Words
from participation.accounts.actor import Actor
from participation.core.forms import EMPTY, Errors, Form
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, locale_of, page, private, redirect
from participation.core.throttle import throttle


@get("/decisions/{token:str}")
async def by_link(request: AnyRequest, token: str) -> Response[Any]:
    found = await statement_by_token(links.hash_of(token))
    if found is not None:
        return await _show(request, found, f"/decisions/{token}")
    undone = await taken_back(links.hash_of(token))
    if undone is None:
        raise NotFoundException
    answer = await page(
        request, "moderation/undone.html", undone=undone, words=Words(locale_of(request)), status=200
    )
    return private(answer)


@post("/decisions/{token:str}/appeal", status_code=303)
async def appeal_by_link(request: AnyRequest, actor: Actor, form: Form, token: str) -> Response[Any]:
    return await _appeal(request, actor, form, await _by_token(token), f"/decisions/{token}")


@get("/account/decisions")
async def about_me(request: AnyRequest, actor: Actor) -> Response[Any]:
    found = await decisions_about(actor.id)
    return await page(request, "moderation/decisions.html", decisions=found, words=Words(locale_of(request)))


@get("/account/decisions/{decision_id:int}")
async def by_author(request: AnyRequest, actor: Actor, decision_id: int) -> Response[Any]:
    return await _show(request, await _of_author(decision_id, actor), f"/account/decisions/{decision_id}")


@post("/account/decisions/{decision_id:int}/appeal", status_code=303)
async def appeal_by_author(request: AnyRequest, actor: Actor, form: Form, decision_id: int) -> Response[Any]:
    path = f"/account/decisions/{decision_id}"
    return await _appeal(request, actor, form, await _of_author(decision_id, actor), path)


async def _by_token(token: str) -> Statement:
    found = await statement_by_token(links.hash_of(token))
    if found is None:
        raise NotFoundException
    return found


async def _of_author(decision_id: int, actor: Actor) -> Statement:
    """Another person's decision does not exist for this one."""
    found = await statement_for_author(decision_id, actor.id)
    if found is None:
        raise NotFoundException
    return found


async def _appeal(
    request: AnyRequest, actor: Actor, form: Form, statement: Statement, path: str
) -> Response[Any]:
    text, errors = read_appeal(form)
    if errors:
        return await _show(request, statement, path, errors, form)
    throttle(request, actor.person_id, "appeals")
    await actions.appeal(statement.case_id, text)
    return redirect(path, N_("Ihr Widerspruch ist angekommen. Eine andere Person prüft den Fall neu."))


async def _show(
    request: AnyRequest,
    statement: Statement,
    path: str,
    errors: Errors | None = None,
    form: Form | None = None,
) -> Response[Any]:
    answer = await page(
        request,
        "moderation/decision.html",
        status=422 if errors else 200,
        errors=errors or Errors(),
        values=form or EMPTY,
        statement=statement,
        appeal_action=f"{path}/appeal",
        appeal_max=APPEAL_MAX,
        words=Words(locale_of(request)),
    )
    return private(answer)


ROUTES = [by_link, appeal_by_link, about_me, by_author, appeal_by_author]
