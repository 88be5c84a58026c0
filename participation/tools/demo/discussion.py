"""The comments on the proposals."""

from dataclasses import replace
from functools import partial
from typing import Any

from participation.discussion.actions import add_comment
from participation.discussion.forms import NewComment
from participation.tools.demo.city import City
from participation.tools.demo.content import read

SUBJECT = "proposal"
OWN_VOICE = frozenset({"council"})
"""Staff who write for themselves bear no mark of the city; a council member always does."""


async def prepare(city: City) -> None:
    for row in read("comments")["comment"]:
        await city.prepare(city.present.dated(row["body"]))


def plan(city: City) -> None:
    for row in read("comments")["comment"]:
        city.diary.note(city.present.at(row["day"], row["time"]), partial(_comment, city, row))


async def _comment(city: City, row: dict[str, Any]) -> None:
    """Not through the proposal's own action: in the demo the city answers after a phase is over, too."""
    author = city.people[row["author"]]
    if not row.get("official"):
        author = replace(author, roles=author.roles & OWN_VOICE)
    body = city.present.dated(row["body"])
    stance = None if row["stance"] == "none" else row["stance"]
    sent = NewComment(body, city.comments.get(row.get("parent", "")), stance)
    subject = (SUBJECT, city.proposals[row["proposal"]])
    city.comments[row["key"]] = (await add_comment(author, subject, sent, city.rendered(body))).id
