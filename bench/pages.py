"""The six measures over HTTP: which requests, and rounds of product and limit in turns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.figures import Round
from bench.fill import SLUG
from bench.house import BenchError, Client, Process
from bench.requests import get, post

CONNECTIONS = 8
READERS = 16
"""Signed-in people who read; the rest support and comment, each once."""


@dataclass(slots=True)
class Measure:
    """`requests(host, start, count)`; `once` where each request may be sent only once."""

    name: str
    title: str
    status: int
    aim: float
    requests: Callable[[str, int, int], list[str]]
    once: bool = False
    rounds: list[Round] = field(default_factory=list)
    bare: list[Round] = field(default_factory=list)
    used: int = 0

    def next(self, host: str, count: int) -> list[str]:
        """The next requests; those that can be repeated are few and come again."""
        if not self.once:
            return self.requests(host, 0, READERS)
        begin, self.used = self.used, self.used + count
        return self.requests(host, begin, count)


def measures(known: dict[str, Any]) -> list[Measure]:
    sessions = known["sessions"]
    readers, writers = sessions[:READERS], sessions[READERS:]
    listed, page = f"/consultations/{SLUG}/proposals", f"/proposals/{known['discussed']}"
    others = known["others"]

    def reading(path: str, *, signed_in: bool) -> Callable[[str, int, int], list[str]]:
        return lambda host, _, count: [
            get(host, path, cookie if signed_in else "") for cookie, _ in readers[:count]
        ]

    def writing(act: str, fields: dict[str, str]) -> Callable[[str, int, int], list[str]]:
        def make(host: str, begin: int, count: int) -> list[str]:
            return [
                post(
                    host,
                    f"/proposals/{others[(begin + n) % len(others)]}/{act}",
                    cookie,
                    {"_token": token, **fields},
                )
                for n, (cookie, token) in enumerate(writers[begin : begin + count])
            ]

        return make

    comment = {"body": known["comment"], "stance": "for"}
    return [
        Measure("list", "list of 20, anonymous", 200, 1200, reading(listed, signed_in=False)),
        Measure("list_signed_in", "list of 20, signed in", 200, 1600, reading(listed, signed_in=True)),
        Measure("page", "page with 50, anonymous", 200, 1200, reading(page, signed_in=False)),
        Measure("page_signed_in", "page with 50, signed in", 200, 1600, reading(page, signed_in=True)),
        Measure("support", "support", 303, 2000, writing("support", {}), once=True),
        Measure("comment", "comment", 303, 2000, writing("comments", comment), once=True),
    ]


def run_round(
    measure: Measure, product: Process, bare: Process, client: Client, seconds: float, most: int
) -> None:
    """One round of the product, then one of the limit with the same requests and an answer as long."""
    requests = measure.next(_host(product), most)
    done = _ask(product, client, requests, measure, seconds)
    measure.rounds.append(done)
    path = f"/{measure.status}/{done.size}"
    same = [_elsewhere(request, path) for request in requests]
    measure.bare.append(_ask(bare, client, same, measure, min(seconds, 0.6), again=True))


def warm_up(
    measure: Measure, product: Process, bare: Process, client: Client, seconds: float, most: int
) -> None:
    run_round(measure, product, bare, client, seconds, most)
    measure.rounds.clear()
    measure.bare.clear()


def _ask(
    process: Process, client: Client, requests: Sequence[str], measure: Measure, seconds: float, **how: bool
) -> Round:
    if not requests:
        raise BenchError("There are no people left who have not taken part yet.")
    again = how.get("again", not measure.once)
    before = process.cpu()
    done = client.do(
        "ask", port=process.port, connections=CONNECTIONS, requests=requests, again=again, seconds=seconds
    )
    cpu = (process.cpu() - before) * 1e6
    wrong = {status: n for status, n in done["statuses"].items() if int(status) != measure.status}
    if wrong or not done["requests"]:
        raise BenchError(f"{measure.title}: {wrong or 'no answer'} instead of {measure.status}.")
    return Round(done["requests"], done["seconds"], cpu, done["p50"], done["p99"], done["size"])


def _host(process: Process) -> str:
    return f"127.0.0.1:{process.port}"


def _elsewhere(request: str, path: str) -> str:
    method, _, rest = request.split(" ", 2)
    return f"{method} {path} {rest}"
