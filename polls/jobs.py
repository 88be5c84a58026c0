"""What is done by the clock: ending polls and counting them."""

from participation.core.jobs import every
from polls import actions
from polls.voter import actions as voter


@every(1, "polls.close")
async def close_polls() -> None:
    await actions.close_due()


@every(60, "polls.keys")
async def destroy_keys() -> None:
    await actions.destroy_spent_keys()


@every(60, "polls.reminders")
async def send_reminders() -> None:
    await voter.send_due()
