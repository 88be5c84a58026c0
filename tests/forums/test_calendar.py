"""The dates in people's calendars: read back with a parser, over a change and a cancellation."""

from datetime import timedelta

import icalendar
import pytest

from participation.core.clock import frozen, now
from participation.core.db import execute, fetch_value
from participation.forums.setup import actions as setup
from participation.forums.topics import actions
from tests.forums.topic_factories import coming, setting, topic

LONG = "Grünstreifen, Überwege und Bänke; Straßenbäume, „Kurzparken“ \\ Ladezone – alles auf einmal, damit die Zeile lang wird"


def events(answer):
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    body = answer.content
    assert all(len(line) <= 75 for line in body.split(b"\r\n")), "lines are folded"
    assert b"\n" not in body.replace(b"\r\n", b"")
    calendar = icalendar.Calendar.from_ical(body)
    assert calendar["VERSION"] == "2.0"
    assert calendar["METHOD"] == "PUBLISH"
    return calendar, {str(event["UID"]): event for event in calendar.walk("VEVENT")}


async def district(slug="nordstadt", name="Nordstadt"):
    return await fetch_value(
        "INSERT INTO district (slug, name, name_key) VALUES ($1, $2, $1) RETURNING id", slug, name
    )


async def test_one_forum_is_a_valid_event_of_the_city_s_own_time(visitor, db):
    _, slug = await coming(lead=LONG)
    calendar, found = events(await visitor.http.get(f"/forums/{slug}/calendar.ics"))
    (event,) = found.values()
    assert str(event["SUMMARY"]) == "Bürgerforum Nordstadt"
    assert str(event["LOCATION"]) == "Aula der Lindenschule"
    assert LONG in str(event["DESCRIPTION"])
    assert str(event["URL"]).endswith(f"/forums/{slug}")
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert f"{event['DTSTART'].dt:%H:%M}" == "19:30"
    assert str(event["STATUS"]) == "CONFIRMED"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]


async def test_a_change_keeps_the_identity_and_raises_the_version(visitor, db):
    forum_id, slug = await coming()
    url = f"/forums/{slug}/calendar.ics"
    _, before = events(await visitor.http.get(url))
    (uid,) = before
    await setup.change(forum_id, setting(lead="Nur ein neuer Satz"), "", 1, now())
    _, same = events(await visitor.http.get(url))
    assert int(same[uid]["SEQUENCE"]) == int(before[uid]["SEQUENCE"]) == 0
    await setup.change(
        forum_id, setting(days=41, title="Bürgerforum Nordstadt, neu", place="Gemeindehaus"), "", 1, now()
    )
    _, after = events(await visitor.http.get(url))
    assert set(after) == {uid}
    assert int(after[uid]["SEQUENCE"]) == 1
    assert after[uid]["DTSTART"].dt - before[uid]["DTSTART"].dt == timedelta(days=1)
    assert str(after[uid]["LOCATION"]) == "Gemeindehaus"
    await setup.cancel(forum_id, "Die Halle hat einen Wasserschaden.", 1, now())
    _, gone = events(await visitor.http.get(url))
    assert set(gone) == {uid}
    assert str(gone[uid]["STATUS"]) == "CANCELLED"
    assert int(gone[uid]["SEQUENCE"]) == 2
    assert "Wasserschaden" in str(gone[uid]["DESCRIPTION"])


async def test_the_agenda_is_in_the_event_once_it_is_published(visitor, db):
    forum_id, slug = await coming()
    await actions.accept(await topic(forum_id), 1, now())
    url = f"/forums/{slug}/calendar.ics"
    (event,) = events(await visitor.http.get(url))[1].values()
    assert "Überweg" not in str(event["DESCRIPTION"])
    await setup.publish_agenda(forum_id, 1, now())
    (event,) = events(await visitor.http.get(url))[1].values()
    assert "2 a Der Überweg an der Lindenschule" in str(event["DESCRIPTION"])
    assert int(event["SEQUENCE"]) == 1


async def test_the_feed_of_a_district_holds_its_forums_cancelled_ones_too_and_no_draft(visitor, db):
    north, south = await district(), await district("suedstadt", "Südstadt")
    cancelled, _ = await coming(district=north, days=30)
    await setup.cancel(cancelled, "Sturm", 1, now())
    await coming(district=north, days=60)
    await coming(district=north, days=70, published=False)
    await coming(district=south, title="Bürgerforum Südstadt")
    await coming(district=None, title="Stadtforum")
    old, _ = await coming(district=north, days=50)
    await execute("UPDATE forum SET starts_at = starts_at - interval '300 days' WHERE id = $1", old)
    calendar, found = events(await visitor.http.get("/districts/nordstadt/forums.ics"))
    assert sorted(str(event["STATUS"]) for event in found.values()) == ["CANCELLED", "CONFIRMED"]
    assert str(calendar["X-WR-CALNAME"]) == "Bürgerforen Nordstadt"
    assert len(events(await visitor.http.get("/forums.ics"))[1]) == 4
    assert (await visitor.http.get("/districts/nirgends/forums.ics")).status_code == 404


async def test_an_empty_feed_is_valid(visitor, db):
    assert events(await visitor.http.get("/forums.ics"))[1] == {}


async def test_who_asks_again_gets_the_same_bytes_or_nothing(visitor, db):
    await coming()
    first = await visitor.http.get("/forums.ics")
    with frozen(now() + timedelta(hours=3)):
        second = await visitor.http.get("/forums.ics")
        again = await visitor.http.get("/forums.ics", headers={"If-None-Match": first.headers["etag"]})
    assert first.content == second.content
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "words", ["Titel\r\nATTENDEE:mailto:x@evil.example", "Titel;X=1,2:3", "Titel\\nSTATUS:CANCELLED"]
)
async def test_no_text_breaks_out_of_its_line(visitor, db, words):
    _, slug = await coming(title=words, place=words, lead=words)
    (event,) = events(await visitor.http.get(f"/forums/{slug}/calendar.ics"))[1].values()
    assert "ATTENDEE" not in event
    assert str(event["STATUS"]) == "CONFIRMED"
