"""Sockets cut again and again, and a server that is restarted: in the end all have the same log, without a gap.

`python -m bench.chaos [--clients 500] [--every 10] [--restarts 3] [--seconds 60]` plays it and prints JSON.
"""

import argparse
import asyncio
import contextlib
import hashlib
import json
import random
import re
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bench.fill import SLUG
from bench.house import BenchError, Process, house
from participation.tools.rehearse_client import Client, Refusal
from participation.tools.rehearse_ears import Ear, Hall

WRITERS = 8
PAUSE = 1.2
"""Seconds between two lines of one writer: below the limit of a person."""
CATCHING_UP = 60.0
SEED = 7
_PAGE_SEQ = re.compile(r'data-seq="(\d+)"[^>]* data-live')
_LINE = re.compile(r'id="message-(\d+)" data-seq="(\d+)"')


@dataclass(frozen=True, slots=True)
class Outcome:
    """`logs`: how many different logs the clients ended with. One is right, if it is also that of a fresh client."""

    clients: int
    cuts: int
    restarts: int
    events: int
    delivered: int
    lost: int
    twice: int
    logs: int
    as_fresh: bool
    written: int

    @property
    def good(self) -> bool:
        return self.as_fresh and self.logs == 1 and not self.lost and not self.twice


class Witness(Ear):
    """Remembers which line stood under which number, as one sum."""

    def __init__(self, hall: Hall, place: int, session: str, last: int) -> None:
        super().__init__(hall, place, session, last)
        self.sum = hashlib.sha256()

    def take(self, frame: str) -> None:
        for line, number in _LINE.findall(frame):
            if int(number) > self.last:
                self.sum.update(f"{number}:{line};".encode())
        super().take(frame)


async def storm(
    base: str,
    slug: str,
    writers: Sequence[Client],
    restart: Callable[[], None],
    *,
    clients: int,
    every: float,
    restarts: int,
    seconds: float,
) -> Outcome:
    hall = Hall(base, slug, every, random.Random(SEED))
    start = await asyncio.to_thread(_head, writers[0], slug)
    ears = [Witness(hall, place, "", start) for place in range(clients)]
    following = [asyncio.create_task(ear.follow()) for ear in ears]
    over = asyncio.Event()
    writing = [asyncio.create_task(_write(client, slug, over)) for client in writers]
    for _ in range(restarts):
        await asyncio.sleep(seconds / (restarts + 1))
        await asyncio.to_thread(restart)
    await asyncio.sleep(seconds / (restarts + 1))
    over.set()
    written = sum(await asyncio.gather(*writing))
    hall.cut_every = 0.0
    head = await asyncio.to_thread(_head, writers[0], slug)
    fresh = Witness(Hall(base, slug, 0.0, random.Random(SEED)), 0, "", start)
    following.append(asyncio.create_task(fresh.follow()))
    await _until_all_at(head, [*ears, fresh])
    hall.over = fresh.hall.over = True
    for task in following:
        task.cancel()
    await asyncio.gather(*following, return_exceptions=True)
    sums = {ear.sum.hexdigest() for ear in ears}
    return Outcome(
        clients=clients,
        cuts=hall.cuts,
        restarts=restarts,
        events=head - start,
        delivered=hall.delivered,
        lost=hall.lost + hall.resyncs + sum(head - ear.last for ear in ears),
        twice=hall.twice,
        logs=len(sums),
        as_fresh=sums == {fresh.sum.hexdigest()} and fresh.last == head,
        written=written,
    )


async def _write(client: Client, slug: str, over: asyncio.Event) -> int:
    """Whether a line whose answer was cut off has been written, only the log knows: the next one is another."""
    written = 0
    while not over.is_set():
        with contextlib.suppress(Refusal, OSError):
            body = {"body": f"Zeile {written} im Sturm"}
            await asyncio.to_thread(client.post, f"/forums/{slug}/messages", body)
            written += 1
        await asyncio.sleep(PAUSE)
    return written


def _head(client: Client, slug: str) -> int:
    found = _PAGE_SEQ.search(client.get(f"/forums/{slug}"))
    if found is None:
        raise BenchError("The page of the forum does not follow its log.")
    return int(found[1])


async def _until_all_at(head: int, ears: Sequence[Ear]) -> None:
    deadline = time.monotonic() + CATCHING_UP
    while any(ear.last < head for ear in ears) and time.monotonic() < deadline:  # a look at all
        await asyncio.sleep(0.1)


# --- as a command ---------------------------------------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.chaos", description="Sockets in a storm.")
    parser.add_argument("--clients", type=int, default=500)
    parser.add_argument(
        "--every", type=float, default=10.0, help="seconds after which a socket is cut, on average"
    )
    parser.add_argument("--restarts", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=60.0)
    chosen = vars(parser.parse_args())
    try:
        with house() as place:
            known = place.fill(people=WRITERS + 1)
            outcome = _run(place, known, chosen)
    except BenchError as error:
        sys.exit(str(error))
    print(json.dumps(asdict(outcome)))
    if not outcome.good:
        sys.exit(1)


def _run(place: Any, known: dict[str, Any], chosen: dict[str, Any]) -> Outcome:
    running: list[Process] = [place.serve()]
    port = running[0].port
    base = f"http://127.0.0.1:{port}"
    writers = [Client(base, cookie, number) for number, (cookie, _) in enumerate(known["sessions"][1:])]

    def restart() -> None:
        place.stop(running.pop())
        running.append(place.serve(port))

    return asyncio.run(storm(base, SLUG, writers, restart, **chosen))


if __name__ == "__main__":
    main()
