"""What is done by the clock: how rare words are, drafts that nobody finishes, asking whether it is really done."""

from participation.core.jobs import every
from proposals import drafts, similar
from proposals.merging import actions as merging
from proposals.outcomes import asking
from proposals.pens import actions as pens


@every(600, "proposals.words")
async def count_words() -> None:
    await similar.count_words()


@every(24 * 3600, "proposals.drafts")
async def forget_drafts() -> None:
    await drafts.forget_old()


@every(24 * 3600, "proposals.merged-supports")
async def forget_merged_supports() -> None:
    await merging.forget()


@every(24 * 3600, "proposals.invitations")
async def forget_invitations() -> None:
    await pens.forget()


@every(20, "proposals.asking")
async def ask_whether_it_is_done() -> None:
    await asking.ask()
