"""Topics for clerks and editors: what came on paper, the check, merging, order and the statement."""

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.core import clock
from participation.core.clock import ZONE
from participation.core.errors import Refused, msgid_of
from participation.core.forms import EMPTY, Errors, Form
from participation.core.html import render_text
from participation.core.i18n import N_, translate
from participation.core.pages import AnyRequest, locale_of, page, redirect
from participation.forums.queries import Forum, forum_by_slug
from participation.forums.setup.queries import prepared
from participation.forums.topics import actions, carrying, forms, wording
from participation.forums.topics.bodies import bodies, hinted
from participation.forums.topics.pages import HANDLING
from participation.forums.topics.queries import (
    Topic,
    limits_of,
    similar_to,
    times_treated,
    topic_by_id,
    topics_of,
)
from participation.forums.topics.rules import LIVE, TopicState

EDITORS = ("editor",)


@get("/forums/{slug:str}/topics/work")
async def index(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    require(actor, *HANDLING)
    return await _list(request, await _forum(slug))


@post("/forums/{slug:str}/topics/entries")
async def enter(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    """What somebody without a computer handed in."""
    person_id = require(actor, *HANDLING)
    forum = await _forum(slug)
    sent, errors = forms.entered(form, clock.today())
    if errors:
        return await _list(request, forum, status=422, values=form, errors=errors)
    try:
        by = actions.By(clerk=person_id)
        number = await actions.submit(forum.id, sent, await render_text(sent.body), by, clock.now())
    except Refused as refused:
        wrong = Errors({"": msgid_of(refused.key)})
        return await _list(request, forum, status=refused.status, values=form, errors=wrong)
    return redirect(f"/topics/{number}/work", N_("Das Thema ist eingetragen."))


@post("/forums/{slug:str}/topics/carried")
async def carry(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    """What another evening had no time for."""
    person_id = require(actor, *HANDLING)
    forum = await _forum(slug)
    try:
        await carrying.carry(forum.id, form.number("topic") or 0, person_id, clock.now())
    except Refused as refused:
        wrong = Errors({"carried": msgid_of(refused.key)})
        return await _list(request, forum, status=refused.status, errors=wrong)
    return redirect(f"{forum.url}/topics/work", N_("Das Thema steht jetzt hier auf der Tagesordnung."))


@get("/topics/{topic_id:int}/work")
async def check(request: AnyRequest, actor: Actor, topic_id: int) -> Response[Any]:
    require(actor, *HANDLING)
    return await _check(request, await _topic(topic_id))


@post("/topics/{topic_id:int}/acceptance")
async def accept(request: AnyRequest, actor: Actor, topic_id: int) -> Response[Any]:
    person_id = require(actor, *HANDLING)
    topic = await _topic(topic_id)
    try:
        await actions.accept(topic_id, person_id, clock.now())
    except Refused as refused:
        wrong = Errors({"": msgid_of(refused.key)})
        return await _check(request, topic, status=refused.status, errors=wrong)
    return _back(topic, N_("Das Thema steht auf der Tagesordnung."))


@post("/topics/{topic_id:int}/refusal")
async def refuse(request: AnyRequest, actor: Actor, form: Form, topic_id: int) -> Response[Any]:
    person_id = require(actor, *HANDLING)
    topic = await _topic(topic_id)
    verdict, errors = forms.verdict(form, [body.id for body in await bodies()])
    if verdict is None:
        return await _check(request, topic, status=422, values=form, errors=errors)
    await actions.refuse(topic_id, verdict, person_id, clock.now())
    return _back(topic, N_("Das Thema ist nicht aufgenommen. Wer es angemeldet hat, erfährt den Grund."))


@post("/topics/{topic_id:int}/merging")
async def merge(request: AnyRequest, actor: Actor, form: Form, topic_id: int) -> Response[Any]:
    person_id = require(actor, *HANDLING)
    topic = await _topic(topic_id)
    try:
        await actions.merge(topic_id, form.number("into") or 0, person_id, clock.now())
    except Refused as refused:
        wrong = Errors({"into": msgid_of(refused.key)})
        return await _check(request, topic, status=refused.status, values=form, errors=wrong)
    return _back(topic, N_("Die Themen sind zusammengelegt."))


@post("/topics/{topic_id:int}/reopening")
async def reopen(actor: Actor, topic_id: int) -> Response[Any]:
    person_id = require(actor, *HANDLING)
    topic = await _topic(topic_id)
    await actions.reopen(topic_id, person_id, clock.now())
    return redirect(f"{topic.url}/work", N_("Das Thema wird noch einmal geprüft."))


@post("/topics/{topic_id:int}/move")
async def move(actor: Actor, form: Form, topic_id: int) -> Response[Any]:
    person_id = require(actor, *HANDLING)
    topic = await _topic(topic_id)
    await actions.move(topic_id, 1 if form.text("to") == "down" else -1, person_id, clock.now())
    return _back(topic, "")


@post("/topics/{topic_id:int}/statement")
async def state(request: AnyRequest, actor: Actor, form: Form, topic_id: int) -> Response[Any]:
    person_id = require(actor, *HANDLING)
    topic = await _topic(topic_id)
    given, errors = forms.statement(form)
    if errors:
        return await _check(request, topic, status=422, values=form, errors=errors)
    await actions.set_statement(topic_id, given, await render_text(given.text), person_id, clock.now())
    return redirect(
        f"{topic.url}/work",
        N_("Die Stellungnahme steht beim Thema. Wer es angemeldet hat, wird gefragt, ob sie genügt."),
    )


@post("/topics/{topic_id:int}/same-matter")
async def same_matter(actor: Actor, form: Form, topic_id: int) -> Response[Any]:
    person_id = require(actor, *HANDLING)
    topic = await _topic(topic_id)
    await actions.set_root(topic_id, form.number("earlier"), person_id)
    return redirect(f"{topic.url}/work", N_("Gespeichert."))


@get("/forums/{slug:str}/topics/rules")
async def rules(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    require(actor, *EDITORS)
    forum = await _draft(slug)
    limits = await limits_of(forum.id, forum.starts_at)
    fields = {
        name: [str(getattr(limits, name))]
        for name in ("most", "per_person", "per_association", "treated_most")
    }
    fields["until"] = [f"{limits.until.astimezone(ZONE):%Y-%m-%d}"]
    return await page(request, "forums/topics/rules.html", forum=forum, values=Form(fields))


@post("/forums/{slug:str}/topics/rules")
async def set_rules(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    person_id = require(actor, *EDITORS)
    forum = await _draft(slug)
    limits, errors = forms.limits(form, forum.starts_at)
    if limits is None:
        return await page(
            request, "forums/topics/rules.html", status=422, forum=forum, values=form, errors=errors
        )
    await actions.set_limits(forum.id, limits, person_id)
    return redirect(f"{forum.url}/setup", N_("Gespeichert."))


# --- what they share ----------------------------------------------------------------------------------------


async def _list(
    request: AnyRequest, forum: Forum, *, status: int = 200, values: Form = EMPTY, **context: Any
) -> Response[Any]:
    every = await topics_of(forum.id)
    return await page(
        request,
        "forums/topics/work.html",
        status=status,
        forum=forum,
        groups={state.value: [one for one in every if one.state is state] for state in TopicState},
        taken=sum(one.state in LIVE for one in every),
        limits=await limits_of(forum.id, forum.starts_at),
        carried=await carrying.waiting(forum.id, clock.now()) if forum.coming else [],
        today=clock.today(),
        channels=[(one.value, translate(locale_of(request), text)) for one, text in wording.ENTERED],
        words=wording,
        values=values,
        **context,
    )


async def _check(
    request: AnyRequest, topic: Topic, *, status: int = 200, values: Form = EMPTY, **context: Any
) -> Response[Any]:
    known = await bodies()
    every = await topics_of(topic.forum)
    return await page(
        request,
        "forums/topics/check.html",
        status=status,
        topic=topic,
        coming=topic.opened_at is None,
        hints=hinted(f"{topic.title} {topic.html}", known),
        bodies=[(body.id, body.name) for body in known],
        reasons=[(one.value, translate(locale_of(request), text)) for one, text in wording.REFUSAL.items()],
        similar=await similar_to(topic),
        treated=await times_treated(topic.id, topic.root),
        targets=[
            (one.id, one.title)
            for one in every
            if one.id != topic.id and one.state in {TopicState.SUBMITTED, TopicState.ACCEPTED}
        ],
        words=wording,
        values=values,
        **context,
    )


def _back(topic: Topic, flash: str) -> Response[Any]:
    return redirect(f"{topic.forum_url}/topics/work#topic-{topic.id}", flash)


async def _topic(topic_id: int) -> Topic:
    topic = await topic_by_id(topic_id)
    if topic is None or topic.held:
        raise NotFoundException
    return topic


async def _draft(slug: str) -> Any:
    forum = await prepared(slug)
    if forum is None:
        raise NotFoundException
    return forum


async def _forum(slug: str) -> Forum:
    forum = await forum_by_slug(slug)
    if forum is None:
        raise NotFoundException
    return forum


ROUTES = [
    index,
    enter,
    carry,
    check,
    accept,
    refuse,
    merge,
    reopen,
    move,
    state,
    same_matter,
    rules,
    set_rules,
]
