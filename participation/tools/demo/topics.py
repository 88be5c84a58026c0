"""The forums to come: their sections, the topics handed in for them, and who is in charge instead."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from participation.core import clock
from participation.core.clock import ZONE
from participation.core.db import execute, fetch_value
from participation.forums.setup import actions as setup
from participation.forums.topics import actions as topics
from participation.forums.topics.bodies import save_body
from participation.forums.topics.forms import BodyForm, NewTopic, Statement, Verdict
from participation.forums.topics.rules import Channel, Limits, Refusal, Wish, end_of_day, person_key
from participation.tools.demo.city import City
from participation.tools.demo.content import read

_SECTION = """
INSERT INTO forum_section (forum, position, kind, title, note, minutes) VALUES ($1, $2, $3, $4, $5, $6)
"""
_LEFT = """
INSERT INTO topic (forum, author, person_key, name_shown, channel, title, body, body_html, renderer, place,
    received_at, created_at, state, state_at, position)
VALUES ($1, $2, $3, true, 'online', $4, $5, $6, $7, $8, $9, $9, 'accepted', $9, 1)
"""
_SOURCE = "UPDATE forum SET rules = $2, agenda_at = NULL WHERE id = $1"
_BODY_ID = "SELECT id FROM competent_body WHERE name = $1"


async def prepare(city: City) -> None:
    for row in read("forums")["forum"]:
        for topic in row.get("left", []):
            await city.prepare(topic["body"])
    for row in _upcoming():
        for topic in row.get("topic", []):
            await city.prepare(topic["body"].strip())
            await city.prepare(topic.get("statement", "").strip())


def plan(city: City) -> None:
    for body in read("forums")["body"]:
        city.diary.note(city.present.at(-60), partial(_body, body))
    for row in read("forums")["forum"]:
        for topic in row.get("left", []):
            city.diary.note(city.present.at(row["day"], row["doors"]), partial(_leave, city, row, topic))
    for row in _upcoming():
        ids: dict[str, int] = {}
        for hour, topic in enumerate(row.get("topic", [])):
            came = min(city.present.at(topic["day"], "09:00") + timedelta(minutes=hour), city.present.now)
            city.diary.note(came, partial(_submit, city, row, topic, ids))
            city.diary.note(
                min(came + timedelta(hours=5), city.present.now), partial(_decide, city, topic, ids)
            )
        if row.get("agenda_published"):
            city.diary.note(city.present.past(0, "07:00"), partial(_publish, city, row))


def _upcoming() -> list[dict[str, Any]]:
    return [row for row in read("forums")["forum"] if row["state"] == "upcoming"]


async def lay_out(city: City, row: dict[str, Any], forum_id: int, rules: str) -> None:
    """The sections in the order of the content; the topics follow the first one."""
    await execute(_SOURCE, forum_id, rules)
    position = 0
    for item in row["item"]:
        position += 1
        note = city.present.dated(item.get("note", ""))
        await execute(_SECTION, forum_id, position, item["section"], item["title"], note, item["minutes"])
        if position == 1:
            position += 1
            await execute(_SECTION, forum_id, position, "topics", "Angemeldete Themen", "", 20)
    until = end_of_day(city.present.at(row["topics_until"]).astimezone(ZONE).date(), ZONE)
    await topics.set_limits(forum_id, Limits(until), None)


async def _submit(city: City, row: dict[str, Any], topic: dict[str, Any], ids: dict[str, int]) -> None:
    author = city.people[topic["author"]] if "author" in topic else None
    sent = NewTopic(
        title=topic["title"],
        body=topic["body"].strip(),
        place=topic.get("place", ""),
        association=topic.get("association", ""),
        new_facts="",
        name_shown=topic.get("named", False),
        channel=Channel(topic.get("channel", "online")),
        name=topic.get("name", ""),
        contact=topic.get("contact", ""),
    )
    by = topics.By(author.id if author else None, clerk=None if author else _clerk(city))
    text = city.rendered(sent.body)
    ids[topic["title"]] = await topics.submit(city.forums[row["slug"]], sent, text, by, clock.now())


async def _leave(city: City, row: dict[str, Any], topic: dict[str, Any]) -> None:
    """It was accepted; the evening ended before it was called."""
    author, text = city.people[topic["author"]].id, city.rendered(topic["body"])
    forum_id, key = city.forums[row["slug"]], person_key(author, "", Channel.ONLINE)
    words = (topic["title"], topic["body"], text.html, text.version, topic["place"])
    await execute(_LEFT, forum_id, author, key, *words, clock.now())


async def _decide(city: City, topic: dict[str, Any], ids: dict[str, int]) -> None:
    number, clerk, now = ids[topic["title"]], _clerk(city), clock.now()
    if "state" in topic:
        await topics.accept(number, clerk, now)
    if "merged" in topic:
        await topics.merge(number, ids[topic["merged"]], clerk, now)
    if "refused" in topic:
        body = await fetch_value(_BODY_ID, topic["body_in_charge"])
        await topics.refuse(
            number, Verdict(Refusal(topic["refused"]), body, topic["explanation"]), clerk, now
        )
    if "statement" in topic:
        await _answer(city, topic, number, now)


async def _answer(city: City, topic: dict[str, Any], number: int, now: datetime) -> None:
    text = topic["statement"].strip()
    given = Statement(text, topic["office"])
    await topics.set_statement(number, given, city.rendered(text), _clerk(city), now)
    if "wish" in topic:
        person = city.people[topic["author"]].id
        await topics.say_wish(number, Wish(topic["wish"]), now, person=person)


async def _body(row: dict[str, str]) -> None:
    form = BodyForm(row["name"], row["covers"], row["words"], row.get("url", ""), row.get("phone", ""))
    await save_body(form, None)


async def _publish(city: City, row: dict[str, Any]) -> None:
    await setup.publish_agenda(city.forums[row["slug"]], _clerk(city), clock.now())


def _clerk(city: City) -> int:
    return city.people["dirk"].id or 0
