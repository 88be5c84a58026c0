"""What became of proposals: decisions, steps with a day, and what people say when it is done."""

import random
from functools import partial
from typing import Any

from participation.core.db import execute, fetch
from participation.tools.demo.city import City
from participation.tools.demo.content import read
from proposals.outcomes import actions
from proposals.outcomes.forms import Decision, Finding, Step
from proposals.outcomes.rules import Progress, Verdict

_CROWD = """
INSERT INTO proposal_check (proposal, person, verdict, word, writer, made_at, changed_at)
SELECT $1, s.person, $2, '', false, $3, $3 FROM support s WHERE s.proposal = $1 AND s.person = ANY($4::bigint[])
"""
_ASKED = "UPDATE proposal_completion SET asked_at = done_at"
_SUPPORTERS = "SELECT person FROM support WHERE proposal = $1 ORDER BY person"


def plan(city: City) -> None:
    note, present = city.diary.note, city.present
    for row in read("outcomes")["outcome"]:
        note(present.at(row["day"], "10:00"), partial(_decide, city, row))
        for step in row["step"]:
            made: list[int] = []
            for said in step["said"]:
                note(present.at(said["day"], "11:30"), partial(_report, city, row, step, said, made))
        for check in row.get("check", []):
            note(present.at(check["day"], "18:10"), partial(_check, city, row, check))


async def _decide(city: City, row: dict[str, Any]) -> None:
    day = city.present.at(row["day"]).date()
    made = Decision(row["decision"], row["made_by"], day, row["reason"], row.get("link", ""), accepted=True)
    await actions.decide(city.people["emin"].id, city.proposals[row["proposal"]], made)


async def _report(
    city: City, row: dict[str, Any], step: dict[str, Any], said: dict[str, Any], made: list[int]
) -> None:
    editor, proposal = city.people["emin"].id, city.proposals[row["proposal"]]
    due_on = city.present.at(step["due"]).date()
    words = Step(
        step["title"], step["owner"], due_on, Progress(said["progress"]), said["share"], said.get("note", "")
    )
    if made:
        await actions.change(editor, proposal, made[0], words)
    else:
        made.append(await actions.add(editor, proposal, words))


async def _check(city: City, row: dict[str, Any], check: dict[str, Any]) -> None:
    found = Finding(Verdict(check["verdict"]), check["word"])
    await actions.check(city.people[check["person"]], city.proposals[row["proposal"]], found)


async def crowd(city: City) -> None:
    """After the supports, which come in bulk as well. Nobody gets mail about what happened before today."""
    await execute(_ASKED)
    for row in read("outcomes")["outcome"]:
        chance = random.Random(row["proposal"])  # noqa: S311  # the same crowd in every demo
        people = [one["person"] for one in await fetch(_SUPPORTERS, city.proposals[row["proposal"]])]
        chance.shuffle(people)
        for verdict, number in zip(Verdict, row.get("crowd", []), strict=False):
            said, people = people[:number], people[number:]
            at = city.present.at(-15, "19:00")
            await execute(_CROWD, city.proposals[row["proposal"]], verdict.value, at, said)
