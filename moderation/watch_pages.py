"""For moderators: the words and links that a program looks for, with a box to try them."""

from typing import Any

from litestar import Response, get, post

from moderation.checks import all_watches
from moderation.forms import read_watch
from moderation.sentences import REASONS
from moderation.watch_rules import caught_lately, drop_watch, save_watch
from moderation.watching import PATTERN_MAX, Watch, matches
from moderation.wording import Words
from participation.accounts.actor import Actor, require
from participation.accounts.rules import Role
from participation.core.forms import EMPTY, Errors, Form
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, locale_of, page, redirect


@get("/moderation/watch")
async def show_watch(request: AnyRequest, actor: Actor) -> Response[Any]:
    require(actor, Role.MODERATOR)
    return await _watch(request)


@post("/moderation/watch", status_code=303)
async def change_watch(request: AnyRequest, actor: Actor, form: Form) -> Response[Any]:
    """`try` shows what the rule would catch and saves nothing; `drop` deletes one."""
    person = require(actor, Role.MODERATOR)
    drop = form.number("drop")
    if drop is not None:
        await drop_watch(drop, person=person)
        return redirect("/moderation/watch", N_("Die Regel ist gelöscht."))
    draft, errors = read_watch(form)
    if draft is None:
        return await _watch(request, errors, form)
    if form.flag("try"):
        return await _watch(request, None, form, draft)
    await save_watch(draft, person=person)
    return redirect("/moderation/watch", N_("Die Regel gilt ab jetzt."))


async def _watch(
    request: AnyRequest, errors: Errors | None = None, form: Form | None = None, tried: Watch | None = None
) -> Response[Any]:
    words, values = Words(locale_of(request)), form or EMPTY
    sample = values.text("sample")
    return await page(
        request,
        "moderation/watch.html",
        status=422 if errors else 200,
        errors=errors or Errors(),
        values=values,
        watches=await all_watches(),
        tried=tried,
        sample_hit=matches(tried, sample) if tried and sample else None,
        caught=await caught_lately(tried) if tried else [],
        reason_options=[(reason.value, words.reason(reason)) for reason in REASONS],
        pattern_max=PATTERN_MAX,
        words=words,
    )


ROUTES = [show_watch, change_watch]
