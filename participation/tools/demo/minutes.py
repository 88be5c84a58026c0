"""The minutes of the past forum: its evening as the log has it, the clerk's sentences, and how they became public."""

from datetime import timedelta
from functools import partial
from itertools import pairwise
from typing import Any

from participation.core import clock
from participation.core.db import execute, fetch_one, fetch_value
from participation.forums.agenda import actions as agenda
from participation.forums.desk import actions as desk
from participation.forums.minutes import actions as minutes
from participation.forums.minutes.forms import HeadForm, NoteForm
from participation.forums.minutes.rules import Hand, Part
from participation.forums.queries import forum_by_id
from participation.forums.questions import actions as questions
from participation.forums.questions.rules import QuestionState
from participation.forums.speakers import actions as speakers
from participation.forums.speakers.queries import floor_of
from participation.forums.speakers.rules import Channel, Kind
from participation.tools.demo.city import City
from participation.tools.demo.content import read
from participation.tools.demo.forums import Evening

_ITEM = "SELECT id FROM agenda_item WHERE forum = $1 AND number = $2"
_ITEM_NOTE = "SELECT id, note FROM agenda_item WHERE forum = $1 AND number = $2"
_INCIDENT = "SELECT id FROM incident WHERE forum = $1 AND kind = $2 AND ended_at IS NULL"
_SUBJECT = (
    "UPDATE agenda_item SET subject_kind = 'proposal', subject_id = $3 WHERE forum = $1 AND number = $2"
)
_NOTE = "SELECT id, body FROM minutes_note WHERE forum = $1 AND body LIKE 'Im Stimmungsbild%'"
WRONG, RIGHT = "7 dagegen", "9 dagegen"


def plan(city: City) -> None:
    for row in read("forums")["forum"]:
        if row["state"] == "past":
            _Minutes(city, row).plan()


class _Minutes:
    def __init__(self, city: City, row: dict[str, Any]) -> None:
        self.city, self.row, self.evening = city, row, Evening(city.present, row)
        self.chair, self.clerk = row["chair"], row["clerk"]

    @property
    def id(self) -> int:
        return self.city.forums[self.row["slug"]]

    def by(self, key: str) -> int:
        return self.city.people[key].id

    def plan(self) -> None:
        note = self.city.diary.note
        items = self.row["item"]
        for before, after in pairwise(items):
            ended, began = self.evening.ended(before), self.evening.began(after)
            assert ended is not None
            if ended != began:
                note(ended, self._break)
        for hour in ("19:50", "20:45"):
            note(self.evening.hour(hour), partial(self._count, hour))
        for trouble in self.row.get("trouble", []):
            note(self.evening.hour(trouble["began"]), partial(self._trouble, trouble["kind"]))
            note(self.evening.hour(trouble["ended"]), partial(self._mended, trouble["kind"]))
        for question in self.row.get("question", []):
            note(self.evening.hour(question["asked"]), partial(self._ask, question))
        for item in items:
            self._plan_item(item)
        for day, hour, act in (
            (-175, "10:00", self._hand_in),
            (-171, "09:30", self._sign),
            (self.row["published"], "12:00", self._publish),
        ):
            note(self.city.present.at(day, hour), act)
        note(self.city.present.at(self.row["published"] + 4, "15:00"), self._correct)

    def _plan_item(self, item: dict[str, Any]) -> None:
        note = self.city.diary.note
        began, ended = self.evening.began(item), self.evening.ended(item)
        assert began is not None
        assert ended is not None
        for place, voice in enumerate(item.get("spoke", []), 1):
            note(began + timedelta(minutes=1 + 2 * place), partial(self._speak, voice))
        sentences = [(Part.DEBATE, text) for text in item.get("said", [])]
        sentences += [(Part.VOTE, item["mood"])] if "mood" in item else []
        sentences += [(Part.RESULT, item["result"])] if "result" in item else []
        for place, (part, text) in enumerate(sentences):
            at = ended - timedelta(seconds=30 * (len(sentences) - place))
            note(at, partial(self._write, item, part, text))

    async def _break(self) -> None:
        await agenda.start_break(self.id, 10, self.by(self.chair), clock.now())

    async def _count(self, hour: str) -> None:
        fewer = 12 if hour < "20" else 0
        await desk.online("demo", {self.id: self.row["online"] - fewer}, clock.now())
        hall, phone = self.row["hall"] - fewer, self.row["telephone"]
        await desk.count(self.id, hall, phone, self.by(self.clerk), clock.now())

    async def _trouble(self, kind: str) -> None:
        await desk.report_incident(self.id, kind, self.by(self.clerk), clock.now())

    async def _mended(self, kind: str) -> None:
        number = await fetch_value(_INCIDENT, self.id, kind)
        await desk.end_incident(self.id, number, self.by(self.clerk), clock.now())

    async def _ask(self, row: dict[str, Any]) -> None:
        number = await questions.ask(
            self.id, self.by(row["author"]), row["body"], clock.now(), name_shown=row.get("named", False)
        )
        for minutes_later, state in ((3, QuestionState.STAGE), (6, QuestionState.ANSWERED)):
            later = clock.now() + timedelta(minutes=minutes_later)
            await questions.set_state(self.id, number, state, self.by(self.chair), later)

    async def _speak(self, voice: str) -> None:
        """Asks for the floor and gets it at once."""
        where, _, who = voice.partition(" ")
        channel, card = Channel(where), int(who) if who.isdigit() else None
        person = self.by(who) if channel is Channel.HOME else None
        name = who if channel is Channel.PHONE else ""
        asking = speakers.Asking(channel, Kind.SPEECH, person=person, card=card, name=name)
        request = await speakers.ask(self.id, asking, clock.now())
        floor = await floor_of(self.id)
        seen = floor.speaking.id if floor.speaking else None
        await speakers.call_next(self.id, request, seen, self.by(self.chair), clock.now())

    async def _write(self, item: dict[str, Any], part: Part, text: str) -> None:
        number = await fetch_value(_ITEM, self.id, item["number"])
        body = text.replace(RIGHT, WRONG)
        await minutes.add_note(self.id, NoteForm(number, part, body), self.by(self.clerk), clock.now())

    async def _hand_in(self) -> None:
        people = [f"{guest['name']} ({guest['function']})" for guest in self.row["guest"]]
        council = [guest["name"] for guest in self.row["guest"] if "Rat" in guest["function"]]
        city = ", ".join(who for who in people if "Rat der Stadt" not in who)
        head = HeadForm(self.row["highlights"], city, ", ".join(council), names=False)
        await minutes.set_head(self.id, head, self.by(self.clerk), clock.now())
        for item in self.row["item"]:
            proposal = self.city.proposals.get(item.get("proposal", ""))
            if proposal is not None:
                await execute(_SUBJECT, self.id, item["number"], proposal)
        for item in self.row["item"]:
            await self._concern(item)
        await self._next("")

    async def _concern(self, item: dict[str, Any]) -> None:
        """The note on the agenda was for those who came; the minutes say what it was about, or nothing."""
        row = await fetch_one(_ITEM_NOTE, self.id, item["number"])
        assert row is not None
        key, now = f"concern:{row['id']}", clock.now()
        if row["note"] and "concern" in item:
            await minutes.edit(self.id, key, item["concern"], row["note"], self.by(self.clerk), now)
        elif row["note"]:
            await minutes.leave_out(self.id, key, row["note"], self.by(self.clerk), now)

    async def _next(self, summary: str) -> int:
        forum = await forum_by_id(self.id)
        assert forum is not None
        return await minutes.hand_in(forum, summary, "de", self.by(self.clerk), clock.now())

    async def _sign(self) -> None:
        await self._signed(1)

    async def _signed(self, number: int) -> None:
        await minutes.sign(self.id, number, Hand.CLERK, self.by(self.clerk), clock.now())
        await minutes.sign(self.id, number, Hand.CHAIR, self.by(self.chair), clock.now())

    async def _publish(self) -> None:
        await minutes.publish(self.id, 1, self.by(self.chair), clock.now())

    async def _correct(self) -> None:
        note = await fetch_one(_NOTE, self.id)
        assert note is not None
        right = note["body"].replace(WRONG, RIGHT)
        await minutes.change_note(self.id, note["id"], right, self.by(self.clerk), clock.now())
        number = await self._next(self.row["correction"])
        await self._signed(number)
        await minutes.publish(self.id, number, self.by(self.clerk), clock.now())
