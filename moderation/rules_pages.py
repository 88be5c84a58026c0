"""The rules of the house: to read, to compare, to accept anew, and for the administration to change.

Whoever moderates does not write the rules, and whoever writes them does not moderate.
"""

from datetime import date, timedelta
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from moderation.forms import RULE_BODY_MAX, RULE_TITLE_MAX, read_rule
from moderation.house_changes import change_rule, changes, newest, start_of
from moderation.queries import Rule, current_rules
from participation.accounts.acceptance import accept
from participation.accounts.actor import Actor, require
from participation.accounts.rules import Role
from participation.core import clock
from participation.core.errors import Refused, msgid_of
from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, locale_of, page, redirect
from participation.core.urls import local_path


@get("/rules")
async def show_rules(request: AnyRequest, actor: Actor) -> Response[Any]:
    return await page(
        request,
        "moderation/rules.html",
        rules=await current_rules(),
        changes=await changes(locale_of(request)),
        changeable=actor.has(Role.ADMINISTRATOR),
    )


@post("/rules/acceptance", status_code=303)
async def accept_rules(actor: Actor, form: Form) -> Response[Any]:
    next_ = local_path(form.text("next"))
    if not await accept(actor.id, form.number("change") or 0, clock.now()):
        return redirect(
            next_, N_("Eben hat sich noch etwas geändert. Bitte sehen Sie es sich an."), kind="info"
        )
    return redirect(next_, N_("Danke. Schön, dass Sie dabei sind."))


@get("/rules/{rule:str}/edit")
async def edit_rule(request: AnyRequest, actor: Actor, rule: str) -> Response[Any]:
    require(actor, Role.ADMINISTRATOR)
    found, valid_on = await _newest(rule)
    return await _edit(request, found, Form(start_of(found, valid_on)), Errors(), 200)


@post("/rules/{rule:str}/edit", status_code=303)
async def save_rule(request: AnyRequest, actor: Actor, rule: str, form: Form) -> Response[Any]:
    person = require(actor, Role.ADMINISTRATOR)
    found, _ = await _newest(rule)
    draft, errors = read_rule(form, clock.today())
    if draft is None:
        return await _edit(request, found, form, errors, 422)
    try:
        await change_rule(rule, draft, seen=form.number("seen"), person=person)
    except Refused as refusal:
        errors.add("", msgid_of(refusal.key))
        return await _edit(request, (await _newest(rule))[0], form, errors, refusal.status)
    if draft.valid_on is not None:
        told = N_("Gespeichert. Die neuen Worte gelten ab dem gewählten Tag.")
        return redirect("/rules#aenderungen", told)
    return redirect(f"/rules#{rule}", N_("Die Regel gilt ab jetzt."))


async def _newest(slug: str) -> tuple[Rule, date | None]:
    found = await newest(slug)
    if found is None:
        raise NotFoundException
    return found


async def _edit(request: AnyRequest, rule: Rule, values: Form, errors: Errors, status: int) -> Response[Any]:
    """After a refusal the newest version is the one seen: the page shows it beside what was typed."""
    return await page(
        request,
        "moderation/rule_edit.html",
        status=status,
        rule=rule,
        values=values,
        errors=errors,
        stale=status == 409,
        title_max=RULE_TITLE_MAX,
        body_max=RULE_BODY_MAX,
        earliest=clock.today() + timedelta(days=1),
    )


ROUTES = [show_rules, accept_rules, edit_rule, save_rule]
