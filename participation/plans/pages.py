"""Reading texts: the list, a text with its paragraphs, its versions, one paragraph and what is said about it."""

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.consultations import taken_up
from participation.consultations.visible import consultation_of
from participation.core.clock import today
from participation.core.errors import Refused
from participation.core.forms import EMPTY, Errors, Form, query_text, whole_number
from participation.core.html import render_text
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect, wants_fragment
from participation.core.refusing import as_errors, retry
from participation.core.throttle import throttle
from participation.discussion import forms as comment_forms
from participation.discussion.queries import page_of
from participation.plans import (
    actions,
    attachment_pages,
    desk,
    office,
    office_pages,
    queries,
    source_pages,
    statement_pages,
    weighing_pages,
    wording_pages,
    wordings,
)
from participation.plans.parts import paragraph_of, text_of
from participation.plans.rules.texts import COMMENT, WORD

# --- texts --------------------------------------------------------------------------------------------------


@get("/consultations/{slug:str}/texts")
async def index(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    consultation = await consultation_of(slug, actor)
    texts = await queries.texts_of(consultation.id, drafts=actor.has("editor"))
    return await page(request, "plans/index.html", consultation=consultation, texts=texts)


@get("/texts/{text_id:int}")
async def show(request: AnyRequest, actor: Actor, text_id: int) -> Response[Any]:
    return await _text(request, actor, text_id, None)


@get("/texts/{text_id:int}/versions/{number:int}")
async def show_version(request: AnyRequest, actor: Actor, text_id: int, number: int) -> Response[Any]:
    return await _text(request, actor, text_id, number)


async def _text(request: AnyRequest, actor: Actor, text_id: int, version: int | None) -> Response[Any]:
    found, head = await text_of(text_id, actor, version)
    lines = await queries.lines(found.version_id)
    display = await office.display(found.id)
    return await page(
        request,
        "plans/show.html",
        text=found,
        consultation=head,
        lines=lines,
        display=display,
        standing=display.period.standing(today()).value if display else "",
        can_comment=found.current and head.opens(COMMENT),
    )


@get("/texts/{text_id:int}/versions")
async def history(request: AnyRequest, actor: Actor, text_id: int) -> Response[Any]:
    found, head = await text_of(text_id, actor)
    versions = await queries.versions(text_id)
    return await page(request, "plans/versions.html", text=found, consultation=head, versions=versions)


@get("/texts/{text_id:int}/versions/{number:int}/text.txt")
async def frozen(actor: Actor, text_id: int, number: int) -> Response[bytes]:
    """Exactly the bytes that were hashed."""
    await text_of(text_id, actor, number)
    row = await queries.canonical_of(text_id, number)
    if row is None:
        raise NotFoundException
    return Response(
        content=row["canonical"].encode(),
        media_type="text/plain; charset=utf-8",
        headers={
            "content-disposition": f'attachment; filename="text-{text_id}-version-{number}.txt"',
            "x-content-type-options": "nosniff",
        },
    )


# --- one paragraph ------------------------------------------------------------------------------------------


@get("/paragraphs/{paragraph_id:int}")
async def show_paragraph(request: AnyRequest, actor: Actor, paragraph_id: int) -> Response[Any]:
    return await _paragraph(request, actor, paragraph_id)


async def _paragraph(
    request: AnyRequest,
    actor: Actor,
    paragraph_id: int,
    *,
    status: int = 200,
    fragment: str | None = None,
    values: Form = EMPTY,
    errors: Errors | None = None,
    after: int | None = None,
    new_comment: int | None = None,
) -> Response[Any]:
    found, head = await paragraph_of(paragraph_id, actor)
    if after is None:
        after = whole_number(query_text(request, "after", 20)) or 0
    newest = query_text(request, "order", 10) == "newest"
    thread = await page_of(actions.KIND, paragraph_id, after, actor.person_id, newest=newest)
    return await page(
        request,
        "plans/paragraph.html",
        status=status,
        fragment=fragment,
        paragraph=found,
        consultation=head,
        thread=thread,
        sources=await taken_up.comes_from(actions.KIND, paragraph_id) if found.sourced else [],
        changed=await queries.last_change(paragraph_id) if found.sourced else None,
        wordings=await wordings.of_paragraph(paragraph_id, actor.person_id),
        can_word=not found.gone and head.opens(WORD),
        can_comment=not found.gone and head.opens(COMMENT) and thread.lock is None,
        comment_action=f"{found.url}/comments",
        subject_url=found.url,
        new_comment=new_comment,
        values=values,
        errors=errors or Errors(),
    )


@post("/paragraphs/{paragraph_id:int}/comments", status_code=303)
async def add_comment(request: AnyRequest, actor: Actor, form: Form, paragraph_id: int) -> Response[Any]:
    require(actor)
    fragment = "discussion/_thread.html"
    sent, errors = comment_forms.read(form)
    if errors:
        return await _paragraph(
            request, actor, paragraph_id, status=422, fragment=fragment, values=form, errors=errors
        )
    try:
        throttle(request, actor.id, "comments")
        stand = await actions.comment(actor, paragraph_id, sent, await render_text(sent.body))
    except Refused as refused:
        answer = await _paragraph(
            request,
            actor,
            paragraph_id,
            status=refused.status,
            fragment=fragment,
            values=form,
            errors=as_errors(refused),
        )
        return retry(answer, refused)
    if wants_fragment(request):
        return await _paragraph(
            request, actor, paragraph_id, fragment=fragment, after=stand.after, new_comment=stand.id
        )
    told = N_("Ihr Kommentar ist angekommen.") if stand.held else N_("Ihr Kommentar ist veröffentlicht.")
    return redirect(f"/paragraphs/{paragraph_id}{stand.tail}", told)


ROUTES = [
    index,
    show,
    show_version,
    history,
    frozen,
    show_paragraph,
    add_comment,
    *wording_pages.ROUTES,
    *statement_pages.ROUTES,
    *attachment_pages.ROUTES,
    *office_pages.ROUTES,
    *weighing_pages.ROUTES,
    *source_pages.ROUTES,
    *desk.ROUTES,
]
