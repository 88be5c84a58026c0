"""Fills the database of a run: real proposals where they are, a discussion of fifty, people with sessions, a forum.

Prints JSON with what the requests need. Runs in a process of its own, with the settings of the product.
"""

import json
import random
import secrets
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from participation.accounts.actions import grant
from participation.accounts.actor import Actor
from participation.app_parts import load_jobs
from participation.consultations.actions import ConsultationDraft, PhaseDraft, create_consultation
from participation.core.clock import now
from participation.core.db import execute_many, execute_script, fetch, fetch_value, unit_of_work
from participation.core.html import RENDERER, Rendered, plain, render_markdown, teaser
from participation.core.migrations import migrate
from participation.core.security import form_token
from participation.core.sessions import token_hash
from participation.discussion.actions import add_comment
from participation.discussion.forms import NewComment
from participation.tools.database import with_database
from participation.tools.importing import import_contributions

PROPOSALS = 2163
SOURCE = Path(__file__).resolve().parents[2] / "shared" / "data" / "contributions" / "raddialog-bonn.tsv"
SLUG = "bench"
COMMENTS, TOPS = 50, 34
ITEMS = 8

TEXT = (
    "Der Radweg an dieser Stelle ist zu schmal und endet vor der Kreuzung ohne Hinweis; wer weiter will, muss auf "
    "die Fahrbahn. Bitte verlängern Sie ihn bis zur Brücke, senken Sie den Bordstein ab und lassen Sie die Ampel "
    "früher grün werden. Viele Kinder fahren hier morgens zur Schule, und abends fehlt das Licht."
)
WORDS = TEXT.split()

COMMENT = (
    "Das sehe ich **genauso**: An der Ecke *Brückenstraße* stehen morgens oft Lieferwagen auf dem Streifen.\n\n"
    "Zwei Dinge würden schon helfen:\n\n- ein absolutes Halteverbot von 7 bis 9 Uhr\n- eine Ladezone in der "
    "Seitenstraße\n\nMehr dazu steht im Bericht unter https://example.org/bericht, Seite 12."
)
"""What a comment of the benchmark says: 309 characters with emphasis, a list and a link."""

_PROPOSAL = """
INSERT INTO proposal (consultation, created_at, published_at, title, body, body_html, renderer, teaser)
VALUES ($1, $2, $2, $3, $4, $5, $6, $7)
"""
_PERSON = """
INSERT INTO person (display_name, name_key, created_at, confirmed_at) VALUES ($1, $1, $2, $2)
"""
_SESSION = """
INSERT INTO session (id_hash, person, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, $3, $4)
"""
_FORUM = """
INSERT INTO forum (slug, title, starts_at, ends_at, opened_at) VALUES ($1, $2, $3, $4, $3) RETURNING id
"""
_ITEM = """
INSERT INTO agenda_item (forum, position, number, title, planned_at, planned_minutes)
VALUES ($1, $2, $3, $4, $5, 5) RETURNING id
"""


async def fill(people: int) -> dict[str, Any]:
    await migrate()
    load_jobs()
    sessions = await _people(people)
    await create_consultation(
        ConsultationDraft(
            SLUG, "Radverkehr", phases=[PhaseDraft("collect", "Sammeln", now() - timedelta(days=1))]
        ),
        published_at=now() - timedelta(days=2),
    )
    await _proposals()
    rows = await fetch("SELECT id FROM proposal ORDER BY id")
    numbers = [row["id"] for row in rows]
    await _discussion(numbers[0])
    items = await _forum()
    await grant(1, "chair", now())
    await execute_script("VACUUM ANALYZE")
    return {
        "proposals": len(numbers),
        "imported": SOURCE.exists(),
        "discussed": numbers[0],
        "others": numbers[1:],
        "comment": COMMENT,
        "sessions": sessions,
        "items": items,
    }


async def _people(count: int) -> list[tuple[str, str]]:
    """For each the cookie and the token of their forms."""
    moment = now()
    await execute_many(_PERSON, [(f"Person {number}", moment) for number in range(1, count + 1)])
    rows = await fetch("SELECT id FROM person ORDER BY id")
    cookies = [secrets.token_urlsafe(32) for _ in rows]
    until = moment + timedelta(days=1)
    await execute_many(
        _SESSION,
        [(token_hash(cookie), row["id"], moment, until) for cookie, row in zip(cookies, rows, strict=True)],
    )
    return [(cookie, form_token(token_hash(cookie))) for cookie in cookies]


async def _proposals() -> None:
    if SOURCE.exists():
        await import_contributions(SOURCE, SLUG, lambda _: None)
        return
    chance = random.Random(2163)
    consultation = await fetch_value("SELECT id FROM consultation WHERE slug = $1", SLUG)
    rows = []
    for number in range(1, PROPOSALS + 1):
        body = " ".join(chance.choices(WORDS, k=chance.randint(25, 90)))
        html = f"<p>{body}</p>\n"
        title = f"{number}: " + " ".join(chance.choices(WORDS, k=6))
        rows.append((consultation, now(), title, body, html, RENDERER, teaser(plain(html))))
    await execute_many(_PROPOSAL, rows)


async def _discussion(proposal: int) -> None:
    chance = random.Random(50)
    authors = [row["id"] for row in await fetch("SELECT id FROM person ORDER BY id LIMIT $1", COMMENTS)]
    tops: list[int] = []
    for number, author in enumerate(authors):
        body = " ".join(chance.choices(WORDS, k=chance.randint(20, 70))) + f"\n\nAlso: **{number}**."
        parent = chance.choice(tops) if number >= TOPS else None
        sent = NewComment(body, parent, ("for", "against", "neutral", None)[number % 4])
        async with unit_of_work():
            stand = await add_comment(
                Actor(author), ("proposal", proposal), sent, Rendered(render_markdown(body), RENDERER)
            )
        if parent is None:
            tops.append(stand.id)


async def _forum() -> list[int]:
    """With a usual agenda; the first person is the chair."""
    moment = now()
    forum = await fetch_value(_FORUM, SLUG, "Bürgerforum", moment, moment + timedelta(hours=2))
    return [
        await fetch_value(_ITEM, forum, number, str(number), f"{WORDS[number]} {WORDS[number + 1]}", moment)
        for number in range(1, ITEMS + 1)
    ]


if __name__ == "__main__":
    wanted = json.loads(sys.argv[1])
    print(json.dumps(with_database(lambda: fill(**wanted))))
