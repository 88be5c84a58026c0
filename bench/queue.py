"""What the queue of moderation costs when it is long: `python -m bench.queue`.

Processor time of a page, the web process's and the database's, with 50 open cases and none behind them, and with
5,000 open ones and 100,000 closed. The aim: at most twice. A shared machine makes both dearer by turns, so each
figure is the cheapest of several rounds; it is still one to take on a quiet machine.
"""

import argparse
import http.client
import json
import os
import sys
from pathlib import Path
from typing import Any

from bench.house import BenchError, House, Process, house

AIM = 2.0
"""For the queue as it opens, narrowed and searched."""
ROUNDS = 5
REQUESTS = 40
WARM = 12
"""Prepared statements get their plan for all values with the sixth."""
OPENS = "as it opens"
PAGES = {
    OPENS: "/moderation",
    "newest first": "/moderation?sort=newest",
    "narrowed": "/moderation?reason=spam&source=people&lane=normal",
    "searched, all found": "/moderation?q=Satz",
    "searched, none found": "/moderation?q=Zwetschgenkompott",
}


def database_seconds(parent: int) -> float:
    """Processor time of every process of the database below `serve`, also of those that have ended."""
    found = 0
    for pid in _below(parent):
        place = Path("/proc") / str(pid)
        try:
            if b"postgres" in (place / "cmdline").read_bytes():
                fields = (place / "stat").read_text().rsplit(")", 1)[1].split()
                found += sum(int(field) for field in fields[11:15])
        except OSError:  # it has ended; its time is now its parent's
            continue
    return found / os.sysconf("SC_CLK_TCK")


def _below(parent: int) -> set[int]:
    of = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                of[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
    found, fresh = set[int](), {parent}
    while fresh:
        found |= fresh
        fresh = {pid for pid, above in of.items() if above in fresh} - found
    return found


def cost(server: Process, session: str, path: str) -> tuple[float, float]:
    """Milliseconds of processor time for one page: ours, the database's."""
    assert server.parent is not None
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)

    def ask(times: int) -> None:
        for _ in range(times):
            line.request("GET", path, headers={"Cookie": f"session={session}"})
            answer = line.getresponse()
            answer.read()
            if answer.status != 200:
                raise BenchError(f"{path} answers {answer.status}.")

    ask(WARM)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        own, before = server.cpu(), database_seconds(server.parent.pid)
        ask(REQUESTS)
        ours.append(1000 * (server.cpu() - own) / REQUESTS)
        theirs.append(1000 * (database_seconds(server.parent.pid) - before) / REQUESTS)
    line.close()
    return min(ours), min(theirs)


def measured(place: House, waiting: int, closed: int) -> dict[str, Any]:
    session = place.ask_module("bench.fill_queue", waiting=50, closed=0)["session"]
    server = place.serve()
    few = {name: cost(server, session, path) for name, path in PAGES.items()}
    place.ask_module("bench.fill_queue", waiting=waiting, closed=closed)
    many = {name: cost(server, session, path) for name, path in PAGES.items()}
    return {
        name: {
            "ms_at_50": _told(few[name]),
            f"ms_at_{waiting}": _told(many[name]),
            "times": round(sum(many[name]) / sum(few[name]), 2),
        }
        for name in PAGES
    }


def _told(found: tuple[float, float]) -> dict[str, float]:
    return {"ours": round(found[0], 1), "database": round(found[1], 1), "both": round(sum(found), 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description="Processor time of the queue, short and long.")
    parser.add_argument("--open", type=int, default=5_000)
    parser.add_argument("--closed", type=int, default=100_000)
    chosen = parser.parse_args()
    with house() as place:
        found = measured(place, chosen.open, chosen.closed)
    load = os.getloadavg()[0]
    reached = all(one["times"] <= AIM for one in found.values())
    aim = f"each: at most {AIM:g} times" + ("" if reached else ", MISSED")
    print(json.dumps({"pages": found, "aim": aim, "load": round(load, 1)}, indent=1))
    sys.exit(0 if reached else 1)


if __name__ == "__main__":
    main()
