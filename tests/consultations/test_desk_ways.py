"""What becomes of a draft: looked at on any day, copied, archived, deleted, and all of it on record."""

import asyncio
import json

import pytest

from participation.consultations.actions import create_district
from participation.consultations.desk.queries import managed
from participation.consultations.desk.rules import State
from participation.core import clock
from participation.core.db import fetch, fetch_value, statements
from tests.consultations.desk import TEXTS, begin, day, form_of, whole
from tests.consultations.factories import DAY, collecting, make_consultation


async def test_texts_are_previewed_in_both_kinds_and_nothing_is_stored(emin):
    slug = await begin(emin)
    url = f"/consultations/{slug}/edit/preview"
    sent = {**TEXTS, "body": "## Kopf\n\n<script>alert(1)</script> **fett**", "plain_body": "*einfach*"}
    answer = await emin.post(url, sent)
    assert answer.status_code == 200
    assert "<strong>fett</strong>" in answer.text
    assert "<em>einfach</em>" in answer.text
    assert "<script>alert" not in answer.text
    part = await emin.post(url, sent, headers={"HX-Request-Type": "partial"})
    assert part.text.lstrip().startswith('<div class="t-edit__pair t-edit__looks" id="preview">')
    assert await fetch_value("SELECT body FROM consultation") == ""


async def test_an_editor_sees_the_page_as_of_another_day_and_nobody_else_does(emin, visitor):
    now = clock.now()
    slug = "baeume"
    await make_consultation(slug, phases=[collecting(days_left=5)])
    later = (now + 30 * DAY).date().isoformat()
    text = (await emin.get(f"/consultations/{slug}?on={later}")).text
    assert "So sieht die Seite am" in text
    assert "Abgeschlossen" in text
    assert "/proposals/new" not in text
    text = (await visitor.get(f"/consultations/{slug}?on={later}")).text
    assert "So sieht die Seite am" not in text
    assert "Noch 5 Tage" in text
    assert abs(clock.now() - now) < DAY
    for day_ in ("gestern", "2026-02-30", "9999-12-31", "0001-01-01"):
        assert (await emin.get(f"/consultations/{slug}?on={day_}")).status_code == 200


async def test_a_draft_is_previewed_as_if_it_were_public(emin):
    slug = await whole(emin)
    text = (await emin.get(f"/consultations/{slug}?on={day(20)}")).text
    assert "Das ist ein Entwurf" in text
    assert "Abgeschlossen" in text


async def test_two_previews_at_once_do_not_share_their_day(emin):
    await make_consultation(phases=[collecting(days_left=5)])
    days = [None, 2, 30] * 4
    urls = ["/consultations/baeume" + (f"?on={day(n)}" if n else "") for n in days]
    answers = await asyncio.gather(*(emin.get(url) for url in urls))
    for number, answer in zip(days, answers, strict=True):
        words = {None: "Noch 5 Tage", 2: "Noch 3 Tage", 30: "Abgeschlossen"}[number]
        assert words in answer.text


async def test_a_copy_takes_texts_topics_and_days_and_no_contributions(emin):
    district = await create_district("nord", "Nordstadt")
    await make_consultation(
        "vorbild",
        body="Text",
        goals=["eins"],
        district_id=district,
        kicker="Beteiligung · Nordstadt",
        categories=[("rad", "Rad")],
        phases=[collecting(days_ago=40, days_left=-10), collecting(days_ago=10, days_left=20)],
    )
    page = await emin.get("/consultations/desk/new?copy=vorbild")
    assert "Wie „Mehr Bäume“" in page.text
    answer = await emin.post(
        "/consultations", {"title": "Noch mehr", "pattern": "copy:vorbild", "start": day(100)}
    )
    old, new = await managed("vorbild"), await managed("noch-mehr")
    assert answer.status_code == 303
    assert new.state is State.DRAFT
    assert (new.texts["body"], new.texts["goals"], new.district) == ("Text", "eins", "nord")
    assert [title for _, title in new.categories] == ["Rad"]
    assert new.phases[0].starts_at.astimezone(clock.ZONE).date().isoformat() == day(100)
    lengths = [[round((p.ends_at - p.starts_at) / DAY) for p in one.phases] for one in (old, new)]
    assert lengths[0] == lengths[1]
    assert (
        await emin.post("/consultations", {"title": "x", "pattern": "copy:nirgends", "start": day(0)})
    ).status_code == 422


async def test_an_archived_consultation_is_read_by_all_and_open_to_nobody(emin, alma):
    slug = await whole(emin)
    assert (await emin.post(f"/consultations/{slug}/archival")).status_code == 409
    await emin.post(f"/consultations/{slug}/publication")
    assert (
        await emin.submit(f"/consultations/{slug}/edit", f"/consultations/{slug}/archival")
    ).status_code == 303
    text = (await alma.get(f"/consultations/{slug}")).text
    assert "Abgeschlossen" in text
    sent = {"title": "Eine Bank am Brunnen", "body": "Bitte eine Bank am Brunnen."}
    assert (await alma.post(f"/consultations/{slug}/proposals", sent)).status_code == 409
    assert (await emin.post(f"/consultations/{slug}/archival")).status_code == 409
    url = f"/consultations/{slug}/archival/withdraw"
    assert (await emin.submit(f"/consultations/{slug}/edit", url)).status_code == 303
    assert "Noch 10 Tage" in (await alma.get(f"/consultations/{slug}")).text


async def test_a_draft_is_deleted_when_somebody_is_sure_and_what_is_public_never(emin):
    slug = await begin(emin)
    url = f"/consultations/{slug}/deletion"
    assert (await emin.post(url)).status_code == 422
    assert (await emin.post(url, {"sure": "1"})).status_code == 303
    assert await managed(slug) is None
    await make_consultation()
    assert (await emin.post("/consultations/baeume/deletion", {"sure": "1"})).status_code == 409
    assert (await emin.post("/consultations/baeume/publication")).status_code == 409
    assert await managed("baeume")


async def test_every_act_of_the_desk_leaves_an_entry_without_words(emin):
    slug = await whole(emin)
    for act in ("publication", "archival", "archival/withdraw"):
        assert (await emin.post(f"/consultations/{slug}/{act}")).status_code == 303
    other = await begin(emin)
    await emin.post(f"/consultations/{other}/deletion", {"sure": "1"})
    rows = await fetch("SELECT act, details::text AS details, actor_id FROM audit_entry ORDER BY id")
    acts = [row["act"].removeprefix("consultation.") for row in rows]
    assert acts == [
        "created", "edited", "edited", "edited", "published", "archived", "unarchived", "created", "deleted",
    ]  # fmt: skip
    assert {row["actor_id"] for row in rows} == {emin.id}
    assert [json.loads(row["details"])["part"] for row in rows[1:4]] == ["texts", "frame", "phases"]


async def test_a_phase_is_not_changed_under_an_act_that_began_in_it(emin, alma):
    """Many at once: nothing waits for ever, and every answer is one of those that the rules know."""
    slug = await whole(emin)
    await emin.post(f"/consultations/{slug}/publication")
    url = f"/consultations/{slug}/edit/phases"
    fields = form_of(await emin.get(url), url)
    sent = {"title": "Eine Bank am Brunnen", "body": "Bitte eine Bank am Brunnen."}
    acts = [emin.post(url, {**fields, "phase-1-until": day(20)}) for _ in range(3)]
    acts += [alma.post(f"/consultations/{slug}/proposals", sent) for _ in range(2)]
    codes = [answer.status_code for answer in await asyncio.gather(*acts)]
    assert sorted(codes[:3]) == [303, 409, 409]
    assert set(codes[3:]) <= {303, 429}


@pytest.mark.parametrize(
    ("url", "most"),
    [
        ("/consultations/desk", 3),
        ("/consultations/baeume/edit", 3),
        ("/consultations/baeume/edit/frame", 4),
        ("/consultations/baeume/edit/phases", 3),
    ],
)
async def test_a_page_of_the_desk_needs_few_statements(emin, url, most):
    await make_consultation()
    for number in range(5):
        await make_consultation(f"weitere-{number}")
    await emin.get(url)
    token = statements.set([])
    try:
        assert (await emin.get(url)).status_code == 200
        assert len(statements.get()) <= most, statements.get()
    finally:
        statements.reset(token)
