"""The ballot on money, without a script: choose, see the sum, send; and what is refused."""

import pytest

from participation.budgeting.rules.life import Method
from participation.core.db import execute, fetch_value, statements
from polls import sealing
from polls.life import Voters
from tests.budgeting.factories import cast, end, make_budget, voting
from tests.people import Fields


def ballot(found):
    return f"{found.url}/ballot"


async def rows():
    return await fetch_value("SELECT count(*) FROM poll_vote")


async def fill(browser, found, fields):
    return await browser.submit(found.url, ballot(found), fields)


@pytest.mark.parametrize("method", Method)
async def test_a_ballot_is_found_filled_and_changed_without_script(alma, method):
    found, keys = await voting(method)
    first, second = (
        ({f"answer-{keys['Brunnen']}": "4"}, {f"answer-{keys['Bänke']}": "10"})
        if method is Method.POINTS
        else ({"answer": keys["Brunnen"]}, {"answer": keys["Bänke"]})
    )
    answer = await fill(alma, found, first)
    assert answer.status_code == 303
    page = (await alma.get(answer.headers["location"])).text
    assert "Ihre Prüfnummer" in page
    assert "Sie haben abgestimmt" in page
    assert "Stimme ändern" in page
    assert (await fill(alma, found, second)).status_code == 303
    assert await rows() == 1


async def test_the_sum_comes_back_after_each_asking_and_nothing_is_stored(alma):
    found, keys = await voting()
    fields = {"answer": [keys["Brunnen"], keys["Bänke"]], "sum": "1"}
    answer = await alma.post(ballot(found), fields)
    assert answer.status_code == 200
    assert "2 gewählt, zusammen 40.000 Euro. Es bleiben 20.000 Euro." in answer.text
    form = next(form for form in Fields(answer.text).forms if form["action"] == ballot(found))
    assert form["fields"]["answer"] in {keys["Brunnen"], keys["Bänke"]}
    assert answer.text.count(" checked") == 2
    answer = await alma.post(ballot(found), {"answer": list(keys.values()), "sum": "1"})
    assert "3 gewählt, zusammen 90.000 Euro. Das sind 30.000 Euro zu viel." in answer.text
    assert await rows() == 0


async def test_points_are_summed_up_too(alma):
    found, keys = await voting(Method.POINTS)
    fields = {f"answer-{keys['Brunnen']}": "4", f"answer-{keys['Bühne']}": "5", "sum": "1"}
    assert "9 Punkte verteilt. Es bleiben 1." in (await alma.post(ballot(found), fields)).text
    fields[f"answer-{keys['Bühne']}"] = "9"
    assert "13 Punkte verteilt. Das sind 3 zu viel." in (await alma.post(ballot(found), fields)).text


WRONG = [
    (Method.KNAPSACK, ["Brunnen", "Bühne"], "kostet zusammen 20000 Euro mehr"),
    (Method.KNAPSACK, [], "Er ist noch leer"),
    (Method.KNAPSACK, ["mond"], "steht nicht zur Wahl"),
    (Method.KNAPSACK, ["-1"], "steht nicht zur Wahl"),
    (Method.APPROVAL, ["mond"], "steht nicht zur Wahl"),
    (Method.POINTS, {"Brunnen": "-1"}, "nur eine ganze Zahl von 1 bis 10"),
    (Method.POINTS, {"Brunnen": "6", "Bühne": "5"}, "11 Punkte verteilt, möglich sind 10"),
    (Method.POINTS, {"Brunnen": "1e9"}, "nur eine ganze Zahl"),
    (Method.POINTS, {"Brunnen": "9" * 500}, "nur eine ganze Zahl"),
    (Method.POINTS, {"mond": "3"}, "steht nicht zur Wahl"),
]


@pytest.mark.parametrize(("method", "wanted", "sentence"), WRONG)
async def test_nonsense_is_refused_with_a_sentence_and_nothing_is_stored(alma, method, wanted, sentence):
    found, keys = await voting(method)
    if isinstance(wanted, dict):
        fields = {f"answer-{keys.get(title, title)}": given for title, given in wanted.items()}
    else:
        fields = {"answer": [keys.get(title, title) for title in wanted]}
    answer = await alma.post(ballot(found), fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'href="#answer-' in answer.text
    assert await rows() == 0


async def test_the_page_of_the_poll_itself_takes_no_dearer_ballot(alma):
    found, keys = await voting()
    fields = {"answer": [keys["Brunnen"], keys["Bühne"]]}
    answer = await alma.post(f"/polls/{found.poll_id}/ballot", fields)
    assert answer.status_code == 422
    assert "mehr, als Geld da ist" in answer.text
    assert await rows() == 0


async def test_at_most_so_many_projects(alma):
    found, keys = await voting(Method.APPROVAL, most=2)
    answer = await alma.post(ballot(found), {"answer": list(keys.values())})
    assert answer.status_code == 422
    assert "höchstens 2" in answer.text
    assert (await alma.post(ballot(found), {"answer": [keys["Brunnen"], keys["Bühne"]]})).status_code == 303


async def test_before_and_after_the_vote_nothing_is_stored(alma):
    found = await make_budget()
    assert (await alma.post(ballot(found), {"answer": "1"})).status_code == 409
    found, keys = await voting(where=found.consultation_id)
    await cast(found, *[[keys["Brunnen"]]] * 5)
    await execute("UPDATE poll SET opens_at = now() + interval '1 hour' WHERE id = $1", found.poll_id)
    assert (await alma.post(ballot(found), {"answer": keys["Brunnen"]})).status_code == 409
    await execute("UPDATE poll SET opens_at = now() - interval '1 day' WHERE id = $1", found.poll_id)
    await end(found)
    answer = await alma.post(ballot(found), {"answer": keys["Brunnen"]})
    assert answer.status_code == 409
    assert "nicht mehr angenommen" in answer.text
    assert await fetch_value("SELECT ballots FROM poll WHERE id = $1", found.poll_id) == 5


async def test_the_ballots_lie_sealed_and_show_nobody_what_was_chosen(alma):
    found, keys = await voting()
    await fill(alma, found, {"answer": keys["Brunnen"]})
    assert (
        await fetch_value("SELECT count(*) FROM poll_vote WHERE sealed IS NOT NULL AND ballot IS NULL") == 1
    )
    assert sealing.key_path(found.poll_id).exists()
    assert " checked" not in (await alma.get(found.url)).text
    await end(found)
    assert not sealing.key_path(found.poll_id).exists()


async def test_visitors_see_projects_and_costs_and_the_way_to_sign_in(visitor):
    found, _ = await voting()
    text = (await visitor.get(found.url)).text
    assert "30.000 Euro" in text
    assert f"/login?next={found.url}" in text
    assert (await visitor.post(ballot(found), {"answer": "1"})).status_code == 403


async def test_people_meet_the_projects_in_different_orders(people, visitor):
    found, keys = await voting(costs={f"Projekt {n}": 100 for n in range(12)}, method=Method.APPROVAL)
    orders = set()
    for name in ("alma", "bora", "konrad"):
        text = (await (await people.person(name)).get(found.url)).text
        orders.add(tuple(sorted(keys.values(), key=lambda key: text.index(f'value="{key}"'))))
    assert len(orders) > 1


async def test_only_whom_the_pot_is_for_may_vote(alma):
    found, keys = await voting(voters=Voters.VERIFIED)
    answer = await alma.post(ballot(found), {"answer": keys["Brunnen"]})
    assert answer.status_code == 403
    assert await rows() == 0


async def test_too_many_ballots_at_once_are_told_to_wait_and_lose_nothing(alma):
    found, keys = await voting()
    token = await alma.token()
    for _ in range(30):
        fields = {"answer": keys["Brunnen"], "_token": token}
        assert (await alma.post(ballot(found), fields)).status_code == 303
    answer = await alma.post(ballot(found), {"answer": keys["Bänke"]})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1
    assert answer.text.count(" checked") == 1


async def test_the_consultation_and_the_poll_lead_to_the_budget(visitor):
    found, _ = await voting()
    await execute("UPDATE phase SET starts_at = now() - interval '1 minute' WHERE kind = 'vote'")
    text = (await visitor.get("/consultations/geld")).text
    assert 'href="/consultations/geld/budget"' in text
    assert "Geld verteilen" in text
    assert (await visitor.get(f"/polls/{found.poll_id}")).headers["location"] == found.url


async def test_a_hostile_title_stays_text(visitor):
    found, _ = await voting(costs={"<script>x</script>": 100})
    assert "<script>x" not in (await visitor.get(found.url)).text


async def test_the_ballot_costs_six_statements(alma):
    found, _ = await voting(costs={f"Projekt {n}": 100 for n in range(20)}, method=Method.APPROVAL)
    await alma.get(found.url)
    token = statements.set([])
    try:
        assert (await alma.get(found.url)).status_code == 200
        assert len(statements.get()) <= 6, statements.get()
    finally:
        statements.reset(token)
