"""Polls: one that runs, and those whose result stands."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from participation.accounts.actor import Actor
from participation.core.db import execute_many
from participation.tools.demo.city import City
from participation.tools.demo.content import read
from polls import actions, integrity, queries, receipts, sealing
from polls.ballots.shape import Ballot, Choices, Marks, to_text
from polls.life import FEWEST, Secrecy
from polls.queries import Option

SCHOOL = 26
_TURNOUT = "INSERT INTO poll_turnout (poll, hour, votes) VALUES ($1, $2, $3)"


async def prepare(city: City) -> None:
    for row in _rows():
        await city.prepare(city.present.dated(row["body"]))


def _rows() -> Iterator[dict[str, Any]]:
    """Those inside a forum belong to its evening."""
    return (row for row in read("polls")["poll"] if "forum" not in row)


def plan(city: City) -> None:
    made: dict[str, queries.Poll] = {}
    for row in _rows():
        city.diary.note(city.present.at(row["start"]), partial(_make, city, row, made))
        if row["state"] == "closed":
            city.diary.note(city.present.at(row["end"], "18:00"), partial(_end, row, made))


async def _make(city: City, row: dict[str, Any], made: dict[str, queries.Poll]) -> None:
    body = city.present.dated(row["body"])
    draft = actions.Draft(
        row["title"],
        _kind(row),
        [Option(option["key"], option["title"], option.get("text", "")) for option in row["option"]],
        city.present.at(row["start"]),
        city.present.at(row["end"], "18:00"),
        lead=row["lead"] if row["state"] == "running" else "",
        body=body,
        outcome=row.get("result", ""),
        numbers={"seed": row["slug"], **row.get("numbers", {})},
        secrecy=Secrecy.OPEN if row["kind"] == "mood" else Secrecy.SECRET,
        binding=row["binding"],
        eligible=row["eligible"],
        consultation_id=city.consultations.get(row.get("consultation", "")),
        district_id=city.districts[row["district"]],
    )
    editor = city.people["emin"].id
    number = await actions.create(editor, draft, city.rendered(body), published_at=draft.opens_at)
    found = await queries.poll(number, None)
    assert found is not None
    made[row["slug"]] = found
    if row["state"] == "running":
        for person, ballot in zip(city.crowd, _ballots(row), strict=False):
            await actions.cast(Actor(person), found, ballot)


async def _end(row: dict[str, Any], made: dict[str, queries.Poll]) -> None:
    """More people voted than the demo has, so their ballots go where the count would put them."""
    found = made[row["slug"]]
    await actions.close(found.line.id, None)
    texts = [to_text(ballot) for ballot in _ballots(row)]
    report = integrity.report(found.kind, found.question, _seen(row, texts))
    await actions.settle(found, [(receipts.draw(), text) for text in texts], report=report)
    sealing.destroy_key(found.line.id)
    await execute_many(_TURNOUT, list(_turnout(found, row["slug"], len(texts))))


def _seen(row: dict[str, Any], texts: list[str]) -> list[integrity.Seen]:
    """Some accounts are new, many are not verified, and a class of a school has voted together."""
    chance = random.Random(f"{row['slug']} accounts")  # noqa: S311  # the same accounts in every demo
    return [
        integrity.Seen(
            text,
            "5c400123" if place < SCHOOL and row["kind"] == "choice" else f"{place:08x}",
            fresh=chance.random() < 0.09,
            unverified=chance.random() < 0.31,
        )
        for place, text in enumerate(texts)
    ]


def _turnout(found: queries.Poll, slug: str, total: int) -> Iterator[tuple[int, datetime, int]]:
    """Most vote in the first days and in the last, hardly anybody by night."""
    chance = random.Random(f"{slug} hours")  # noqa: S311  # the same hours in every demo
    line = found.line
    hours = int((line.closes_at - line.opens_at).total_seconds()) // 3600
    begin = line.opens_at.replace(minute=0, second=0, microsecond=0)
    moments = [begin + timedelta(hours=number) for number in range(1, hours)]
    weights = [
        chance.uniform(0.5, 1.5) * (8 <= moment.hour <= 22) * (1 + 5 * abs(1 - 2 * place / hours) ** 4)
        for place, moment in enumerate(moments)
    ]
    so_far, noted, share = 0.0, 0, (total - 5) / sum(weights)
    for moment, weight in zip(moments, weights, strict=True):
        so_far += weight * share
        if int(so_far) - noted >= FEWEST:
            noted = int(so_far)
            yield line.id, moment, noted


def _kind(row: dict[str, Any]) -> str:
    kind: str = row.get("ballot", "one-choice")
    return kind


def _ballots(row: dict[str, Any]) -> Iterator[Ballot]:
    """In a mixed order; the first ones stand for all where there are fewer people than votes."""
    chance = random.Random(row["slug"])  # noqa: S311  # the same votes in every demo
    favourites = [option["key"] for option in row["option"] for _ in range(option["votes"])]
    chance.shuffle(favourites)
    for favourite in favourites:
        yield FILLED.get(_kind(row), _tick)(chance, row, favourite)


def _tick(_chance: random.Random, _row: dict[str, Any], favourite: str) -> Ballot:
    return Choices((favourite,))


def _ranking(chance: random.Random, row: dict[str, Any], favourite: str) -> Ballot:
    """Everybody ranks their favourite first, and some stop after a few."""
    others = [option["key"] for option in row["option"] if option["key"] != favourite]
    chance.shuffle(others)
    order = [favourite, *others[: chance.randint(1, len(others))]]
    return Marks(tuple(sorted((key, place) for place, key in enumerate(order, 1))))


def _resistance(chance: random.Random, row: dict[str, Any], favourite: str) -> Ballot:
    keys = sorted(option["key"] for option in row["option"])
    return Marks(
        tuple((key, chance.randint(0, 2) if key == favourite else chance.randint(2, 10)) for key in keys)
    )


FILLED = {"resistance": _resistance, "stv": _ranking}
"""How a ballot of a kind looks for somebody with a favourite; of the others it is one tick."""
