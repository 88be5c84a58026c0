"""After the result: steps with an owner and a date, and everybody sees which are late."""

from datetime import timedelta

from participation.core import clock
from participation.core.db import execute, fetch, fetch_value
from tests.budgeting.factories import decided

TODAY = clock.today()


def step(**more):
    due = (TODAY + timedelta(days=20)).isoformat()
    return {"title": "Aufbau", "owner": "Fachbereich Grün", "due_on": due, "progress": "planned", **more}


def steps(found, key):
    return f"{found.url}/projects/{key}/milestones"


async def set_one(emin, found, key, **more):
    page = f"{found.url}/projects/{key}"
    assert (await emin.submit(page, steps(found, key), step(**more))).status_code == 303
    return await fetch_value("SELECT max(id) FROM budget_milestone")


async def status(key):
    return await fetch_value("SELECT status FROM proposal WHERE id = $1", int(key))


async def test_a_step_is_set_changed_and_ticked_and_the_proposal_follows(emin, visitor):
    found, keys = await decided()
    key = keys["Brunnen"]
    number = await set_one(emin, found, key)
    page = f"{found.url}/projects/{key}"
    text = (await visitor.get(page)).text
    assert "Aufbau" in text
    assert "Fachbereich Grün" in text
    assert "Geplant" in text
    assert await status(key) == "accepted"
    here = f"{steps(found, key)}/{number}"
    assert (await emin.submit(page, here, step(progress="running"))).status_code == 303
    assert await status(key) == "building"
    assert (await emin.submit(page, here, step(progress="done"))).status_code == 303
    assert "erledigt am" in (await visitor.get(page)).text
    assert await status(key) == "done"
    acts = [row["act"] for row in await fetch("SELECT act FROM audit_entry WHERE act LIKE '%milestone%'")]
    assert len(acts) == 3


async def test_whoever_follows_hears_of_each_step_and_of_a_state_only_when_it_is_new(emin, alma):
    found, keys = await decided()
    key = keys["Brunnen"]
    await alma.submit(f"/follow?kind=proposal&id={key}", "/follow")
    number = await set_one(emin, found, key, progress="running")
    page, here = f"{found.url}/projects/{key}", f"{steps(found, key)}/{number}"
    await emin.submit(page, here, step(progress="running", title="Aufbau und Pflanzung"))
    news = [row["what"] for row in await fetch("SELECT what FROM follow_news ORDER BY id")]
    assert sorted(news) == ["milestone", "milestone", "moved"]


async def test_a_step_that_is_late_says_so_to_everybody(emin, visitor):
    found, keys = await decided()
    await set_one(emin, found, keys["Brunnen"])
    pages = (f"{found.url}/projects/{keys['Brunnen']}", found.url)
    for page in pages:
        assert "Überfällig" not in (await visitor.get(page)).text
    with clock.frozen(clock.now() + timedelta(days=20)):
        assert "Überfällig" not in (await visitor.get(pages[0])).text  # the day itself still counts
    with clock.frozen(clock.now() + timedelta(days=21)):
        for page in pages:
            assert "Überfällig" in (await visitor.get(page)).text


async def test_a_new_date_does_not_hide_the_first_one(emin, visitor):
    found, keys = await decided()
    number = await set_one(emin, found, keys["Brunnen"])
    later = (TODAY + timedelta(days=90)).isoformat()
    here = f"{steps(found, keys['Brunnen'])}/{number}"
    assert (await emin.post(here, step(due_on=later))).status_code == 303
    assert "zuerst zugesagt bis" in (await visitor.get(f"{found.url}/projects/{keys['Brunnen']}")).text


async def test_half_a_step_is_refused_and_what_was_typed_is_kept(emin):
    found, keys = await decided()
    wrong = {"title": "", "owner": "", "due_on": "bald", "progress": "vielleicht", "note": "Bleibt stehen."}
    answer = await emin.post(steps(found, keys["Brunnen"]), wrong)
    assert answer.status_code == 422
    assert "Bleibt stehen." in answer.text
    for name in ("title", "owner", "due_on", "progress"):
        assert f'href="#{name}-new"' in answer.text
        assert f'id="{name}-new"' in answer.text
    assert await fetch_value("SELECT count(*) FROM budget_milestone") == 0


async def test_what_is_not_built_gets_no_steps_and_strangers_set_none(emin, alma, ada):
    found, keys = await decided()
    assert (await emin.post(steps(found, keys["Bühne"]), step())).status_code == 409
    for browser in (alma, ada):
        assert (await browser.post(steps(found, keys["Brunnen"]), step())).status_code == 403
    assert await fetch_value("SELECT count(*) FROM budget_milestone") == 0


async def test_a_step_of_another_project_is_out_of_reach(emin):
    found, keys = await decided()
    number = await set_one(emin, found, keys["Brunnen"])
    answer = await emin.post(f"{steps(found, keys['Bänke'])}/{number}", step(title="Übernommen"))
    assert answer.status_code == 404
    assert await fetch_value("SELECT title FROM budget_milestone") == "Aufbau"


async def test_steps_stand_on_the_page_of_all_that_the_city_builds(emin, visitor):
    found, keys = await decided()
    key = keys["Brunnen"]
    late = (TODAY - timedelta(days=3)).isoformat()
    number = await set_one(emin, found, key, progress="running", due_on=late)
    page = (await visitor.get("/accountability")).text
    assert f'href="{found.url}/projects/{key}#milestone-{number}"' in page
    assert "Seit 3 Tagen überfällig" in page
    assert "Prozent" not in page
    row = (await visitor.http.get(f"/accountability.csv?consultation={found.slug}")).text.splitlines()[1]
    assert row.split(";")[3:9] == ["Aufbau", "Fachbereich Grün", late, late, "overdue", ""]
    assert "Aufbau" not in (await visitor.get("/accountability?consultation=other")).text
    await execute("UPDATE proposal SET hidden_at = now() WHERE id = $1", int(key))
    assert "Aufbau" not in (await visitor.get("/accountability")).text
