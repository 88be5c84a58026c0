"""Texts in paragraphs with their versions, what people say to single paragraphs, and a plan on display."""

from functools import partial
from typing import Any

from participation.accounts.actor import VISITOR
from participation.consultations.actions import (
    ConsultationDraft,
    Contact,
    PhaseDraft,
    create_consultation,
)
from participation.consultations.taken_up import take_up
from participation.core import clock
from participation.core.db import fetch_value
from participation.core.images import TYPE
from participation.discussion.actions import add_comment
from participation.discussion.forms import NewComment
from participation.plans import actions, proposing, queries, stating, weighing
from participation.plans.forms import Draft, Head, NewWording
from participation.plans.rules.attachments import File
from participation.plans.rules.display import Period, last_day
from participation.plans.rules.statements import Channel
from participation.plans.rules.weighing import Outcome, Weighed
from participation.plans.statement_forms import Days, NewStatement
from participation.tools.demo.city import City
from participation.tools.demo.content import read
from participation.tools.demo.pictures import TREES, seen

_PASSAGE = """
SELECT g.passage FROM plan_paragraph g JOIN plan_version v ON v.id = g.version
WHERE v.text = $1 AND g.level = 0 AND g.number = $2 ORDER BY v.number DESC LIMIT 1
"""


async def prepare(city: City) -> None:
    for row in read("plans")["text"]:
        for said in (*row.get("comment", []), *row.get("wording", [])):
            await city.prepare(said["body"])


def plan(city: City) -> None:
    offices = {row["slug"]: row for row in read("city")["office"]}
    for row in read("plans")["text"]:
        made: dict[str, int] = {}
        note, present = city.diary.note, city.present
        start = min(row["version"][0]["day"], row["phase"][0]["start"])
        note(present.at(start - 1, "09:00"), partial(_make, city, row, offices[row["contact"]], made))
        for number, version in enumerate(row["version"], 1):
            note(present.at(version["day"], "08:00"), partial(_publish, city, row, version, number, made))
        for comment in row.get("comment", []):
            note(present.at(comment["day"], comment["time"]), partial(_comment, city, comment, made))
        if "display" in row:
            display = row["display"]
            note(present.at(display["confirmed"], "10:00"), partial(_display, city, display, made))
        for said in row.get("statement", []):
            note(present.at(said["day"], said["time"]), partial(_statement, city, said, made))
        for said in row.get("statement", []):
            for point in said.get("point", []):
                note(present.at(row["weighed"] - 1, "15:00"), partial(_weigh, city, said, point, made))
        if "weighed" in row:
            note(present.at(row["weighed"], "09:00"), partial(_tell, city, made))
        for wording in row.get("wording", []):
            note(present.at(wording["day"], wording["time"]), partial(_wording, city, wording, made))
        _sources(city, row, made)


def _sources(city: City, row: dict[str, Any], made: dict[str, int]) -> None:
    for source in row.get("source", []):
        city.diary.note(city.present.at(source["day"], "11:00"), partial(_source, city, source, made))


async def _make(city: City, row: dict[str, Any], office: dict[str, Any], made: dict[str, int]) -> None:
    draft = ConsultationDraft(
        slug=row["slug"],
        title=row["title"],
        kicker=row["kicker"],
        lead=row["lead"],
        body=city.present.dated(row["body"]),
        decides=row["decides"],
        contact=Contact(office["person"], office["name"], office["phone"], office["mail"], office["hours"]),
        district_id=city.districts.get(row.get("district", "")),
        phases=[
            PhaseDraft(
                phase["kind"],
                phase["title"],
                city.present.at(phase["start"], "00:00"),
                city.present.at(phase["end"] + 1, "00:00"),
            )
            for phase in row["phase"]
        ],
    )
    made["consultation"] = await create_consultation(draft, published_at=clock.now())
    city.consultations[row["slug"]] = made["consultation"]


async def _publish(
    city: City, row: dict[str, Any], version: dict[str, Any], number: int, made: dict[str, int]
) -> None:
    """Rendered within the one transaction of the demo, which nobody waits for."""
    emin, draft = city.people["emin"].id, Draft(version["source"], version.get("reason", ""))
    if number == 1:
        head = Head(row["name"], row["about"])
        made["text"] = await actions.create(emin, made["consultation"], head, draft)
    else:
        await actions.save(made["text"], draft, "")
    await actions.publish(emin, made["text"], (await queries.desk(made["text"])).saved)


async def _source(city: City, row: dict[str, Any], made: dict[str, int]) -> None:
    passage = await fetch_value(_PASSAGE, made["text"], row["paragraph"])
    found = await queries.paragraph(passage)
    assert found is not None
    source = ("proposal", city.proposals[row["proposal"]])
    await take_up(city.people["emin"].id, source, (actions.KIND, passage), found.version, row["note"])


async def _comment(city: City, row: dict[str, Any], made: dict[str, int]) -> None:
    passage = await fetch_value(_PASSAGE, made["text"], row["paragraph"])
    sent = NewComment(row["body"], None, None if row["stance"] == "none" else row["stance"])
    subject, author = (actions.KIND, passage), city.people[row["author"]]
    await add_comment(author, subject, sent, city.rendered(row["body"]))


async def _wording(city: City, row: dict[str, Any], made: dict[str, int]) -> None:
    passage = await fetch_value(_PASSAGE, made["text"], row["paragraph"])
    found = await queries.paragraph(passage)
    assert found is not None
    sent = NewWording(row["body"], row["reason"], found.version_id)
    number, _ = await proposing.propose(city.people[row["author"]], passage, sent, city.rendered(row["body"]))
    for person in row["supporters"]:
        await proposing.support(city.people[person], number)


async def _display(city: City, row: dict[str, Any], made: dict[str, int]) -> None:
    starts = city.present.at(row["starts"]).date()
    days = Days(city.present.at(row["announced"]).date(), Period(starts, last_day(starts)))
    await stating.confirm(city.people["emin"].id, made["text"], days)


async def _statement(city: City, row: dict[str, Any], made: dict[str, int]) -> None:
    """Nobody is named who has an account here; mails about the past are not sent."""
    channel = Channel(row["channel"])
    day = city.present.at(row["day"]).date()
    files = (File(row["photo"], TYPE, seen(TREES).large),) if "photo" in row else ()
    sent = NewStatement(row["name"], row.get("address", ""), "", row["body"], channel, day, files)
    if channel is Channel.ONLINE:
        await stating.state(VISITOR, made["text"], sent, "", "de")
    else:
        await stating.enter(city.people["dirk"].id, made["text"], sent, "")


async def _weigh(city: City, statement: dict[str, Any], row: dict[str, Any], made: dict[str, int]) -> None:
    key = await fetch_value(
        "SELECT id FROM plan_statement WHERE text = $1 AND body = $2", made["text"], statement["body"]
    )
    sent = Weighed(
        row["point"],
        row["topic"],
        row["office"],
        row["view"],
        row["answer"],
        row.get("change", ""),
        Outcome(row["outcome"]),
    )
    await weighing.add(city.people["emin"].id, key, sent)


async def _tell(city: City, made: dict[str, int]) -> None:
    await weighing.publish(city.people["emin"].id, made["text"], "de")
