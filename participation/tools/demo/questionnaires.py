"""A questionnaire that runs, a poll with printed codes, and one that was held on paper too."""

import random
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from participation.accounts.actor import Actor
from participation.tools.demo.city import City
from participation.tools.demo.content import read
from polls import actions, queries, receipts, sealing
from polls.ballots.shape import Ballot, Choices, Marks, Text, to_text
from polls.codes import actions as codes
from polls.editor import actions as editor
from polls.editor.forms import Edited, New, slug
from polls.editor.rules import QUESTIONNAIRE
from polls.life import Needed, Results, Secrecy, Voters
from polls.queries import Option, Poll
from polls.questionnaire import actions as sheet
from polls.questionnaire.queries import parts_of, questions_of
from polls.questionnaire.rules import Part, asked

WISHES = (
    "Mehr Licht am Bahnhof.",
    "Bänke an der langen Treppe.",
    "Der Bus sollte abends öfter fahren.",
    "Weniger Rollkoffer.",
)
PRINTING = UUID("6f1d7c1e-0d0c-4b7e-9a55-3f0e6f2b8c11")


async def prepare(city: City) -> None:
    content = read("questionnaires")
    for row in (*content["questionnaire"], content["coded"], content["papered"]):
        await city.prepare(row["body"].strip())
    await city.prepare("")


def plan(city: City) -> None:
    content = read("questionnaires")
    for row in content["questionnaire"]:
        city.diary.note(city.present.at(row["start"]), partial(_questionnaire, city, row))
    coded, papered = content["coded"], content["papered"]
    city.diary.note(city.present.at(coded["start"]), partial(_coded, city, coded))
    city.diary.note(city.present.at(papered["end"], "18:00"), partial(_papered, city, papered))


# --- the questionnaire --------------------------------------------------------------------------------------


async def _questionnaire(city: City, row: dict[str, Any]) -> None:
    emin, hours = (
        city.people["emin"].id,
        (city.present.at(row["start"]), city.present.at(row["end"], "18:00")),
    )
    number = await editor.begin(
        emin, New(row["title"], QUESTIONNAIRE, city.consultations[row["consultation"]])
    )
    body = row["body"].strip()
    whole = _edited(city, row, hours, kind=QUESTIONNAIRE, body=body)
    await editor.save(emin, number, whole, city.rendered(body))
    made: list[int] = []
    for question in row["question"]:
        made.append(await editor.begin_question(emin, number, New(question["title"], question["kind"], None)))
        earlier, option = question.get("only", (0, ""))
        part = _edited(
            city,
            question,
            hours,
            kind=question["kind"],
            options=question["option"],
            only_if=made[earlier - 1] if earlier else None,
            only_option=slug(option) if option else "",
        )
        await editor.save(emin, made[-1], part, city.rendered(""))
    await editor.publish(emin, number)
    found = await queries.poll(number, None)
    assert found is not None
    await _answer(city.crowd[: row["answered"]], found)


def _edited(  # a draft has these parts
    city: City,
    row: dict[str, Any],
    hours: tuple[datetime, datetime],
    *,
    kind: str,
    body: str = "",
    options: Sequence[str] = (),
    only_if: int | None = None,
    only_option: str = "",
) -> Edited:
    return Edited(
        title=row["title"],
        lead=row.get("lead", ""),
        body=body,
        outcome="",
        kind=kind,
        numbers={"seed": slug(row["title"]), **row.get("numbers", {})},
        options=[Option(slug(title), title) for title in options],
        secrecy=Secrecy.SECRET,
        results=Results.AT_END,
        voters=Voters.CONFIRMED,
        needed=Needed.NOTHING,
        binding=False,
        changeable=True,
        paper=False,
        quorum=None,
        eligible=None,
        remind_days=2,
        opens_at=hours[0],
        closes_at=hours[1],
        consultation_id=city.consultations.get(row.get("consultation", "")),
        district_id=city.districts.get(row.get("district", "")),
        required=row.get("required", False),
        only_if=only_if,
        only_option=only_option,
    )


async def _answer(people: Sequence[int], found: Poll) -> None:
    chance = random.Random(found.line.title)  # noqa: S311  # the same answers in every demo
    parts = parts_of(await questions_of(found))
    for person in people:
        answers: dict[int, Ballot] = {}
        while waiting := [part for part in asked(parts, answers) if part.id not in answers]:
            answers[waiting[0].id] = _said(chance, waiting[0])
            await sheet.answer(person, found, parts, waiting[0].id, answers[waiting[0].id])
        await sheet.hand_in(Actor(person), found, parts)


def _said(chance: random.Random, part: Part) -> Ballot:
    options = part.question.options
    if part.kind.name == "open":
        return Text(chance.choice(WISHES))
    if part.kind.name == "score":
        return Marks(tuple((option, chance.randint(1, part.question.high)) for option in sorted(options)))
    return Choices((chance.choice(options),))


# --- codes and paper ----------------------------------------------------------------------------------------


async def _coded(city: City, row: dict[str, Any]) -> None:
    options = [Option(slug(title), title, text) for title, text in row["option"]]
    number = await _made(city, row, row["kind"], options, voters=Voters.CODES)
    drawn = await codes.draw(city.people["emin"].id, number, PRINTING, row["sheets"])
    found = await queries.poll(number, None)
    assert found is not None
    chance = random.Random(row["title"])  # noqa: S311  # the same ballots in every demo
    for code in drawn[: row["used"]]:
        ranked = chance.sample(sorted(option.key for option in options), 3)
        ballot = Marks(tuple(sorted((key, rank) for rank, key in enumerate(ranked, 1))))
        known = await codes.find(number, code)
        assert known is not None
        await actions.cast_by_code(known, found, ballot)


async def _papered(city: City, row: dict[str, Any]) -> None:
    """More people voted than the demo has: their ballots go where the count would put them."""
    options = [Option(slug(title), title) for title, _, _ in row["option"]]
    number = await _made(city, row, "one-choice", options, outcome=row["result"], eligible=row["eligible"])
    found = await queries.poll(number, None)
    assert found is not None
    await actions.close(number, None)
    online, typed = [], []
    for option, (_, home, paper) in zip(options, row["option"], strict=True):
        text = to_text(Choices((option.key,)))
        online += [(receipts.draw(), text) for _ in range(home)]
        typed += [text] * paper
    await actions.settle(found, online, paper=typed)
    sealing.destroy_key(number)


async def _made(city: City, row: dict[str, Any], kind: str, options: list[Option], **more: Any) -> int:
    body, opens_at = row["body"].strip(), city.present.at(row["start"])
    draft = actions.Draft(
        row["title"],
        kind,
        options,
        opens_at,
        city.present.at(row["end"], "18:00"),
        lead=row["lead"],
        body=body,
        numbers={"seed": slug(row["title"]), **row.get("numbers", {})},
        paper=True,
        district_id=city.districts[row["district"]],
        **more,
    )
    return await actions.create(city.people["emin"].id, draft, city.rendered(body), published_at=opens_at)
