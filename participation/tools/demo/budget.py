"""Participatory budgets from the first idea on: one whose projects are being built, one that is being voted on."""

import random
from collections.abc import Iterator
from functools import partial
from typing import Any

from participation.accounts.actor import Actor
from participation.budgeting import actions, building, queries, tallying
from participation.budgeting.actions import BudgetDraft, Finding
from participation.budgeting.building import Plan
from participation.budgeting.desk import VOTE_TEXT
from participation.budgeting.rules.life import Check, Method, Progress, Rule
from participation.consultations.actions import (
    ConsultationDraft,
    PhaseDraft,
    add_outcome,
    create_consultation,
)
from participation.core import clock
from participation.tools.demo.city import City
from participation.tools.demo.content import read
from polls import actions as polls
from polls import queries as poll_queries
from polls import receipts, sealing
from polls.ballots.shape import Choices, to_text
from proposals import actions as proposals
from proposals.forms import NewProposal

PHASES = (
    ("collect", "Ideen sammeln"), ("examine", "Prüfen"), ("vote", "Abstimmen"), ("result", "Ergebnis"),
    ("implement", "Umsetzen"),
)  # fmt: skip
TOLD = 3
"""Outcomes on the page of the consultation: the first that are built, and one that is not."""


async def prepare(city: City) -> None:
    await city.prepare(VOTE_TEXT)
    for row in read("budgets")["budget"]:
        for project in row["project"]:
            await city.prepare(project["body"])
            await city.prepare(_reason(project))


def _reason(project: dict[str, Any]) -> str:
    return str(project.get("refused") or project.get("finding", ""))


def plan(city: City) -> None:
    for row in read("budgets")["budget"]:
        made: dict[str, int] = {}
        note, present = city.diary.note, city.present
        note(present.at(row["collect"], "08:00"), partial(_make, city, row, made))
        for number, project in enumerate(row["project"]):
            day = row["collect"] + 2 + number
            note(present.at(day, "17:20"), partial(_propose, city, row, project, made))
            note(present.at(row["examine"] + 3, "09:30"), partial(_assign, city, project, made))
            note(present.at(row["examine"] + 8 + number, "14:10"), partial(_check, city, project, made))
        note(present.at(row["vote"] - 1, "10:00"), partial(_open, city, made))
        if row["result"] > 0:
            note(present.ago(minutes=30), partial(_vote, city, row, made))
            continue
        note(present.at(row["result"], "00:00"), partial(_end, row, made))
        note(present.at(row["result"], "12:00"), partial(_tell, city, row, made))
        for project in row["project"]:
            for step in project.get("milestone", []):
                _plan_step(city, project, step, made)


def _phases(city: City, row: dict[str, Any]) -> list[PhaseDraft]:
    days = [row[kind] for kind, _ in PHASES]
    starts = [city.present.at(day, "00:00") for day in days]
    return [
        PhaseDraft(kind, title, start, end)
        for (kind, title), start, end in zip(PHASES, starts, [*starts[1:], None], strict=True)
    ]


async def _make(city: City, row: dict[str, Any], made: dict[str, int]) -> None:
    district = city.districts.get(row.get("district", ""))
    draft = ConsultationDraft(
        slug=row["slug"],
        title=row["title"],
        kicker="Bürgerhaushalt",
        lead=row["lead"],
        body=row["body"],
        decides=row["decides"],
        district_id=district,
        phases=_phases(city, row),
    )
    number = await create_consultation(draft, published_at=clock.now())
    city.consultations[row["slug"]] = number
    pot = BudgetDraft(
        row["pot"],
        row["amount"],
        Method(row["method"]),
        Rule(row["rule"]),
        most=row["most"],
        district_id=district,
    )
    made["budget"] = await actions.create(city.people["emin"].id, number, pot)


async def _propose(city: City, row: dict[str, Any], project: dict[str, Any], made: dict[str, int]) -> None:
    district = city.districts.get(project.get("district", row.get("district", "")))
    sent = NewProposal(project["title"], project["body"], None, district, project["place"])
    author, where = city.people[project["author"]], city.consultations[row["slug"]]
    made[project["title"]] = await proposals.create(author, where, sent, city.rendered(project["body"]))


async def _found(made: dict[str, int]) -> queries.Budget:
    found = await queries.budget(made["budget"])
    assert found is not None
    return found


async def _assign(city: City, project: dict[str, Any], made: dict[str, int]) -> None:
    office = next(one for one in read("city")["office"] if one["slug"] == project["office"])
    person = next(one for one in city.people.values() if one.name == office["person"])
    number = made[project["title"]]
    await actions.assign(city.people["emin"], await _found(made), number, office["name"], person.person_id)


async def _check(city: City, project: dict[str, Any], made: dict[str, int]) -> None:
    check = Check.REFUSED if "refused" in project else Check.ACCEPTED
    finding = Finding(check, project.get("cost"), _reason(project))
    found, text = await _found(made), city.rendered(_reason(project))
    await actions.check(city.people["emin"], found, made[project["title"]], finding, text)


async def _open(city: City, made: dict[str, int]) -> None:
    await actions.open_vote(city.people["emin"].id, await _found(made), city.rendered(VOTE_TEXT))


# --- the vote -----------------------------------------------------------------------------------------------


async def _vote(city: City, row: dict[str, Any], made: dict[str, int]) -> None:
    poll = await poll_queries.poll((await _found(made)).poll_id or 0, None)
    assert poll is not None
    for person, ballot in zip(city.crowd, _ballots(row, made), strict=False):
        await polls.cast(Actor(person), poll, ballot)


async def _end(row: dict[str, Any], made: dict[str, int]) -> None:
    """More people voted than the demo has, so their ballots go where the count would put them."""
    poll_id = (await _found(made)).poll_id or 0
    await polls.close(poll_id, None)
    poll = await poll_queries.poll(poll_id, None)
    assert poll is not None
    await polls.settle(poll, [(receipts.draw(), to_text(ballot)) for ballot in _ballots(row, made)])
    sealing.destroy_key(poll_id)
    await tallying.tally(made["budget"])


def _ballots(row: dict[str, Any], made: dict[str, int]) -> Iterator[Choices]:
    """People who like the same kind of thing vote alike; the same ballots in every demo."""
    chance = random.Random(row["slug"])  # noqa: S311  # the same votes in every demo
    offered = [project for project in row["project"] if "refused" not in project]
    for _ in range(row["ballots"]):
        taste = chance.randrange(row["tastes"])
        weights = {
            str(made[project["title"]]): chance.random() ** (100 / (project["votes"] * (3 if project["taste"] == taste else 1)))
            for project in offered
        }  # fmt: skip
        yield Choices(tuple(sorted(_filled(row, offered, made, weights, chance))))


def _filled(
    row: dict[str, Any],
    offered: list[dict[str, Any]],
    made: dict[str, int],
    weights: dict[str, float],
    chance: random.Random,
) -> list[str]:
    """The dearest to the voter first, as long as the rules of the ballot let it in."""
    costs = {str(made[project["title"]]): project["cost"] for project in offered}
    most = row["most"] or chance.randint(3, 8)
    chosen: list[str] = []
    for key in sorted(weights, key=weights.__getitem__, reverse=True):
        spent = sum(costs[one] for one in chosen) + costs[key]
        if len(chosen) < most and (row["method"] != "knapsack" or spent <= row["amount"]):
            chosen.append(key)
    return chosen[: chance.randint(min(3, most), most)]


# --- afterwards ---------------------------------------------------------------------------------------------


async def _tell(city: City, row: dict[str, Any], made: dict[str, int]) -> None:
    found = await _found(made)
    result = (await queries.results(found))[found.rule]
    projects = {str(made[project["title"]]): project for project in row["project"]}
    lost = [key for key in result.verdicts if key not in result.winners]
    for position, key in enumerate([*result.winners[:TOLD], *lost[:1]]):
        won = key in result.winners
        await add_outcome(
            city.consultations[row["slug"]],
            "building" if won else "refused",
            quote=projects[key]["title"],
            headline="Gewählt" if won else "Nicht gewählt",
            text=projects[key]["body"],
            origin=f"Projekt für {projects[key]['place']}",
            link_url=f"{found.url}/projects/{key}",
            position=position,
        )


def _plan_step(city: City, project: dict[str, Any], step: dict[str, Any], made: dict[str, int]) -> None:
    """Set four weeks ahead at least, then put off or ticked."""
    day = city.present.at
    known: dict[str, int] = {}
    note = partial(_set_step, city, project, step, made, known)
    city.diary.note(day(min(step["due"], 0) - 15, "11:00"), partial(note, step["due"], Progress.PLANNED))
    if "moved" in step:
        city.diary.note(day(step["due"] - 2, "15:00"), partial(note, step["moved"], Progress.RUNNING))
    if "done" in step:
        city.diary.note(day(step["done"], "16:00"), partial(note, step["due"], Progress.DONE))


async def _set_step(
    city: City,
    project: dict[str, Any],
    step: dict[str, Any],
    made: dict[str, int],
    known: dict[str, int],
    due: int,
    progress: Progress,
) -> None:
    found, emin = await _found(made), city.people["emin"]
    here = next(one for one in await queries.projects(found.id) if one.proposal_id == made[project["title"]])
    plan_ = Plan(step["title"], step["owner"], city.present.at(due).date(), progress, step.get("note", ""))
    if "id" in known:
        await building.change(emin, found, here, known["id"], plan_)
    else:
        known["id"] = await building.add(emin, found, here, plan_)
