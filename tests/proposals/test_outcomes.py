"""After the answer: a decision, milestones with owner and date, and whether the people say it is really done."""

from datetime import timedelta

import pytest

from participation.core import clock
from participation.core.db import execute, fetch, fetch_value
from proposals.outcomes import asking
from proposals.outcomes.queries import late
from proposals.outcomes.rules import Progress, Verdict, fits, overdue, protected, status_of
from proposals.rules import Status
from tests.proposals.factories import consultation, proposal
from tests.proposals.test_answers import GIVEN, outgoing
from tests.proposals.test_list import counted

TODAY = clock.today()
DECISION = {
    "title": "Die Linden werden gepflanzt",
    "result": "accepted",
    "made_by": "Ausschuss für Umwelt",
    "decided_on": TODAY.isoformat(),
    "reason": "Im Sommer sind dort 39 Grad.",
    "link": "https://rat.example.org/beschluss/7",
}


def step(**more):
    due = (TODAY + timedelta(days=20)).isoformat()
    return {"title": "Pflanzung", "owner": "Fachbereich Grün", "due_on": due, "progress": "planned", **more}


@pytest.fixture
async def here(alma, emin) -> str:
    """Alma's proposal, answered."""
    number = await proposal(await consultation(), author=alma.id)
    assert (await emin.post(f"/proposals/{number}/answer", GIVEN)).status_code == 303
    return f"/proposals/{number}"


@pytest.fixture
async def decided(emin, here) -> str:
    assert (await emin.submit(f"{here}/outcome", f"{here}/decision", DECISION)).status_code == 303
    return here


async def set_step(emin, url, number=None, **more):
    to = f"{url}/milestones/{number}" if number else f"{url}/milestones"
    answer = await emin.post(to, step(**more))
    assert answer.status_code == 303, answer.text
    return await fetch_value("SELECT max(id) FROM proposal_milestone")


async def built(emin, url) -> str:
    await set_step(emin, url, progress="done")
    return url


async def status():
    return await fetch_value("SELECT status FROM proposal")


# --- rules --------------------------------------------------------------------------------------------------


def test_a_day_counts_whole_and_what_is_closed_is_never_late():
    assert not overdue(Progress.RUNNING, TODAY, TODAY)
    assert overdue(Progress.PLANNED, TODAY - timedelta(days=1), TODAY)
    for closed in (Progress.DONE, Progress.DROPPED):
        assert not overdue(closed, TODAY - timedelta(days=9), TODAY)


def test_share_and_state_say_the_same():
    assert [share for share in (0, 1, 99, 100) if fits(Progress.DONE, share)] == [100]
    assert [share for share in (0, 1, 99, 100) if fits(Progress.PLANNED, share)] == [0]
    assert [share for share in (-1, 0, 99, 100) if fits(Progress.RUNNING, share)] == [0, 99]


def test_the_proposal_follows_its_steps_and_what_was_dropped_counts_for_nothing():
    assert status_of([]) is Status.ACCEPTED
    assert status_of([Progress.PLANNED, Progress.RUNNING]) is Status.BUILDING
    assert status_of([Progress.PLANNED, Progress.DONE]) is Status.BUILDING
    assert status_of([Progress.DONE, Progress.DROPPED]) is Status.DONE
    assert status_of([Progress.DROPPED]) is Status.ACCEPTED


def test_small_counts_are_kept_back_and_cannot_be_worked_out():
    assert protected({Verdict.YES: 4}) is None
    assert protected({Verdict.YES: 7, Verdict.NO: 1}) == {
        Verdict.YES: 7,
        Verdict.PARTLY: None,
        Verdict.NO: None,
    }


# --- the decision -------------------------------------------------------------------------------------------


async def test_there_is_no_decision_before_an_answer_and_no_step_before_a_yes(emin, alma):
    url = f"/proposals/{await proposal(await consultation(), author=alma.id)}"
    refused = await emin.post(f"{url}/decision", DECISION)
    assert refused.status_code == 409
    await emin.post(f"{url}/answer", GIVEN)
    assert (await emin.post(f"{url}/milestones", step())).status_code == 409
    await emin.post(f"{url}/decision", {**DECISION, "result": "refused"})
    assert (await emin.post(f"{url}/milestones", step())).status_code == 409
    assert await fetch_value("SELECT count(*) FROM proposal_milestone") == 0
    assert await status() == "refused"


async def test_a_decision_stands_on_the_page_and_the_author_and_followers_hear_of_it(
    emin, alma, bora, visitor, here
):
    await bora.submit(f"/follow?kind=proposal&id={here.rsplit('/', 1)[1]}", "/follow")
    assert (await emin.submit(f"{here}/outcome", f"{here}/decision", DECISION)).status_code == 303
    page = (await visitor.get(here)).text
    for words in (
        "Die Linden werden gepflanzt",
        "Ausschuss für Umwelt",
        "39 Grad",
        "https://rat.example.org/beschluss/7",
    ):
        assert words in page
    mail = (await outgoing())[-1]
    assert mail["to"] == "alma@example.org"
    assert "Die Linden werden gepflanzt" in mail["text"]
    assert "decided" in [row["what"] for row in await fetch("SELECT what FROM follow_news")]
    assert await fetch_value("SELECT count(*) FROM audit_entry WHERE act = 'proposal.decided'") == 1
    later = {**DECISION, "title": "Vier Linden werden gepflanzt"}
    assert (await emin.post(f"{here}/decision", later)).status_code == 303
    assert await fetch_value("SELECT title FROM proposal_decision") == "Vier Linden werden gepflanzt"


async def test_half_a_decision_is_refused_and_what_was_typed_is_kept(emin, here):
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    wrong = {
        "title": "",
        "made_by": "",
        "decided_on": tomorrow,
        "reason": "Bleibt stehen.",
        "link": "javascript:alert(1)",
    }
    answer = await emin.post(f"{here}/decision", wrong)
    assert answer.status_code == 422
    assert "Bleibt stehen." in answer.text
    for name in ("title", "made_by", "decided_on", "link", "result"):
        assert f'href="#{name}"' in answer.text
        assert f'id="{name}"' in answer.text
    assert await fetch_value("SELECT count(*) FROM proposal_decision") == 0


# --- milestones ---------------------------------------------------------------------------------------------


async def test_steps_are_set_changed_and_done_and_every_word_stays(emin, visitor, decided):
    number = await set_step(emin, decided, note="Die Bäume sind bestellt.")
    assert await status() == "accepted"
    await set_step(emin, decided, number, progress="running", share="60", note="Die Gruben sind fertig.")
    assert await status() == "building"
    page = (await visitor.get(decided)).text
    for words in (
        "Pflanzung",
        "Fachbereich Grün",
        "60 Prozent",
        "Die Gruben sind fertig.",
        "1 frühere Meldung",
        "Die Bäume sind bestellt.",
    ):
        assert words in page
    await set_step(emin, decided, number, progress="done", note="Alle stehen.")
    assert await status() == "done"
    assert await fetch_value("SELECT share FROM proposal_milestone") == 100
    assert await fetch_value("SELECT count(*) FROM milestone_report") == 3
    assert await fetch_value("SELECT count(*) FROM audit_entry WHERE act = 'proposal.milestone-set'") == 3


async def test_half_a_step_is_refused_and_what_was_typed_is_kept(emin, decided):
    wrong = {
        "title": "",
        "owner": "",
        "due_on": "bald",
        "progress": "planned",
        "share": "30",
        "note": "Bleibt.",
    }
    answer = await emin.post(f"{decided}/milestones", wrong)
    assert answer.status_code == 422
    assert "Bleibt." in answer.text
    for name in ("title", "owner", "due_on", "share"):
        assert f'href="#{name}-new"' in answer.text
        assert f'id="{name}-new"' in answer.text
    number = await set_step(emin, decided)
    silent = await emin.post(f"{decided}/milestones/{number}", step(progress="running", share="10"))
    assert silent.status_code == 422
    assert f'href="#note-{number}"' in silent.text


async def test_what_is_overdue_is_visible_to_everybody_when_the_clock_moves_on(emin, visitor, decided):
    number = await set_step(emin, decided)
    for page in (decided, "/accountability"):
        assert "berfällig" not in (await visitor.get(page)).text.replace("Überfällig (0)", "").replace(
            "kein Schritt überfällig", ""
        ).replace("was überfällig ist", "")
    with clock.frozen(clock.now() + timedelta(days=23)):
        page = (await visitor.get("/accountability")).text
        assert "Überfällig (1)" in page
        assert "Seit 3 Tagen überfällig" in page
        assert "Fachbereich Grün" in page
        assert "1 Schritt ist überfällig" in (await visitor.get(decided)).text
        assert (await late()).count == 1
    later = (TODAY + timedelta(days=90)).isoformat()
    await set_step(emin, decided, number, due_on=later, note="Die Baumschule liefert spät.")
    with clock.frozen(clock.now() + timedelta(days=23)):
        page = (await visitor.get("/accountability")).text
        assert "Überfällig (0)" in page
        assert "zuerst zugesagt bis" in page
    await execute("UPDATE proposal SET hidden_at = now()")
    assert "Pflanzung" not in (await visitor.get("/accountability")).text


async def test_a_step_of_another_proposal_is_out_of_reach(emin, alma, decided):
    number = await set_step(emin, decided)
    other = await proposal(await fetch_value("SELECT id FROM consultation"), author=alma.id)
    await emin.post(f"/proposals/{other}/answer", GIVEN)
    await emin.post(f"/proposals/{other}/decision", DECISION)
    answer = await emin.post(f"/proposals/{other}/milestones/{number}", step(title="Geraubt", note="Nein."))
    assert answer.status_code == 404
    assert await fetch_value("SELECT title FROM proposal_milestone") == "Pflanzung"


# --- is it really done? -------------------------------------------------------------------------------------


async def test_author_and_supporters_are_asked_once_by_mail(emin, alma, bora, carla, decided):
    for browser in (alma, bora):
        await browser.post(f"{decided}/support")
    before = len(await outgoing())
    number = await set_step(emin, decided, progress="done")
    for _ in range(2):
        await asking.ask()
    mails = (await outgoing())[before:]
    assert sorted(mail["to"] for mail in mails) == ["alma@example.org", "bora@example.org"]
    assert all("#check" in mail["text"] for mail in mails)
    await set_step(emin, decided, number, progress="running", share="90", note="Doch nicht.")
    await set_step(emin, decided, number, progress="done", note="Jetzt aber.")
    await carla.post(f"{decided}/support")
    before = len(await outgoing())
    await asking.ask()
    assert [mail["to"] for mail in (await outgoing())[before:]] == ["carla@example.org"]


async def test_only_who_proposed_or_supported_may_say_and_only_once_it_is_done(
    emin, alma, bora, visitor, decided
):
    assert (await alma.post(f"{decided}/check", {"verdict": "yes"})).status_code == 409
    await built(emin, decided)
    assert (await visitor.post(f"{decided}/check", {"verdict": "yes"})).status_code == 403
    assert (await bora.post(f"{decided}/check", {"verdict": "yes"})).status_code == 403
    await bora.post(f"{decided}/support")
    assert (await bora.post(f"{decided}/check", {"verdict": "vielleicht"})).status_code == 422
    assert (
        await bora.submit(decided, f"{decided}/check", {"verdict": "partly", "word": "Die Bank fehlt."})
    ).status_code == 303
    assert await fetch_value("SELECT count(*) FROM proposal_check") == 1


async def test_the_author_says_no_the_city_must_answer_and_it_shows_when_it_does_not(
    emin, alma, bora, visitor, decided
):
    await built(emin, decided)
    say = {"verdict": "no", "word": "Zwei Bäume sind vertrocknet."}
    assert (await alma.submit(decided, f"{decided}/check", say)).status_code == 303
    page = (await visitor.get(decided)).text
    assert "Nein, noch nicht" in page
    assert "Die Stadt muss darauf bis" in page
    assert "vertrocknet" not in page
    assert "vertrocknet" in (await emin.get(f"{decided}/outcome")).text
    with clock.frozen(clock.now() + timedelta(days=15)):
        assert "Die Antwort der Stadt ist überfällig" in (await visitor.get(decided)).text
        assert "Seit 1 Tag überfällig" in (await visitor.get("/accountability")).text
    number = await fetch_value("SELECT id FROM proposal_check")
    words = {"reply": "Wir pflanzen im Herbst nach.", "office": "Fachbereich Grün"}
    to = f"{decided}/checks/{number}/reply"
    assert (await emin.post(to, {**words, "reply": " "})).status_code == 422
    assert (await bora.post(to, words)).status_code == 403
    assert (await emin.submit(f"{decided}/outcome", to, words)).status_code == 303
    assert "Wir pflanzen im Herbst nach." in (await visitor.get(decided)).text
    assert "Antwort auf ein Nein" not in (await visitor.get("/accountability")).text
    assert (await outgoing())[-1]["to"] == "alma@example.org"
    assert (await alma.post(f"{decided}/check", {"verdict": "yes"})).status_code == 303
    assert await fetch_value("SELECT due_on FROM proposal_check") is None
    assert (await emin.post(to, words)).status_code == 409
    await alma.post(f"{decided}/check", {"verdict": "no"})
    assert tuple((await fetch("SELECT reply, replied_at FROM proposal_check"))[0]) == ("", None)


async def test_counts_of_supporters_are_shown_from_five_on_and_never_names(
    emin, alma, bora, carla, cem, dirk, edda, visitor, decided
):
    crowd = (bora, carla, cem, dirk, edda)
    for browser in crowd:
        await browser.post(f"{decided}/support")
    await built(emin, decided)
    for browser in crowd[:4]:
        await browser.post(f"{decided}/check", {"verdict": "yes"})
    assert "haben erst wenige geantwortet" in (await visitor.get(decided)).text
    await edda.post(f"{decided}/check", {"verdict": "yes"})
    page = (await visitor.get(decided)).text
    assert page.count("unter 5") == 2
    assert "Bora Y." not in page


async def test_what_a_person_said_is_in_their_copy_and_goes_with_them(emin, alma, decided):
    await built(emin, decided)
    await alma.post(f"{decided}/check", {"verdict": "partly", "word": "Fast."})
    from participation.core import persons

    assert (await persons.export(alma.id))["done_checks"][0]["word"] == "Fast."
    await persons.erase(alma.id)
    assert await fetch_value("SELECT count(*) FROM proposal_check") == 0


async def test_programs_read_decision_milestones_and_counts(emin, visitor, decided):
    await set_step(emin, decided, progress="running", share="40", note="Läuft.")
    item = (await visitor.http.get(f"/api/v1{decided}")).json()
    assert item["decision"]["made_by"] == "Ausschuss für Umwelt"
    assert item["milestones"][0]["share"] == 40
    assert item["milestones"][0]["overdue"] is False
    listed = (await visitor.http.get("/api/v1/proposals")).json()["items"][0]
    assert listed["milestones"] == item["milestones"]
    with clock.frozen(clock.now() + timedelta(days=30)):
        table = (await visitor.http.get("/accountability.csv")).text
    assert "Pflanzung" in table
    assert "overdue" in table


async def test_the_page_costs_one_more_statement_and_the_overview_four(emin, alma, visitor, decided):
    await built(emin, decided)
    assert len(await counted(alma.http.get(decided))) <= 6
    assert len(await counted(visitor.http.get("/accountability"))) <= 4
