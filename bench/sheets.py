"""Typing the sheets of a poll: two people at once, each sheet from both, all over HTTP."""

import random
from collections import Counter
from typing import Any

from bench import requests
from bench.client import Asking
from bench.fill_votes import OPTIONS
from bench.house import BenchError

SECONDS = 3600
MARKS = 11
"""From 0 to 10."""


async def type_all(port: int, facts: dict[str, Any], number: int, connections: int) -> None:
    """BenchError where an entry was not taken."""
    if not number:
        return
    host, path = f"127.0.0.1:{port}", f"/polls/{facts['poll']}/paper/sheets"
    texts = [
        requests.post(host, path, session, {"_token": token, "sheet": str(sheet), **_marks(sheet)})
        for sheet in range(1, number + 1)
        for session, token in (facts["editor"], facts["clerk"])
    ]
    random.Random(number).shuffle(texts)
    job = {"port": port, "connections": connections, "requests": texts, "again": False, "seconds": SECONDS}
    statuses: Counter[str] = (await Asking(job).run())["statuses"]
    if set(statuses) != {"303"}:
        raise BenchError(f"sheets: {dict(statuses)}")


def _marks(sheet: int) -> dict[str, str]:
    """What stands on a sheet, the same for both who read it."""
    return {f"answer-{key}": str((sheet + place) % MARKS) for place, key in enumerate(OPTIONS)}
