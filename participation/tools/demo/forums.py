"""The Bürgerforen: one with minutes, one that is live right now, two that are to come."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from participation.core import clock
from participation.core.db import execute, fetch_value
from participation.forums.agenda import actions as agenda
from participation.forums.captions import actions as captions
from participation.forums.chat import actions as chat
from participation.forums.chat.rules import role_shown
from participation.forums.desk import actions as desk
from participation.forums.promises import actions as promises
from participation.forums.promises.forms import Report, Wording
from participation.forums.promises.rules import PromiseState
from participation.forums.questions import actions as questions
from participation.forums.speakers import actions as speakers
from participation.forums.speakers.rules import Channel, Kind
from participation.tools.demo.city import City
from participation.tools.demo.content import Present, read
from participation.tools.demo.topics import lay_out

_FORUM = """
INSERT INTO forum (slug, code, title, lead, district, place, doors_at, starts_at, ends_at, chair, dial_in, rules_html)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id
"""
_ITEM = """
INSERT INTO agenda_item (forum, position, number, title, note, planned_at, planned_minutes)
VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id
"""
_ITEM_ID = "SELECT id FROM agenda_item WHERE forum = $1 AND number = $2"
_RUNNING = "SELECT id FROM agenda_item WHERE forum = $1 AND started_at IS NOT NULL AND ended_at IS NULL"
_ENDED = "UPDATE agenda_item SET ended_at = $3 WHERE forum = $1 AND number = $2"
_SUBJECT = (
    "UPDATE agenda_item SET subject_kind = 'proposal', subject_id = $3 WHERE forum = $1 AND number = $2"
)


class Evening:
    """One forum of the content with its hours as moments; the live one began so many minutes ago."""

    def __init__(self, present: Present, row: dict[str, Any]) -> None:
        self.present, self.row, self.id = present, row, 0
        self.promises: dict[str, int] = {}
        self.live = row["state"] == "live"
        began = present.ago(minutes=row.get("started", 0))
        self.starts_at = self.hour(row["time"])
        self.ends_at, self.doors_at = self.hour(row["ends"]), self.hour(row["doors"])
        if self.live:
            shift = began.replace(minute=began.minute // 5 * 5, second=0, microsecond=0) - self.starts_at
            self.starts_at, self.ends_at = self.starts_at + shift, self.ends_at + shift
            self.doors_at += shift
        self.opened_at = began if self.live else self.starts_at

    def hour(self, text: str) -> datetime:
        return self.present.at(self.row["day"], text)

    def ago(self, minutes: int) -> datetime:
        return self.present.ago(minutes=minutes)

    def planned(self, item: dict[str, Any]) -> datetime | None:
        if "offset" in item:
            return self.starts_at + timedelta(minutes=item["offset"])
        return self.hour(item["starts"]) if "starts" in item else None

    def began(self, item: dict[str, Any]) -> datetime | None:
        if "began" in item:
            return self.ago(item["began"])
        return self.hour(item["began_at"]) if "began_at" in item else None

    def ended(self, item: dict[str, Any]) -> datetime | None:
        if "ended" in item:
            return self.ago(item["ended"])
        return self.hour(item["ended_at"]) if "ended_at" in item else None


def _rules(city: City, row: dict[str, Any]) -> str:
    return city.present.dated(row["rules"]) + f"\n\n**Zugang:** {row['access']}"


async def prepare(city: City) -> None:
    for row in read("forums")["forum"]:
        await city.prepare(_rules(city, row))


def plan(city: City) -> None:
    for row in read("forums")["forum"]:
        evening = Evening(city.present, row)
        happened = row["state"] != "upcoming"
        city.diary.note(
            evening.doors_at if happened else evening.present.at(-30), partial(_announce, city, evening)
        )
        if happened:
            _plan_evening(city, evening)
        if row["state"] == "past":
            _plan_end(city, evening)


def _plan_evening(city: City, evening: Evening) -> None:
    note = city.diary.note
    note(evening.opened_at, partial(_open, city, evening))
    for item in evening.row["item"]:
        began = evening.began(item)
        if began is not None:
            note(began, partial(_next_item, city, evening))
    for message in evening.row.get("message", []):
        note(evening.ago(message["ago"]), partial(_say, city, evening, message))
    for request in evening.row.get("request", []):
        note(evening.ago(request["ago"]), partial(_request, city, evening, request))
    for question in evening.row.get("question", []) if evening.live else []:
        note(evening.ago(question["ago"]), partial(_ask, city, evening, question))
    for caption in evening.row.get("caption", []):
        note(evening.ago(caption["ago"]), partial(_caption, city, evening, caption["text"]))
    for promise in evening.row.get("promise", []):
        note(_promised_at(evening, promise), partial(_promise, city, evening, promise))
        for report in promise.get("report", []):
            note(city.present.at(report["day"], "11:00"), partial(_report, city, evening, promise, report))
    if evening.live:
        note(evening.ago(5), partial(_count, city, evening))


def _plan_end(city: City, evening: Evening) -> None:
    last = evening.ended(evening.row["item"][-1])
    assert last is not None
    city.diary.note(last, partial(_close, city, evening))


async def _announce(city: City, evening: Evening) -> None:
    row = evening.row
    evening.id = await fetch_value(
        _FORUM,
        row["slug"],
        f"{row['district'][:4].upper()} {row['pin'][-2:]}",
        row["title"],
        city.present.dated(row["lead"]),
        city.districts[row["district"]],
        row["place"],
        evening.doors_at,
        evening.starts_at,
        evening.ends_at,
        city.people[row["chair"]].id,
        f"{row['phone']}, PIN {row['pin']}",
        city.rendered(_rules(city, row)).html,
    )
    city.forums[row["slug"]] = evening.id
    if row["state"] == "upcoming":
        await lay_out(city, row, evening.id, _rules(city, row))
        return
    for position, item in enumerate(row["item"], 1):
        await execute(
            _ITEM,
            evening.id,
            position,
            item["number"],
            item["title"],
            city.present.dated(item.get("note", "")),
            evening.planned(item) or evening.began(item),
            item["minutes"],
        )


async def _open(city: City, evening: Evening) -> None:
    await agenda.open_forum(evening.id, _chair(city, evening), clock.now())


async def _next_item(city: City, evening: Evening) -> None:
    running = await fetch_value(_RUNNING, evening.id)
    await agenda.next_item(evening.id, running, _chair(city, evening), clock.now())


async def _say(city: City, evening: Evening, message: dict[str, Any]) -> None:
    author = city.people[message["author"]]
    role = role_shown(author.roles)
    number = await chat.post(evening.id, author.id, role, city.present.dated(message["body"]), clock.now())
    if "key" in message:
        city.messages[message["key"]] = number


async def _request(city: City, evening: Evening, row: dict[str, Any]) -> None:
    asking = speakers.Asking(
        Channel(row["channel"]),
        Kind.SPEECH,
        row.get("note", ""),
        person=city.people[row["author"]].id if "author" in row else None,
        card=row.get("card"),
        name=row.get("name", ""),
        no_recording=row.get("no_recording", False),
    )
    await speakers.ask(evening.id, asking, clock.now())


async def _ask(city: City, evening: Evening, row: dict[str, Any]) -> None:
    author = city.people[row["author"]].id
    await questions.ask(evening.id, author, row["body"], clock.now(), name_shown=row.get("named", False))


def _promised_at(evening: Evening, promise: dict[str, Any]) -> datetime:
    """Shortly before its item ended, or now."""
    item = next(item for item in evening.row["item"] if item["number"] == promise["item"])
    return (evening.ended(item) or evening.present.now) - timedelta(minutes=1)


async def _promise(city: City, evening: Evening, row: dict[str, Any]) -> None:
    office, _, person = row["owner"].rpartition(", ")
    item = await fetch_value(_ITEM_ID, evening.id, row["item"])
    due_on = city.present.at(row["due"]).date()
    words = Wording(row["text"], office, person, due_on, item)
    clerk = city.people[evening.row["clerk"]].id
    evening.promises[row["number"]] = await promises.make(evening.id, words, clerk, clock.now())


async def _report(city: City, evening: Evening, promise: dict[str, Any], row: dict[str, Any]) -> None:
    new_due = city.present.at(row["new_due"]).date() if "new_due" in row else None
    said = Report(PromiseState(row["state"]), row["text"], new_due)
    await promises.report(evening.promises[promise["number"]], said, city.people["emin"].id, clock.now())


async def _caption(city: City, evening: Evening, text: str) -> None:
    await captions.say(evening.id, text, city.people[evening.row["clerk"]].id, clock.now())


async def _count(city: City, evening: Evening) -> None:
    clerk = city.people[evening.row["clerk"]].id
    assert clerk is not None
    await desk.online("demo", {evening.id: evening.row["online"]}, clock.now())
    await desk.count(evening.id, evening.row["hall"], evening.row["telephone"], clerk, clock.now())


async def _close(city: City, evening: Evening) -> None:
    """The chair ended an item before the break, not when the next one began."""
    await agenda.close_forum(evening.id, _chair(city, evening), clock.now())
    for item in evening.row["item"]:
        await execute(_ENDED, evening.id, item["number"], evening.ended(item))


def _chair(city: City, evening: Evening) -> int:
    return city.people[evening.row["chair"]].id


async def subjects(city: City) -> None:
    """At the end: an item may be about a proposal that was written later."""
    for row in read("forums")["forum"]:
        for item in row["item"]:
            if "proposal" in item:
                proposal = city.proposals[item["proposal"]]
                await execute(_SUBJECT, city.forums[row["slug"]], item["number"], proposal)
