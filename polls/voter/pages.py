"""Casting a ballot and what a voter can ask for around it."""

from typing import Any

from litestar import Response, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.accounts.sanctions import require_may_act
from participation.core.errors import Refused, msgid_of
from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, redirect
from participation.core.throttle import throttle
from polls import actions, forms
from polls.codes.actions import find
from polls.life import State, Voters
from polls.networks import prefix_of
from polls.one_poll import again, find_poll, is_questionnaire, show_poll
from polls.queries import Poll
from polls.receipt_pages import hand_over
from polls.refusals import CODE_MISSING, CODE_UNKNOWN, CODE_USED
from polls.roll import actions as roll
from polls.voter import actions as reminders


@post("/polls/{poll_id:int}/ballot", status_code=303)
async def vote(request: AnyRequest, actor: Actor, form: Form, poll_id: int) -> Response[Any]:
    found = await find_poll(poll_id, actor)
    if found.line.voters is not Voters.CODES:
        require(actor)
        require_may_act(actor)
    if found.line.state is State.COUNTING:
        await actions.finish(poll_id)  # also where no worker runs; reading a page never does it
    actions.require_open(found.line.state)
    if is_questionnaire(found) or found.line.part_of:
        raise NotFoundException  # their answers are handed in together
    if found.line.voters is Voters.CODES:
        return await _vote_by_code(request, actor, found, form)
    ballot, errors = forms.read(form, found)
    if errors:
        return await show_poll(request, actor, found, status=422, values=form, errors=errors)
    try:
        throttle(request, actor.id, "ballots")
        receipt = await actions.cast(actor, found, ballot, prefix_of(request))
    except Refused as refused:
        if refused.status != 429:
            raise
        return await again(request, actor, found, form, refused)
    return hand_over(found, receipt)


async def _vote_by_code(request: AnyRequest, actor: Actor, found: Poll, form: Form) -> Response[Any]:
    """Without an account. Guessing needs no brake of its own: a code has 78 bits."""
    ballot, wrong = forms.read(form, found)
    errors = Errors()
    typed = form.text("code")[:100]
    code = await find(found.line.id, typed)
    if not typed:
        errors.add("code", CODE_MISSING)
    elif code is None:
        errors.add("code", msgid_of(CODE_UNKNOWN))
    errors.update(wrong)
    if code is None or errors:
        return await show_poll(request, actor, found, status=422, values=form, errors=errors)
    try:
        receipt = await actions.cast_by_code(code, found, ballot, prefix_of(request))
    except Refused as refused:
        if refused.key not in {CODE_USED, CODE_UNKNOWN}:
            raise
        errors.add("code", msgid_of(refused.key))
        return await show_poll(request, actor, found, status=refused.status, values=form, errors=errors)
    return hand_over(found, receipt)


@post("/polls/{poll_id:int}/membership", status_code=303)
async def claim(request: AnyRequest, actor: Actor, form: Form, poll_id: int) -> Response[Any]:
    """A member number stands for the account that names it."""
    person = require(actor)
    found = await find_poll(poll_id, actor)
    if found.line.state is not State.OPEN or found.line.voters is not Voters.ROLL:
        raise NotFoundException
    errors = Errors()
    try:
        throttle(request, person, "claims")
        await roll.claim(person, poll_id, form.text("number")[:100])
    except Refused as refused:
        errors.add("number", msgid_of(refused.key))
        return await show_poll(request, actor, found, status=refused.status, values=form, errors=errors)
    return redirect(found.line.url, N_("Sie stehen im Verzeichnis und können jetzt abstimmen."))


@post("/polls/{poll_id:int}/reminder", status_code=303)
async def remind(actor: Actor, poll_id: int) -> Response[Any]:
    person = require(actor)
    found = await find_poll(poll_id, actor)
    await reminders.want(person, poll_id)
    return redirect(found.line.url, N_("Wir schicken Ihnen vor dem Ende eine E-Mail."))


@post("/polls/{poll_id:int}/reminder/withdraw", status_code=303)
async def forget(actor: Actor, poll_id: int) -> Response[Any]:
    person = require(actor)
    found = await find_poll(poll_id, actor)
    await reminders.leave(person, poll_id)
    return redirect(found.line.url, N_("Sie bekommen keine Erinnerung."))


ROUTES = [vote, claim, remind, forget]
