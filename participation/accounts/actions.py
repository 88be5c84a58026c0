"""What happens to accounts and sessions. Answers are equal whether an address exists or not."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from participation.accounts import rules, sanctions
from participation.accounts.forms import NewAccount
from participation.accounts.mails import already_here, confirm_address, reset_password
from participation.accounts.passwords import hash_password, needs_rehash, verify_password
from participation.accounts.rules import (
    LINK_LIFETIME,
    NETWORK_KEPT,
    RESET_LIFETIME,
    SESSION_LIFETIME,
    email_key,
    name_key,
)
from participation.accounts.tables import PasswordReset, Registration, Session
from participation.core import persons
from participation.core.clock import now
from participation.core.db import execute, fetch_one, fetch_value, unit_of_work
from participation.core.outbox import enqueue
from participation.core.sessions import new_token, token_hash
from participation.core.throttle import may_write_to

_PERSON_BY_KEY = (
    "SELECT id, email, display_name, password_hash FROM person WHERE email_key = $1 AND deleted_at IS NULL"
)

_STILL_SO = "SELECT 1 FROM person WHERE id = $1 AND password_hash = $2 AND deleted_at IS NULL FOR UPDATE"

_NEW_PERSON = """
INSERT INTO person (email, email_key, display_name, name_key, password_hash, locale, rules_version, created_at, confirmed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
ON CONFLICT (email_key) DO NOTHING RETURNING id
"""


async def register(sent: NewAccount, locale: str, next_: str = "") -> None:
    """Sends one mail either way: with a link to confirm, or with the word that the account exists already.

    `next_` is a local path for the time after; it travels in the link.
    """
    password_hash = await hash_password(sent.password)
    moment, token, key = now(), new_token(), email_key(sent.email)
    if not may_write_to(key):
        return
    async with unit_of_work():
        await Registration.insert(
            Registration(
                token_hash=token_hash(token),
                email=sent.email,
                email_key=key,
                display_name=sent.display_name,
                password_hash=password_hash,
                locale=locale,
                created_at=moment,
                expires_at=moment + LINK_LIFETIME,
            )
        )
        await enqueue("accounts.registration", {"token": token, "locale": locale, "next": next_})


async def answer_registration(token: str, locale: str, next_: str = "") -> None:
    """In the worker, so that the form takes the same time whether the address is known or not."""
    async with unit_of_work():
        row = await fetch_one("SELECT * FROM registration WHERE token_hash = $1", token_hash(token))
        if row is None:
            return
        known = await fetch_one(_PERSON_BY_KEY, row["email_key"])
        if known is None:
            await confirm_address(row["email"], row["display_name"], token, locale, next_)
            return
        await execute("DELETE FROM registration WHERE token_hash = $1", token_hash(token))
        await already_here(known["email"], known["display_name"], locale, next_)


async def pending_registration(token: str) -> str | None:
    """The name that waits behind a link, for the page that asks once more."""
    found: str | None = await fetch_value(
        "SELECT display_name FROM registration WHERE token_hash = $1 AND expires_at > $2",
        token_hash(token),
        now(),
    )
    return found


async def confirm(token: str) -> bool:
    """Makes the person; False for an unknown or old link. A second click of the same person finds the account."""
    moment = now()
    async with unit_of_work():
        row = await fetch_one(
            "DELETE FROM registration WHERE token_hash = $1 AND expires_at > $2 RETURNING *",
            token_hash(token),
            moment,
        )
        if row is None:
            return False
        person_id = await fetch_value(
            _NEW_PERSON,
            row["email"],
            row["email_key"],
            row["display_name"],
            name_key(row["display_name"]),
            row["password_hash"],
            row["locale"],
            1,
            moment,
        )
        if person_id is not None:
            await sanctions.take_over(person_id, row["email_key"])
        await execute("DELETE FROM registration WHERE email_key = $1", row["email_key"])
        return True


async def sign_in(
    email: str, password: str, device: str, old_token: str = "", network: str = ""
) -> str | None:
    """A new session's token, or None. The session that the browser had before ends: no id survives a sign-in."""
    row = await fetch_one(_PERSON_BY_KEY, email_key(email))
    if not await verify_password(row["password_hash"] if row else None, password) or row is None:
        return None
    fresh = await hash_password(password) if needs_rehash(row["password_hash"]) else None
    async with unit_of_work():
        if not await fetch_value(_STILL_SO, row["id"], row["password_hash"]):
            return None  # the password was changed while this one was being checked
        if fresh:
            await execute("UPDATE person SET password_hash = $2 WHERE id = $1", row["id"], fresh)
        if old_token:
            await execute("DELETE FROM session WHERE id_hash = $1", token_hash(old_token))
        return await open_session(row["id"], device, network)


async def open_session(person_id: int, device: str, network: str = "") -> str:
    token, moment = new_token(), now()
    await Session.insert(
        Session(
            id_hash=token_hash(token),
            person=person_id,
            device=device[:80],
            created_at=moment,
            last_seen_at=moment,
            expires_at=moment + SESSION_LIFETIME,
            network=network,
        )
    )
    return token


async def sign_out(session_hash: bytes) -> None:
    """Deletes the row: a slow request that began before cannot bring it back."""
    await execute("DELETE FROM session WHERE id_hash = $1", session_hash)


async def revoke_session(person_id: int, public_id: str) -> bool:
    """`public_id` is the beginning of the stored hash in hex; enough to point, useless to sign in."""
    return bool(
        await execute(
            "DELETE FROM session WHERE person = $1 AND left(encode(id_hash, 'hex'), 16) = $2",
            person_id,
            public_id,
        )
    )


async def revoke_other_sessions(person_id: int, keep: bytes) -> int:
    return await execute("DELETE FROM session WHERE person = $1 AND id_hash <> $2", person_id, keep)


async def request_reset(email: str, locale: str) -> None:
    """Nobody learns whether the address is known: page and time are the same, only the mailbox differs."""
    key = email_key(email)
    if may_write_to(key):
        async with unit_of_work():
            await enqueue("accounts.reset", {"email_key": key, "locale": locale})


async def answer_reset(key: str, locale: str) -> None:
    """In the worker: a link to those who have an account, silence to all others."""
    token, moment = new_token(), now()
    async with unit_of_work():
        row = await fetch_one(_PERSON_BY_KEY, key)
        if row is None:
            return
        await PasswordReset.insert(
            PasswordReset(
                token_hash=token_hash(token),
                person=row["id"],
                created_at=moment,
                expires_at=moment + RESET_LIFETIME,
            )
        )
        await reset_password(row["email"], row["display_name"], token, locale)


async def reset_is_open(token: str) -> bool:
    return bool(
        await fetch_value(
            "SELECT 1 FROM password_reset WHERE token_hash = $1 AND expires_at > $2", token_hash(token), now()
        )
    )


async def reset(token: str, password: str) -> bool:
    """Sets the password, ends every session and every other link of the person; False for an old link."""
    password_hash = await hash_password(password)
    async with unit_of_work():
        person_id = await fetch_value(
            "DELETE FROM password_reset WHERE token_hash = $1 AND expires_at > $2 RETURNING person",
            token_hash(token),
            now(),
        )
        if person_id is None:
            return False
        await set_password(person_id, password_hash)
        await execute("DELETE FROM session WHERE person = $1", person_id)
        return True


async def change_password(person_id: int, current: str, wanted: str, keep: bytes) -> bool:
    """False where the current password is wrong; other sessions end."""
    stored = await fetch_value("SELECT password_hash FROM person WHERE id = $1", person_id)
    if not await verify_password(stored, current):
        return False
    password_hash = await hash_password(wanted)
    async with unit_of_work():
        await set_password(person_id, password_hash)
        await revoke_other_sessions(person_id, keep)
    return True


async def set_password(person_id: int, password_hash: str) -> None:
    await execute("UPDATE person SET password_hash = $2 WHERE id = $1", person_id, password_hash)
    await execute("DELETE FROM password_reset WHERE person = $1", person_id)


RENAMED: list[Callable[[int], Awaitable[None]]] = []
"""What packages above want to know of a new name, within its unit of work."""


async def rename(person_id: int, display_name: str) -> None:
    async with unit_of_work():
        await execute(
            "UPDATE person SET display_name = $2, name_key = $3 WHERE id = $1",
            person_id,
            display_name,
            name_key(display_name),
        )
        for told in RENAMED:
            await told(person_id)


DELETED_NAME = "Gelöschtes Konto"

_FORGET = """
UPDATE person SET deleted_at = $2, email = NULL, email_key = NULL, password_hash = NULL, district = NULL,
    display_name = $3, name_key = ''
WHERE id = $1
"""


async def delete_account(person_id: int, password: str) -> bool:
    """False where the password is wrong. What was written stays, without the name (Art. 17(3)(d) GDPR)."""
    row = await fetch_one("SELECT password_hash, email_key FROM person WHERE id = $1", person_id)
    if row is None or not await verify_password(row["password_hash"], password):
        return False
    async with unit_of_work():
        if row["email_key"]:
            await sanctions.keep_for_a_return(person_id, row["email_key"])
        await execute(_FORGET, person_id, now(), DELETED_NAME)
        await execute("DELETE FROM session WHERE person = $1", person_id)
        await execute("DELETE FROM role_grant WHERE person = $1", person_id)
        await execute("DELETE FROM password_reset WHERE person = $1", person_id)
        await persons.erase(person_id)
    return True


async def create_person(  # an account has these parts
    email: str | None,
    password_hash: str | None,
    display_name: str,
    roles: tuple[str, ...] = (),
    *,
    district: str | None = None,
    is_demo: bool = False,
    created_at: datetime | None = None,
) -> int:
    """A confirmed account made by the operator; raises ValueError where the address is taken."""
    moment = created_at or now()
    async with unit_of_work():
        person_id: int | None = await fetch_value(
            _NEW_PERSON,
            email,
            rules.email_key(email) if email else None,
            display_name,
            name_key(display_name),
            password_hash,
            "de",
            1,
            moment,
        )
        if person_id is None:
            raise ValueError(f"{email} has an account already")
        await execute(
            "UPDATE person SET is_demo = $2, district = $3 WHERE id = $1", person_id, is_demo, district
        )
        for role in roles:
            await grant(person_id, role, moment)
        return person_id


async def grant(person_id: int, role: str, moment: datetime) -> None:
    await execute(
        "INSERT INTO role_grant (person, role, granted_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        person_id,
        role,
        moment,
    )


async def sweep() -> None:
    """Timed work: what has run out is deleted."""
    moment = now()
    await execute("DELETE FROM session WHERE expires_at <= $1", moment)
    await execute(
        "UPDATE session SET network = '' WHERE network <> '' AND created_at < $1", moment - NETWORK_KEPT
    )
    await execute("DELETE FROM registration WHERE expires_at <= $1", moment)
    await execute("DELETE FROM password_reset WHERE expires_at <= $1", moment)
