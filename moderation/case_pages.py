"""For moderators: the queue, one case, and what they do to it."""

from collections.abc import Container, Mapping
from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from moderation import actions
from moderation.case_queries import Case, case_by_id
from moderation.context import lines_before, steps_to
from moderation.forms import read_decision
from moderation.handover import last_handover
from moderation.queries import (
    EVERYTHING,
    FILTERS,
    SOURCES,
    Wanted,
    current_rules,
    queue,
    waiting_places,
)
from moderation.rules import (
    DETAIL_MAX,
    LAW_MAX,
    NOTE_MAX,
    REASON_MAX,
    UNDO_FOR,
    Action,
    Lane,
    Reason,
    State,
    appeal_until,
    claim_holds,
    obstacle,
    offered,
    undo_obstacle,
)
from moderation.scope import Reach, reach_case, reach_of
from moderation.sentences import CHECKS
from moderation.wording import Words
from participation.accounts.actor import Actor
from participation.core import clock, kinds, paging
from participation.core.differences import differences
from participation.core.errors import Refused, msgid_of
from participation.core.forms import EMPTY, Errors, Form, query_text, whole_number
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, locale_of, page, redirect
from participation.settings import settings


@get("/moderation")
async def show_queue(request: AnyRequest, actor: Actor) -> Response[Any]:
    wanted = query_text(request, "filter", 20)
    return await _queue(request, actor, wanted if wanted in FILTERS else "all")


@get("/moderation/appeals")
async def show_appeals(request: AnyRequest, actor: Actor) -> Response[Any]:
    return await _queue(request, actor, "appeals")


async def _queue(request: AnyRequest, actor: Actor, kept: str) -> Response[Any]:
    reach = await reach_of(actor)
    newest = query_text(request, "sort", 20) == "newest"
    search = query_text(request, "q", 100)
    number = paging.wanted(query_text(request, "page", 10))
    wanted = _wanted(request)
    found = await queue(
        reach.person,
        kept=kept,
        newest=newest,
        search=search,
        page=number,
        wanted=wanted,
        reach=reach.scopes,
    )
    words = Words(locale_of(request))
    return await page(
        request,
        "moderation/queue.html",
        queue=found,
        kept=kept,
        newest=newest,
        search=search,
        wanted=wanted,
        narrowed=wanted != EVERYTHING,
        time={
            "live_urgent": settings().due_live_urgent,
            "live": settings().due_live,
            "normal": settings().due_normal,
        },
        whole=reach.whole,
        last_handover=await last_handover() if reach.whole else None,
        choices=words.choices(await waiting_places(reach.scopes), found.at_work),
        words=words,
    )


def _wanted(request: AnyRequest) -> Wanted:
    """Nonsense in the address narrows nothing."""

    def one_of(name: str, known: Container[str]) -> str:
        value = query_text(request, name, 40)
        return value if value in known else ""

    return Wanted(
        lane=one_of("lane", set(Lane)),
        kind=one_of("kind", {kind.name for kind in kinds.every()}),
        consultation=whole_number(query_text(request, "consultation", 20)),
        reason=one_of("reason", set(Reason)),
        source=one_of("source", SOURCES),
        hours=whole_number(query_text(request, "hours", 3)),
        claim=one_of("claim", {"free", "others"})
        or (str(whole_number(query_text(request, "claim", 20)) or "")),
    )


@get("/moderation/cases/{case_id:int}")
async def show_case(request: AnyRequest, actor: Actor, case_id: int) -> Response[Any]:
    reach = await reach_of(actor)
    person, case = reach.person, await _case(case_id, reach)
    wanted = query_text(request, "canned", 20)
    return await case_page(request, case, person, form=_prefilled(case, wanted))


def _prefilled(case: Case, wanted: str) -> Form | None:
    """A canned text on request: nothing is chosen for a moderator who did not ask."""
    for text in case.canned:
        if wanted == str(text.id):
            return Form({"action": [text.action], "rule": [text.rule], "reason": [text.body]})
    return None


@post("/moderation/cases/{case_id:int}/claim", status_code=303)
async def claim(actor: Actor, case_id: int) -> Response[Any]:
    await actions.claim(case_id, await reach_case(actor, case_id))
    return redirect(f"/moderation/cases/{case_id}")


@post("/moderation/cases/{case_id:int}/release", status_code=303)
async def release(actor: Actor, case_id: int) -> Response[Any]:
    await actions.release(case_id, await reach_case(actor, case_id))
    return redirect("/moderation", N_("Der Fall ist wieder frei."))


@post("/moderation/cases/{case_id:int}/decision", status_code=303)
async def decide(request: AnyRequest, actor: Actor, form: Form, case_id: int) -> Response[Any]:
    person = await reach_case(actor, case_id)
    rules = await current_rules()
    draft, errors = read_decision(form, frozenset(rule.slug for rule in rules))
    if draft is None:
        return await case_page(request, await case_of(case_id, actor), person, errors, form)
    try:
        await actions.decide(case_id, draft, person=person)
    except Refused as refusal:
        errors.add("", msgid_of(refusal.key), **refusal.values)
        case = await case_of(case_id, actor)
        return await case_page(request, case, person, errors, form, status=refusal.status)
    return redirect(f"/moderation/cases/{case_id}")


async def case_of(case_id: int, actor: Actor) -> Case:
    return await _case(case_id, await reach_of(actor))


async def _case(case_id: int, reach: Reach) -> Case:
    found = await case_by_id(case_id, reach.person, reach.scopes)
    if found is None:
        raise NotFoundException
    return found


async def case_page(
    request: AnyRequest,
    case: Case,
    person: int,
    errors: Errors | None = None,
    form: Form | None = None,
    *,
    status: int = 422,
) -> Response[Any]:
    """`status` is that of the answer where there are errors."""
    words = Words(locale_of(request))
    card = await kinds.card(case.kind, case.content_id)
    parent = await kinds.card(*card.parent) if card and card.parent else None
    rules = await current_rules() if case.waits else []
    return await page(
        request,
        "moderation/case.html",
        status=status if errors else 200,
        errors=errors or Errors(),
        values=form or EMPTY,
        case=case,
        card=card,
        since_report=differences(case.snapshot, card.text) if card and card.text != case.snapshot else [],
        parent=parent,
        rule_options=[(rule.slug, words.rule(rule)) for rule in rules],
        obstacle=obstacle(case.standing, person, clock.now()) if case.waits else None,
        mine=case.standing.claimed_by == person and _claimed(case),
        claimed=_claimed(case),
        action_options=[
            (
                action.value,
                words.action(action, held=case.held and case.state == State.OPEN),
                words.effect(action, case.state, held=case.held),
            )
            for action in _offered(case)
        ],
        weight=await _weight(case),
        maskable=_maskable(case),
        checklist=[(key, words.check(key)) for key in CHECKS],
        detail_max=DETAIL_MAX,
        law_max=LAW_MAX,
        before=await lines_before(case.kind, case.content_id),
        steps=await steps_to(case.kind, case.content_id),
        undo_until=_undo_until(case, person),
        until=appeal_until(case.decisions[0].decided_at if case.decisions else clock.now()),
        words=words,
        reason_max=REASON_MAX,
        note_max=NOTE_MAX,
    )


def _claimed(case: Case) -> bool:
    return case.waits and claim_holds(case.claimed_at, clock.now())


async def _weight(case: Case) -> Mapping[str, int]:
    """What hiding it would take out of the counts."""
    kind = kinds.get(case.kind)
    if kind is None or kind.weighs is None or case.state != State.OPEN:
        return {}
    return await kind.weighs([case.content_id])


def _maskable(case: Case) -> bool:
    return Action.MASK in _offered(case)


def _offered(case: Case) -> tuple[Action, ...]:
    first = Action(case.decisions[0].action) if case.decisions else None
    kind = kinds.get(case.kind)
    return offered(
        State(case.state),
        first,
        by_account=case.author_id is not None,
        maskable=kind is not None and kind.mask is not None,
        lockable=kind is not None and kind.lock is not None,
        held=case.held,
    )


def _undo_until(case: Case, person: int) -> datetime | None:
    """Until when this person may take the last decision back."""
    if not case.decisions or case.last_decider is None:
        return None
    last = case.decisions[-1]
    found = undo_obstacle(State(case.state), case.last_decider, last.decided_at, person, clock.now())
    return last.decided_at + UNDO_FOR if found is None else None


ROUTES = [show_queue, show_appeals, show_case, claim, release, decide]
