"""Polls for tests, open since yesterday."""

from datetime import timedelta

from participation.core.clock import now
from participation.core.db import execute
from participation.core.html import Rendered
from polls.actions import Draft, create
from polls.life import Results, Secrecy
from polls.queries import Option

OPTIONS = (
    Option("radweg", "Radweg mit Bordstein", "620.000 Euro."),
    Option("tempo", "Tempo 30 auf der ganzen Länge"),
    Option("einbahn", "Einbahnstraße für Autos"),
    Option("nichts", "Es bleibt, wie es ist"),
)


async def make_poll(
    kind="one-choice", *, secrecy=Secrecy.SECRET, results=Results.AT_END, published=True, **more
):
    day = timedelta(days=1)
    draft = Draft(
        "Wie soll die Lindenallee sicherer werden?",
        kind,
        more.pop("options", OPTIONS if kind != "open" else ()),
        more.pop("opens_at", now() - day),
        more.pop("closes_at", now() + day),
        numbers=more.pop("numbers", {"seed": "los"}),
        secrecy=secrecy,
        results=results,
        **more,
    )
    return await create(
        None, draft, Rendered("<p>Worum es geht.</p>", 1), published_at=now() - day if published else None
    )


async def end(poll_id):
    """The hour has come, and nobody has noted it yet."""
    await execute(
        "UPDATE poll SET opens_at = now() - interval '2 days', closes_at = now() - interval '1 second' WHERE id = $1",
        poll_id,
    )
