import asyncio
from datetime import timedelta

import asyncpg
import pytest

from moderation import actions, reports
from moderation.case_queries import case_by_id
from moderation.forms import DecisionDraft, ReportDraft
from moderation.house import DEFAULTS, RuleText, ensure_rules, seed_rules
from moderation.jobs import forget_reporters
from moderation.ledger import ledger
from moderation.queries import current_rules, queue
from moderation.rules import Action, Reason
from participation.core import clock, db
from participation.core.db import execute, fetch, fetch_one, fetch_value
from participation.core.errors import Refused
from tests.moderation.mails import mails
from tests.people import create_person

INSULT = ReportDraft(Reason.INSULT, "Das trifft mich.", None, None)
HIDE = DecisionDraft(Action.HIDE, "angriffe", "Der Satz beleidigt einen Menschen.")
KEEP = DecisionDraft(Action.KEEP, "angriffe", "Hart, aber zur Sache.")


@pytest.fixture
async def cast(rules):
    names = ("alma", "bora", "carla", "cem")
    return {name: await create_person(name.title(), f"{name}@example.org") for name in names}


@pytest.fixture
async def case(wall, cast):
    card = wall.add("Du Esel", cast["alma"])
    return (await reports.report(card, INSULT, person=cast["bora"], locale="de")).case_id


async def test_rules_stand_without_anybody_writing_them_and_change_only_by_a_new_version(rules):
    await ensure_rules()
    assert [rule.slug for rule in await current_rules()] == [text.slug for text in DEFAULTS]
    changed = RuleText(1, "thema", "Zur Sache", "Neu.", "To the point", "New.")
    await seed_rules([changed])
    await seed_rules([changed])
    assert (await current_rules())[0].title == "Zur Sache"
    assert await fetch_value("SELECT count(*) FROM house_rule WHERE slug = 'thema'") == 2


async def test_reports_on_one_content_join_one_case_and_count_once_per_person(wall, cast):
    card = wall.add("Du Esel", cast["alma"])
    people = [cast["bora"], cast["carla"], cast["cem"], None, None, cast["bora"]]
    filed = await asyncio.gather(
        *(reports.report(card, INSULT, person=person, locale="de") for person in people)
    )
    assert len({one.case_id for one in filed}) == 1
    assert sorted(one.again for one in filed) == [False] * 5 + [True]
    assert await fetch_value("SELECT last FROM moderation_case_counter") == 1


async def test_case_numbers_have_no_gaps(wall, cast):
    cards = [wall.add(f"Zettel {n}") for n in range(8)]
    await asyncio.gather(*(reports.report(card, INSULT, person=None, locale="de") for card in cards))
    numbers = [row["number"] for row in await fetch("SELECT number FROM moderation_case ORDER BY number")]
    assert [number[-4:] for number in numbers] == [f"{n:04d}" for n in range(1, 9)]


async def test_of_two_deciding_at_once_one_wins_and_the_other_hears_who(case, cast, wall):
    results = await asyncio.gather(
        actions.decide(case, HIDE, person=cast["carla"]),
        actions.decide(case, KEEP, person=cast["cem"]),
        actions.decide(case, HIDE, person=cast["bora"]),
        return_exceptions=True,
    )
    lost = [one for one in results if isinstance(one, Refused)]
    assert len(lost) == 2
    winner = await fetch_one("SELECT p.display_name FROM decision d JOIN person p ON p.id = d.decided_by")
    assert {(one.status, one.key, one.values["who"]) for one in lost} == {
        (409, "case-decided", winner["display_name"])
    }


async def test_of_two_claiming_at_once_one_wins(case, cast):
    results = await asyncio.gather(
        actions.claim(case, cast["carla"]), actions.claim(case, cast["cem"]), return_exceptions=True
    )
    assert [type(one) for one in results].count(Refused) == 1


async def test_an_idle_claim_binds_nobody(case, cast):
    await actions.claim(case, cast["cem"])
    with pytest.raises(Refused, match="case-taken"):
        await actions.decide(case, HIDE, person=cast["carla"])
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        await actions.claim(case, cast["carla"])
        with pytest.raises(Refused, match="case-taken"):
            await actions.claim(case, cast["cem"])


async def test_nobody_decides_about_their_own_words(wall, cast):
    card = wall.add("Von Carla", cast["carla"])
    filed = await reports.report(card, INSULT, person=cast["bora"], locale="de")
    for attempt in (
        actions.claim(filed.case_id, cast["carla"]),
        actions.decide(filed.case_id, KEEP, person=cast["carla"]),
    ):
        with pytest.raises(Refused, match="case-own-content"):
            await attempt


@pytest.mark.parametrize("step", ["_tell", "take_effect"])
async def test_a_decision_takes_effect_with_its_audit_entry_or_not_at_all(
    step, case, cast, wall, monkeypatch
):
    async def broken(*_, **__):
        raise RuntimeError

    sent = await fetch_value("SELECT count(*) FROM outbox_entry")
    monkeypatch.setattr(actions, step, broken)
    with pytest.raises(RuntimeError):
        await actions.decide(case, HIDE, person=cast["carla"])
    assert await fetch_value("SELECT count(*) FROM decision") == 0
    assert await fetch_value("SELECT count(*) FROM audit_entry") == 0
    assert await fetch_value("SELECT count(*) FROM outbox_entry") == sent
    assert (await case_by_id(case, cast["carla"])).state == "open"


async def test_an_appeal_is_judged_by_another_and_brings_the_content_back(case, cast, wall):
    await actions.decide(case, HIDE, person=cast["carla"])
    assert wall.notes[1].hidden
    assert wall.tombstones[1].rule_slug == "angriffe"
    await actions.appeal(case, "Das war ein Zitat.")
    with pytest.raises(Refused, match="appeal-twice"):
        await actions.appeal(case, "Noch einmal.")
    for attempt in (actions.claim(case, cast["carla"]), actions.decide(case, KEEP, person=cast["carla"])):
        with pytest.raises(Refused, match="case-needs-another"):
            await attempt
    await actions.decide(case, KEEP, person=cast["cem"])
    assert not wall.notes[1].hidden
    assert wall.acts == [("hide", 1), ("restore", 1)]
    with pytest.raises(Refused, match="case-decided"):
        await actions.decide(case, HIDE, person=cast["cem"])
    acts = [row["act"] for row in await fetch("SELECT act FROM audit_entry ORDER BY id")]
    assert acts == ["decision.made", "appeal.decided"]


async def test_of_two_appeals_at_once_one_counts(case, cast, wall):
    await actions.decide(case, HIDE, person=cast["carla"])
    results = await asyncio.gather(*(actions.appeal(case, "Nein.") for _ in range(5)), return_exceptions=True)
    assert [type(one) for one in results].count(Refused) == 4


async def test_a_new_report_after_a_decision_opens_a_new_case(case, cast, wall):
    await actions.decide(case, KEEP, person=cast["carla"])
    again = await reports.report(wall.notes[1], INSULT, person=cast["bora"], locale="de")
    assert again.case_id != case


_INSERT = "INSERT INTO decision (case_id, instance, action, rule, reason, decided_by, decided_at, due_at, token_hash)"


@pytest.mark.parametrize(
    "statement",
    [
        _INSERT + " VALUES ($1, 1, 'hide', NULL, 'weil', $2, now(), now(), 'x')",
        _INSERT + " VALUES ($1, 1, 'hide', 1, '  ', $2, now(), now(), 'x')",
        _INSERT + " VALUES ($1, 1, 'burn', 1, 'weil', $2, now(), now(), 'x')",
    ],
)
async def test_the_database_itself_refuses_a_decision_without_rule_or_reason(case, cast, statement):
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await execute(statement, case, cast["carla"])


async def test_the_token_is_kept_only_as_a_hash(case, cast, wall):
    await actions.decide(case, HIDE, person=cast["carla"])
    ((_, mail),) = await mails("alma@example.org")
    token = mail.split("/decisions/")[1].split()[0]
    assert len(token) == 32
    stored = await fetch_value("SELECT token_hash FROM decision")
    assert len(stored) == 32
    assert token.encode() not in stored


async def test_live_cases_stand_in_a_lane_of_their_own_and_lists_cost_one_statement(wall, cast):
    for n in range(25):
        await reports.report(wall.add(f"Zettel {n}"), INSULT, person=None, locale="de")
    await reports.report(wall.add("Im Saal", live=True), INSULT, person=None, locale="de")
    noted: list[str] = []
    token = db.statements.set(noted)
    try:
        first = await queue(cast["carla"])
    finally:
        db.statements.reset(token)
    assert len(noted) == 1
    assert [line.teaser for line in first.live] == ["Im Saal"]
    assert first.total == 26
    assert [line.teaser for line in first.normal[:2]] == ["Zettel 0", "Zettel 1"]
    assert len(first.normal) == 20
    far = await queue(cast["carla"], page=99)
    assert [line.teaser for line in far.normal] == [f"Zettel {n}" for n in range(20, 25)]
    assert far.page.number == 2
    assert (await queue(cast["carla"], newest=True)).normal[0].teaser == "Zettel 24"
    assert [line.teaser for line in (await queue(cast["carla"], search="ZETTEL 13")).normal] == ["Zettel 13"]


async def test_the_queue_can_be_narrowed(wall, cast):
    late = await reports.report(wall.add("alt"), INSULT, person=None, locale="de")
    mine = await reports.report(wall.add("meins"), INSULT, person=None, locale="de")
    await actions.claim(mine.case_id, cast["carla"])
    await execute("UPDATE moderation_case SET due_at = now() - interval '1 hour' WHERE id = $1", late.case_id)
    found = await queue(cast["carla"], kept="mine")
    assert ([line.id for line in found.normal], found.mine) == ([mine.case_id], 1)
    found = await queue(cast["carla"], kept="overdue")
    assert ([line.id for line in found.normal], found.overdue) == ([late.case_id], 1)
    found = await queue(cast["carla"], kept="appeals")
    assert (found.normal, found.total) == ([], 2)
    seen = await queue(cast["cem"])
    assert [(line.claimer, line.mine) for line in seen.normal] == [(None, False), ("Carla", False)]


async def test_the_ledger_counts_what_happened(case, cast, wall):
    await actions.decide(case, HIDE, person=cast["carla"])
    await actions.appeal(case, "Zitat.")
    await actions.decide(case, KEEP, person=cast["cem"])
    other = await reports.report(wall.add("gut"), INSULT, person=None, locale="de")
    await actions.decide(other.case_id, KEEP, person=cast["carla"])
    figures = await ledger()
    assert (figures.reports, figures.contents, figures.kept, figures.hidden) == (2, 2, 1, 1)
    assert (figures.appeals, figures.reversed, figures.upheld, figures.appeals_open) == (1, 1, 0, 0)
    assert [(rule.title, rule.count) for rule in figures.rules] == [("Keine Angriffe auf Personen", 1)]
    assert len(figures.months) == 12
    assert figures.months[-1].reports == 2
    assert {past.outcome for past in figures.recent} == {None, "reversed"}


async def test_addresses_of_reporters_are_forgotten_in_time(wall, cast):
    draft = ReportDraft(Reason.SPAM, "", "wer@example.org", "Wer")
    filed = await reports.report(wall.add("Kauft!"), draft, person=None, locale="de")
    with clock.frozen(clock.now() + timedelta(days=400)):
        await forget_reporters()
    assert await fetch_value("SELECT reporter_email FROM report") == "wer@example.org"
    await actions.decide(filed.case_id, KEEP, person=cast["carla"])
    with clock.frozen(clock.now() + timedelta(days=216)):
        await forget_reporters()
    assert (
        await fetch_value(
            "SELECT count(*) FROM report WHERE reporter_email IS NULL AND reporter_name IS NULL"
        )
        == 1
    )


async def test_a_name_can_be_withheld_and_brought_back(cast):
    from moderation import content
    from participation.core.kinds import Tombstone

    await content.hide(cast["alma"], Tombstone("Regel", "angriffe", clock.now()))
    await content.hide(cast["alma"], Tombstone("Regel", "angriffe", clock.now()))
    assert (
        await fetch_value("SELECT display_name FROM person WHERE id = $1", cast["alma"])
        == "Name ausgeblendet"
    )
    card = (await content.cards([cast["alma"]]))[cast["alma"]]
    assert (card.hidden, card.text) == (True, "Alma")
    await content.restore(cast["alma"])
    assert await fetch_value("SELECT display_name FROM person WHERE id = $1", cast["alma"]) == "Alma"
