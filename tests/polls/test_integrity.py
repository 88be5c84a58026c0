"""The integrity report: what it counts, and what it keeps to itself."""

import json
from datetime import datetime, timedelta

from participation.accounts.actor import Actor
from participation.core.clock import now
from participation.core.db import fetch
from polls import actions, networks, publishing, turnout
from polls.ballots.registry import KINDS
from polls.ballots.shape import Choices, Question, Text, to_text
from polls.integrity import BURST, Seen, report, report_of_parts
from polls.life import Secrecy
from polls.queries import poll as poll_by_id
from polls.queries import receipts
from polls.questionnaire import actions as sheet
from polls.questionnaire.queries import parts_of, questions_of
from polls.questionnaire.rules import Part
from polls.questionnaire.rules import to_text as answers_to_text
from polls.reporting import show
from tests.people import create_person
from tests.polls.factories import OPTIONS, end, make_poll
from tests.polls.test_questionnaire import ready

KEYS = tuple(option.key for option in OPTIONS)
ASKED = Question(options=KEYS, blank=True, seed="s")


def seen(key, number, **more):
    return [Seen(to_text(Choices((key,))), **more)] * number


def told(ballots, kind="one-choice"):
    return json.loads(report(KINDS[kind], ASKED, ballots))


def test_a_group_of_fewer_than_five_is_not_told():
    found = told(seen("tempo", 30) + seen("radweg", 4, fresh=True))
    assert found["groups"]["fresh"] == {"people": None, "same": None}
    assert found["together"] is None


def test_whether_the_result_would_be_another_is_told_of_each_group():
    ballots = seen("tempo", 30) + seen("radweg", 20) + seen("radweg", 15, fresh=True)
    assert told(ballots)["groups"]["fresh"] == {"people": 15, "same": False}
    assert told(ballots + seen("radweg", 40))["groups"]["fresh"]["same"]


def test_rows_without_a_group_are_told_only_where_no_row_shows_a_few():
    ballots = [one for key in KEYS for one in seen(key, 20) + seen(key, 6, fresh=True)]
    found = told(ballots)["together"]
    assert found["people"] == 24
    assert set(found["rows"].values()) == {20}
    assert told(ballots + seen("tempo", 4, unverified=True))["together"]["people"] == 28
    assert (
        told([*ballots, *seen("tempo", 20), *[one for one in ballots if one.fresh][:-2]])["together"]
        is not None
    )
    few = [one for one in ballots if not (one.fresh and "nichts" in one.text)] + seen("nichts", 3, fresh=True)
    assert told(few)["together"] is None


def test_a_burst_is_many_from_one_network_in_one_hour():
    ballots = seen("tempo", 40, mark="") + seen("radweg", BURST - 1, mark="aa") + seen("radweg", 9, mark="bb")
    assert told(ballots)["groups"]["bursts"]["people"] is None
    assert told(ballots + seen("radweg", 1, mark="aa"))["groups"]["bursts"]["people"] == BURST


def test_a_mark_says_neither_network_nor_hour_and_is_equal_only_within_both():
    key, noon = b"k" * 32, datetime.fromisoformat("2026-11-20T12:00:00+01:00")
    one = networks.mark(key, networks.prefix("203.0.113.7"), noon)
    assert len(one) == 8
    assert one == networks.mark(key, networks.prefix("203.0.113.250"), noon + timedelta(minutes=59))
    others = {
        networks.mark(key, networks.prefix("203.0.113.7"), noon + timedelta(minutes=60)),
        networks.mark(key, networks.prefix("203.0.114.7"), noon),
        networks.mark(b"x" * 32, networks.prefix("203.0.113.7"), noon),
        networks.mark(key, networks.prefix("2001:db8:1:2::1"), noon),
    }
    assert len(others | {one}) == 5
    assert networks.prefix("2001:db8:1:2::1") == networks.prefix("2001:db8:1:ffff::9") == "2001:db8:1::/48"
    assert networks.prefix("::ffff:203.0.113.9") == "203.0.113.0/24"
    assert networks.mark(key, networks.prefix("unix"), noon) == ""


async def test_a_mood_is_marked_too_and_its_bursts_are_told(visitor, monkeypatch):
    number = await make_poll(secrecy=Secrecy.OPEN)
    found = await poll_by_id(number, None)
    moment = now()
    with monkeypatch.context() as hour:
        hour.setattr(actions, "now", lambda: moment)
        for place in range(BURST + 6):
            person = actions.Actor(await create_person(f"P{place}"), "P")
            network = networks.prefix("203.0.113.7" if place < BURST else f"10.0.{place}.1")
            await actions.cast(person, found, Choices(("tempo",)), network)
    kept = [row["receipt"] for row in await fetch("SELECT receipt FROM poll_vote")]
    assert len({text.split(" ")[1] for text in kept}) == 7
    assert not any("203.0.113" in text for text in kept)
    await end(number)
    await actions.close_due()
    assert sorted(await receipts(number)) == sorted(text.split(" ")[0] for text in kept)
    assert (await publishing.report(number))["groups"]["bursts"]["people"] == BURST
    page = (await visitor.get(f"/polls/{number}/integrity")).text
    assert "wurde hier nicht festgehalten" not in page
    assert not [row for row in await fetch("SELECT receipt FROM poll_ballot") if " " in row["receipt"]]


async def test_the_turnout_is_noted_by_the_hour_and_never_for_fewer_than_five(db):
    number = await make_poll()
    found = await poll_by_id(number, None)
    hour = now().replace(minute=0, second=0, microsecond=0)

    async def vote(people):
        for place in range(people):
            person = actions.Actor(await create_person(f"P{place}"), "P")
            await actions.cast(person, found, Choices(("tempo",)))

    async def noted():
        return [row["votes"] for row in await fetch("SELECT votes FROM poll_turnout ORDER BY hour")]

    await vote(4)
    await turnout.note(hour)
    assert await noted() == []
    await vote(2)
    await turnout.note(hour + timedelta(minutes=30))
    assert await noted() == []
    await turnout.note(hour + timedelta(seconds=59))
    await turnout.note(hour + timedelta(seconds=119))
    assert await noted() == [6]
    await vote(4)
    await turnout.note(hour + timedelta(hours=1))
    assert await noted() == [6]
    await vote(1)
    await turnout.note(hour + timedelta(hours=2))
    assert await noted() == [6, 11]


async def test_a_long_poll_is_shown_by_the_days_of_the_city(db):
    found = await poll_by_id(await make_poll(), None)
    begin = datetime.fromisoformat("2026-11-10T20:00:00+00:00")
    rows = [[(begin + timedelta(hours=hour)).isoformat(), 5 * hour + 5] for hour in range(80)]
    days = [label for label, _, _ in show("de", found, {"turnout": rows}, None).turnout]
    assert len(days) == len(set(days)) == 5


def parts():
    return [
        Part(1, KINDS["one-choice"], Question(options=("ja", "nein")), required=True),
        Part(2, KINDS["open"], Question(), required=False),
    ]


def filled(key, number, **more):
    return [Seen(answers_to_text({1: Choices((key,)), 2: Text("Mehr Wald")}), **more)] * number


def test_of_a_questionnaire_it_says_whether_every_question_would_end_the_same():
    ballots = filled("ja", 30) + filled("nein", 20, unverified=True)
    found = json.loads(report_of_parts(parts(), ballots + filled("nein", 12, fresh=True)))
    assert found["voters"] == 62
    assert found["groups"]["fresh"] == {"people": 12, "same": False}
    assert found["groups"]["unverified"] == {"people": 20, "same": False}
    assert found["together"] is None
    found = json.loads(report_of_parts(parts(), ballots + filled("nein", 4, fresh=True)))
    assert found["groups"]["fresh"] == {"people": None, "same": None}
    assert found["groups"]["unverified"] == {"people": 20, "same": True}
    assert "Wald" not in json.dumps(found)


async def test_a_questionnaire_has_its_report_on_a_page(emin, visitor):
    number = await ready(emin)
    people = [Actor(await create_person(f"P{n}"), "P") for n in range(6)]
    found = await poll_by_id(number, None)
    asked = parts_of(await questions_of(found))
    for person in people:
        for part in asked:
            ballot = Text("Bäume") if part.kind.name == "open" else Choices((part.question.options[0],))
            await sheet.answer(person.id, found, asked, part.id, ballot)
        await sheet.hand_in(person, found, asked, "")
    await end(number)
    await actions.close_due()
    page = await visitor.get(f"/polls/{number}/integrity")
    assert page.status_code == 200
    assert "Wohnsitz nicht geprüft" in page.text
    assert f"/polls/{number}/integrity" in (await visitor.get(f"/polls/{number}")).text
