"""The pages of editors: all polls, a new one, its form, its publication."""

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.consultations.queries import districts
from participation.core.clock import ZONE
from participation.core.errors import Refused, msgid_of
from participation.core.forms import EMPTY, Errors, Form, query_text, whole_number
from participation.core.html import render_text
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect
from polls import queries
from polls.editor import actions, forms, wording
from polls.editor.queries import consultations, lacks, managed, questions, words_of
from polls.editor.rules import OPTIONS_MOST, QUESTIONNAIRE, SETTINGS
from polls.life import State
from polls.queries import Poll
from polls.wording import STATES

SPARE_ROWS = 2


@get("/polls/manage")
async def manage(request: AnyRequest, actor: Actor) -> Response[Any]:
    require(actor, "editor")
    return await page(
        request, "polls/editor/manage.html", polls=await managed(), states=STATES, kinds=wording.KINDS
    )


# --- a new one ----------------------------------------------------------------------------------------------


@get("/polls/new")
async def new(request: AnyRequest, actor: Actor) -> Response[Any]:
    require(actor, "editor")
    return await _new(request, EMPTY, Errors(), 200)


async def _new(request: AnyRequest, form: Form, errors: Errors, status: int) -> Response[Any]:
    return await page(
        request,
        "polls/editor/new.html",
        status=status,
        values=form,
        errors=errors,
        kinds=wording.KINDS,
        places=[(slug, title) for _, slug, title in await consultations()],
        consultation=form.text("consultation") or query_text(request, "consultation", 80),
    )


@post("/polls", status_code=303)
async def create(request: AnyRequest, actor: Actor, form: Form) -> Response[Any]:
    editor = require(actor, "editor")
    places = {slug: number for number, slug, _ in await consultations()}
    wanted, errors = forms.read_new(form, places)
    if errors:
        return await _new(request, form, errors, 422)
    number = await actions.begin(editor, wanted)
    return redirect(
        f"/polls/{number}/edit", N_("Der Entwurf ist angelegt. Noch sieht ihn nur die Redaktion.")
    )


@post("/polls/{poll_id:int}/questions", status_code=303)
async def add_question(request: AnyRequest, actor: Actor, form: Form, poll_id: int) -> Response[Any]:
    editor = require(actor, "editor")
    found = await _poll(poll_id)
    wanted, errors = forms.read_new(form, {})
    if wanted.kind == QUESTIONNAIRE or found.line.kind != QUESTIONNAIRE:
        errors.add("kind", N_("Bitte wählen Sie, wie geantwortet wird."))
    if errors:
        return await _edit(request, found, form, errors, 422)
    number = await actions.begin_question(editor, poll_id, wanted)
    return redirect(f"/polls/{number}/edit", N_("Die Frage ist angelegt."))


# --- the form -----------------------------------------------------------------------------------------------


async def _poll(poll_id: int) -> Poll:
    found = await queries.poll(poll_id, None)
    if found is None:
        raise NotFoundException
    return found


@get("/polls/{poll_id:int}/edit")
async def edit(request: AnyRequest, actor: Actor, poll_id: int) -> Response[Any]:
    """The form of a draft; for what is published the acts that are left."""
    require(actor, "editor")
    found = await _poll(poll_id)
    if found.line.state is State.DRAFT:
        return await _edit(request, found, EMPTY, Errors(), 200)
    if found.line.part_of:
        return redirect(f"/polls/{found.line.part_of}/edit")
    return await page(
        request,
        "polls/editor/standing.html",
        poll=found.line,
        state=STATES[found.line.state],
        voters=wording.VOTERS[found.line.voters],
    )


async def _edit(request: AnyRequest, found: Poll, form: Form, errors: Errors, status: int) -> Response[Any]:
    line = found.line
    whole = line.part_of or line.id
    rows = min(
        OPTIONS_MOST, max(len(found.options) + SPARE_ROWS, whole_number(query_text(request, "rows")) or 4)
    )
    is_whole = line.kind == QUESTIONNAIRE
    typed = form.text("kind")
    kind = typed if typed in SETTINGS and (typed == QUESTIONNAIRE) == is_whole else line.kind
    parts = await questions(whole) if is_whole or line.part_of else []
    return await page(
        request,
        "polls/editor/edit.html",
        status=status,
        values=form,
        errors=errors,
        poll=line,
        question=found.question,
        options=found.options,
        rows=rows,
        words=await words_of(line.id),
        lacks=[(name, *wording.LACKS[name]) for name in await lacks(line.id)],
        lack_pages=wording.PAGES,
        settings=[(name, *wording.SETTINGS[name]) for name in SETTINGS[kind]],
        flags=wording.FLAGS,
        kinds=wording.KINDS,
        kind=kind,
        questionnaire=QUESTIONNAIRE,
        choices=wording,
        places=[(slug, title) for _, slug, title in await consultations()],
        districts=[(one.slug, one.name) for one in await districts()],
        opens=line.opens_at.astimezone(ZONE),
        closes=line.closes_at.astimezone(ZONE),
        parts=parts,
        whole=await _poll(whole) if line.part_of else None,
        conditions=await _conditions(found, [part.id for part in parts]),
    )


async def _conditions(found: Poll, parts: list[int]) -> list[tuple[str, str, str]]:
    """(value, question, option) for each option of an earlier question of this questionnaire."""
    if found.line.part_of is None:
        return []
    offered = []
    for number in parts:
        earlier = await _poll(number)
        if earlier.line.position >= found.line.position:
            break
        if earlier.line.kind in {"one-choice", "several", "approval"}:
            offered += [(f"{number}:{o.key}", earlier.line.title, o.title) for o in earlier.options]
    return offered


@post("/polls/{poll_id:int}/edit", status_code=303)
async def save(request: AnyRequest, actor: Actor, form: Form, poll_id: int) -> Response[Any]:
    editor = require(actor, "editor")
    found = await _poll(poll_id)
    if found.line.state is not State.DRAFT:
        raise Refused(actions.NO_DRAFT)
    places = {slug: number for number, slug, _ in await consultations()}
    edited, errors = forms.read(form, found, places, {one.slug: one.id for one in await districts()})
    if errors:
        return await _edit(request, found, form, errors, 422)
    await actions.save(editor, poll_id, edited, await render_text(edited.body))
    if form.flag("more"):
        return redirect(
            f"/polls/{poll_id}/edit?rows={len(edited.options) + 6}#option-{len(edited.options) + 1}"
        )
    return redirect(f"/polls/{poll_id}/edit", N_("Der Entwurf ist gespeichert."))


# --- the ways of a draft ------------------------------------------------------------------------------------


@post("/polls/{poll_id:int}/publication", status_code=303)
async def publish(request: AnyRequest, actor: Actor, poll_id: int) -> Response[Any]:
    editor = require(actor, "editor")
    try:
        await actions.publish(editor, poll_id)
    except Refused as refused:
        if refused.status != 422:
            raise
        errors = Errors()
        errors.add("", msgid_of(refused.key))
        return await _edit(request, await _poll(poll_id), EMPTY, errors, 422)
    return redirect(
        f"/polls/{poll_id}",
        N_("Die Abstimmung ist veröffentlicht. An der Frage ändert sich nun nichts mehr."),
    )


@post("/polls/{poll_id:int}/publication/withdraw", status_code=303)
async def withdraw(actor: Actor, poll_id: int) -> Response[Any]:
    editor = require(actor, "editor")
    await actions.withdraw(editor, poll_id)
    return redirect(f"/polls/{poll_id}/edit", N_("Die Abstimmung ist wieder ein Entwurf."))


@post("/polls/{poll_id:int}/deletion", status_code=303)
async def delete(actor: Actor, poll_id: int) -> Response[Any]:
    editor = require(actor, "editor")
    whole = await actions.delete(editor, poll_id)
    return redirect(f"/polls/{whole}/edit" if whole else "/polls/manage", N_("Der Entwurf ist gelöscht."))


@post("/polls/{poll_id:int}/outcome", status_code=303)
async def outcome(actor: Actor, form: Form, poll_id: int) -> Response[Any]:
    editor = require(actor, "editor")
    await actions.tell_outcome(editor, poll_id, " ".join(form.text("outcome").split())[: forms.LEAD_MAX])
    return redirect(f"/polls/{poll_id}", N_("Gespeichert. So steht es jetzt beim Ergebnis."))


ROUTES = [manage, new, create, add_question, edit, save, publish, withdraw, delete, outcome]
