"""The house rules and the pages of law and help."""

from functools import partial
from typing import Any

from moderation.house import RuleText, seed_rules
from participation.home.actions import set_legal_page
from participation.home.rules import Slug
from participation.tools.demo.city import City
from participation.tools.demo.consultations import BEGINNING
from participation.tools.demo.content import read

WRITTEN = -40


def plan(city: City) -> None:
    content = read("city")
    rules = [
        RuleText(row["number"], row["slug"], row["title"], row["text"], row["title_en"], row["text_en"])
        for row in content["rule"]
    ]
    city.diary.note(city.present.at(BEGINNING), partial(seed_rules, rules))
    for row in content["page"]:
        if row["slug"] in set(Slug):
            city.diary.note(city.present.past(WRITTEN), partial(_page, city, row, content["step"]))


async def _page(city: City, row: dict[str, Any], steps: list[dict[str, Any]]) -> None:
    for locale, tail in (("de", ""), ("en", "_en")):
        before = _steps(steps, tail) if row["slug"] == Slug.HELP else ""
        await set_legal_page(
            row["slug"], locale, row[f"title{tail}"], before + city.present.dated(row[f"body{tail}"], locale)
        )


def _steps(steps: list[dict[str, Any]], tail: str) -> str:
    return "".join(
        f"## {step['number']}. {step[f'title{tail}']}\n\n{step[f'text{tail}']}\n\n" for step in steps
    )
