"""The floor: who speaks, who waits and why there, and how long each side has spoken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from participation.core import clock
from participation.core.db import fetch, fetch_one
from participation.forums.speakers.rules import Channel, Kind, ListState, Move, Reason, Request, Rule, order
from participation.forums.stage import part, read_part

_FLOOR = """
SELECT json_build_object(
  'item', (SELECT a.id FROM agenda_item a
           WHERE a.forum = f.id AND a.started_at IS NOT NULL AND a.ended_at IS NULL),
  'list', (SELECT l.state FROM speaker_list l JOIN agenda_item a ON a.id = l.item
           WHERE a.forum = f.id AND a.started_at IS NOT NULL AND a.ended_at IS NULL),
  'waiting', (SELECT COALESCE(json_agg(w), '[]') FROM (
      SELECT r.id, r.person, r.card, COALESCE(p.display_name, r.name) AS name, r.channel, r.kind, r.note, r.made_at,
             r.no_recording, <council> AS council
      FROM speech_request r JOIN agenda_item a ON a.id = r.item LEFT JOIN person p ON p.id = r.person
      WHERE r.forum = f.id AND a.started_at IS NOT NULL AND a.ended_at IS NULL
        AND r.called_at IS NULL AND r.withdrawn_at IS NULL
        AND p.deleted_at IS NULL AND (r.person IS NOT NULL OR r.card IS NOT NULL OR r.name <> '') ORDER BY r.id) w),
  'called', (SELECT COALESCE(json_agg(s), '[]') FROM (
      SELECT s.id AS speech, r.id, r.person, r.card, COALESCE(p.display_name, r.name) AS name, r.channel, r.kind,
             r.note, r.made_at, r.no_recording, <council> AS council, s.started_at, s.ended_at, s.allowed, s.stopped_at, s.stopped_for
      FROM speech s JOIN speech_request r ON r.id = s.request LEFT JOIN person p ON p.id = r.person
      WHERE s.forum = f.id ORDER BY s.id) s),
  'moves', (SELECT COALESCE(json_agg(m), '[]') FROM (
      SELECT m.request, m.other, m.before, m.reason, m.made_at
      FROM speech_move m JOIN speech_request r ON r.id = m.request
      WHERE r.forum = f.id AND r.called_at IS NULL AND r.withdrawn_at IS NULL ORDER BY m.id) m)
)""".replace(
    "<council>", "EXISTS (SELECT 1 FROM role_grant g WHERE g.person = r.person AND g.role = 'council')"
)
_LATEST_OF = """
SELECT r.channel FROM speech_request r WHERE r.forum = $1 AND r.person = $2 ORDER BY r.id DESC LIMIT 1
"""
_REQUEST = (
    "SELECT id, forum, item, person, called_at, withdrawn_at FROM speech_request WHERE id = $1 AND forum = $2"
)
_ITEM = """
SELECT id FROM agenda_item WHERE forum = $1 AND started_at IS NOT NULL AND ended_at IS NULL FOR UPDATE
"""


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who waits or speaks. `card` is the number of a person without a device."""

    request: int
    person: int | None
    card: int | None
    name: str
    channel: Channel
    kind: Kind
    note: str
    made_at: datetime
    no_recording: bool
    spoken: int
    """Speeches of the same person before, this evening."""
    council: bool
    """Sits in the council: whoever hears the word shall know that."""


@dataclass(frozen=True, slots=True)
class Waiting:
    number: int
    voice: Voice
    rule: Rule
    reason: Reason | None
    moved_at: datetime | None
    side: Channel | None
    """The side that spoke before, where turns decided."""


@dataclass(frozen=True, slots=True)
class Speaking:
    id: int
    voice: Voice
    started_at: datetime
    allowed: int
    seconds_left: int
    """Negative once the time is over."""
    ends_at: datetime
    stopped: bool


@dataclass(frozen=True, slots=True)
class Share:
    speeches: int
    seconds: int

    @property
    def minutes(self) -> int:
        return round(self.seconds / 60)


@dataclass(frozen=True, slots=True)
class Floor:
    item: int | None
    list: ListState
    waiting: tuple[Waiting, ...]
    speaking: Speaking | None
    shares: dict[str, Share]
    """By channel: how often and how long people there have spoken this evening."""
    people: tuple[tuple[Voice, Share], ...]
    """Everybody who has spoken, the longest first."""
    now: datetime

    def of(self, person_id: int | None) -> Waiting | None:
        return next((w for w in self.waiting if person_id is not None and w.voice.person == person_id), None)

    def speaks(self, person_id: int | None) -> bool:
        return self.speaking is not None and person_id is not None and self.speaking.voice.person == person_id

    def minutes_until(self, number: int) -> int:
        """Roughly, with the time that everybody before may use."""
        before = sum(60 if w.voice.kind is Kind.QUESTION else 180 for w in self.waiting[: number - 1])
        left = max(0, self.speaking.seconds_left) if self.speaking else 0
        return round((before + left) / 60)


def _who(row: Mapping[str, Any]) -> str:
    if row["person"] is not None:
        return f"person:{row['person']}"
    return f"card:{row['card']}" if row["card"] is not None else f"name:{row['name'].casefold()}"


def _request(row: Mapping[str, Any]) -> Request:
    return Request(row["id"], _who(row), Channel(row["channel"]), Kind(row["kind"]))


def _voice(row: Mapping[str, Any], spoken: int) -> Voice:
    return Voice(
        request=row["id"],
        person=row["person"],
        card=row["card"],
        name=row["name"] or "",
        channel=Channel(row["channel"]),
        kind=Kind(row["kind"]),
        note=row["note"],
        made_at=_time(row["made_at"]),
        no_recording=row["no_recording"],
        spoken=spoken,
        council=row["council"],
    )


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def read_floor(data: Mapping[str, Any]) -> Floor:
    now = clock.now()
    called = data["called"]
    spoken: dict[str, int] = {}
    for row in called:
        spoken[_who(row)] = spoken.get(_who(row), 0) + (row["kind"] == Kind.SPEECH)
    running = called[-1] if called and called[-1]["ended_at"] is None else None
    return Floor(
        item=data["item"],
        list=ListState(data["list"] or ListState.OPEN),
        waiting=_waiting(data, spoken),
        speaking=_speaking(running, spoken, now) if running else None,
        shares=_shares(called, now),
        people=_people(called, now),
        now=now,
    )


def _waiting(data: Mapping[str, Any], spoken: Mapping[str, int]) -> tuple[Waiting, ...]:
    rows = {row["id"]: row for row in data["waiting"]}
    moved = {row["request"]: _time(row["made_at"]) for row in data["moves"]}
    moves = [Move(m["request"], m["other"], m["before"], Reason(m["reason"])) for m in data["moves"]]
    called = [_request(row) for row in data["called"]]
    places = order([_request(row) for row in rows.values()], called, moves)
    last = next((request.channel for request in reversed(called) if request.kind is Kind.SPEECH), None)
    found = []
    for number, place in enumerate(places, 1):
        row = rows[place.request.id]
        voice = _voice(row, spoken.get(place.request.who, 0))
        side = last if place.rule is Rule.TURN else None
        at = moved.get(place.request.id) if place.reason else None
        found.append(Waiting(number, voice, place.rule, place.reason, at, side))
        if voice.kind is Kind.SPEECH:
            last = voice.channel
    return tuple(found)


def _speaking(row: Mapping[str, Any], spoken: Mapping[str, int], now: datetime) -> Speaking:
    left = row["allowed"] - _spent(row, now)
    before = spoken[_who(row)] - (row["kind"] == Kind.SPEECH)
    return Speaking(
        id=row["speech"],
        voice=_voice(row, before),
        started_at=_time(row["started_at"]),
        allowed=row["allowed"],
        seconds_left=left,
        ends_at=now + timedelta(seconds=left),
        stopped=row["stopped_at"] is not None,
    )


def _spent(row: Mapping[str, Any], now: datetime) -> int:
    """Seconds spoken, without those for which the clock stood."""
    end = row["stopped_at"] or row["ended_at"]
    return round(((_time(end) if end else now) - _time(row["started_at"])).total_seconds()) - int(
        row["stopped_for"]
    )


def _shares(called: list[Any], now: datetime) -> dict[str, Share]:
    return {channel.value: _share([r for r in called if r["channel"] == channel], now) for channel in Channel}


def _people(called: list[Any], now: datetime) -> tuple[tuple[Voice, Share], ...]:
    rows: dict[str, list[Any]] = {}
    for row in called:
        rows.setdefault(_who(row), []).append(row)
    found = [(_voice(mine[-1], len(mine)), _share(mine, now)) for mine in rows.values()]
    return tuple(sorted(found, key=lambda pair: -pair[1].seconds))


def _share(rows: list[Any], now: datetime) -> Share:
    return Share(len(rows), sum(_spent(row, now) for row in rows))


part("floor", _FLOOR, read_floor)


async def floor_of(forum_id: int) -> Floor:
    floor: Floor = await read_part("floor", forum_id)
    return floor


async def locked_item(forum_id: int) -> int | None:
    """The running item. Whoever changes its list waits here for whoever changes it before."""
    row = await fetch_one(_ITEM, forum_id)
    return row["id"] if row else None


async def request_row(forum_id: int, request_id: int) -> Any | None:
    return await fetch_one(_REQUEST, request_id, forum_id)


async def channel_of(forum_id: int, person_id: int) -> str:
    """Where the person was when they asked last, so that the box is filled the second time."""
    rows = await fetch(_LATEST_OF, forum_id, person_id)
    return rows[0]["channel"] if rows else ""
