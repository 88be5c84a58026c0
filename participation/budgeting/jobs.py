"""What is done by the clock: working out results once the ballots lie open."""

from participation.budgeting import tallying
from participation.core.jobs import every


@every(2, "budgeting.results")
async def work_out_results() -> None:
    await tallying.tally_due()
