"""A participatory budget that is over: what was to be had, who got how many votes, and where the money went."""

from functools import partial
from typing import Any

from participation.consultations import actions
from participation.consultations.actions import ConsultationDraft, PhaseDraft
from participation.core import clock
from participation.tools.demo.city import City
from participation.tools.demo.content import read

OUTCOMES = 4
"""Ideas that the consultation tells of one by one: the first that won, and the first that did not."""


def plan(city: City) -> None:
    for row in read("polls")["budget"]:
        city.diary.note(city.present.past(row["start"]), partial(_budget, city, row))


async def _budget(city: City, row: dict[str, Any]) -> None:
    start, end = city.present.at(row["start"], "00:00"), city.present.at(row["end"], "00:00")
    draft = ConsultationDraft(
        slug=row["slug"],
        title=row["title"],
        kicker="Bürgerhaushalt",
        lead=row["lead"].replace("unten mit einem Haken sehen", "unten als gewählt sehen"),
        body=row["body"] + "\n\n### Was gewählt ist\n\n" + _list(row, won=True)
        + "\n\n### Wofür das Geld nicht reichte\n\n" + _list(row, won=False),
        decides="Die Stimmen haben entschieden. Der Rat hat das Geld vorher bereitgestellt.",
        fixed_points=[f"{_euros(row['total_cents'])} für die Nordstadt", f"Jede Person hatte {row['votes_each']} Stimmen"],
        district_id=city.districts[row["district"]],
        phases=[
            PhaseDraft("collect", "Ideen sammeln", city.present.at(row["start"] - 60, "00:00"), start, ""),
            PhaseDraft("decide", "Abstimmen", start, end, f"{row['ballots']} Menschen haben abgestimmt."),
            PhaseDraft("implement", "Umsetzen", end, None, "Was gewählt ist, wird gebaut oder gekauft."),
        ],
    )  # fmt: skip
    number = await actions.create_consultation(draft, published_at=clock.now())
    city.consultations[row["slug"]] = number
    for position, project in enumerate(_told(row)):
        await actions.add_outcome(
            number,
            "building" if project["won"] else "refused",
            quote=project["title"],
            headline="Gewählt" if project["won"] else "Nicht gewählt",
            text=_sentence(project),
            origin=f"Idee {project['number']}, {project['place']}",
            position=position,
            at=city.present.at(row["end"], "12:00"),
        )


def _told(row: dict[str, Any]) -> list[dict[str, Any]]:
    won = [project for project in row["project"] if project["won"]]
    lost = [project for project in row["project"] if not project["won"]]
    return [*won[: OUTCOMES - 1], *lost[:1]]


def _list(row: dict[str, Any], *, won: bool) -> str:
    return "\n".join(
        f"- **{project['title']}**: {_sentence(project)}"
        for project in row["project"]
        if project["won"] is won
    )


def _sentence(project: dict[str, Any]) -> str:
    return f"{project['text']} {_euros(project['cost_cents'])}, {project['votes']} Stimmen."


def _euros(cents: int) -> str:
    return f"{cents // 100:,} Euro".replace(",", ".")
