"""Fills the database for a run of the many: so many proposals and comments; a second run adds to the first.

Texts are put together from sentences of the real contributions where they lie beside the project, else from the
sentences of the product itself. Prints JSON with what the requests need.
"""

import json
import random
import re
import sys
from datetime import timedelta
from typing import Any

from bench.fill import SLUG, SOURCE, _people
from participation.app_parts import load_jobs
from participation.consultations.actions import (
    ConsultationDraft,
    PhaseDraft,
    create_consultation,
    create_district,
)
from participation.core.clock import now
from participation.core.db import execute, execute_many, execute_script, fetch, fetch_value
from participation.core.html import RENDERER, teaser
from participation.core.migrations import migrate
from participation.tools.database import with_database
from participation.tools.importing import import_contributions, read
from proposals.rules import Status, cut_at_word
from proposals.similar import count_words

STEP = 1_000
CROWDED = 1_000
"""Comments under the first proposal, once there are as many in all."""
CATEGORIES = tuple((f"c{n}", f"Thema {n}") for n in range(8))
_PROPOSAL = """
INSERT INTO proposal (consultation, created_at, published_at, title, body, body_html, renderer, teaser, category,
                      district, status, supports_count)
VALUES ($1, $2, $2, $3, $4, '<p>' || $4 || '</p>', $5, $6,
        (SELECT id FROM category WHERE consultation = $1 AND slug = $7), $8, $9, $10)
"""
_THREADS = """
INSERT INTO thread (subject_kind, subject_id) SELECT 'proposal', id FROM proposal ON CONFLICT DO NOTHING
"""
_COMMENTS = """
INSERT INTO comment (thread, author, body, body_html, renderer, stance, created_at)
VALUES ($1, $2, $3, '<p>' || $3 || '</p>', $4, $5, $6)
"""
_COUNTS = """
UPDATE thread SET comments_count = n.every, for_count = n.good, against_count = n.bad, neutral_count = 0
FROM (SELECT thread, count(*) AS every, count(*) FILTER (WHERE stance = 'for') AS good,
             count(*) FILTER (WHERE stance = 'against') AS bad FROM comment GROUP BY thread) n WHERE n.thread = thread.id
"""
_THREAD = "SELECT t.id FROM thread t WHERE t.subject_kind = 'proposal' ORDER BY t.subject_id"


def sentences() -> list[str]:
    if SOURCE.exists():
        found, _ = read(SOURCE)
        return [text for one in found for _, (_, text) in sorted(one.sentences.items()) if len(text) > 20]
    from participation.core.errors import _sentences

    load_jobs()
    return [re.sub(r"%\(\w+\)s", "zehn", text) for text in _sentences.values()]


async def fill(proposals: int, comments: int) -> dict[str, Any]:
    """As many as that in the end. Its figures never get less."""
    session = None
    if await fetch_value("SELECT to_regclass('person')") is None:
        session = await _begin()
    number = await fetch_value("SELECT id FROM consultation WHERE slug = $1", SLUG)
    there = await fetch_value("SELECT count(*) FROM proposal")
    chance, texts = random.Random(there), sentences()
    if proposals > 3_000 and SOURCE.exists():
        await import_contributions(SOURCE, SLUG, lambda _: None)
        there = await fetch_value("SELECT count(*) FROM proposal")
    await _proposals(number, proposals - there, chance, texts)
    await execute(_THREADS)
    await _comments(comments - await fetch_value("SELECT count(*) FROM comment"), chance, texts)
    await execute(_COUNTS)
    await count_words()
    for table in ("proposal", "thread", "comment"):  # as the database does it by itself after a while
        await execute_script(f"VACUUM ANALYZE {table}")
    first = await fetch_value("SELECT min(id) FROM proposal")
    return {"session": session, "first": first, "consultation": number, "imported": SOURCE.exists()}


async def _begin() -> str:
    await migrate()
    load_jobs()
    session, _ = (await _people(200))[0]
    await create_consultation(
        ConsultationDraft(
            SLUG,
            "Radverkehr",
            phases=[PhaseDraft("collect", "Sammeln", now() - timedelta(days=1))],
            categories=CATEGORIES,
        ),
        published_at=now() - timedelta(days=2),
    )
    for n in range(14):
        await create_district(f"d{n}", f"Stadtteil {n}")
    return session


async def _proposals(consultation: int, count: int, chance: random.Random, texts: list[str]) -> None:
    districts = [row["id"] for row in await fetch("SELECT id FROM district ORDER BY id")]
    moment = now() - timedelta(days=1)
    rows = []
    for n in range(count):
        body = " ".join(chance.choices(texts, k=chance.randint(2, 6)))
        rows.append(
            (
                consultation,
                moment + timedelta(seconds=n),
                cut_at_word(chance.choice(texts), 90),
                body,
                RENDERER,
                teaser(body),
                chance.choice(CATEGORIES)[0],
                chance.choice([*districts, None]),
                chance.choices(list(Status), (60, 10, 10, 5, 5, 5, 5))[0].value,
                int(chance.paretovariate(1)) % 500,
            )
        )
    for begin in range(0, len(rows), STEP):  # no statement may take longer than a request would
        await execute_many(_PROPOSAL, rows[begin : begin + STEP])


async def _comments(count: int, chance: random.Random, texts: list[str]) -> None:
    """Some proposals have many, most have few; the first has a crowd."""
    threads = [row["id"] for row in await fetch(_THREAD)]
    writers = [row["id"] for row in await fetch("SELECT id FROM person")]
    moment = now()
    crowd = [threads[0]] * max(0, CROWDED - await _there(threads[0])) if count > CROWDED else []
    rows = []
    for n in range(count):
        thread = crowd.pop() if crowd else threads[int(len(threads) * chance.random() ** 2)]
        body = " ".join(chance.choices(texts, k=chance.randint(1, 3)))
        rows.append((thread, chance.choice(writers), body, RENDERER, (None, "for", "against")[n % 3], moment))
    for begin in range(0, len(rows), STEP):
        await execute_many(_COMMENTS, rows[begin : begin + STEP])


async def _there(thread: int) -> int:
    found: int = await fetch_value("SELECT count(*) FROM comment WHERE thread = $1", thread)
    return found


if __name__ == "__main__":
    wanted = json.loads(sys.argv[1])
    print(json.dumps(with_database(lambda: fill(**wanted))))
