"""Whose reports are heard sooner, how limits grow, and which bursts a program shows to people."""

from datetime import timedelta

import pytest

from moderation.coordination import bursts
from moderation.rules import LATER, SOONER, Lane, Reason, hearing, turn
from moderation.supports_watch import watch_supports
from participation.accounts.rules import address_pattern, growth
from participation.core import clock
from participation.core.db import execute, fetch_value
from participation.core.kinds import Support
from participation.settings import settings
from tests.moderation.test_journey import HIDE, KEEP, reported
from tests.people import create_person
from tests.proposals.factories import consultation, proposal

NOW = clock.now()


@pytest.mark.parametrize(
    ("held", "dismissed", "expected"),
    [
        (0, 0, 0),
        (2, 0, 0),
        (3, 0, SOONER),
        (3, 1, SOONER),
        (3, 2, 0),
        (1, 4, LATER),
        (0, 4, 0),
        (0, 5, LATER),
    ],
)
def test_what_became_of_earlier_reports_moves_the_turn(held, dismissed, expected):
    assert hearing(held, dismissed) == (expected or timedelta(0))


def test_nobodys_past_delays_what_is_urgent_or_live():
    assert turn(Lane.LIVE, Reason.SPAM, NOW, LATER) == NOW
    assert turn(Lane.NORMAL, Reason.CHILD_ABUSE, NOW, LATER) == NOW
    assert turn(Lane.NORMAL, Reason.HATE, NOW, SOONER) == NOW + SOONER
    assert turn(Lane.NORMAL, Reason.SPAM, NOW, LATER) == NOW + LATER


async def test_a_reporter_whose_reports_hold_is_heard_sooner_and_sees_no_score(
    wall, rules, visitor, bora, carla
):
    for number in range(3):
        await reported(bora, wall.add(f"Du Esel {number}"))
        await carla.post(f"/moderation/cases/{number + 1}/decision", HIDE)
    for number in range(5):
        card = wall.add(f"Harmlos {number}")
        await reported(visitor, card)
        await carla.post(f"/moderation/cases/{number + 4}/decision", KEEP)
    await reported(visitor, wall.add("Von der, die oft danebenlag"))
    await reported(visitor, wall.add("Von einer Neuen"), email="neu@example.org")
    await reported(bora, wall.add("Von der, die oft recht hatte"))
    page = (await carla.get("/moderation")).text
    order = [page.index(words) for words in ("oft recht hatte", "einer Neuen", "oft danebenlag")]
    assert order == sorted(order)
    due = await fetch_value("SELECT max(due_at) - min(due_at) FROM moderation_case WHERE state = 'open'")
    assert due < timedelta(minutes=1)
    case = (await carla.get("/moderation/cases/9")).text
    assert "Punkte" not in case
    assert "recht behalten" not in case


def test_limits_begin_at_one_and_grow_with_standing():
    days = timedelta(days=1)
    assert [growth(age * days, 4, clean=True) for age in (0, 6, 7, 89, 90)] == [1, 1, 2, 2, 4]
    assert growth(400 * days, 4, clean=False) == 1
    assert growth(400 * days, 1, clean=True) == 1


async def test_an_old_account_writes_more_and_a_warned_or_demo_one_does_not(alma):
    url = f"/proposals/{await proposal(await consultation())}"

    async def written() -> int:
        answers = [(await alma.post(f"{url}/comments", {"body": f"Nr. {n}"})).status_code for n in range(11)]
        assert set(answers) <= {303, 429}
        return answers.count(303)

    from participation.core.throttle import LIMITS

    assert await written() == 5
    LIMITS.clear()
    await execute("UPDATE person SET created_at = now() - interval '10 days'")
    assert await written() == 10
    LIMITS.clear()
    await execute("UPDATE person SET is_demo = true")
    assert await written() == 5
    LIMITS.clear()
    await execute("UPDATE person SET is_demo = false")
    await execute(
        "INSERT INTO sanction (person, kind, starts_at, cause_kind, cause_id) VALUES ($1, 'warning', now(), 'case', 1)",
        alma.id,
    )
    assert await written() == 5


async def test_a_city_may_limit_the_first_week(alma, monkeypatch):
    monkeypatch.setenv("PARTICIPATION_NEWCOMER_TEXTS", "2")
    settings.cache_clear()
    try:
        url = f"/proposals/{await proposal(await consultation())}"
        answers = [(await alma.post(f"{url}/comments", {"body": f"Nr. {n}"})).status_code for n in range(3)]
        assert answers == [303, 303, 429]
    finally:
        monkeypatch.undo()
        settings.cache_clear()


# --- bursts -------------------------------------------------------------------------------------------------


def supports(count, *, fresh, network="", pattern="", content=1):
    since = NOW - timedelta(hours=1 if fresh else 900)
    return [Support(content, n, NOW - timedelta(minutes=5), since, network, pattern) for n in range(count)]


@pytest.mark.parametrize(
    ("some", "raised"),
    [
        (supports(20, fresh=True), True),
        (supports(19, fresh=True), False),
        (supports(200, fresh=False), False),
        (supports(10, fresh=True, network="a"), True),
        (supports(10, fresh=True, pattern="u9@x"), True),
        (supports(9, fresh=True, network="a"), False),
        (supports(20, fresh=True) + supports(21, fresh=False), False),
    ],
)
def test_a_burst_is_many_new_accounts_at_once(some, raised):
    assert bool(bursts(some, NOW, 20)) is raised


def test_addresses_that_differ_in_figures_have_a_pattern_in_common():
    assert (
        address_pattern("user17@example.org") == address_pattern("user204@example.org") == "user9@example.org"
    )
    assert address_pattern("alma@example.org") == ""


async def test_a_burst_raises_one_case_and_takes_nothing_away(rules, carla, visitor):
    number = await proposal(await consultation())
    for n in range(12):
        person = await create_person(f"Neu {n}", f"neu{n}@example.org")
        await execute(
            "INSERT INTO support (proposal, person, created_at) VALUES ($1, $2, now())", number, person
        )
    await execute("UPDATE proposal SET supports_count = 12")
    assert await watch_supports() == 1
    assert await watch_supports() == 0
    case = await carla.get("/moderation/cases/1")
    assert "12 Unterstützungen in einer Stunde, davon 12 von neuen Konten" in case.text
    assert "neu3@" not in case.text
    assert "viele Unterstützungen auf einmal" in (await carla.get("/moderation?source=burst")).text
    assert 'data-supports="12"' in (await visitor.get(f"/proposals/{number}")).text
    carla.http.cookies.set("language", "en", domain="127.0.0.1")
    assert "12 supports in an hour" in (await carla.get("/moderation/cases/1")).text
    assert await fetch_value("SELECT count(*) FROM decision") == 0
