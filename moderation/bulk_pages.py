"""For moderators: several cases at once, seen before the click, and what was just decided, to take it back."""

from collections.abc import Sequence
from typing import Any

from litestar import Response, get, post

from moderation.bulk import MOST, Picked, decide_all, picked, weight_of
from moderation.canned import best_canned
from moderation.forms import read_decision
from moderation.queries import current_rules
from moderation.recent import MOST as LISTED
from moderation.recent import recent, undo_all
from moderation.rules import REASON_MAX, RULE_FOR, Action, Reason
from moderation.scope import reach_of
from moderation.wording import Words
from participation.accounts.actor import Actor
from participation.core.errors import Refused
from participation.core.forms import Errors, Form, whole_number
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, locale_of, page, redirect

ACTIONS = (Action.KEEP, Action.HIDE)
JUST_DECIDED = "/moderation/recent"


def _numbers(values: Sequence[str], most: int = MOST) -> list[int]:
    return [number for value in values if (number := whole_number(value)) is not None][:most]


@get("/moderation/bulk")
async def show_bulk(request: AnyRequest, actor: Actor) -> Response[Any]:
    """The preview: nothing has happened yet. Rule and reason are offered as the reports suggest them."""
    reach = await reach_of(actor)
    cases = await picked(_numbers(request.query_params.getall("case", [])), reach.person, reach.scopes)
    if not cases:
        return redirect("/moderation", N_("Bitte wählen Sie zuerst Fälle aus."), kind="info")
    wanted = request.query_params.get("action", "")
    action = Action.HIDE if wanted == Action.HIDE else Action.KEEP
    rule = RULE_FOR[Reason(cases[0].reason)]
    text = await best_canned(action, rule)
    start = {"action": [action.value], "rule": [rule], "reason": [text.body if text else ""]}
    return await _preview(request, cases, Form(start))


@post("/moderation/bulk", status_code=303)
async def decide_bulk(request: AnyRequest, actor: Actor, form: Form) -> Response[Any]:
    reach = await reach_of(actor)
    cases = await picked(_numbers(form.multi("case")), reach.person, reach.scopes)
    rules = frozenset(rule.slug for rule in await current_rules())
    draft, errors = read_decision(form, rules)
    if draft is None:
        return await _preview(request, cases, form, errors)
    if draft.action not in ACTIONS:
        raise Refused("action-not-offered", status=422)
    done, left = await decide_all(cases, draft, person=reach.person)
    if left:
        told = N_("%(done)s entschieden, %(left)s nicht: Dort war jemand schneller, oder es ist Ihr eigener.")
        return redirect(JUST_DECIDED, told, kind="warning", done=done, left=left)
    return redirect(JUST_DECIDED, N_("%(done)s Fälle entschieden. Alle haben Nachricht."), done=done)


async def _preview(
    request: AnyRequest, cases: Sequence[Picked], values: Form, errors: Errors | None = None
) -> Response[Any]:
    words = Words(locale_of(request))
    possible = [case for case in cases if case.obstacle is None]
    return await page(
        request,
        "moderation/bulk.html",
        status=422 if errors else 200,
        errors=errors or Errors(),
        values=values,
        cases=cases,
        possible=possible,
        weight=await weight_of(possible),
        rule_options=[(rule.slug, words.rule(rule)) for rule in await current_rules()],
        action_options=[(a.value, words.action(a), words.effect(a, "open")) for a in ACTIONS],
        reason_max=REASON_MAX,
        words=words,
    )


@get(JUST_DECIDED)
async def show_recent(request: AnyRequest, actor: Actor) -> Response[Any]:
    reach = await reach_of(actor)
    found = await recent(reach.person, reach.scopes)
    return await page(request, "moderation/recent.html", decided=found, words=Words(locale_of(request)))


@post(JUST_DECIDED, status_code=303)
async def undo_recent(actor: Actor, form: Form) -> Response[Any]:
    """Those that are ticked, or with `all` every one; each still asks whether this person may."""
    reach = await reach_of(actor)
    known = [one.id for one in await recent(reach.person, reach.scopes)]
    ticked = set(_numbers(form.multi("case"), LISTED))
    wanted = known if form.flag("all") else [number for number in known if number in ticked]
    if not wanted:
        return redirect(JUST_DECIDED, N_("Bitte wählen Sie zuerst Fälle aus."), kind="info")
    done, left = await undo_all(wanted, person=reach.person)
    if left:
        told = N_("%(done)s zurückgenommen, %(left)s nicht: Dazu gibt es schon einen neuen Fall.")
        return redirect(JUST_DECIDED, told, kind="warning", done=done, left=left)
    told = N_("%(done)s zurückgenommen. Die Fälle sind wieder bei Ihnen, und alle erfahren es.")
    return redirect("/moderation?filter=mine", told, done=done)


ROUTES = [show_bulk, decide_bulk, show_recent, undo_recent]
