"""Topics for everybody: the list of a forum, one topic, handing one in, and the published agenda."""

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.accounts.rules import STAFF
from participation.accounts.sanctions import require_may_act, require_may_write
from participation.core import clock
from participation.core.errors import Refused, msgid_of
from participation.core.forms import EMPTY, Errors, Form
from participation.core.html import render_text
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect
from participation.core.refusing import retry
from participation.core.throttle import throttle
from participation.forums.agenda.queries import agenda_of
from participation.forums.queries import Forum, forum_by_slug
from participation.forums.reading import holds_here
from participation.forums.topics import actions, forms, wording
from participation.forums.topics.bodies import bodies
from participation.forums.topics.queries import Topic, limits_of, topic_by_id, topics_of
from participation.forums.topics.rules import LIVE, TopicState, Wish

HANDLING = ("clerk", "editor")
"""Who checks topics and answers them; each act of theirs is in the audit log."""


@get("/forums/{slug:str}/topics")
async def index(request: AnyRequest, slug: str) -> Response[Any]:
    forum = await _forum(slug)
    every = await topics_of(forum.id)
    limits = await limits_of(forum.id, forum.starts_at)
    return await page(
        request,
        "forums/topics/index.html",
        forum=forum,
        groups={state.value: [one for one in every if one.state is state] for state in TopicState},
        open=_open(forum, every, limits),
        limits=limits,
        words=wording,
    )


@get("/forums/{slug:str}/topics/new")
async def new(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    require(actor)
    return await _form(request, await _forum(slug), EMPTY, Errors(), 200)


@post("/forums/{slug:str}/topics")
async def create(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    person_id = require(actor)
    forum = await _forum(slug)
    sent, errors = forms.topic(form)
    if errors:
        return await _form(request, forum, form, errors, 422)
    try:
        require_may_write(actor)
        throttle(request, person_id, "topics")
        role = next((role for role in wording.PARTY if actor.has(role)), None)
        by = actions.By(person_id, role, may_wait=not actor.has(*STAFF))
        number = await actions.submit(forum.id, sent, await render_text(sent.body), by, clock.now())
    except Refused as refused:
        answer = await _form(request, forum, form, Errors({"": msgid_of(refused.key)}), refused.status)
        return retry(answer, refused)
    return redirect(f"/topics/{number}", N_("Ihr Thema ist angekommen. Wir prüfen es und schreiben Ihnen."))


@get("/topics/{topic_id:int}")
async def show(request: AnyRequest, actor: Actor, topic_id: int) -> Response[Any]:
    topic = await _topic(topic_id)
    into = await topic_by_id(topic.merged_into) if topic.merged_into else None
    mine = actor.person_id is not None and topic.author == actor.person_id
    if topic.held and not mine:
        raise NotFoundException
    return await page(
        request, "forums/topics/show.html", topic=topic, into=into, mine=mine, words=wording,
        status=410 if topic.state is TopicState.WITHDRAWN and not mine else 200,
    )  # fmt: skip


@post("/topics/{topic_id:int}/withdrawal")
async def withdraw(actor: Actor, topic_id: int) -> Response[Any]:
    person_id = require(actor)
    topic = await _topic(topic_id)
    await actions.withdraw(topic_id, person_id, clock.now())
    return redirect(f"{topic.forum_url}/topics", N_("Ihr Thema ist zurückgezogen."))


@post("/topics/{topic_id:int}/wish")
async def wish(actor: Actor, form: Form, topic_id: int) -> Response[Any]:
    """Whether it still needs debate: said by the submitter, or by a clerk who asked them."""
    person_id = require(actor)
    require_may_act(actor)
    topic = await _topic(topic_id)
    said = next((one for one in Wish if one.value == form.text("wish")), None)
    if said is None:
        return redirect(topic.url, N_("Bitte wählen Sie eine der beiden Antworten."), kind="warning")
    asked = actor.has(*HANDLING) and topic.author != person_id
    await actions.say_wish(topic_id, said, clock.now(), person=person_id, by=person_id if asked else None)
    if asked:
        return redirect(f"{topic.url}/work", N_("Die Antwort ist festgehalten."))
    return redirect(topic.url, N_("Danke. Das steht jetzt bei Ihrem Thema."))


@get("/forums/{slug:str}/agenda")
async def agenda(request: AnyRequest, slug: str) -> Response[Any]:
    """With each topic's text and the city's statement; nothing before it is published."""
    forum = await _forum(slug)
    public = forum.agenda_at is not None or not forum.coming
    topics = await topics_of(forum.id) if public else []
    return await page(
        request,
        "forums/topics/agenda.html",
        forum=forum,
        public=public,
        agenda=await agenda_of(forum.id),
        topics={one.id: one for one in topics},
        settled=[one for one in topics if one.state is TopicState.SETTLED],
        words=wording,
    )


async def _form(
    request: AnyRequest, forum: Forum, values: Form, errors: Errors, status: int
) -> Response[Any]:
    every = await topics_of(forum.id)
    limits = await limits_of(forum.id, forum.starts_at)
    return await page(
        request,
        "forums/topics/new.html",
        status=status,
        forum=forum,
        values=values,
        errors=errors,
        limits=limits,
        open=_open(forum, every, limits),
        reads_first=await holds_here(forum.id),
        topics=[one for one in every if one.state in LIVE and not one.hidden],
        bodies=await bodies(),
    )


def _open(forum: Forum, topics: list[Topic], limits: Any) -> bool:
    taken = sum(one.state in LIVE for one in topics)
    return forum.coming and clock.now() <= limits.until and taken < limits.most


async def _topic(topic_id: int) -> Topic:
    topic = await topic_by_id(topic_id)
    if topic is None:
        raise NotFoundException
    return topic


async def _forum(slug: str) -> Forum:
    forum = await forum_by_slug(slug)
    if forum is None:
        raise NotFoundException
    return forum


ROUTES = [index, new, create, show, withdraw, wish, agenda]
