from typing import Any

from participation.accounts import actions, sanctions
from participation.core.jobs import every
from participation.core.outbox import handles


@handles("accounts.registration", atomic=True)
async def answer_registration(payload: dict[str, Any]) -> None:
    await actions.answer_registration(payload["token"], payload["locale"], payload.get("next", ""))


@handles("accounts.reset", atomic=True)
async def answer_reset(payload: dict[str, Any]) -> None:
    await actions.answer_reset(payload["email_key"], payload["locale"])


@every(600, "accounts.sweep")
async def sweep_accounts() -> None:
    await actions.sweep()
    await sanctions.forget_marks()
