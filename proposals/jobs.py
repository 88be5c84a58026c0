"""What is done by the clock: how rare words are, and drafts that nobody finishes."""

from participation.core.jobs import every
from proposals import drafts, similar
from proposals.merging import actions as merging
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
