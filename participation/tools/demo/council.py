"""A council meeting that is about to begin: who is there and how, one item that is not public, one member connected."""

from datetime import timedelta
from functools import partial
from typing import Any

from participation.accounts import mandates
from participation.core import clock
from participation.core.db import execute, fetch, fetch_value
from participation.forums.agenda import actions as agenda
from participation.forums.attendance import actions as attendance
from participation.forums.attendance.rules import Mode
from participation.forums.setup import actions as setup
from participation.tools.demo.city import City
from participation.tools.demo.content import read

_FORUM = """
INSERT INTO forum (slug, code, title, lead, place, starts_at, ends_at, chair, dial_in, agenda_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL) RETURNING id
"""
_SECTION = """
INSERT INTO forum_section (forum, position, kind, title, note, minutes) VALUES ($1, $2, 'other', $3, $4, $5)
"""
_ITEMS = "SELECT id FROM agenda_item WHERE forum = $1 ORDER BY position"
STEP = 5


def plan(city: City) -> None:
    for row in read("council")["sitting"]:
        city.diary.note(city.present.ago(minutes=90), partial(_announce, city, row))
        for member in row["member"]:
            came = city.present.ago(minutes=member["ago"])
            city.diary.note(came, partial(_come, city, row, member))


async def _announce(city: City, row: dict[str, Any]) -> None:
    begins = city.present.now + timedelta(minutes=row["begins"])
    begins = begins.replace(minute=begins.minute // STEP * STEP, second=0, microsecond=0)
    chair, clerk = city.people[row["chair"]].id, city.people[row["clerk"]].id
    forum_id: int = await fetch_value(
        _FORUM, row["slug"], row["code"], row["title"], row["lead"], row["place"], begins,
        begins + timedelta(minutes=row["minutes"]), chair, row["phone"],
    )  # fmt: skip
    city.forums[row["slug"]] = forum_id
    for position, item in enumerate(row["item"], 1):
        await execute(_SECTION, forum_id, position, item["title"], item["note"], item["minutes"])
    await setup.publish_agenda(forum_id, clerk, clock.now())
    mandate = {city.districts[slug] for slug in row["districts"]}
    await mandates.give(
        city.people["konrad"].id or 0, "council", "district", mandate, clerk or 0, clock.now()
    )
    await attendance.set_council(forum_id, council=True, by=clerk, now=clock.now())
    for made, item in zip(await fetch(_ITEMS, forum_id), row["item"], strict=True):
        if item.get("closed"):
            await agenda.set_doors(forum_id, made["id"], open_doors=False, person_id=clerk, now=clock.now())


async def _come(city: City, row: dict[str, Any], member: dict[str, Any]) -> None:
    """What happened to them since is told with its own moments."""
    forum_id, clerk = city.forums[row["slug"]], city.people[row["clerk"]].id
    person = city.people[member["person"]].id if "person" in member else None
    number = await attendance.join(
        forum_id, person, member.get("name", ""), Mode(member["mode"]), clerk, clock.now()
    )
    if "changed" in member:
        with clock.frozen(city.present.ago(minutes=member["changed"])):
            await attendance.change_mode(forum_id, number, Mode.HALL, clerk, clock.now())
    if "left" in member:
        with clock.frozen(city.present.ago(minutes=member["left"])):
            await attendance.leave(forum_id, number, clerk, clock.now())
