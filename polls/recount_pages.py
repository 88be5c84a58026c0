"""Recounting: the bundle, the program that checks it, the city's key, one's own receipt, the integrity report."""

import hashlib
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor
from participation.core.forms import Form
from participation.core.i18n import N_, translate
from participation.core.pages import AnyRequest, locale_of, page, redirect
from polls import publishing, queries, reporting, signing
from polls.ballots.shape import from_text
from polls.life import State
from polls.one_poll import find_poll, is_questionnaire
from polls.queries import Poll
from polls.receipts import tidy
from polls.showing import in_words
from polls.verifier import assemble
from polls.wording import RECEIPT_TEXTS

LISTED = N_("Ja. Diese Prüfnummer ist in der Liste.")
LISTED_WITH = N_("Ja. Diese Prüfnummer ist in der Liste. Auf dem Stimmzettel steht: %(ballot)s")
NOT_LISTED = N_("Diese Prüfnummer ist nicht in der Liste.")
NOT_ONE = N_("Das ist keine Prüfnummer. Sie hat 16 Zeichen, zum Beispiel K7QM-2XHD-9RTA-PZ4C.")
SHOWN_AT_MOST = 600


async def _closed(poll_id: int, actor: Actor) -> Poll:
    found = await find_poll(poll_id, actor)
    if found.line.state is not State.CLOSED:
        raise NotFoundException
    return found


@get("/polls/{poll_id:int}/recount")
async def recount(request: AnyRequest, actor: Actor, poll_id: int) -> Response[Any]:
    """Before the end it says what will be there: whoever scans the code of a receipt comes here."""
    found = await find_poll(poll_id, actor)
    closed = found.line.state is State.CLOSED
    bundle = await publishing.about(poll_id) if closed else None
    program = assemble(signing.public_key())
    return await page(
        request,
        "polls/recount.html",
        poll=found.line,
        closed=closed,
        bundle=bundle,
        program_digest=hashlib.sha256(program.encode()).hexdigest(),
        city_key=signing.in_groups(signing.public_key()),
        told=RECEIPT_TEXTS[found.line.receipts],
        questionnaire=is_questionnaire(found),
        ranked=found.line.kind in {"run-off", "stv"},
    )


@post("/polls/{poll_id:int}/check", status_code=303)
async def check(request: AnyRequest, actor: Actor, form: Form, poll_id: int) -> Response[Any]:
    """By a form and not by an address: a log of addresses would join numbers to people."""
    found = await _closed(poll_id, actor)
    typed = tidy(form.text("receipt"))
    back = f"{found.line.url}/recount#check"
    if not typed:
        return redirect(back, NOT_ONE, kind="warning")
    if not await queries.has_receipt(poll_id, typed):
        return redirect(back, NOT_LISTED, kind="warning")
    text = await publishing.ballot_of(poll_id, typed)
    if text is None:
        return redirect(back, LISTED)
    words = in_words(locale_of(request), found, from_text(text))
    return redirect(back, LISTED_WITH, ballot=words[:SHOWN_AT_MOST])


@get("/polls/{poll_id:int}/bundle.zip")
async def bundle_file(actor: Actor, poll_id: int) -> Response[bytes]:
    await _closed(poll_id, actor)
    content = await publishing.content(poll_id)
    if content is None:
        raise NotFoundException
    return Response(
        content,
        media_type="application/zip",
        headers={"content-disposition": f'attachment; filename="poll-{poll_id}.zip"'},
    )


@get("/polls/verify.py")
async def program() -> Response[bytes]:
    return Response(
        assemble(signing.public_key()).encode(),
        media_type="text/x-python; charset=utf-8",
        headers={"content-disposition": 'attachment; filename="verify.py"'},
    )


@get("/polls/key")
async def public_key() -> Response[bytes]:
    return Response(f"{signing.public_key()}\n".encode(), media_type="text/plain; charset=utf-8")


@get("/polls/{poll_id:int}/integrity")
async def integrity_page(request: AnyRequest, actor: Actor, poll_id: int) -> Response[Any]:
    found = await _closed(poll_id, actor)
    locale = locale_of(request)
    report = await publishing.report(poll_id)
    return await page(
        request,
        "polls/integrity.html",
        poll=found.line,
        shown=reporting.show(
            locale, found, report, None if is_questionnaire(found) else await queries.result(found)
        ),
        title=translate(locale, N_("Prüfbericht")),
    )


ROUTES = [recount, check, bundle_file, program, public_key, integrity_page]
