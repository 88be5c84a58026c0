"""For moderators: taking back, deciding in one grip, notes for colleagues, and the canned texts."""

from typing import Any

from litestar import Response, get, post

from moderation.actions import decide
from moderation.canned import all_canned, drop_canned, save_canned
from moderation.case_pages import case_of, case_page
from moderation.forms import read_canned, read_note
from moderation.notes import add_note
from moderation.queries import current_rules
from moderation.quick import quick_draft
from moderation.rules import CANNED_TITLE_MAX, REASON_MAX, Action
from moderation.scope import reach_case
from moderation.sentences import ACTIONS
from moderation.undoing import undo
from moderation.wording import Words
from participation.accounts.actor import Actor, require
from participation.accounts.rules import Role
from participation.core.forms import EMPTY, Errors, Form, query_text, whole_number
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, locale_of, page, redirect


@post("/moderation/cases/{case_id:int}/undo", status_code=303)
async def take_back(actor: Actor, case_id: int) -> Response[Any]:
    await undo(case_id, person=await reach_case(actor, case_id))
    return redirect(
        f"/moderation/cases/{case_id}",
        N_("Zurückgenommen. Alle, die eine Nachricht bekommen hatten, bekommen eine neue."),
    )


@post("/moderation/cases/{case_id:int}/quick", status_code=303)
async def decide_quickly(actor: Actor, form: Form, case_id: int) -> Response[Any]:
    """One grip: rule and reason come from the canned text that fits what was reported."""
    person = await reach_case(actor, case_id)
    action = Action.HIDE if form.text("action") == Action.HIDE else Action.KEEP
    await decide(case_id, await quick_draft(case_id, action), person=person)
    return redirect(f"/moderation/cases/{case_id}")


@post("/moderation/cases/{case_id:int}/notes", status_code=303)
async def note(request: AnyRequest, actor: Actor, form: Form, case_id: int) -> Response[Any]:
    person = await reach_case(actor, case_id)
    text, errors = read_note(form)
    if errors:
        return await case_page(request, await case_of(case_id, actor), person, errors, form)
    await add_note(case_id, text, person=person)
    return redirect(f"/moderation/cases/{case_id}#notes", N_("Ihre Notiz steht beim Fall."))


@get("/moderation/texts")
async def show_texts(request: AnyRequest, actor: Actor) -> Response[Any]:
    require(actor, Role.MODERATOR)
    return await _texts(request, whole_number(query_text(request, "edit", 20)))


@post("/moderation/texts", status_code=303)
async def save_text(request: AnyRequest, actor: Actor, form: Form) -> Response[Any]:
    """With an `id` it changes that text, and with `drop` too it deletes it."""
    person = require(actor, Role.MODERATOR)
    number = form.number("id")
    if number is not None and form.flag("drop"):
        await drop_canned(number, person=person)
        return redirect("/moderation/texts", N_("Die Vorlage ist gelöscht."))
    draft, errors = read_canned(form, frozenset(rule.slug for rule in await current_rules()))
    if draft is None:
        return await _texts(request, number, errors, form)
    await save_canned(number, draft, person=person)
    return redirect("/moderation/texts", N_("Die Vorlage ist gespeichert."))


async def _texts(
    request: AnyRequest, edit: int | None, errors: Errors | None = None, form: Form | None = None
) -> Response[Any]:
    words, rules, texts = Words(locale_of(request)), await current_rules(), await all_canned()
    chosen = next((text for text in texts if text.id == edit), None)
    start = EMPTY if chosen is None else Form(
        {"title": [chosen.title], "rule": [chosen.rule], "action": [chosen.action], "body": [chosen.body]}
    )  # fmt: skip
    return await page(
        request,
        "moderation/texts.html",
        status=422 if errors else 200,
        errors=errors or Errors(),
        values=form or start,
        edit=chosen,
        texts=texts,
        rule_names={rule.slug: words.rule(rule) for rule in rules},
        action_options=[(action.value, words.action(action)) for action in ACTIONS],
        title_max=CANNED_TITLE_MAX,
        body_max=REASON_MAX,
        words=words,
    )


ROUTES = [take_back, decide_quickly, note, show_texts, save_text]
