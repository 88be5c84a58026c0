"""Districts and consultations with their phases, news, dates and outcomes."""

from datetime import timedelta
from functools import partial
from typing import Any

from participation.consultations import actions
from participation.consultations.actions import ConsultationDraft, Contact, PhaseDraft
from participation.consultations.desk import patterns
from participation.consultations.geography import read_outlines
from participation.consultations.outlines import store
from participation.core import clock
from participation.core.db import fetch
from participation.tools.demo.city import City
from participation.tools.demo.content import FOLDER, Present, read

FIRST = "stadtgruen"
"""Leads the front page."""
BEGINNING = -1200
DOCUMENTS = (
    ("Beschluss des Rates", "https://rat.musterstadt.example/beschluss-gruen.pdf", "PDF, 210 kB"),
    ("Hitzekarte der Nordstadt", "https://karten.musterstadt.example/hitze.pdf", "PDF, 1,8 MB"),
)

_CATEGORIES = "SELECT consultation, slug, id FROM category"


def plan(city: City) -> None:
    start = city.present.at(BEGINNING)
    for row in read("city")["district"]:
        city.diary.note(start, partial(_district, city, row))
    city.diary.note(start, _outlines)
    city.diary.note(city.present.past(-3), partial(_draft, city))
    offices = {row["slug"]: row for row in read("city")["office"]}
    for row in read("consultations")["consultation"]:
        city.diary.note(
            city.present.past(row["day"]), partial(_consultation, city, row, offices[row["contact"]])
        )
        for news in row.get("news", []):
            city.diary.note(city.present.past(news["day"]), partial(_news, city, row["slug"], news))


async def _draft(city: City) -> None:
    """One that an editor has begun from a template and not finished."""
    start = (city.present.at(21)).date()
    await actions.create_consultation(patterns.draft_of("mobility", "Sicher zur Schule", start))


async def _district(city: City, row: dict[str, Any]) -> None:
    city.districts[row["slug"]] = await actions.create_district(row["slug"], row["name"])


async def _outlines() -> None:
    await store(read_outlines((FOLDER / "districts.geojson").read_text(encoding="utf-8")))


async def _consultation(city: City, row: dict[str, Any], office: dict[str, Any]) -> None:
    draft = ConsultationDraft(
        slug=row["slug"],
        title=row["title"],
        kicker=row["kicker"],
        lead=city.present.dated(row["lead"]),
        body=city.present.dated(row["body"]),
        plain_body=city.present.dated(row["plain"]),
        decides=city.present.dated(row["decides"]),
        goals=row["goals"],
        open_points=row["open_points"],
        fixed_points=row["fixed_points"],
        contact=Contact(office["person"], office["name"], office["phone"], office["mail"], office["hours"]),
        district_id=city.districts.get(row.get("district", "")),
        answer_threshold=row.get("answer_threshold"),
        audience=row.get("audience", "Alle, die in Musterstadt leben, arbeiten oder zur Schule gehen"),
        priority=int(row["slug"] == FIRST),
        phases=[_phase(city.present, phase) for phase in row["phase"]],
        categories=[(category["slug"], category["title"]) for category in row["category"]],
    )
    number = await actions.create_consultation(draft, published_at=clock.now())
    city.consultations[row["slug"]] = number
    for event in row.get("event", []):
        starts_at = city.present.at(event["day"], event["time"])
        await actions.add_event(
            number, starts_at, event["title"], city.present.dated(event["text"]), event["place"]
        )
    for title, url, note in DOCUMENTS if row["slug"] == FIRST else ():
        await actions.add_document(number, title, url, note)
    for category in await fetch(_CATEGORIES):
        if category["consultation"] == number:
            city.categories[row["slug"], category["slug"]] = category["id"]


def _phase(present: Present, row: dict[str, Any]) -> PhaseDraft:
    """The last day of a phase belongs to it."""
    end = present.at(row["end"], "00:00") + timedelta(days=1) if "end" in row else None
    return PhaseDraft(
        row["kind"], row["title"], present.at(row["start"], "00:00"), end, present.dated(row["note"])
    )


async def _news(city: City, slug: str, row: dict[str, Any]) -> None:
    await actions.add_news(
        city.consultations[slug], city.present.dated(row["title"]), city.present.dated(row["text"])
    )


async def outcomes(city: City) -> None:
    """At the end: they point to proposals."""
    for row in read("consultations")["consultation"]:
        for position, outcome in enumerate(row.get("outcome", [])):
            proposal = city.proposals.get(outcome.get("proposal", ""))
            await actions.add_outcome(
                city.consultations[row["slug"]],
                outcome["state"],
                quote=outcome["quote"],
                text=city.present.dated(outcome["text"]),
                headline=outcome["headline"],
                origin=_origin(outcome),
                link_url=f"/proposals/{proposal}" if proposal else None,
                position=position,
                at=city.present.past(outcome["day"]),
            )


def _origin(row: dict[str, Any]) -> str:
    supporters = row.get("supporters")
    return f"{row['source']}, {supporters} Unterstützungen" if supporters else str(row["source"])
