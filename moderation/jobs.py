"""What is done by the clock: forgetting."""

from datetime import timedelta

from moderation.checks import examine_new, forget_fingerprints
from moderation.handover import forget_handovers
from moderation.letters import write_letter  # noqa: F401  # registers itself
from moderation.rechecks import look_again  # noqa: F401  # registers itself
from moderation.second_look import pick
from moderation.supports_watch import watch_supports
from participation.core import clock
from participation.core.db import execute
from participation.core.jobs import every

KEEP_REPORTER = timedelta(days=215)
"""Seven months: as long as an appeal may come, and a little more."""

_FORGET = """
UPDATE report SET reporter_email = NULL, email_key = NULL, reporter_name = NULL
WHERE (reporter_email IS NOT NULL OR reporter_name IS NOT NULL)
  AND case_id IN (SELECT c.id FROM moderation_case c JOIN decision d ON d.case_id = c.id
                  WHERE c.state IN ('decided', 'closed') GROUP BY c.id HAVING max(d.decided_at) < $1)
"""


@every(5, "moderation.examine_new")
async def examine() -> None:
    await examine_new()


@every(60, "moderation.watch_supports")
async def look_at_supports() -> None:
    await watch_supports()


@every(24 * 3600, "moderation.forget_fingerprints")
async def forget_texts() -> None:
    await forget_fingerprints()
    await forget_handovers()


@every(600, "moderation.pick_second_looks")
async def pick_second_looks() -> None:
    await pick()


@every(24 * 3600, "moderation.forget_reporters")
async def forget_reporters() -> None:
    """Addresses of people without an account serve to answer them, and no longer."""
    await execute(_FORGET, clock.now() - KEEP_REPORTER)
