"""The pages of polls as people meet them."""

import pytest

from participation.core.db import execute, fetch_value, statements
from polls import actions, sealing
from polls.ballots.shape import Choices
from polls.life import Results, Secrecy
from polls.queries import poll as poll_by_id
from tests.people import Fields, create_person
from tests.polls.factories import OPTIONS, end, make_poll
from tests.proposals.factories import consultation


def url(number):
    return f"/polls/{number}"


def ballot(number):
    return f"/polls/{number}/ballot"


async def rows():
    return await fetch_value("SELECT count(*) FROM poll_vote")


async def test_a_ballot_is_found_filled_and_changed_without_script(alma):
    number = await make_poll("resistance")
    fields = {f"answer-{option.key}": "3" for option in OPTIONS}
    answer = await alma.submit(url(number), ballot(number), fields)
    assert answer.status_code == 303
    page = await alma.get(answer.headers["location"])
    assert "Ihre Prüfnummer" in page.text
    assert "Sie haben abgestimmt" in page.text
    assert "Stimme ändern" in page.text
    assert (await alma.submit(url(number), ballot(number), {"answer-tempo": "0"})).status_code == 303
    assert await rows() == 1


async def test_what_somebody_voted_is_shown_to_nobody_not_even_to_them(alma, bora):
    number = await make_poll()
    await alma.submit(url(number), ballot(number), {"answer": "tempo"})
    for browser in (alma, bora):
        page = Fields((await browser.get(url(number))).text)
        form = next(form for form in page.forms if form["action"] == ballot(number))
        assert "answer" not in form["fields"]
    assert "Alle Zahlen" not in (await bora.get(url(number))).text


async def test_visitors_see_the_choice_and_the_way_to_sign_in(visitor):
    number = await make_poll()
    text = (await visitor.get(url(number))).text
    assert OPTIONS[0].title in text
    assert f"/login?next=/polls/{number}" in text
    assert (await visitor.post(ballot(number), {"answer": "tempo"})).status_code == 403
    assert await rows() == 0


WRONG = [
    ("one-choice", {}, {"answer": "mond"}, "Diese Antwort steht nicht zur Wahl"),
    ("one-choice", {}, {"answer": ["tempo", "radweg"]}, "höchstens 1"),
    ("one-choice", {}, {}, "Er ist noch leer"),
    ("several", {"most": 2}, {"answer": ["tempo", "radweg", "nichts"]}, "höchstens 2"),
    ("several", {"least": 2}, {"answer": ["tempo"]}, "mindestens 2"),
    ("approval", {}, {"answer": ["tempo", "mond"]}, "Diese Antwort steht nicht zur Wahl"),
    ("resistance", {}, {"answer-tempo": "11"}, "nur eine ganze Zahl von 0 bis 10"),
    ("resistance", {}, {"answer-tempo": "-1"}, "nur eine ganze Zahl von 0 bis 10"),
    ("resistance", {}, {"answer-tempo": "1e99"}, "nur eine ganze Zahl von 0 bis 10"),
    ("resistance", {}, {"answer-tempo": "9" * 400}, "nur eine ganze Zahl von 0 bis 10"),
    ("resistance", {}, {"answer-mond": "3"}, "Diese Antwort steht nicht zur Wahl"),
    ("score", {"complete": True}, {"answer-tempo": "3"}, "fehlt noch ein Wert"),
    ("points", {}, {"answer-tempo": "6", "answer-radweg": "6"}, "12 Punkte verteilt, möglich sind 10"),
    ("schulze", {}, {"answer-tempo": "1", "answer-radweg": "1"}, "Jeder Platz geht nur einmal"),
    ("stv", {}, {"answer-tempo": "1", "answer-radweg": "3"}, "Der Platz 2 fehlt"),
    ("run-off", {}, {"answer-tempo": "5"}, "nur eine ganze Zahl von 1 bis 4"),
    ("consent", {}, {"answer-tempo": "vielleicht"}, "eine der vier Antworten"),
    ("open", {"length": 10}, {"answer": "x" * 11}, "11 Zeichen"),
]


@pytest.mark.parametrize(("kind", "numbers", "fields", "sentence"), WRONG)
async def test_nonsense_is_refused_with_a_sentence_and_the_rest_is_kept(
    alma, kind, numbers, fields, sentence
):
    number = await make_poll(kind, numbers={"seed": "los", **numbers})
    answer = await alma.post(ballot(number), fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert await rows() == 0


async def test_choices_are_kept_and_the_summary_leads_to_the_field(alma):
    number = await make_poll("resistance")
    answer = await alma.post(ballot(number), {"answer-tempo": "4", "answer-radweg": "99"})
    page = Fields(answer.text)
    form = next(form for form in page.forms if form["action"] == ballot(number))
    assert form["fields"]["answer-tempo"] == "4"
    assert 'href="#answer-radweg"' in answer.text
    assert 'id="answer-radweg"' in answer.text


@pytest.mark.parametrize(
    "kind", ["one-choice", "several", "approval", "points", "consent", "stv", "open", "score"]
)
async def test_each_kind_can_be_voted_on_with_the_fields_of_its_page(alma, kind):
    number = await make_poll(kind)
    fields = {
        "points": {"answer-tempo": "4"},
        "score": {"answer-tempo": "4"},
        "consent": {"answer-tempo": "concern"},
        "stv": {"answer-tempo": "1", "answer-radweg": "2"},
        "open": {"answer": "Mehr Bänke"},
    }.get(kind, {"answer": "tempo"})
    page = (await alma.get(url(number))).text
    assert all(f'name="{name}"' in page for name in fields)
    assert (await alma.submit(url(number), ballot(number), fields)).status_code == 303
    assert await rows() == 1


async def test_after_the_end_nothing_is_stored_and_the_person_is_told(alma):
    number = await make_poll()
    await filled(number, "radweg")
    await end(number)
    assert "Wird ausgezählt" in (await alma.get(url(number))).text
    assert await rows() == 1
    for _ in range(2):
        answer = await alma.post(ballot(number), {"answer": "tempo"})
        assert answer.status_code == 409
        assert "nicht gespeichert" in answer.text
    assert await rows() == 0
    assert await fetch_value("SELECT ballot FROM poll_ballot") == '{"choices":["radweg"]}'


async def test_who_comes_too_late_has_it_counted_where_no_worker_runs(alma):
    number = await make_poll()
    await end(number)
    await alma.post(ballot(number), {"answer": "tempo"})
    assert "Ergebnis" in (await alma.get(url(number))).text
    assert await fetch_value("SELECT closed_by FROM poll") is None


async def filled(number, *choices):
    found = await poll_by_id(number, None)
    for place, choice in enumerate(choices):
        person = actions.Actor(await create_person(f"P{number}-{place}"), "P")
        await actions.cast(person, found, Choices((choice,)))


async def test_the_result_says_itself_in_a_sentence_with_picture_table_and_reading(visitor):
    number = await make_poll(outcome="Der Ausschuss berät darüber.")
    await filled(number, *["tempo"] * 7, *["radweg"] * 6)
    await end(number)
    await actions.close_due()
    text = (await visitor.get(url(number))).text
    assert "„Tempo 30 auf der ganzen Länge“ hat die meisten Stimmen</h1>" in text
    assert '<ul class="t-bars">' in text
    assert "<table" in text
    assert "unter 5" in text
    assert "Der Ausschuss berät darüber." in text
    assert "13 Menschen haben abgestimmt" in text


async def test_a_missed_quorum_is_the_headline_and_empty_ballots_count_for_it(alma, visitor):
    asked = {"seed": "los", "blank": True}
    missed, met = await make_poll(quorum=8, numbers=asked), await make_poll(quorum=8, numbers=asked)
    assert "müssen es 8 werden" in (await visitor.get(url(missed))).text
    assert (await alma.post(ballot(met), {})).status_code == 303
    for number in (missed, met):
        await filled(number, *["tempo"] * 7)
        await end(number)
    await actions.close_due()
    assert "Zu wenige haben abgestimmt: nötig waren 8</h1>" in (await visitor.get(url(missed))).text
    assert "hat die meisten Stimmen</h1>" in (await visitor.get(url(met))).text


async def test_the_table_for_programs_holds_back_what_the_page_does(visitor):
    number = await make_poll()
    await filled(number, *["tempo"] * 7, *["radweg"] * 6, "nichts")
    assert (await visitor.get(f"{url(number)}/result.csv")).status_code == 404
    await end(number)
    await actions.close_due()
    lines = (await visitor.get(f"{url(number)}/result.csv")).content.decode("utf-8-sig").splitlines()
    assert lines[:3] == [
        "option;title;place;value;share",
        "tempo;Tempo 30 auf der ganzen Länge;1;7;0.500000",
        "radweg;Radweg mit Bordstein;2;6;0.428571",
    ]
    assert all(line.endswith(";;") for line in lines[3:])


async def test_a_receipt_is_found_in_the_list_after_the_count(alma, visitor):
    number = await make_poll()
    await filled(number, *["tempo"] * 6)
    answer = await alma.submit(url(number), ballot(number), {"answer": "tempo"})
    text = (await alma.get(answer.headers["location"])).text
    receipt = text.split("Ihre Prüfnummer: ")[1][:19]
    assert (await visitor.get(f"{url(number)}/receipts")).status_code == 404
    await end(number)
    await actions.close_due()
    listed = (await visitor.get(f"{url(number)}/receipts")).text.split()
    assert receipt in listed
    assert listed == sorted(listed)
    assert "Ja. Diese Prüfnummer ist in der Liste" in await checked(visitor, number, receipt.lower())
    assert "ist nicht in der Liste" in await checked(visitor, number, "2222-2222-2222-2222")
    assert "keine Prüfnummer" in await checked(visitor, number, "ABCD")


async def checked(browser, number, receipt):
    answer = await browser.submit(url(number), f"{url(number)}/check", {"receipt": receipt})
    assert answer.status_code == 303
    assert receipt not in answer.headers["location"]
    return (await browser.get(answer.headers["location"])).text


async def test_an_editor_ends_a_poll_at_once_and_nobody_else_does(emin, alma, ada):
    number = await make_poll()
    for browser in (alma, ada):
        assert (await browser.post(f"{url(number)}/closing")).status_code == 403
        assert "Jetzt beenden" not in (await browser.get(url(number))).text
    answer = await emin.submit(url(number), f"{url(number)}/closing")
    assert answer.status_code == 303
    assert "Ergebnis" in (await alma.get(url(number))).text
    assert not sealing.key_path(number).exists()
    assert await fetch_value("SELECT closed_by FROM poll WHERE id = $1", number) == emin.id


async def test_a_draft_is_a_secret_of_the_editors(visitor, alma, emin):
    number = await make_poll(published=False)
    for browser in (visitor, alma):
        assert (await browser.get(url(number))).status_code == 404
    assert (await alma.post(ballot(number), {"answer": "tempo"})).status_code == 404
    assert (await emin.get(url(number))).status_code == 200
    assert "Wie soll die Lindenallee" not in (await visitor.get("/polls")).text


async def test_a_mood_may_show_its_standing(alma):
    number = await make_poll(secrecy=Secrecy.OPEN, results=Results.LIVE)
    await filled(number, *["tempo"] * 6)
    text = (await alma.get(url(number))).text
    assert "Alle Zahlen" in text
    assert "keine geheime Abstimmung" in text


async def test_lists_and_consultation_lead_to_the_poll(alma):
    here = await consultation()
    number = await make_poll(consultation_id=here)
    over = await make_poll()
    await end(over)
    await actions.close_due()
    for page in ("/polls", "/consultations/stadtgruen/polls"):
        assert f'href="/polls/{number}"' in (await alma.get(page)).text
    everywhere = (await alma.get("/polls")).text
    assert everywhere.index("Gerade offen") < everywhere.index("Abgeschlossen")
    assert "/consultations/stadtgruen/polls" in (await alma.get("/consultations/stadtgruen")).text
    assert (await alma.get("/search?q=Lindenallee")).text.count(f'href="/polls/{number}"') == 1


async def test_pages_cost_five_statements_at_most(alma):
    running, closed = await make_poll("resistance"), await make_poll()
    await filled(closed, *["tempo"] * 6)
    await end(closed)
    await actions.close_due()
    pages = ("", "/receipt", "/recount", "/integrity")
    for page in (url(running), "/polls", *(url(closed) + page for page in pages)):
        token = statements.set([])
        try:
            assert (await alma.get(page)).status_code == 200
            assert len(statements.get()) <= 5, (page, statements.get())
        finally:
            statements.reset(token)


async def test_the_pages_speak_english_where_somebody_chose_it(visitor):
    number = await make_poll("resistance")
    await visitor.post("/language", {"language": "en", "next": url(number)})
    assert "Secret, and once" in (await visitor.get(url(number))).text


async def test_too_many_ballots_at_once_are_told_to_wait_and_lose_nothing(alma):
    number = await make_poll()
    token = await alma.token()
    for _ in range(30):
        assert (await alma.post(ballot(number), {"answer": "tempo", "_token": token})).status_code == 303
    answer = await alma.post(ballot(number), {"answer": "radweg"})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1
    assert 'value="radweg" checked' in answer.text


@pytest.mark.parametrize("number", [0, 4_000_000_000, 10**18, 10**30])
async def test_a_poll_that_is_not_there_is_404_for_everybody(alma, emin, number):
    for answer in (
        await alma.get(url(number)),
        await alma.get(f"{url(number)}/receipts"),
        await alma.post(ballot(number), {"answer": "tempo"}),
        await emin.post(f"{url(number)}/closing"),
    ):
        assert answer.status_code == 404


async def test_a_hostile_title_stays_text(visitor):
    number = await make_poll()
    await execute("UPDATE poll SET title = '<script>x</script>' WHERE id = $1", number)
    assert "<script>x" not in (await visitor.get(url(number))).text
