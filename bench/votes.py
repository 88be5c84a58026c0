"""Many voters, each with several racing requests, over HTTP to two processes: `python -m bench.votes`.

All requests of a person race each other and say different things; somewhere near the end the editor closes the
poll while they still come. Then whoever was told that their vote counts must be counted, once, and nobody else;
and the published bundle must be what `verify.py` recounts.
"""

import argparse
import asyncio
import hashlib
import json
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import httpx

from bench import requests
from bench.client import Asking, Connection
from bench.fill_votes import OPTIONS
from bench.house import BenchError, House, house

BLOCK = 10
"""So many people have their requests mixed with each other's."""
CLOSING_AT = 0.97
PATIENCE = 120


class Vote(Connection):
    """Notes who was told what."""

    job: "Voting"

    def ask(self) -> None:
        request = self.job.next()
        if request is None:
            self.job.ended(self)
            return
        self.voter = self.job.upcoming
        self.began = time.perf_counter()
        self.transport.write(request)

    def head(self, head: bytes) -> int:
        if head[9:12] == b"303":
            self.job.accepted.add(self.voter)
            start = head.find(b"receipt=") + len(b"receipt=")
            self.job.receipts.add(head[start : head.find(b";", start)].split(b".")[1].decode())
        return super().head(head)


class Voting(Asking):
    """`order`: whose each request is."""

    def __init__(self, job: dict[str, Any], order: list[int]) -> None:
        super().__init__(job)
        self.order = iter(order)
        self.accepted: set[int] = set()
        self.receipts: set[str] = set()
        self.upcoming = -1

    def next(self) -> bytes | None:
        found = super().next()
        self.upcoming = next(self.order, -1) if found is not None else -1
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


def prepared(facts: dict[str, Any], host: str, each: int) -> tuple[list[str], list[int]]:
    """Requests and whose they are."""
    chance = random.Random(5)
    texts, order = [], []
    voters = list(enumerate(facts["voters"]))
    for start in range(0, len(voters), BLOCK):
        block = [one for one in voters[start : start + BLOCK] for _ in range(each)]
        chance.shuffle(block)
        for number, (session, token) in block:
            fields = {f"answer-{key}": str(chance.randint(0, 10)) for key in OPTIONS}
            path = f"/polls/{facts['poll']}/ballot"
            texts.append(requests.post(host, path, session, {"_token": token, **fields}))
            order.append(number)
    return texts, order


async def race(place: House, voters: int, each: int, connections: int) -> dict[str, Any]:
    facts = place.fill_votes(voters=voters, kind="resistance")
    port = place.serve_several(2)
    host = f"127.0.0.1:{port}"
    texts, order = prepared(facts, host, each)
    job = {"port": port, "connections": connections, "requests": texts, "again": False, "seconds": 24 * 3600}
    voting = Voting(job, order)
    running = asyncio.create_task(voting.run())
    total, told = len(texts), 0
    while len(voting.latencies) < total * CLOSING_AT and not running.done():
        await asyncio.sleep(0.05)
        if len(voting.latencies) * 10 // total > told:
            told = len(voting.latencies) * 10 // total
            print(f"{told * 10} %", file=sys.stderr)
    async with httpx.AsyncClient(base_url=f"http://{host}", timeout=PATIENCE) as editor:
        session, token = facts["editor"]
        answer = await editor.post(
            f"/polls/{facts['poll']}/closing",
            data={"_token": token},
            headers={"Origin": f"http://{host}", "Cookie": f"session={session}"},
        )
        if answer.status_code != 303:
            raise BenchError(f"closing: {answer.status_code}")
        figures = await running
        bundle = await _bundle(editor, facts["poll"])
        program = (await editor.get("/polls/verify.py")).content
    return {
        "voters": voters,
        "requests": total,
        **figures,
        "told_counted": len(voting.accepted),
        **_recounted(place.data_dir.parent, bundle, program, voting.receipts),
    }


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

    listed = [line[0] for line in open_bundle(files_of_zip(bundle)).lines["receipts.csv"]]
    return {
        "ballots": len(listed),
        "twice": sum(number - 1 for number in Counter(listed).values()),
        "strange_receipts": len(set(listed) - given),
        "recount": done.stdout.strip().splitlines()[-1] if done.stdout else done.stderr[-200:],
        "fits": done.returncode == 0,
        "bundle": hashlib.sha256(bundle).hexdigest(),
    }


def run(voters: int, each: int, connections: int = 48) -> dict[str, Any]:
    with house() as place:
        return asyncio.run(race(place, voters, each, connections))


def good(found: dict[str, Any]) -> bool:
    """Everybody who was told so is counted once, nobody else is, and the recount is the published result."""
    statuses = set(found["statuses"])
    return (
        found["ballots"] == found["told_counted"]
        and not found["twice"]
        and not found["strange_receipts"]
        and found["fits"]
        and statuses <= {"303", "409"}
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Racing votes over HTTP, and the recount.")
    parser.add_argument("--voters", type=int, default=10_000)
    parser.add_argument("--requests", type=int, default=10, help="of each voter")
    chosen = parser.parse_args()
    found = run(chosen.voters, chosen.requests)
    print(json.dumps(found, indent=1))
    sys.exit(0 if good(found) else 1)


if __name__ == "__main__":
    main()
