"""What is done by the clock: ending polls and counting them."""

from participation.core.jobs import every
from polls import actions, keys, publishing, turnout
from polls.voter import actions as voter


@every(1, "polls.close")
async def close_polls() -> None:
    await actions.close_due()


@every(60, "polls.keys")
async def destroy_keys() -> None:
    await keys.destroy_spent_keys()
    await keys.warn_of_missing()


@every(2, "polls.publish")
async def publish_results() -> None:
    await publishing.publish_missing()


@every(60, "polls.turnout")
async def note_turnout() -> None:
    await turnout.note()


@every(60, "polls.reminders")
async def send_reminders() -> None:
    await voter.send_due()
