from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.accounts.rules import STAFF
from participation.accounts.sanctions import require_may_act, require_may_write
from participation.core import clock
from participation.core.errors import Refused
from participation.core.forms import Form
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect
from participation.core.throttle import throttle
from participation.forums.queries import Forum, forum_by_slug
from participation.forums.questions import actions, forms
from participation.forums.questions import undo as _undo  # noqa: F401  # registers itself
from participation.forums.questions.queries import questions_of, waiting_of
from participation.forums.questions.rules import QuestionState, due
from participation.forums.recording import moments_of
from participation.forums.show import show, show_refused
from participation.forums.swaps import whole

STAGE_HANDS = ("chair", "clerk")
ANSWERING = ("chair", "clerk", "editor")


@get("/forums/{slug:str}/questions")
async def index(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    return await _list(request, actor, await _forum(slug))


@post("/forums/{slug:str}/questions")
async def ask(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    person_id = require(actor)
    forum = await _forum(slug)
    body, errors = forms.question(form)
    if errors:
        return await show(request, slug, status=422, errors=errors, values=form)
    try:
        require_may_write(actor)
        throttle(request, person_id, "questions")
        number = await actions.ask(
            forum.id,
            person_id,
            body,
            clock.now(),
            name_shown=form.flag("name_shown"),
            role="council" if actor.has("council") else None,
            may_wait=not actor.has(*STAFF),
        )
    except Refused as refused:
        return await show_refused(request, slug, "question", form, refused)
    waits = any(one["id"] == number for one in await waiting_of(forum.id, person_id))
    told = (
        N_("Ihre Frage ist angekommen. Die Moderation liest sie, bevor alle sie sehen.")
        if waits
        else N_("Ihre Frage steht an der Fragenwand.")
    )
    return redirect(f"{forum.url}/questions#question-{number}", told)


@post("/forums/{slug:str}/questions/{question_id:int}/support")
async def support(request: AnyRequest, actor: Actor, slug: str, question_id: int) -> Response[Any]:
    person_id = require(actor)
    require_may_act(actor)
    throttle(request, person_id, "supports")
    forum = await _forum(slug)
    await actions.support(forum.id, question_id, person_id)
    return _back(forum, question_id)


@post("/forums/{slug:str}/questions/{question_id:int}/support/withdraw")
async def withdraw(request: AnyRequest, actor: Actor, slug: str, question_id: int) -> Response[Any]:
    person_id = require(actor)
    throttle(request, person_id, "supports")
    forum = await _forum(slug)
    await actions.withdraw(forum.id, question_id, person_id)
    return _back(forum, question_id)


@post("/forums/{slug:str}/questions/{question_id:int}/state")
async def set_state(actor: Actor, form: Form, slug: str, question_id: int) -> Response[Any]:
    person_id = require(actor, *STAGE_HANDS)
    forum = await _forum(slug)
    state = next((one for one in QuestionState if one.value == form.text("state")), None)
    if state is None:
        raise NotFoundException
    await actions.set_state(forum.id, question_id, state, person_id, clock.now())
    return redirect(f"{forum.url}/chair") if form.text("from") == "chair" else _back(forum, question_id)


@post("/forums/{slug:str}/questions/{question_id:int}/owed")
async def owe(request: AnyRequest, actor: Actor, form: Form, slug: str, question_id: int) -> Response[Any]:
    person_id = require(actor, *ANSWERING)
    forum = await _forum(slug)
    found, errors = forms.debt(form, clock.today())
    if found is None:
        return await _list(request, actor, forum, status=422, errors=errors, values=form, wrong=question_id)
    await actions.owe(forum.id, question_id, found.office, found.due_on, person_id, clock.now())
    return _back(forum, question_id)


@post("/forums/{slug:str}/questions/{question_id:int}/answer")
async def answer(request: AnyRequest, actor: Actor, form: Form, slug: str, question_id: int) -> Response[Any]:
    person_id = require(actor, *ANSWERING)
    forum = await _forum(slug)
    text, errors = forms.answer(form)
    if errors:
        return await _list(request, actor, forum, status=422, errors=errors, values=form, wrong=question_id)
    await actions.answer(forum.id, question_id, text, person_id, clock.now())
    return _back(forum, question_id)


async def _list(
    request: AnyRequest, actor: Actor, forum: Forum, *, status: int = 200, **context: Any
) -> Response[Any]:
    return await page(
        request,
        "forums/questions.html",
        status=status,
        forum=forum,
        questions=await questions_of(forum.id, actor.person_id),
        waiting=await waiting_of(forum.id, actor.person_id) if actor.person_id is not None else [],
        due=due(clock.today()),
        moments=await moments_of(forum) if forum.past else None,
        **{"wrong": None, **context},
    )


def _back(forum: Forum, question_id: int) -> Response[Any]:
    return redirect(f"{forum.url}/questions#question-{question_id}")


async def _forum(slug: str) -> Forum:
    forum = await forum_by_slug(slug)
    if forum is None:
        raise NotFoundException
    return forum


whole("question", "forums/questions/changed.swap.html")

ROUTES = [index, ask, support, withdraw, set_state, owe, answer]
