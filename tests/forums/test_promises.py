"""Promises: given by an office for a day, reported on, and back on the agenda until they are done."""

import asyncio
from datetime import date, timedelta

import pytest

from participation.core.clock import frozen, now, today
from participation.core.db import execute, fetch, fetch_value, statements
from participation.core.errors import Refused
from participation.forums.agenda.actions import open_forum
from participation.forums.agenda.queries import agenda_of
from participation.forums.promises import actions
from participation.forums.promises.forms import Report, Wording
from participation.forums.promises.jobs import bring_promises_back
from participation.forums.promises.queries import promise_by_id
from participation.forums.promises.rules import PromiseState, days_over, may_become
from participation.forums.stage import stage_by_slug
from tests.forums.factories import forum
from tests.people import create_person

WORDS = {
    "body": "Die Laterne am Spielplatz wird repariert.",
    "office": "Stadtwerke",
    "person": "Ruth Aydin",
}


def wording(days=20, item=None, body=WORDS["body"]):
    return Wording(body, "Stadtwerke", "Ruth Aydin", today() + timedelta(days=days), item)


async def given(forum_id, days=20, **words):
    clerk = await create_person("Dirk P.", role="clerk")
    return await actions.make(forum_id, wording(days, **words), clerk, now()), clerk


async def back(slug):
    return [promise.id for promise in (await stage_by_slug(slug)).parts["promises"].back]


def test_what_is_closed_can_only_be_taken_up_again_and_nothing_becomes_untouched():
    ways = {(a, b) for a in PromiseState for b in PromiseState if may_become(a, b)}
    assert not [way for way in ways if way[1] is PromiseState.OPEN]
    assert {b for a, b in ways if a is PromiseState.DONE} == {PromiseState.WORKING}
    assert (PromiseState.WORKING, PromiseState.WORKING) in ways


def test_the_day_itself_is_still_in_time_and_a_closed_promise_is_never_late():
    day = date(2026, 12, 11)
    assert [days_over(PromiseState.OPEN, day, day + timedelta(days=n)) for n in (-1, 0, 1, 9)] == [0, 0, 1, 9]
    assert days_over(PromiseState.DONE, day, day + timedelta(days=9)) == 0


async def test_the_clerk_records_a_promise_while_the_evening_runs_and_all_see_it(dirk, visitor):
    forum_id = await forum("demo")
    item = (await agenda_of(forum_id)).rows[1].item.id
    due = (today() + timedelta(days=20)).isoformat()
    fields = {**WORDS, "due": due, "item": str(item)}
    answer = await dirk.submit("/forums/demo/promises", "/forums/demo/promises", fields)
    assert answer.status_code == 303
    for url in ("/forums/demo", "/forums/demo/promises", "/promises", "/promises/1"):
        page = (await visitor.get(url)).text
        assert WORDS["body"] in page
        assert "Stadtwerke, Ruth Aydin" in page
        assert "Punkt 2 der Ordnung" in page
    assert [tuple(row) for row in await fetch("SELECT kind, verb, subject_id FROM forum_event")] == [
        ("promise", "made", 1)
    ]
    entry = (await fetch("SELECT act, digest FROM audit_entry"))[0]
    assert entry["act"] == "promise.made"
    assert len(entry["digest"]) == 64
    assert 'action="/forums/demo/promises"' not in (await visitor.get("/forums/demo/promises")).text


@pytest.mark.parametrize(
    ("field", "value"),
    [("body", ""), ("body", "ü" * 301), ("office", " "), ("due", "1999-01-01"), ("due", "bald")],
)
async def test_a_promise_without_deed_office_or_day_is_422_and_keeps_the_words(dirk, field, value):
    await forum("demo")
    good = {**WORDS, "due": (today() + timedelta(days=20)).isoformat()}
    answer = await dirk.submit("/forums/demo/promises", "/forums/demo/promises", {**good, field: value})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    kept = "office" if field == "body" else "body"
    assert WORDS[kept] in answer.text
    assert await fetch_value("SELECT count(*) FROM promise") == 0


async def test_an_overdue_promise_is_seen_by_all_once_the_clock_has_moved(db, visitor):
    forum_id = await forum("demo", closed=True)
    promise, _ = await given(forum_id, days=20)
    assert "überfällig" not in (await visitor.get("/promises")).text
    assert "Zusagen, die überfällig sind" not in (await visitor.get("/forums")).text
    with frozen(now() + timedelta(days=23)):
        for url in ("/promises", "/forums", f"/promises/{promise}", "/forums/demo"):
            assert "seit 3 Tagen überfällig" in (await visitor.get(url)).text, url
        assert 'data-overdue="3"' in (await visitor.get("/promises")).text


async def test_a_new_day_does_not_make_a_late_promise_punctual(emin, visitor):
    forum_id = await forum("demo", closed=True)
    promise, _ = await given(forum_id, days=20)
    await execute("UPDATE session SET expires_at = now() + interval '60 days'")
    with frozen(now() + timedelta(days=25)):
        later = (today() + timedelta(days=30)).isoformat()
        fields = {"state": "working", "text": "Das Kabel fehlt noch.", "new_due": later}
        answer = await emin.submit(f"/promises/{promise}", f"/promises/{promise}/reports", fields)
        assert answer.status_code == 303
        page = (await visitor.get(f"/promises/{promise}")).text
    assert "seit 5 Tagen überfällig" in page
    assert "Neuer Termin:" in page
    assert "Das Kabel fehlt noch." in page


async def test_promises_come_back_at_the_next_forum_of_the_district_until_they_are_done(db):
    first = await forum("eins", closed=True)
    promise, clerk = await given(first)
    kept, _ = await given(first, body="Die Bank steht.")
    await execute("UPDATE forum SET starts_at = now() - interval '90 days' WHERE id = $1", first)
    await actions.report(
        kept, Report(PromiseState.DONE, "Sie steht.", None), clerk, now() - timedelta(days=60)
    )
    second = await forum("zwei", live=False)
    assert await back("zwei") == [promise, kept]
    await execute("UPDATE forum SET starts_at = now() - interval '30 days' WHERE id = $1", second)
    await forum("drei", live=False)
    assert await back("drei") == [promise]
    await actions.report(promise, Report(PromiseState.DONE, "Sie leuchtet.", None), clerk, now())
    assert await back("drei") == [promise], "what was done since the last forum is told once more"
    await execute("UPDATE forum SET starts_at = now() + interval '30 days' WHERE slug = 'drei'")
    later = await forum("vier", live=False)
    await execute("UPDATE forum SET starts_at = now() + interval '90 days' WHERE id = $1", later)
    assert await back("vier") == []


async def test_a_promise_of_another_district_stays_there(db):
    await execute(
        "INSERT INTO district (slug, name, name_key) VALUES ('hafen', 'Hafen', 'h'), ('nord', 'Nordstadt', 'n')"
    )
    north, harbour = [row["id"] for row in await fetch("SELECT id FROM district ORDER BY name DESC")]
    await given(await forum("eins", closed=True, district=north))
    await forum("zwei", live=False, district=harbour)
    await forum("drei", live=False, district=north)
    assert await back("zwei") == []
    assert await back("drei") == [1]


async def test_they_come_back_as_the_first_item_and_only_once(db):
    await given(await forum("eins", closed=True))
    coming = await forum("zwei", live=False, items=2)
    await asyncio.gather(*(bring_promises_back() for _ in range(4)))
    rows = (await agenda_of(coming)).rows
    assert [row.item.title for row in rows] == [
        "Bericht aus der letzten Sitzung", "Punkt 1 der Ordnung", "Punkt 2 der Ordnung"
    ]  # fmt: skip
    assert rows[0].item.subject_kind == "promises"


async def test_an_item_of_that_name_is_taken_and_the_opening_does_what_no_job_has_done(db):
    _, chair = await given(await forum("eins", closed=True))
    coming = await forum("zwei", live=False, items=2)
    await execute(
        "UPDATE agenda_item SET title = 'Bericht aus der letzten Sitzung' WHERE forum = $1 AND position = 1",
        coming,
    )
    await open_forum(coming, chair, now())
    rows = (await agenda_of(coming)).rows
    assert [row.item.subject_kind for row in rows] == ["promises", None]


async def test_a_forum_to_which_nothing_comes_back_keeps_its_agenda(db):
    coming = await forum("zwei", live=False, items=2)
    await bring_promises_back()
    assert len((await agenda_of(coming)).rows) == 2


async def test_until_the_minutes_are_public_the_words_can_be_put_right_and_then_no_more(dirk):
    forum_id = await forum("demo", closed=True)
    promise, _ = await given(forum_id)
    fields = {"body": "Die Laterne am Weberweg wird repariert."}
    answer = await dirk.submit(f"/promises/{promise}", f"/promises/{promise}/correction", fields)
    assert answer.status_code == 303
    assert (await promise_by_id(promise)).body == fields["body"]
    await execute("UPDATE forum SET minutes_published_at = now() WHERE id = $1", forum_id)
    token = {"due": (today() + timedelta(days=20)).isoformat(), **WORDS}
    assert (await dirk.post(f"/promises/{promise}/correction", token)).status_code == 409
    assert (await dirk.post(f"/promises/{promise}/retraction")).status_code == 409
    assert (await promise_by_id(promise)).body == fields["body"]


async def test_what_was_no_promise_is_struck_out_everywhere(dirk, visitor):
    forum_id = await forum("demo", closed=True)
    promise, _ = await given(forum_id)
    assert (await dirk.submit(f"/promises/{promise}", f"/promises/{promise}/retraction")).status_code == 303
    assert (await visitor.get(f"/promises/{promise}")).status_code == 404
    assert WORDS["body"] not in (await visitor.get("/promises")).text
    await forum("zwei", live=False)
    assert await back("zwei") == []


async def test_a_report_against_the_way_is_refused_and_leaves_nothing(db):
    promise, clerk = await given(await forum("demo", closed=True))
    await actions.report(promise, Report(PromiseState.DROPPED, "Es fehlt das Geld.", None), clerk, now())
    with pytest.raises(Refused):
        await actions.report(promise, Report(PromiseState.DONE, "", None), clerk, now())
    assert await fetch_value("SELECT count(*) FROM promise_report") == 1


async def test_promises_made_at_once_get_numbers_without_gap_or_double(db):
    forum_id = await forum("demo")
    clerk = await create_person("Dirk P.", role="clerk")
    await asyncio.gather(*(actions.make(forum_id, wording(), clerk, now()) for _ in range(12)))
    numbers = [row["number"] for row in await fetch("SELECT number FROM promise ORDER BY number")]
    assert numbers == list(range(1, 13))


async def test_an_item_of_another_forum_is_not_taken(db):
    other = await forum("anders")
    foreign = (await agenda_of(other)).rows[0].item.id
    promise, _ = await given(await forum("demo"), item=foreign)
    assert (await promise_by_id(promise)).item is None


async def test_the_search_finds_a_promise(visitor, db):
    await given(await forum("demo", closed=True))
    assert "/promises/1" in (await visitor.get("/search?q=Laterne")).text


async def test_the_list_of_promises_costs_two_statements(visitor, db):
    forum_id = await forum("demo", closed=True)
    for _ in range(5):
        await given(forum_id)
    await visitor.get("/promises")
    noted: list[str] = []
    token = statements.set(noted)
    try:
        await visitor.get("/promises")
    finally:
        statements.reset(token)
    assert len(noted) == 2
