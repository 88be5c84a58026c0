from participation.accounts.actions import sweep
from participation.core.jobs import every


@every(600, "accounts.sweep")
async def sweep_accounts() -> None:
    await sweep()
