"""Polls inside the live forum: one whose result stands, one that is open with the first count of hands."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from participation.accounts.actor import Actor
from participation.core import clock
from participation.core.db import fetch_value
from participation.forums.live_polls import actions
from participation.forums.live_polls.actions import Asking
from participation.forums.live_polls.rules import Form
from participation.tools.demo.city import City
from participation.tools.demo.content import read
from polls import actions as polls
from polls import queries, receipts
from polls.ballots.shape import Choices, to_text

_POLL = "SELECT poll FROM live_poll WHERE id = $1"


def rows() -> Iterator[dict[str, Any]]:
    return (row for row in read("polls")["poll"] if "forum" in row)


def plan(city: City) -> None:
    for row in rows():
        city.diary.note(city.present.ago(minutes=row["opened"]), partial(_play, city, row))


async def _play(city: City, row: dict[str, Any]) -> None:
    chair, clerk = city.people["edda"].id, city.people["dirk"].id
    forum_id = city.forums[row["forum"]]
    number = await open_one(forum_id, row, chair)
    found = await queries.poll(await fetch_value(_POLL, number), None)
    assert found is not None
    hands = {option["key"]: option["hands"] for option in row["option"]}
    await actions.enter_hands(forum_id, number, hands, clerk, clock.now())
    if row["state"] == "running":
        for person, key in zip(city.crowd, _favourites(row), strict=False):
            await polls.cast(Actor(person), found, Choices((key,)))
        return
    await actions.enter_hands(forum_id, number, hands, chair, clock.now())
    await polls.close(found.line.id, None)
    await polls.settle(found, [(receipts.draw(), to_text(Choices((key,)))) for key in _favourites(row)])
    with clock.frozen(city.present.ago(minutes=row["ended"])):
        await actions.close_poll(forum_id, number, chair, clock.now())


async def open_one(forum_id: int, row: dict[str, Any], chair: int) -> int:
    options = tuple((option["key"], option["title"]) for option in row["option"])
    form = Form.YES_NO if options[0][0] == "yes" else Form.ONE
    home = f"/forums/{row['forum']}#abstimmen"
    return await actions.open_poll(forum_id, home, Asking(row["title"], form, options), chair, clock.now())


def _favourites(row: dict[str, Any]) -> Iterator[str]:
    return (option["key"] for option in row["option"] for _ in range(option["votes"]))
