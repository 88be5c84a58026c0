"""A lively forum over real sockets and HTTP against the running server, in the demo city alone."""

import asyncio
import contextlib
import json
import random
import re
import resource
import secrets
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from participation.accounts.actions import create_person, open_session
from participation.app_parts import load_jobs
from participation.core import clock
from participation.core.db import execute, fetch_one, fetch_value, unit_of_work
from participation.core.embedded import EmbeddedError
from participation.core.persisted import recall
from participation.forums.agenda.undo import REHEARSED
from participation.forums.log.actions import append
from participation.settings import settings
from participation.tools.database import with_database
from participation.tools.rehearse_client import Client, Refusal
from participation.tools.rehearse_ears import Ear, Hall
from participation.tools.rehearse_evening import Evening

CUT_EVERY = 30.0
"""Seconds after which a socket is cut, on average."""
SETTLING = 15.0
SPARE_FILES = 200
_PAGE_SEQ = re.compile(r'data-seq="(\d+)"[^>]* data-live')


@dataclass(frozen=True, slots=True)
class Cast:
    """What was made for this rehearsal alone; the chair is the last."""

    forum: int
    people: Sequence[int]
    sessions: Sequence[str]
    last_speech: int


def rehearse(slug: str, people: int, minutes: float, *, keep: bool) -> None:
    """The last line is JSON; exit 1 where an event was lost or came twice, or a request failed."""
    _more_open_files(people)
    base = settings().base_url or f"http://{settings().host}:{settings().port}"
    _knock(base)
    cast = with_database(lambda: _set_up(slug, people))
    seed = secrets.randbits(32)
    begin, called = time.monotonic(), set[int]()
    try:
        report = asyncio.run(_play(base, slug, cast, minutes * 60, called, random.Random(seed)))  # noqa: S311  # no secret hangs on it
    finally:
        with_database(lambda: _settle(cast, sorted(called), keep=keep))
    report |= {"seconds": round(time.monotonic() - begin, 1), "seed": seed}
    print(json.dumps(report))
    if report["lost"] or report["twice"] or report["errors"]:
        sys.exit(1)


def _more_open_files(people: int) -> None:
    wanted = 2 * people + SPARE_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))


def _knock(base: str) -> None:
    client = Client(base, "", 0)
    try:
        client.get("/health/ready")
    except (OSError, Refusal) as error:
        raise EmbeddedError(
            f"Nothing is ready at {base}: start `teilhabe serve` first, with the same settings."
        ) from error
    finally:
        client.close()


# --- before and after, in the database ------------------------------------------------------------------------

_FORUM = "SELECT id, opened_at IS NOT NULL AND closed_at IS NULL AS live FROM forum WHERE slug = $1"
_LAST_SPEECH = "SELECT COALESCE(max(id), 0) FROM speech WHERE forum = $1"
_REMOVE = (
    """DELETE FROM moderation_case c WHERE (c.kind = 'message' AND c.content_id IN
       (SELECT id FROM message WHERE forum = $1 AND author = ANY($2::bigint[]))) OR (c.kind = 'question'
       AND c.content_id IN (SELECT id FROM question WHERE forum = $1 AND author = ANY($2::bigint[])))""",
    """DELETE FROM fingerprint p WHERE (p.kind = 'message' AND p.content_id IN
       (SELECT id FROM message WHERE forum = $1 AND author = ANY($2::bigint[]))) OR (p.kind = 'question'
       AND p.content_id IN (SELECT id FROM question WHERE forum = $1 AND author = ANY($2::bigint[])))""",
    "DELETE FROM message WHERE forum = $1 AND author = ANY($2::bigint[])",
    "DELETE FROM question WHERE forum = $1 AND author = ANY($2::bigint[])",
    """DELETE FROM poll WHERE id IN
       (SELECT poll FROM live_poll WHERE forum = $1 AND opened_by = ANY($2::bigint[]))""",
    "DELETE FROM speech_request WHERE forum = $1 AND person = ANY($2::bigint[])",
    "DELETE FROM person WHERE $1 > 0 AND id = ANY($2::bigint[])",
)
_UNSPOKEN = "DELETE FROM speech WHERE forum = $1 AND id > $2 AND request = ANY($3::bigint[])"
_UNCALLED = "UPDATE speech_request SET called_at = NULL WHERE forum = $1 AND id = ANY($2::bigint[])"


async def _set_up(slug: str, people: int) -> Cast:
    load_jobs()
    if await recall("demo") != "1":
        raise EmbeddedError("A rehearsal needs the database of the demo city: it makes people of its own.")
    forum = await fetch_one(_FORUM, slug)
    if forum is None:
        raise EmbeddedError(f"There is no forum {slug}.")
    if not forum["live"]:
        raise EmbeddedError(f"The forum {slug} is not live: the chair opens it on /forums/{slug}/chair.")
    ids = [await create_person(None, None, f"Probe {n}", is_demo=True) for n in range(1, people + 1)]
    ids.append(await create_person(None, None, "Leitung der Probe", ("chair",), is_demo=True))
    sessions = [await open_session(person, "rehearsal") for person in ids]
    return Cast(forum["id"], ids, sessions, await fetch_value(_LAST_SPEECH, forum["id"]))


async def _settle(cast: Cast, called: Sequence[int], *, keep: bool) -> None:
    """Everything of the rehearsal goes; the numbers of its events stay in the log, which has no gaps."""
    if not keep:
        async with unit_of_work() as work:
            await execute(_UNSPOKEN, cast.forum, cast.last_speech, called)
            for statement in _REMOVE:
                await execute(statement, cast.forum, cast.people)
            await execute(_UNCALLED, cast.forum, called)
            await append(work, cast.forum, "speakers", 0, REHEARSED, clock.now())
            await append(work, cast.forum, "question", 0, REHEARSED, clock.now())
            await append(work, cast.forum, "poll", 0, REHEARSED, clock.now())
    await execute("DELETE FROM session WHERE person = ANY($1::bigint[])", cast.people)


# --- the play ---------------------------------------------------------------------------------------------------


async def _play(
    base: str, slug: str, cast: Cast, seconds: float, called: set[int], luck: random.Random
) -> dict[str, object]:
    hall = Hall(base, slug, CUT_EVERY, luck)
    clients = [Client(base, session, place) for place, session in enumerate(cast.sessions)]
    say = _progress if sys.stdout.isatty() else _quiet
    starts = await _arrive(clients[:-1], f"/forums/{slug}", say)
    ears = [
        Ear(hall, place, session, last)
        for place, (session, last) in enumerate(zip(cast.sessions, starts, strict=False))
    ]
    listening = [asyncio.create_task(ear.follow()) for ear in ears]
    evening = Evening(hall, clients[:-1], clients[-1], ears, luck)
    evening.called = called
    try:
        async with asyncio.timeout(60):
            await asyncio.gather(*(ear.open.wait() for ear in ears))
        await evening.play(seconds, lambda left: say(_state(evening, left)))
        hall.cut_every = 0.0
        missing = await _heard_all(clients[-1], slug, ears)
    finally:
        hall.over = True
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)
        for client in clients:
            client.close()
    return _report(evening, missing)


async def _arrive(clients: Sequence[Client], url: str, say: Callable[[str], None]) -> list[int]:
    """Everybody opens the page, as a browser does, and knows from it where the log stands."""
    starts = []
    for number, client in enumerate(clients, 1):
        found = _PAGE_SEQ.search(await asyncio.to_thread(client.get, url))
        if found is None:
            raise EmbeddedError(f"The page {url} does not follow a log.")
        starts.append(int(found[1]))
        if number % 20 == 0:
            say(f"{number} of {len(clients)} people have come")
    return starts


async def _heard_all(client: Client, slug: str, ears: Sequence[Ear]) -> int:
    """How many events the sockets still lack when they have had time to catch up."""
    found = _PAGE_SEQ.search(await asyncio.to_thread(client.get, f"/forums/{slug}"))
    head = int(found[1]) if found else 0
    deadline = time.monotonic() + SETTLING
    while any(ear.last < head for ear in ears) and time.monotonic() < deadline:  # noqa: ASYNC110  # a look at all
        await asyncio.sleep(0.1)
    return sum(max(0, head - ear.last) for ear in ears)


def _report(evening: Evening, missing: int) -> dict[str, object]:
    hall = evening.hall
    for error in sorted(set(evening.errors))[:5]:
        print(error, file=sys.stderr)
    return {
        "people": len(evening.people) + 1,
        "sockets": len(evening.ears),
        "acts": evening.acts,
        "delivered": hall.delivered,
        "lost": hall.lost + missing,
        "twice": hall.twice,
        "p50_ms": _percentile(evening, 0.5),
        "p99_ms": _percentile(evening, 0.99),
        "errors": len(evening.errors) + hall.resyncs,
        "cuts": hall.cuts,
        "late": evening.late,
    }


def _percentile(evening: Evening, share: float) -> float:
    times = sorted(evening.hall.latencies)
    return round(1000 * times[min(len(times) - 1, int(len(times) * share))], 1) if times else 0.0


def _state(evening: Evening, left: float) -> str:
    hall = evening.hall
    return f"{left:.0f} s left · {evening.acts} acts · {hall.delivered} deliveries · {hall.cuts} cuts"


_said = 0.0


def _progress(text: str) -> None:
    global _said  # noqa: PLW0603  # the terminal is one as well
    if time.monotonic() - _said > 0.5:
        _said = time.monotonic()
        print(f"\r{text:<70}", end="", flush=True)


def _quiet(_: str) -> None:
    """Silent in a pipe; the last line alone is printed."""
