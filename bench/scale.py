"""What proposals cost when there are many: `python -m bench.scale`.

Processor time of list, sort, search, filter and page, the web process's and the database's together, with 100
proposals and 1,000 comments and with 10,000 and 100,000. The aims: at most twice, and at most 8 SQL statements;
what is similar to a text is found within 50 ms of database time; a page with 1,000 comments sends the first 50.
A shared machine makes all of it dearer by turns, so each figure is the cheapest of several rounds.
"""

import argparse
import http.client
import json
import os
import sys
from typing import Any

from bench.figures import percentile
from bench.fill import SLUG
from bench.house import House, Process, house
from bench.queue import cost
from bench.requests import get

TIMES, STATEMENTS, SIMILAR_MS, COMMENTS_SENT = 2.0, 8, 50.0, 50
LIST = f"/consultations/{SLUG}/proposals"
PAGES = {
    "list, fair": LIST,
    "list, newest": f"{LIST}?sort=newest",
    "list, most supported": f"{LIST}?sort=support",
    "list, most discussed": f"{LIST}?sort=discussed",
    "list, page 3": f"{LIST}?page=3",
    "list, last page": f"{LIST}?page=100000",
    "list of the city": "/proposals",
    "search": f"{LIST}?q=Radweg",
    "search, newest": f"{LIST}?q=Radweg+Ampel&sort=newest",
    "filter": f"{LIST}?category=c3&status=received",
    "filter, district": f"{LIST}?district=d5&sort=support",
    "search of everything": "/search?q=Radweg",
}


def measured(place: House, proposals: int, comments: int) -> dict[str, Any]:
    known = place.ask_module("bench.fill_scale", proposals=100, comments=1_000)
    session, pages = known["session"], {**PAGES, "page": f"/proposals/{known['first']}"}
    server = place.serve()
    few = {name: cost(server, session, path) for name, path in pages.items()}
    known = place.ask_module("bench.fill_scale", proposals=proposals, comments=comments)
    many = {name: cost(server, session, path) for name, path in pages.items()}
    requests = {name: [get(f"127.0.0.1:{server.port}", path, session)] * 3 for name, path in pages.items()}
    inside = place.ask_module("bench.inside", measures=requests, markdown="Ein Satz.")
    similar = sorted(
        place.ask_module("bench.ask_similar", consultation=known["consultation"], texts=300)["ms"]
    )
    return {
        "pages": {
            name: {
                "few": few[name],
                "many": many[name],
                "times": sum(many[name]) / sum(few[name]),
                "sql": inside["statements"][name]["most"],
            }
            for name in pages
        },
        "similar": {share: percentile(similar, share) for share in (0.5, 0.99, 1.0)},
        "sent": _sent(server, pages["page"]),
        "imported": known["imported"],
    }


def _sent(server: Process, path: str) -> int:
    """Comments on the first page of a crowded discussion."""
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    line.request("GET", path)
    text = line.getresponse().read().decode()
    line.close()
    return text.count('id="comment-')


def told(found: dict[str, Any], proposals: int, comments: int) -> tuple[str, bool]:
    """The table, and whether every aim is reached."""
    reached, lines = True, []

    def aim(number: float, most: float, text: str) -> str:
        nonlocal reached
        reached &= number <= most
        return text if number <= most else f"{text} MISSED"

    head = f"{'CPU ms (web process + database)':<32}{'100':>14}{proposals:>16,}{'times':>8}{'SQL':>5}"
    for name, one in found["pages"].items():
        few, many = (f"{mine:.1f} + {theirs:.1f}" for mine, theirs in (one["few"], one["many"]))
        times = aim(one["times"], TIMES, f"{one['times']:>8.2f}")
        statements = aim(one["sql"], STATEMENTS, f"{one['sql']:>5}")
        lines.append(f"{name:<32}{few:>14}{many:>16}{times}{statements}")
    p50, p99, most = found["similar"].values()
    lines += [
        f"aim{'':<59}  ≤ {TIMES:g} ≤ {STATEMENTS}",
        "",
        f"similar proposals, ms of database: p50 {p50:.1f}, p99 {p99:.1f}, "
        + aim(most, SIMILAR_MS, f"most {most:.1f}")
        + f" (aim ≤ {SIMILAR_MS:g})",
        f"comments sent of 1,000: {aim(found['sent'], COMMENTS_SENT, str(found['sent']))} (aim ≤ {COMMENTS_SENT})",
        (
            f"{proposals:,} proposals, {comments:,} comments; texts: "
            f"{'the real contributions' if found['imported'] else 'sentences of the product'}; "
            f"load {os.getloadavg()[0]:.1f}"
        ),
    ]
    return "\n".join([head, *lines]), reached


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description="What many proposals cost.")
    parser.add_argument("--proposals", type=int, default=10_000)
    parser.add_argument("--comments", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    with house() as place:
        found = measured(place, chosen.proposals, chosen.comments)
    text, reached = told(found, chosen.proposals, chosen.comments)
    print(json.dumps(found, indent=1) if chosen.json else text)
    sys.exit(0 if reached else 1)


if __name__ == "__main__":
    main()
