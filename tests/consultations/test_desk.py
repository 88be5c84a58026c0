"""The editors' desk over HTTP: made, changed, looked at, published, archived, and a secret until then."""

import asyncio
import itertools

import pytest

from participation.consultations import phases
from participation.consultations.desk import patterns
from participation.consultations.desk.queries import managed
from participation.core import clock
from participation.core.db import fetch, fetch_one, fetch_value
from tests.consultations.desk import PHASE, TEXTS, begin, day, form_of, save, whole
from tests.consultations.factories import DAY, collecting, make_consultation


async def test_a_consultation_is_made_and_published_without_a_developer_and_without_script(
    emin, alma, visitor
):
    slug = await begin(emin)
    assert slug == "mehr-baenke"
    page = await emin.get(f"/consultations/{slug}/edit")
    for missing in (
        "Der ausführliche Text",
        "Wer entscheidet",
        "Mindestens eine Phase",
        "Wen die Stadt fragt",
    ):
        assert missing in page.text
    refused = await emin.post(f"/consultations/{slug}/publication")
    assert refused.status_code == 422
    assert "Es wurde nichts veröffentlicht" in refused.text
    await whole(emin)
    slug = "mehr-baenke-2"
    assert "Alles da." in (await emin.get(f"/consultations/{slug}/edit")).text
    assert (await alma.get(f"/consultations/{slug}")).status_code == 404
    answer = await emin.submit(f"/consultations/{slug}/edit", f"/consultations/{slug}/publication")
    assert answer.status_code == 303
    text = (await visitor.get(f"/consultations/{slug}")).text
    for words in (
        "Mehr Bänke",
        "<strong>Bänke</strong>",
        "Schatten",
        "höchstens 50",
        "Hanna Brandt",
        "Noch 10 Tage",
    ):
        assert words in text, words
    assert "Bearbeiten" not in text
    assert "Parks" in (await alma.get(f"/consultations/{slug}/proposals/new")).text


async def test_a_draft_is_nowhere_but_at_the_desk(emin, alma, carla, dirk, ada, visitor):
    slug = await whole(emin)
    for person in (alma, carla, dirk, ada, visitor):
        for path in ("", "/proposals", "/polls", "?on=" + day(3)):
            assert (await person.get(f"/consultations/{slug}{path}")).status_code == 404, (person.name, path)
        assert (await person.get(f"/api/v1/consultations/{slug}")).status_code == 404
        for path in ("/edit", "/edit/frame", "/edit/phases"):
            assert (await person.get(f"/consultations/{slug}{path}")).status_code == 403
        for url in ("/consultations", "/search?q=B%C3%A4nke", "/", "/api/v1/consultations"):
            assert slug not in (await person.get(url)).text
    assert "Mehr Bänke" in (await emin.get("/consultations/desk")).text


@pytest.mark.parametrize("name", [name for name in patterns.LABELS if name != patterns.EMPTY])
async def test_a_template_brings_phases_and_texts_with_marks_that_stop_publication(emin, name):
    slug = await begin(emin, pattern=name, start=7)
    found = await managed(slug)
    assert found.phases[0].starts_at.astimezone(clock.ZONE).date() == clock.today() + 7 * DAY
    assert len(found.phases) == len(patterns.steps(name)) >= 4
    assert all(phases.get(step.kind) for step in patterns.steps(name))
    assert set(found.lacks) == {"contact", "reach", "marks"}
    spans = found.phases
    assert all(a.ends_at == b.starts_at for a, b in itertools.pairwise(spans))


async def test_the_display_of_a_plan_lasts_at_least_thirty_days():
    (shown,) = [step for step in patterns.steps("plan") if step.kind == "collect"]
    assert shown.days >= 30


async def test_an_address_that_is_taken_or_ours_gets_a_number_or_is_refused(emin):
    assert await begin(emin, "Desk") == "desk-1"
    first, second = await begin(emin), await begin(emin)
    assert (first, second) == ("mehr-baenke", "mehr-baenke-2")
    answer = await save(emin, second, slug=first)
    assert answer.status_code == 409
    assert "Diese Adresse hat schon eine andere Beteiligung" in answer.text
    for slug in ("desk", "new", "Ä", "a b", "../x"):
        assert (await save(emin, second, slug=slug)).status_code == 422
    assert (await save(emin, second, slug="baenke")).headers["location"] == "/consultations/baenke/edit"


async def test_the_same_title_at_the_same_moment_makes_two_addresses(emin):
    fields = {"title": "Zugleich", "pattern": "empty", "start": day(0)}
    answers = await asyncio.gather(*(emin.post("/consultations", fields) for _ in range(6)))
    assert {answer.status_code for answer in answers} == {303}
    assert await fetch_value("SELECT count(DISTINCT slug) FROM consultation") == 6


@pytest.mark.parametrize(
    ("part", "fields", "field"),
    [
        ("", {"title": ""}, "title"),
        ("", {"title": "x" * 121}, "title"),
        ("", {"lead": "x" * 401}, "lead"),
        ("", {"goals": "\n".join("abcdefghijklmn")}, "goals"),
        ("", {"open_points": "x" * 201}, "open_points"),
        ("/frame", {"district": "atlantis"}, "district"),
        ("/frame", {"contact_mail": "keine"}, "contact_mail"),
        ("/frame", {"contact_phone": "javascript:alert(1)"}, "contact_phone"),
        ("/frame", {"answer_threshold": "0"}, "answer_threshold"),
        ("/frame", {"answer_days": "-3"}, "answer_days"),
        ("/frame", {"category-1": "Rad", "category-2": "rad"}, "category-1"),
        ("/phases", {"phase-1-kind": "collect"}, "phase-1-from"),
        ("/phases", {"phase-1-kind": "party", "phase-1-from": "2026-01-01"}, "phase-1-kind"),
        ("/phases", {"phase-1-title": "Ohne Art"}, "phase-1-kind"),
        ("/phases", {"phase-1-kind": "collect", "phase-1-from": "2026-02-30"}, "phase-1-from"),
        (
            "/phases",
            {"phase-1-kind": "collect", "phase-1-from": "2026-03-02", "phase-1-until": "2026-03-01"},
            "phase-1-until",
        ),
    ],
)
async def test_absurd_values_are_refused_at_their_field_and_nothing_is_stored(emin, part, fields, field):
    slug = await begin(emin)
    before = await fetch("SELECT xmin::text, * FROM consultation")
    answer = await save(emin, slug, part, **fields)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}"' in answer.text
    assert await fetch("SELECT xmin::text, * FROM consultation") == before
    assert not await fetch("SELECT 1 FROM phase")


async def test_what_was_typed_is_kept_with_the_mistake(emin):
    slug = await begin(emin)
    answer = await save(emin, slug, **{**TEXTS, "title": ""})
    fields = form_of(answer, f"/consultations/{slug}/edit")
    assert fields["body"].strip() == TEXTS["body"]
    assert fields["goals"].strip() == TEXTS["goals"].strip()
    answer = await save(emin, slug, "/phases", **PHASE, **{"phase-1-from": day(3), "phase-1-until": day(1)})
    assert form_of(answer, f"/consultations/{slug}/edit/phases")["phase-1-from"] == day(3)


async def test_who_saves_later_is_told_that_somebody_else_has_saved(emin):
    slug = await begin(emin)
    url = f"/consultations/{slug}/edit"
    opened = form_of(await emin.get(url), url)
    assert (await save(emin, slug, **TEXTS)).status_code == 303
    answer = await emin.post(url, {**opened, "lead": "Mein Satz"})
    assert answer.status_code == 409
    assert "Inzwischen hat jemand anders gespeichert" in answer.text
    again = form_of(answer, url)
    assert again["lead"].strip() == "Mein Satz"
    assert (await fetch_value("SELECT lead FROM consultation")) == TEXTS["lead"]
    assert (await emin.post(url, again)).status_code == 303
    assert (await fetch_value("SELECT lead FROM consultation")) == "Mein Satz"


async def test_what_has_begun_stays_and_what_comes_may_change(emin):
    slug = "baeume"
    number = await make_consultation(slug, phases=[collecting(days_ago=3, days_left=5)])
    before = await fetch_one("SELECT * FROM phase")
    url = f"/consultations/{slug}/edit/phases"
    fields = form_of(await emin.get(url), url)
    assert "phase-1-from" not in fields
    tampered = {"phase-1-kind": "vote", "phase-1-from": day(2), "phase-1-until": day(9)}
    added = {"phase-2-kind": "examine", "phase-2-from": day(10), "phase-2-until": ""}
    assert (await emin.post(url, {**fields, **tampered, **added})).status_code == 303
    first, second = await fetch("SELECT * FROM phase WHERE consultation = $1 ORDER BY position", number)
    assert (first["id"], first["kind"], first["starts_at"]) == (before["id"], "collect", before["starts_at"])
    assert first["ends_at"].astimezone(clock.ZONE).date().isoformat() == day(10)
    assert (second["kind"], second["title"], second["ends_at"]) == ("examine", "Prüfen", None)
    fields = form_of(await emin.get(url), url)
    assert (await emin.post(url, {**fields, "phase-1-until": day(-1)})).status_code == 422
    gone = {name: value for name, value in fields.items() if not name.startswith("phase-")}
    assert (await emin.post(url, gone)).status_code == 303
    (left,) = await fetch("SELECT * FROM phase WHERE consultation = $1", number)
    assert left["id"] == before["id"]


async def test_a_day_that_nobody_moved_keeps_its_hour(emin):
    await make_consultation(phases=[collecting(days_left=5)])
    before = await fetch_one("SELECT starts_at, ends_at FROM phase")
    assert (await save(emin, "baeume", "/phases", **{"phase-1-note": "Neu"})).status_code == 303
    after = await fetch_one("SELECT starts_at, ends_at, note FROM phase")
    assert (after["starts_at"], after["ends_at"], after["note"]) == (*before, "Neu")


async def test_topics_in_use_are_renamed_and_never_lost(emin):
    number = await make_consultation(categories=[("rad", "Rad"), ("bus", "Bus")])
    ids = {row["slug"]: row["id"] for row in await fetch("SELECT slug, id FROM category")}
    assert (await save(emin, "baeume", "/frame", **{"category-1": ""})).status_code == 422
    url = "/consultations/baeume/edit/frame"
    fields = form_of(await emin.get(url), url)
    left_out = {name: value for name, value in fields.items() if not name.startswith("category-2")}
    assert (await emin.post(url, left_out)).status_code == 422
    renamed = {"category-1": "Radfahren", "category-3": "Rad"}
    assert (await save(emin, "baeume", "/frame", **renamed)).status_code == 303
    rows = await fetch(
        "SELECT slug, id, title FROM category WHERE consultation = $1 ORDER BY position", number
    )
    assert [(row["title"], ids.get(row["slug"])) for row in rows[:2]] == [
        ("Radfahren", ids["rad"]),
        ("Bus", ids["bus"]),
    ]
    assert (rows[2]["title"], rows[2]["slug"]) == ("Rad", "rad-2")


async def test_a_topic_of_a_draft_can_be_taken_away(emin):
    slug = await whole(emin)
    assert (await save(emin, slug, "/frame", **{"category-1": ""})).status_code == 303
    assert [row["title"] for row in await fetch("SELECT title FROM category")] == ["Straßen"]
