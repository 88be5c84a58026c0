"""Many voters, each with several racing requests, over HTTP to two processes: `python -m bench.votes`.

All requests of a voter race each other and say different things; somewhere near the end the editor closes the
poll while they still come. Then whoever was told that their vote counts must be counted, once, and nobody else;
and the published bundle must be what `verify.py` recounts.

`--by codes`: voters hold printed codes instead of accounts. `--paper`: two of each voter's requests are those of
the desk, which marks that this voter has put a ballot into the urn; whichever way is first must be the only one.
Afterwards two people type all sheets (`bench.sheets`), and the count takes both ways.
"""

import argparse
import asyncio
import hashlib
import json
import random
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import httpx

from bench import requests, sheets
from bench.client import Asking, Connection
from bench.fill_votes import OPTIONS
from bench.house import BenchError, House, house

BLOCK = 10
"""So many people have their requests mixed with each other's."""
DESK = 2
"""Of each voter's requests, where paper is taken too."""
CLOSING_AT = 0.97
PATIENCE = 120

Whose = tuple[int, str]
"""The number of a voter, and `online` or `paper`."""


class Vote(Connection):
    """Notes who was told what."""

    job: "Voting"

    def ask(self) -> None:
        request = self.job.next()
        if request is None:
            self.job.ended(self)
            return
        self.voter, self.way = self.job.upcoming
        self.began = time.perf_counter()
        self.transport.write(request)

    def head(self, head: bytes) -> int:
        if head[9:12] == b"303":
            self.job.accepted[self.way][self.voter] += 1
            if self.way == "online":
                start = head.find(b"receipt=") + len(b"receipt=")
                self.job.receipts.add(head[start : head.find(b";", start)].split(b".")[1].decode())
        return super().head(head)


class Voting(Asking):
    """`order`: whose each request is. `accepted`: by way, how often each voter was told that it counts."""

    def __init__(self, job: dict[str, Any], order: list[Whose]) -> None:
        super().__init__(job)
        self.order = iter(order)
        self.accepted: dict[str, Counter[int]] = {"online": Counter(), "paper": Counter()}
        self.receipts: set[str] = set()
        self.upcoming: Whose = (-1, "")

    def next(self) -> bytes | None:
        found = super().next()
        self.upcoming = next(self.order, (-1, "")) if found is not None else (-1, "")
        return found

    async def run(self) -> dict[str, Any]:
        loop = asyncio.get_running_loop()
        begin = time.perf_counter()
        self.deadline = begin + self.seconds
        connections = [Vote(self) for _ in range(self.width)]
        self.open = set(connections)
        for one in connections:
            await loop.create_connection(lambda one=one: one, "127.0.0.1", self.port)
        await self.done.wait()
        return {"seconds": round(time.perf_counter() - begin, 1), "statuses": dict(self.statuses)}


def prepared(
    facts: dict[str, Any], host: str, each: int, visitor_token: str
) -> tuple[list[str], list[Whose]]:
    """Requests and whose they are."""
    chance = random.Random(5)
    texts: list[str] = []
    order: list[Whose] = []
    at_desk = DESK if facts["names"] else 0
    for start in range(0, len(facts["voters"]), BLOCK):
        block = range(start, min(start + BLOCK, len(facts["voters"])))
        acts = [(number, "online") for number in block for _ in range(each - at_desk)]
        acts += [(number, "paper") for number in block for _ in range(at_desk)]
        chance.shuffle(acts)
        for number, way in acts:
            texts.append(
                _marking(facts, host, number)
                if way == "paper"
                else _ballot(facts, host, number, chance, visitor_token)
            )
        order += acts
    return texts, order


def _ballot(facts: dict[str, Any], host: str, number: int, chance: random.Random, visitor_token: str) -> str:
    fields = {f"answer-{key}": str(chance.randint(0, 10)) for key in OPTIONS}
    voter, path = facts["voters"][number], f"/polls/{facts['poll']}/ballot"
    if isinstance(voter, str):
        return requests.post(host, path, "", {"_token": visitor_token, "code": voter, **fields})
    session, token = voter
    return requests.post(host, path, session, {"_token": token, **fields})


def _marking(facts: dict[str, Any], host: str, number: int) -> str:
    session, token = facts["clerk"]
    fields = {"_token": token, "who": facts["names"][number]}
    return requests.post(host, f"/polls/{facts['poll']}/paper/voters", session, fields)


async def race(
    place: House, voters: int, each: int, connections: int, *, by: str, paper: bool
) -> dict[str, Any]:
    facts = place.fill_votes(voters=voters, kind="resistance", by=by, paper=paper)
    port = place.serve_several(2)
    host = f"127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=f"http://{host}", timeout=PATIENCE) as editor:
        texts, order = prepared(facts, host, each, await _visitor_token(editor, facts["poll"]))
        job = {"port": port, "connections": connections, "requests": texts, "again": False}
        voting = Voting({**job, "seconds": 24 * 3600}, order)
        running = asyncio.create_task(voting.run())
        await _until_nearly_all(voting, len(texts), running)
        await _send(editor, facts, "editor", "closing")
        figures = await running
        on_paper = len(voting.accepted["paper"])
        if paper:
            await sheets.type_all(port, facts, on_paper, connections)
            await _send(editor, facts, "clerk", "paper/completion")
        bundle = await _bundle(editor, facts["poll"])
        program = (await editor.get("/polls/verify.py")).content
    told = [*voting.accepted["online"], *voting.accepted["paper"]]
    final = [*([voting.accepted["online"]] if by == "codes" else []), voting.accepted["paper"]]
    return {
        "voters": voters,
        "by": by,
        "requests": len(texts),
        **figures,
        "told_counted": len(told),
        "on_paper": on_paper,
        "both_ways": len(told) - len(set(told)),
        "told_twice": sum(number - 1 for each_way in final for number in each_way.values()),
        **_recounted(place.data_dir.parent, bundle, program, voting.receipts),
    }


async def _visitor_token(client: httpx.AsyncClient, poll: int) -> str:
    """Of the forms that somebody without an account is shown."""
    page = (await client.get(f"/polls/{poll}")).text
    found = re.search(r'name="_token" value="([^"]+)"', page)
    return found[1] if found else ""


async def _until_nearly_all(voting: Voting, total: int, running: asyncio.Task[Any]) -> None:
    told = 0
    while len(voting.latencies) < total * CLOSING_AT and not running.done():
        await asyncio.sleep(0.05)
        if len(voting.latencies) * 10 // total > told:
            told = len(voting.latencies) * 10 // total
            print(f"{told * 10} %", file=sys.stderr)


async def _send(client: httpx.AsyncClient, facts: dict[str, Any], who: str, what: str) -> None:
    session, token = facts[who]
    answer = await client.post(
        f"/polls/{facts['poll']}/{what}",
        data={"_token": token},
        headers={"Origin": str(client.base_url).rstrip("/"), "Cookie": f"session={session}"},
    )
    if answer.status_code != 303:
        raise BenchError(f"{what}: {answer.status_code}")


async def _bundle(client: httpx.AsyncClient, poll: int) -> bytes:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        answer = await client.get(f"/polls/{poll}/bundle.zip")
        if answer.status_code == 200:
            return answer.content
        await asyncio.sleep(0.5)
    raise BenchError("The result was not published in time.")


def _recounted(folder: Path, bundle: bytes, program: bytes, given: set[str]) -> dict[str, Any]:
    """What the file says that a citizen runs, in an empty folder."""
    place = folder / "citizen"
    place.mkdir()
    (place / "poll.zip").write_bytes(bundle)
    (place / "verify.py").write_bytes(program)
    done = subprocess.run(
        [sys.executable, "-I", "verify.py", "poll.zip", "--english"],
        cwd=place,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    from polls.verifying.reading import files_of_zip, open_bundle

    opened = open_bundle(files_of_zip(bundle))
    listed = [line[0] for line in opened.lines["receipts.csv"]]
    return {
        "ballots": opened.poll["ballots"],
        "paper": opened.poll["paper"],
        "receipts": len(listed),
        "twice": sum(number - 1 for number in Counter(listed).values()),
        "strange_receipts": len(set(listed) - given),
        "recount": done.stdout.strip().splitlines()[-1] if done.stdout else done.stderr[-200:],
        "fits": done.returncode == 0,
        "bundle": hashlib.sha256(bundle).hexdigest(),
    }


def run(
    voters: int, each: int, connections: int = 48, *, by: str = "accounts", paper: bool = False
) -> dict[str, Any]:
    with house() as place:
        return asyncio.run(race(place, voters, each, connections, by=by, paper=paper))


def good(found: dict[str, Any]) -> bool:
    """Everybody who was told so is counted once and one way, nobody else is, and the recount is the published result."""
    statuses = set(found["statuses"])
    return (
        found["ballots"] == found["told_counted"]
        and found["paper"] == found["on_paper"]
        and found["receipts"] == found["told_counted"] - found["on_paper"]
        and not found["both_ways"]
        and not found["told_twice"]
        and not found["twice"]
        and not found["strange_receipts"]
        and found["fits"]
        and statuses <= {"303", "409"}
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Racing votes over HTTP, and the recount.")
    parser.add_argument("--voters", type=int, default=10_000)
    parser.add_argument("--requests", type=int, default=10, help="of each voter")
    parser.add_argument("--by", choices=["accounts", "codes"], default="accounts")
    parser.add_argument("--paper", action="store_true", help="some of them are those of the desk for paper")
    chosen = parser.parse_args()
    found = run(chosen.voters, chosen.requests, by=chosen.by, paper=chosen.paper)
    print(json.dumps(found, indent=1))
    sys.exit(0 if good(found) else 1)


if __name__ == "__main__":
    main()
