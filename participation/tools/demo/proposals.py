"""Proposals with their supports and the answers of the city."""

import random
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any

from participation.consultations.geography import Bounds, Point, read_outlines
from participation.core import clock
from participation.core.db import execute
from participation.tools.demo.city import City
from participation.tools.demo.consultations import FIRST
from participation.tools.demo.content import FOLDER, read
from participation.tools.demo.pictures import PICTURES, made
from proposals import actions
from proposals.changing import change
from proposals.forms import NewAnswer, NewProposal
from proposals.images.actions import keep_with_draft
from proposals.images.forms import Sent
from proposals.merging import actions as merging
from proposals.owing import oblige_all
from proposals.paper import actions as paper
from proposals.paper.forms import Entry
from proposals.paper.rules import Channel
from proposals.rules import Status

_SUPPORTS = """
WITH added AS (
    INSERT INTO support (proposal, person, created_at)
    SELECT $1, person, moment FROM unnest($2::bigint[], $3::timestamptz[]) AS crowd (person, moment)
    RETURNING 1
)
UPDATE proposal SET supports_count = (SELECT count(*) FROM added) WHERE id = $1
"""
MONTH = timedelta(days=30)
CALLED = NewProposal(
    "Eine Bank auf halbem Weg zum Friedhof",
    "Ich gehe jeden Sonntag zu meinem Mann. Auf halbem Weg muss ich mich setzen, und da ist nichts. "
    "Eine Bank im Schatten würde mir reichen.",
    place="Kirchweg",
)
"""Said on the telephone, and entered by the clerk."""


async def prepare(city: City) -> None:
    for picture in PICTURES:
        made(picture)
    await city.prepare(CALLED.body)
    for row in read("proposals")["proposal"]:
        await city.prepare(city.present.dated(row["body"]))
        if "earlier" in row:
            await city.prepare(row["earlier"]["body"])
        if "answer" in row:
            await city.prepare(city.present.dated(row["answer"]["body"]))


def plan(city: City) -> None:
    city.diary.note(city.present.at(-9, "10:30"), partial(_enter, city))
    offices = {row["slug"]: row["name"] for row in read("city")["office"]}
    for row in read("proposals")["proposal"]:
        written_at = city.present.at(row["day"], row["time"])
        city.diary.note(written_at, partial(_propose, city, row))
        if "earlier" in row:
            changed_at = written_at + timedelta(hours=row["earlier"]["hours"])
            city.diary.note(changed_at, partial(_change, city, row))
        if "answer" in row:
            answer = row["answer"]
            act = partial(_answer, city, row, offices[answer["office"]])
            city.diary.note(city.present.past(answer["day"], "11:00"), act)
        elif row["status"] != Status.RECEIVED:
            city.diary.note(city.present.past(row["day"] + 14), partial(_move, city, row))


async def _propose(city: City, row: dict[str, Any]) -> None:
    sent = _sent(city, row | row.get("earlier", {}))
    consultation = city.consultations[row["consultation"]]
    for picture in PICTURES:
        if picture.proposal == row["key"]:
            shown = Sent(made(picture), picture.alt, frozenset())
            await keep_with_draft(city.people[row["author"]], consultation, shown)
    number = await actions.create(city.people[row["author"]], consultation, sent, city.rendered(sent.body))
    city.proposals[row["key"]] = number


async def _change(city: City, row: dict[str, Any]) -> None:
    sent = _sent(city, row)
    await change(
        city.people[row["author"]], city.proposals[row["key"]], sent, city.rendered(sent.body), version=1
    )


def _sent(city: City, row: dict[str, Any]) -> NewProposal:
    return NewProposal(
        row["title"],
        city.present.dated(row["body"]),
        city.categories.get((row["consultation"], row.get("category", ""))),
        city.districts.get(row.get("district", "")),
        row.get("place", ""),
        _point(row),
    )


def _point(row: dict[str, Any]) -> Point | None:
    """Somewhere in its district; whoever spoke of the whole city, or of nothing in particular, set none."""
    box = _boxes().get(row.get("district", ""))
    if box is None or not row.get("place") or row["place"].startswith("ganz"):
        return None
    chance = random.Random(row["key"])  # noqa: S311  # the same point in every demo
    east, north = (0.22 + 0.56 * chance.random() for _ in range(2))
    return Point(
        round(box.south + north * (box.north - box.south), 5),
        round(box.west + east * (box.east - box.west), 5),
    )


@cache
def _boxes() -> dict[str, Bounds]:
    text = (FOLDER / "districts.geojson").read_text(encoding="utf-8")
    return {one.slug: one.bounds for one in read_outlines(text)}


async def _enter(city: City) -> None:
    day = clock.today()
    entry = Entry(CALLED, Channel.PHONE, day, "Gerda M.", "demo-telephone-entry")
    await paper.enter(city.people["dirk"], city.consultations[FIRST], entry, city.rendered(CALLED.body))


async def _answer(city: City, row: dict[str, Any], office: str) -> None:
    given, person = row["answer"], city.people[row["answer"]["person"]]
    body = city.present.dated(given["body"])
    answer = NewAnswer(city.present.dated(given["title"]), body, office, person.name, Status(row["status"]))
    await actions.answer(person.id, city.proposals[row["key"]], answer, city.rendered(body))


async def _move(city: City, row: dict[str, Any]) -> None:
    await actions.set_status(city.people["emin"].id, city.proposals[row["key"]], Status(row["status"]))


async def supports(city: City) -> None:
    """Thousands of rows, so in bulk. None is by a demo login: whoever tries one finds every button fresh."""
    for row in read("proposals")["proposal"]:
        chance = random.Random(row["key"])  # noqa: S311  # the same crowd in every demo
        crowd = chance.sample(city.crowd, row["supports"])
        written_at = city.present.at(row["day"], row["time"])
        moments = [_moment(chance, written_at, city.present.now) for _ in crowd]
        await execute(_SUPPORTS, city.proposals[row["key"]], crowd, moments)
    for row in read("proposals")["proposal"]:
        if "merged" in row:
            by = city.people["carla"].id
            await merging.merge(by, city.proposals[row["key"]], city.proposals[row["merged"]])
    for number in city.consultations.values():
        await oblige_all(number)


def _moment(chance: random.Random, written_at: datetime, now: datetime) -> datetime:
    """Most come in the first days."""
    span = min(MONTH, now - written_at)
    return written_at + span * chance.random() ** 2
