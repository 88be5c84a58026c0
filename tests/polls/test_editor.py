"""Making a poll: drafts may be incomplete, nothing absurd is stored, and after publication nothing changes."""

import re
from datetime import timedelta

import pytest

from participation.core.clock import ZONE, now
from participation.core.db import fetch, fetch_one, fetch_value
from polls import actions, queries, sealing
from polls.ballots.registry import KINDS
from polls.editor import wording
from polls.editor.rules import QUESTIONNAIRE, SETTINGS
from polls.life import Needed, State
from tests.people import Fields
from tests.polls.factories import make_poll


def form_of(page, action):
    return next(form for form in Fields(page.text).forms if form["action"] == action)["fields"]


async def draft(emin, kind="one-choice"):
    answer = await emin.submit("/polls/new", "/polls", {"title": "Wohin mit der Bank?", "kind": kind})
    assert answer.status_code == 303
    return int(re.search(r"/polls/(\d+)/edit", answer.headers["location"]).group(1))


FILLED = {
    "lead": "Zwei Orte sind möglich.",
    "body": "Beide liegen im **Schatten**.",
    "option-1": "Am Brunnen",
    "option-2": "Unter der Linde",
    "option-2-text": "Da ist es kühl.",
    "changeable": "1",
}


async def save(emin, number, **fields):
    return await emin.submit(f"/polls/{number}/edit", f"/polls/{number}/edit", {**FILLED, **fields})


async def test_a_poll_is_made_previewed_published_and_voted_on_without_script(emin, alma):
    number = await draft(emin)
    assert (await alma.get(f"/polls/{number}")).status_code == 404
    page = await emin.get(f"/polls/{number}/edit")
    assert "Mindestens zwei Möglichkeiten" in page.text
    today = now().astimezone(ZONE)
    hours = {
        "opens_day": f"{today - timedelta(days=1):%Y-%m-%d}",
        "closes_day": f"{today + timedelta(days=3):%Y-%m-%d}",
    }
    assert (await save(emin, number, **hours)).status_code == 303
    page = await emin.get(f"/polls/{number}/edit")
    assert "Alles da." in page.text
    preview = await emin.get(f"/polls/{number}")
    assert "Vorschau" in preview.text
    assert "Unter der Linde" in preview.text
    assert "Stimme abgeben" not in preview.text
    answer = await emin.submit(f"/polls/{number}/edit", f"/polls/{number}/publication")
    assert answer.status_code == 303
    assert sealing.read_key(number)
    answer = await alma.submit(f"/polls/{number}", f"/polls/{number}/ballot", {"answer": "unter-der-linde"})
    assert answer.status_code == 303
    assert await fetch_value("SELECT count(*) FROM poll_vote") == 1


def test_every_kind_can_be_made_by_the_form():
    """But a basket, which only a participatory budget has: it needs prices."""
    made = (set(KINDS) - {"knapsack"}) | {QUESTIONNAIRE}
    assert set(SETTINGS) == made == set(wording.KINDS)
    assert {name for names in SETTINGS.values() for name in names} == set(wording.SETTINGS)


async def test_what_is_missing_stops_publication_and_is_listed(emin):
    number = await draft(emin)
    answer = await emin.submit(f"/polls/{number}/edit", f"/polls/{number}/publication")
    assert answer.status_code == 422
    assert "Es wurde nichts veröffentlicht" in answer.text
    assert await fetch_value("SELECT published_at FROM poll") is None


ABSURD = [
    ({"quorum": "-3"}, "quorum"),
    ({"quorum": "1e9"}, "quorum"),
    ({"quorum": "9" * 30}, "quorum"),
    ({"eligible": "0"}, "eligible"),
    ({"remind_days": "99"}, "remind_days"),
    ({"kind": "several", "most": "-1"}, "most"),
    ({"kind": "points", "points": "100000"}, "points"),
    ({"kind": "score", "low": "5", "high": "3"}, "high"),
    ({"kind": "score", "low": "0", "high": "90"}, "high"),
    ({"kind": "lottery"}, "kind"),
    ({"voters": "everybody"}, "voters"),
    ({"secrecy": "secret", "results": "live"}, "results"),
    ({"kind": "stv", "needed": "half"}, "needed"),
    ({"opens_day": "2026-02-30"}, "opens_day"),
    ({"opens_day": "2030-01-02", "closes_day": "2030-01-01"}, "closes_day"),
    ({"title": "x" * 201}, "title"),
    ({"title": ""}, "title"),
    ({"option-1": "", "option-1-text": "ohne Titel"}, "option-1"),
    ({"consultation": "gibt-es-nicht"}, "consultation"),
]


@pytest.mark.parametrize(("fields", "field"), ABSURD)
async def test_absurd_values_are_refused_at_their_field_and_nothing_is_stored(emin, fields, field):
    number = await draft(emin)
    before = await fetch_one("SELECT xmin::text, * FROM poll")
    answer = await save(emin, number, **fields)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}"' in answer.text
    assert await fetch_one("SELECT xmin::text, * FROM poll") == before
    assert not await fetch("SELECT 1 FROM poll_option")


async def test_what_was_typed_is_kept_with_the_mistake(emin):
    number = await draft(emin)
    answer = await save(emin, number, quorum="-3", **{"option-1": "Am neuen Brunnen"})
    fields = form_of(answer, f"/polls/{number}/edit")
    assert fields["option-1"] == "Am neuen Brunnen"
    assert fields["quorum"] == "-3"


async def test_once_published_nothing_of_the_question_changes(emin):
    number = await make_poll()
    before = await fetch_one("SELECT xmin::text, title, kind, settings, body, voters, secrecy FROM poll")
    options = await fetch("SELECT xmin::text, key, title FROM poll_option ORDER BY id")
    for action, fields in (
        ("edit", {**FILLED, "title": "Ganz anders"}),
        ("deletion", {}),
        ("publication", {}),
    ):
        assert (await emin.post(f"/polls/{number}/{action}", fields)).status_code == 409
    assert (await emin.post(f"/polls/{number}/publication/withdraw")).status_code == 409
    assert (
        await fetch_one("SELECT xmin::text, title, kind, settings, body, voters, secrecy FROM poll") == before
    )
    assert await fetch("SELECT xmin::text, key, title FROM poll_option ORDER BY id") == options


async def test_before_its_hour_a_poll_can_be_taken_back_and_mended(emin):
    number = await draft(emin)
    await save(emin, number)
    await emin.post(f"/polls/{number}/publication")
    assert (await queries.poll(number, None)).line.state is State.COMING
    answer = await emin.submit(f"/polls/{number}/edit", f"/polls/{number}/publication/withdraw")
    assert answer.status_code == 303
    assert (await save(emin, number, title="Wohin mit den Bänken?")).status_code == 303


async def test_each_option_has_a_name_of_its_own_that_stays_when_its_title_changes(emin):
    number = await draft(emin)
    await save(emin, number, **{"option-2": "Am Brunnen"})
    keys = [row["key"] for row in await fetch("SELECT key FROM poll_option ORDER BY position")]
    assert keys == ["am-brunnen", "am-brunnen-2"]
    page = form_of(await emin.get(f"/polls/{number}/edit"), f"/polls/{number}/edit")
    await emin.post(f"/polls/{number}/edit", {**page, "option-1": "Beim Brunnen"})
    assert [row["key"] for row in await fetch("SELECT key FROM poll_option ORDER BY position")] == keys


async def test_more_rows_come_with_a_button(emin):
    number = await draft(emin)
    answer = await save(emin, number, more="1")
    page = await emin.get(answer.headers["location"].split("#")[0])
    assert 'id="option-8"' in page.text


async def test_a_draft_is_thrown_away_with_its_key(emin):
    number = await draft(emin)
    sealing.make_key(number)
    assert (await emin.submit(f"/polls/{number}/edit", f"/polls/{number}/deletion")).status_code == 303
    assert await fetch_value("SELECT count(*) FROM poll") == 0
    assert number not in sealing.kept()


async def test_how_it_went_on_can_be_told_after_the_end_only(emin, visitor):
    number = await make_poll()
    assert (await emin.post(f"/polls/{number}/outcome", {"outcome": "Gebaut."})).status_code == 404
    await actions.close(number, None)
    await actions.count(number)
    assert (
        await emin.submit(f"/polls/{number}/edit", f"/polls/{number}/outcome", {"outcome": "Gebaut."})
    ).status_code == 303
    assert "Gebaut." in (await visitor.get(f"/polls/{number}")).text


async def test_a_needed_share_that_nobody_reaches_is_the_headline(emin, visitor):
    from tests.polls.test_pages import filled

    number = await make_poll(needed=Needed.HALF)
    await filled(number, *["tempo"] * 6, *["radweg"] * 6)
    await actions.close(number, None)
    await actions.count(number)
    assert "Keine Möglichkeit hat den nötigen Anteil" in (await visitor.get(f"/polls/{number}")).text


async def test_every_act_of_an_editor_is_in_the_audit_log(emin):
    number = await draft(emin)
    await save(emin, number)
    await emin.post(f"/polls/{number}/publication")
    acts = [row["act"] for row in await fetch("SELECT act FROM audit_entry WHERE kind = 'poll' ORDER BY id")]
    assert acts == ["poll.created", "poll.edited", "poll.published"]


async def test_the_form_costs_a_fixed_number_of_statements(emin):
    from participation.core.db import statements

    number = await draft(emin)
    await save(emin, number)
    token = statements.set([])
    try:
        await emin.get(f"/polls/{number}/edit")
        assert len(statements.get()) <= 9, statements.get()
    finally:
        statements.reset(token)


async def test_what_a_receipt_shows_is_said_in_the_form(emin):
    number = await draft(emin)
    assert await fetch_value("SELECT receipts FROM poll") == "counted"
    await save(emin, number, receipts="full")
    assert await fetch_value("SELECT receipts FROM poll") == "full"
    await emin.post(f"/polls/{number}/publication")
    assert len(await fetch_value("SELECT key_mark FROM poll")) == 32
