"""A plan on display, and somebody who states something on it."""

from datetime import timedelta

from participation.core import clock
from participation.core.clock import now, today
from participation.plans import stating
from participation.plans.rules.display import Period, last_day
from participation.plans.statement_forms import Days
from tests.plans.factories import place, text

DAY = timedelta(days=1)
SAID = {
    "name": "Wilhelmine Zaunkönig",
    "address": "Kanariengasse 17\n12345 Musterstadt",
    "body": "Der Plan vergisst die Kita am Gleis.",
    "sure": "1",
}
ORIGIN = {"Origin": "http://127.0.0.1:8000"}


async def displayed(*, starts_in: int = 0) -> int:
    """A plan whose display was confirmed the day before it begins."""
    number = await text(where=await place(kind="display"))
    starts = today() + starts_in * DAY
    with clock.frozen(now() + (min(starts_in, 0) - 2) * DAY if starts_in <= 0 else now()):
        await stating.confirm(1, number, Days(starts - 2 * DAY, Period(starts, last_day(starts))))
    return number


async def state(browser, number=1, **fields):
    url = f"/texts/{number}/statements"
    return await browser.submit(f"{url}/new", url, {**SAID, **fields})
