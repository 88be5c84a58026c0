"""By the clock: the mails about what is new, and forgetting old news."""

from participation.core.jobs import every
from participation.notifications import actions, digests


@every(3600, "notifications.digests")
async def send_digests() -> None:
    await digests.send_due()


@every(24 * 3600, "notifications.forget")
async def forget_news() -> None:
    await actions.forget()
