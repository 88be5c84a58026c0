"""`python -m bench [--quick] [--profile list|page|support|comment]`."""

import argparse
import json
import os
import platform
import sys
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.chat import Room, Scene
from bench.figures import summed
from bench.house import ROOT, BenchError, Client, House, Process, house
from bench.pages import Measure, measures, run_round, warm_up
from bench.table import table

RESULTS = ROOT / "bench" / "results.json"


class Plan:
    """How much is measured: rounds and seconds, people (each supports once), sockets and seconds of chat."""

    def __init__(self, *, quick: bool) -> None:
        self.rounds, self.seconds, self.most = (3, 0.5, 200) if quick else (7, 1.0, 600)
        self.people = 1500 if quick else 6000
        self.windows, self.listening = (1, 2.0) if quick else (3, 4.0)
        self.sockets, self.many = (300, 1000) if quick else (1000, 5000)


def main() -> None:
    chosen = _parser().parse_args()
    if not sys.platform.startswith("linux"):
        sys.exit("The benchmark reads processor time as Linux tells it: run it on Linux.")
    try:
        with house() as place:
            _profile(place, chosen.profile) if chosen.profile else _measure(place, Plan(quick=chosen.quick))
    except BenchError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="The product beside its limit.")
    parser.add_argument("--quick", action="store_true", help="a look in half a minute; no figures to quote")
    parser.add_argument("--profile", metavar="MEASURE", help="where a request spends its time, instead")
    return parser


def _measure(place: House, plan: Plan) -> None:
    begin = time.monotonic()
    _say("Filling a database …")
    known = place.fill(people=plan.people)
    _say("Starting the product and its limit …")
    product, bare = place.serve(), place.bare()
    client, mouth = place.client(), place.client()
    heard = _listen(product, bare, client, mouth, known, plan)
    found = measures(known)
    for measure in found:
        _say(f"{measure.title}: warming up …")
        warm_up(measure, product, bare, client, min(plan.seconds, 0.5), plan.most // 3)
    for number in range(plan.rounds):
        for measure in found:
            _say(f"round {number + 1} of {plan.rounds}: {measure.title} …")
            run_round(measure, product, bare, client, plan.seconds, plan.most)
    _say("Counting statements …")
    result = _result(place, known, found, heard, f"127.0.0.1:{product.port}")
    result["seconds"] = time.monotonic() - begin
    _say("")
    RESULTS.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(table(result))


def _listen(
    product: Process, bare: Process, ears: Client, mouth: Client, known: dict[str, Any], plan: Plan
) -> list[dict[str, Any]]:
    """First of all, while the memory of the server is still that of a fresh start."""
    found = []
    for sockets, scenes in ((plan.sockets, _evening(plan)), (plan.many, _crowd(plan))):
        room = Room(product, bare, ears, mouth, known, sockets)
        _say(f"{sockets} sockets: connecting …")
        room.gather()
        room.listen(Scene("warming up", scenes[0].rate, int(scenes[0].rate), {}))
        for scene in scenes:
            for number in range(plan.windows):
                _say(f"{sockets} sockets, {scene.title}: window {number + 1} of {plan.windows} …")
                room.listen(scene)
        found += room.leave(scenes)
    return found


def _evening(plan: Plan) -> list[Scene]:
    seconds, number = plan.listening, f"{plan.sockets:,}"
    return [
        Scene(
            f"{number} sockets, 20 lines a second",
            20,
            int(20 * seconds),
            {"p50": 60, "p99": 200, "cpu": 20, "memory": 40},
        ),
        Scene(
            "… and the chair presses “next”", 20, int(20 * seconds), {"p99": 200}, presses=int(2 * seconds)
        ),
        Scene(f"{number} sockets, a line into a quiet room", 2, int(2 * seconds), {"p50": 40}),
    ]


def _crowd(plan: Plan) -> list[Scene]:
    title = f"{plan.many:,} sockets, 5 lines a second"
    return [Scene(title, 5, int(5 * plan.listening), {"p99": 1000, "memory": 40})]


def _result(
    place: House, known: dict[str, Any], found: list[Measure], heard: list[dict[str, Any]], host: str
) -> dict[str, Any]:
    samples = {measure.name: measure.next(host, 5)[:5] for measure in found}
    inside = place.ask_module("bench.inside", measures=samples, markdown=known["comment"])
    return {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "machine": _machine(),
        "proposals": known["proposals"],
        "imported": known["imported"],
        "markdown": inside["markdown"],
        "pages": [
            {
                "name": measure.name,
                "title": measure.title,
                "aim": measure.aim,
                "product": asdict(summed(measure.rounds)),
                "bare": asdict(summed(measure.bare)),
                "statements": inside["statements"][measure.name],
                "markdown": inside["markdown"] if measure.name == "comment" else 0.0,
                "rounds": [asdict(one) for one in measure.rounds],
            }
            for measure in found
        ],
        "live": heard,
    }


def _machine() -> dict[str, Any]:
    cpu = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    return {
        "cpu": cpu,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "kernel": platform.release(),
        "load": os.getloadavg()[0],
    }


def _profile(place: House, name: str) -> None:
    known = place.fill(people=300)
    chosen = next((measure for measure in measures(known) if measure.name == name), None)
    if chosen is None:
        raise BenchError("The measures are: " + ", ".join(one.name for one in measures(known)) + ".")
    requests = chosen.next("127.0.0.1:8000", 100)
    print(place.ask_module("bench.inside", profile=requests, times=95 if chosen.once else 300)["text"])


def _say(text: str) -> None:
    """Progress on a terminal; silence in a pipe."""
    if sys.stderr.isatty() and sys.stdout.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
