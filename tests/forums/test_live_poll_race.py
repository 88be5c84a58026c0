"""A live poll over HTTP to two processes: however many ballots race, a person counts once, and nobody is left in doubt.

By the way with forty people; `RACE_PEOPLE=1000 pytest tests/forums/test_live_poll_race.py` sends ten thousand ballots.
"""

import asyncio
import os
import random
import re
import secrets
import tempfile
from datetime import timedelta
from pathlib import Path

import asyncpg
import httpx
import pytest

from participation.core.clock import now
from participation.core.embedded import connect_or_start
from participation.core.sessions import token_hash
from tests.people import Fields
from tests.server import Server, sign_in

pytestmark = pytest.mark.processes

PEOPLE = int(os.environ.get("RACE_PEOPLE", "40"))
EACH = 10
AT_ONCE = 60
FREE = {"LIMIT_SUPPORTS": "100000", "LIMIT_WRITES": "1000000"}
CHAIR, POLLS = "/forums/demo/chair", "/forums/demo/polls"


@pytest.fixture(scope="module")
def city():
    with tempfile.TemporaryDirectory(prefix="teilhabe-ballots-") as folder:
        server = Server(Path(folder) / "data", **FREE).start()
        yield server
        assert server.stop() == 0


async def crowd(server: Server, name: str) -> list[str]:
    """Sessions of people who have confirmed their address."""
    tokens = [secrets.token_urlsafe(32) for _ in range(PEOPLE)]
    with connect_or_start(server.data_dir, start=False) as dsn:
        base = await asyncpg.connect(dsn)
        for number, token in enumerate(tokens):
            person = await base.fetchval(
                "INSERT INTO person (display_name, name_key, created_at, confirmed_at) "
                "VALUES ($1, $1, $2, $2) RETURNING id",
                f"{name} {number}",
                now(),
            )
            await base.execute(
                "INSERT INTO session (id_hash, person, created_at, last_seen_at, expires_at) "
                "VALUES ($1, $2, $3, $3, $4)",
                token_hash(token),
                person,
                now(),
                now() + timedelta(hours=1),
            )
        await base.close()
    return tokens


class Voters:
    """Each with a form token of their own session."""

    def __init__(self, server: Server, tokens: list[str]) -> None:
        self.server, self.tokens = server, tokens
        self.gate = asyncio.Semaphore(AT_ONCE)
        self.http = httpx.AsyncClient(
            base_url=server.base,
            timeout=120,
            limits=httpx.Limits(max_connections=AT_ONCE, keepalive_expiry=1),
        )
        self.forms: dict[str, str] = {}

    async def open(self, token: str) -> None:
        async with self.gate:
            page = await self.http.get("/help", headers={"Cookie": f"session={token}"})
        fields = next(f["fields"] for f in Fields(page.text).forms if "_token" in f["fields"])
        self.forms[token] = fields["_token"]

    async def vote(self, token: str, number: int, answer: str) -> int:
        async with self.gate:
            sent = await self.http.post(
                f"{POLLS}/{number}/ballot",
                data={"_token": self.forms[token], "answer": answer},
                headers={"Cookie": f"session={token}", "Origin": self.server.base},
            )
        return sent.status_code


def open_poll(server: Server, question: str) -> int:
    edda = sign_in(server, "edda")
    running = re.search(rf'{POLLS}/(\d+)/closing"', edda.get(CHAIR))
    if running:
        edda.submit(CHAIR, f"{POLLS}/{running[1]}/closing")
    edda.submit(CHAIR, POLLS, {"question": question, "form": "yes-no", "effect": "mood"})
    return int(re.search(rf'{POLLS}/(\d+)/closing"', edda.get(CHAIR))[1])


def counted(server: Server, number: int) -> int:
    page = sign_in(server, "alma").get(POLLS)
    section = page.split(f'id="poll-{number}"')[1].split("</section>")[0]
    return int(re.search(r"online und Telefon ([\d.]+)</span>", section)[1].replace(".", ""))


def test_ten_ballots_of_each_person_count_one(city):
    number = open_poll(city, "Zählt jede Person einmal?")

    async def race() -> list[int]:
        voters = Voters(city, await crowd(city, "Wahl"))
        await asyncio.gather(*(voters.open(token) for token in voters.tokens))
        luck = random.Random(7)
        acts = [
            voters.vote(token, number, luck.choice(["yes", "no", "abstain"]))
            for token in voters.tokens * EACH
        ]
        luck.shuffle(acts)
        codes = await asyncio.gather(*acts)
        await voters.http.aclose()
        return codes

    assert set(asyncio.run(race())) == {303}
    edda = sign_in(city, "edda")
    edda.submit(CHAIR, f"{POLLS}/{number}/closing")
    assert counted(city, number) == PEOPLE


def test_a_ballot_at_the_moment_of_closing_is_counted_or_told(city):
    number = open_poll(city, "Zählt auch die letzte Stimme?")
    edda = sign_in(city, "edda")
    closing = edda.form(CHAIR, f"{POLLS}/{number}/closing")

    async def race() -> list[int]:
        voters = Voters(city, await crowd(city, "Schluss"))
        await asyncio.gather(*(voters.open(token) for token in voters.tokens))
        acts = [voters.vote(token, number, "yes") for token in voters.tokens]
        half = len(acts) // 2
        first = [asyncio.ensure_future(act) for act in acts[:half]]
        end = asyncio.ensure_future(asyncio.to_thread(edda.post, f"{POLLS}/{number}/closing", closing))
        codes = await asyncio.gather(*first, *acts[half:])
        assert (await end).status_code == 303
        await voters.http.aclose()
        return codes

    codes = asyncio.run(race())
    assert set(codes) <= {303, 409}
    assert counted(city, number) == codes.count(303)
