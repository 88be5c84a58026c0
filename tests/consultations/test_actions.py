import asyncio
from datetime import datetime, timedelta

import asyncpg
import pytest
from litestar.exceptions import NotFoundException

from participation.consultations import phases
from participation.consultations.actions import (
    PhaseDraft,
    add_category,
    archive,
    create_district,
    end_phase,
    publish,
    require_open,
)
from participation.consultations.queries import (
    categories_of,
    consultation_by_slug,
    consultation_heads,
    districts,
    phases_of,
)
from participation.core import clock
from participation.core.db import fetch_value, unit_of_work
from participation.core.errors import Refused
from tests.consultations.factories import DAY, collecting, make_consultation

FEATURE = "tests.act"


@pytest.fixture(autouse=True)
def feature():
    before = phases.get("collect")
    phases.open_in("collect", FEATURE)
    yield
    phases.register(before)


async def ask(number: int) -> None:
    async with unit_of_work():
        await require_open(number, FEATURE)


async def test_a_consultation_comes_back_as_it_was_made(db):
    nord = await create_district("nord", "Nordstadt")
    await make_consultation(
        body="**Wichtig**, [hier](javascript:alert(1))",
        plain_body="Es ist heiß.",
        open_points=["wo", "welche"],
        fixed_points=["wie viele"],
        goals=["Schatten"],
        district_id=nord,
        categories=[("b", "Bäume"), ("a", "Anderes")],
    )
    found = await consultation_by_slug("baeume")
    assert "<strong>Wichtig</strong>" in found.body_html
    assert "href" not in found.body_html
    assert (found.open_points, found.fixed_points, found.goals) == (
        ["wo", "welche"],
        ["wie viele"],
        ["Schatten"],
    )
    assert found.head.district.name == "Nordstadt"
    assert [c.slug for c in found.categories] == ["b", "a"] == [c.slug for c in await categories_of(found.id)]
    assert await consultation_by_slug("nirgends") is None


async def test_a_bad_address_or_kind_of_phase_is_refused_before_anything_is_written(db):
    with pytest.raises(ValueError, match="address"):
        await make_consultation("Mehr Grün")
    with pytest.raises(ValueError, match="kind of phase"):
        await make_consultation(phases=[PhaseDraft("party", "Fest", clock.now())])
    with pytest.raises(asyncpg.CheckViolationError):
        await make_consultation(phases=[PhaseDraft("collect", "Rückwärts", clock.now(), clock.now() - DAY)])
    assert await fetch_value("SELECT count(*) FROM consultation") == 0


async def test_districts_are_sorted_as_people_expect(db):
    for slug, name in [("s", "Süd"), ("o", "Österberg"), ("p", "Pforte"), ("n", "Nord")]:
        await create_district(slug, name)
    again = await create_district("n", "Norden")
    assert [d.name for d in await districts()] == ["Norden", "Österberg", "Pforte", "Süd"]
    assert again == (await districts())[0].id


async def test_an_act_is_possible_exactly_while_its_phase_runs(db):
    number = await make_consultation(phases=[collecting(days_ago=1, days_left=1)])
    start = clock.now()
    await ask(number)
    for moment in (start - 1.5 * DAY, start + 1.5 * DAY):
        with clock.frozen(moment), pytest.raises(Refused) as refused:
            await ask(number)
        assert refused.value.status == 409
        assert refused.value.key == "phase-closed"
        assert " – " in refused.value.values["period"]


async def test_who_asks_for_what_never_opens_hears_that(db):
    number = await make_consultation(phases=[PhaseDraft("inform", "Informieren", clock.now() - DAY)])
    with pytest.raises(Refused) as refused:
        await ask(number)
    assert refused.value.key == "phase-never"


async def test_an_archived_consultation_is_closed_and_a_draft_does_not_exist(db):
    number = await make_consultation()
    await archive(number)
    with pytest.raises(Refused):
        await ask(number)
    draft = await make_consultation("entwurf", published_at=None)
    for unknown in (draft, 999_999):
        with pytest.raises(NotFoundException):
            await ask(unknown)
    await publish(draft)
    await ask(draft)


async def test_publishing_twice_keeps_the_first_day(db):
    number = await make_consultation(published_at=None)
    await publish(number)
    first = (await consultation_heads([number]))[number].published_at
    await publish(number, at=clock.now() + DAY)
    assert (await consultation_heads([number]))[number].published_at == first
    assert isinstance(first, datetime)


async def test_the_end_of_a_phase_waits_for_an_act_that_began_before(db):
    number = await make_consultation()
    running = (await phases_of([number]))[number][0]
    order = []

    async def act():
        async with unit_of_work():
            await require_open(number, FEATURE)
            began.set()
            await asyncio.sleep(0.2)
            order.append("act")

    async def end():
        await began.wait()
        await end_phase(running.id)
        order.append("end")

    began = asyncio.Event()
    await asyncio.gather(act(), end())
    assert order == ["act", "end"]
    with clock.frozen(clock.now() + timedelta(seconds=1)), pytest.raises(Refused):
        await ask(number)


async def test_a_category_is_there_once(db):
    number = await make_consultation(categories=[("a", "Alt")])
    assert await add_category(number, "a", "Neu") == (await categories_of(number))[0].id
    assert [c.title for c in await categories_of(number)] == ["Neu"]
