"""The people: nine who can sign in, those who write, and the crowd that only supports."""

import random
from functools import partial
from typing import Any

from participation.accounts.actions import create_person
from participation.accounts.actor import Actor
from participation.accounts.rules import Role
from participation.tools.demo.city import City
from participation.tools.demo.content import read


def plan(city: City, password_hash: str) -> None:
    """`password_hash` is that of the one demo password: hashing it once saves seconds."""
    content = read("people")
    for row in content["person"]:
        city.diary.note(city.present.at(row["day"]), partial(_join, city, row, password_hash))
    chance = random.Random("crowd")  # noqa: S311  # the same crowd in every demo
    crowd = content["crowd"]
    for _ in range(crowd["count"]):
        name = f"{chance.choice(crowd['first_names'])} {chance.choice(crowd['initials'])}."
        city.diary.note(city.present.at(-chance.randint(745, 900)), partial(_join_crowd, city, name))


async def _join(city: City, row: dict[str, Any], password_hash: str) -> None:
    """Residents have no address: only the demo logins can sign in."""
    roles = tuple(role for role in row["roles"] if role in set(Role))
    email = row.get("email")
    stored = password_hash if email else None
    number = await create_person(email, stored, row["name"], roles, district=row["district"], is_demo=True)
    city.people[row["key"]] = Actor(number, row["name"], frozenset(roles))


async def _join_crowd(city: City, name: str) -> None:
    city.crowd.append(await create_person(None, None, name, is_demo=True))
