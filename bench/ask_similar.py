"""How long the database takes to find what is similar to a text: a process of its own beside the running product.

Prints milliseconds for each of many texts, the statements of one question together, with the way there and back.
"""

import asyncio
import json
import sys
import time
from typing import Any

from participation.core.db import fetch, fetch_value
from participation.tools.database import with_database
from proposals import similar

WARM = 10


async def ask(consultation: int, texts: int) -> dict[str, Any]:
    spent = 0.0

    def timed(real: Any) -> Any:
        async def call(*arguments: Any) -> Any:
            nonlocal spent
            begin = time.perf_counter()
            try:
                return await real(*arguments)
            finally:
                spent += time.perf_counter() - begin

        return call

    similar.fetch, similar.fetch_value = timed(fetch), timed(fetch_value)  # type: ignore[assignment]
    rows = await fetch(
        "SELECT id, title, body FROM proposal WHERE consultation = $1 ORDER BY md5(id::text) LIMIT $2",
        consultation,
        texts + WARM,
    )
    found = []
    for row in rows:
        spent = 0.0
        await similar.similar(consultation, row["title"], row["body"], but=row["id"])
        found.append(1000 * spent)
        await asyncio.sleep(0)
    return {"ms": found[WARM:]}


if __name__ == "__main__":
    wanted = json.loads(sys.argv[1])
    print(json.dumps(with_database(lambda: ask(**wanted))))
