"""Clerk and chair at work on the minutes."""

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.core import clock
from participation.core.errors import Refused, msgid_of
from participation.core.forms import Errors, Form
from participation.core.i18n import N_, translate
from participation.core.pages import AnyRequest, locale_of, page, redirect
from participation.forums.agenda.queries import agenda_of
from participation.forums.minutes import actions, forms, queries
from participation.forums.minutes.queries import Working
from participation.forums.minutes.rules import REASON_LENGTH, SUMMARY_LENGTH, Hand, Stage
from participation.forums.minutes.wording import PART_NAMES, words
from participation.forums.queries import Forum, forum_by_slug
from participation.settings import settings

WORKING = ("chair", "clerk")
_NO_SUMMARY = N_("Bitte schreiben Sie in einem Satz, was anders ist.")
_NO_REASON = N_("Bitte schreiben Sie, was anders werden soll.")


@get("/forums/{slug:str}/minutes/draft")
async def draft(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    require(actor, *WORKING)
    return await _draft(request, await _forum(slug))


@post("/forums/{slug:str}/minutes/head")
async def head(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    person_id = require(actor, "clerk")
    forum = await _forum(slug)
    words_, errors = forms.head(form)
    if errors:
        return await _draft(request, forum, status=422, errors=errors, values=form)
    await actions.set_head(forum.id, words_, person_id, clock.now())
    return redirect(_desk(forum), N_("Der Kopf ist gespeichert."))


@post("/forums/{slug:str}/minutes/notes")
async def note(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    person_id = require(actor, "clerk")
    forum = await _forum(slug)
    found, errors = forms.note(form)
    if found is None:
        return await _draft(request, forum, status=422, errors=errors, values=form)
    await actions.add_note(forum.id, found, person_id, clock.now())
    return redirect(_desk(forum), N_("Ihr Satz steht im Entwurf."))


@get("/forums/{slug:str}/minutes/sentences/{key:str}")
async def sentence(request: AnyRequest, actor: Actor, slug: str, key: str) -> Response[Any]:
    require(actor, "clerk")
    return await _sentence(request, await _forum(slug), key)


@post("/forums/{slug:str}/minutes/sentences/{key:str}")
async def change(request: AnyRequest, actor: Actor, form: Form, slug: str, key: str) -> Response[Any]:
    """`act`: save, leave-out or reset. `seen` is the sentence that stood in the form when it was opened."""
    person_id = require(actor, "clerk")
    forum = await _forum(slug)
    work = await queries.working(forum, _locale())
    line = work.line(key)
    if line is None:
        raise NotFoundException
    if form.text("act") == "reset":
        await actions.as_in_log(forum.id, key, person_id)
        return redirect(_desk(forum), N_("Der Satz lautet wieder wie im Verlauf."))
    if form.text("seen") != _current(work, key):
        errors = Errors(body=msgid_of("minutes-changed"))
        return await _sentence(request, forum, key, status=409, errors=errors, values=form, meanwhile=True)
    generated, note_id = words(_locale(), line.said), _note_id(key)
    if form.text("act") == "leave-out":
        if note_id is not None:
            await actions.remove_note(forum.id, note_id, person_id, clock.now())
        else:
            await actions.leave_out(forum.id, key, generated, person_id, clock.now())
        return redirect(_desk(forum), N_("Der Satz steht nicht mehr im Entwurf."))
    body, errors = forms.sentence(form, "body")
    if errors:
        return await _sentence(request, forum, key, status=422, errors=errors, values=form)
    if note_id is not None:
        await actions.change_note(forum.id, note_id, body, person_id, clock.now())
    else:
        await actions.edit(forum.id, key, body, generated, person_id, clock.now())
    return redirect(_desk(forum), N_("Der Satz ist geändert."))


@post("/forums/{slug:str}/minutes/review")
async def review(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    person_id = require(actor, "clerk")
    forum = await _forum(slug)
    summary, errors = "", Errors()
    if await queries.latest(forum.id) is not None:
        summary, errors = forms.short(form, "summary", SUMMARY_LENGTH, _NO_SUMMARY)
    if errors:
        return await _draft(request, forum, status=422, errors=errors, values=form)
    try:
        await actions.hand_in(forum, summary, _locale(), person_id, clock.now())
    except Refused as refused:
        return redirect(_desk(forum), msgid_of(refused.key), kind="warning")
    return redirect(f"{_desk(forum)}#versions", N_("Der Entwurf liegt zur Prüfung vor."))


@post("/forums/{slug:str}/minutes/versions/{number:int}/signature")
async def sign(actor: Actor, form: Form, slug: str, number: int) -> Response[Any]:
    hand = Hand.CHAIR if form.text("hand") == "chair" else Hand.CLERK
    person_id = require(actor, *WORKING)
    if not actor.has(hand.value):
        raise Refused("not-allowed", status=403)
    forum = await _forum(slug)
    await actions.sign(forum.id, number, hand, person_id, clock.now())
    return redirect(f"{_desk(forum)}#versions", N_("Ihre Freigabe ist eingetragen."))


@post("/forums/{slug:str}/minutes/versions/{number:int}/return")
async def give_back(request: AnyRequest, actor: Actor, form: Form, slug: str, number: int) -> Response[Any]:
    person_id = require(actor, *WORKING)
    forum = await _forum(slug)
    reason, errors = forms.short(form, "reason", REASON_LENGTH, _NO_REASON)
    if errors:
        return await _draft(request, forum, status=422, errors=errors, values=form)
    await actions.give_back(forum.id, number, reason, person_id, clock.now())
    return redirect(f"{_desk(forum)}#versions", N_("Die Fassung ist zurückgegeben."))


@post("/forums/{slug:str}/minutes/versions/{number:int}/publication")
async def publish(actor: Actor, slug: str, number: int) -> Response[Any]:
    person_id = require(actor, *WORKING)
    forum = await _forum(slug)
    await actions.publish(forum.id, number, person_id, clock.now())
    return redirect(f"{forum.url}/minutes", N_("Die Niederschrift ist veröffentlicht."))


async def _draft(request: AnyRequest, forum: Forum, *, status: int = 200, **context: Any) -> Response[Any]:
    agenda, locale = await agenda_of(forum.id), locale_of(request)
    work, handed_in = await queries.working(forum, _locale()), await queries.versions(forum.id)
    return await page(
        request,
        "forums/minutes/draft.html",
        fragment="forums/minutes/_draft.html",
        status=status,
        forum=forum,
        agenda=agenda,
        work=work,
        times={entry.seq: entry.at for entry in work.facts.log},
        said=lambda line: words(_locale(), line.said),
        locale_of_minutes=_locale(),
        versions=handed_in,
        open_version=any(v.stage in {Stage.REVIEW, Stage.APPROVED} for v in handed_in),
        published_before=any(v.stage is Stage.PUBLISHED for v in handed_in),
        parts=[(part.value, translate(locale, name)) for part, name in PART_NAMES.items()],
        choices=[(row.item.id, f"{row.item.number} {row.item.title}".strip()) for row in agenda.rows],
        **context,
    )


async def _sentence(
    request: AnyRequest, forum: Forum, key: str, *, status: int = 200, **context: Any
) -> Response[Any]:
    work = await queries.working(forum, _locale())
    line, edit = work.line(key), work.edits.get(key)
    if line is None:
        raise NotFoundException
    return await page(
        request,
        "forums/minutes/sentence.html",
        status=status,
        forum=forum,
        key=key,
        note=_note_id(key) is not None,
        generated=words(_locale(), line.said),
        current=_current(work, key),
        changed=edit is not None,
        stale=work.stale(key, _locale()),
        was=edit.was if edit else "",
        **{"meanwhile": False, **context},
    )


def _current(work: Working, key: str) -> str:
    """What the draft says now; what is left out is offered as the log has it."""
    kept = next((line for line in work.kept.lines() if line.key == key), None) or work.line(key)
    return words(_locale(), kept.said) if kept else ""


def _note_id(key: str) -> int | None:
    kind, _, number = key.partition(":")
    return int(number) if kind == "note" and number.isdigit() else None


def _locale() -> str:
    """Minutes are kept in the language of the city, whoever works on them."""
    return settings().locales[0]


def _desk(forum: Forum) -> str:
    return f"{forum.url}/minutes/draft"


async def _forum(slug: str) -> Forum:
    forum = await forum_by_slug(slug)
    if forum is None:
        raise NotFoundException
    return forum


ROUTES = [draft, head, note, sentence, change, review, sign, give_back, publish]
