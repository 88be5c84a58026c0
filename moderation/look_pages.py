"""For moderators: judging a case blind for a second time."""

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from moderation.rules import Action
from moderation.second_look import Blind, agreement, blind_case, judge, waiting_looks
from moderation.wording import Words
from participation.accounts.actor import Actor, require
from participation.accounts.rules import Role
from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, locale_of, page, redirect

CHOICES = (Action.KEEP, Action.MASK, Action.HIDE, Action.REMOVE)


@get("/moderation/second-looks")
async def show_looks(request: AnyRequest, actor: Actor) -> Response[Any]:
    person = require(actor, Role.MODERATOR)
    looked, agreed = await agreement()
    return await page(
        request,
        "moderation/looks.html",
        looks=await waiting_looks(person),
        looked=looked,
        agreed=agreed,
        words=Words(locale_of(request)),
    )


@get("/moderation/second-looks/{look_id:int}")
async def show_look(request: AnyRequest, actor: Actor, look_id: int) -> Response[Any]:
    person = require(actor, Role.MODERATOR)
    return await _look(request, await _blind(look_id, person))


@post("/moderation/second-looks/{look_id:int}", status_code=303)
async def look(request: AnyRequest, actor: Actor, form: Form, look_id: int) -> Response[Any]:
    person = require(actor, Role.MODERATOR)
    chosen = next((action for action in CHOICES if action == form.text("action")), None)
    if chosen is None:
        errors = Errors(action=N_("Bitte wählen Sie, was geschehen soll."))
        return await _look(request, await _blind(look_id, person), errors)
    agrees = await judge(look_id, chosen, person=person)
    told = (
        N_("Danke. Die erste Person hat ebenso entschieden.")
        if agrees
        else N_("Danke. Die erste Person hat anders entschieden. Sprechen Sie im Team darüber.")
    )
    return redirect("/moderation/second-looks", told, kind="success" if agrees else "info")


async def _blind(look_id: int, person: int) -> Blind:
    found = await blind_case(look_id, person)
    if found is None:
        raise NotFoundException
    return found


async def _look(request: AnyRequest, blind: Blind, errors: Errors | None = None) -> Response[Any]:
    words = Words(locale_of(request))
    return await page(
        request,
        "moderation/look.html",
        status=422 if errors else 200,
        errors=errors or Errors(),
        blind=blind,
        options=[(action.value, words.action(action)) for action in CHOICES],
        words=words,
    )


ROUTES = [show_looks, show_look, look]
