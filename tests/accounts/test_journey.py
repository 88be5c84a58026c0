"""Register, confirm, sign in, sign out, a new password: as a person does it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from participation.accounts.jobs import sweep_accounts
from participation.accounts.sanctions import Measure, impose, lift
from participation.core import clock, outbox
from participation.core.db import execute, fetch_value
from participation.core.mail import mail_folder
from participation.core.sessions import cookie_name
from tests.people import ORIGIN, Fields

ACCOUNT = {
    "email": "nina@example.org",
    "password": "pferd lampe brunnen",
    "display_name": "Nina W.",
    "rules": "1",
}


@pytest.fixture
def mails():
    folder = mail_folder()
    before = set(folder.glob("*.eml")) if folder.exists() else set()

    async def read() -> list[str]:
        await outbox.drain()
        return [path.read_text(encoding="utf-8") for path in _new(folder, before)]

    return read


def _new(folder: Path, before: set[Path]) -> list[Path]:
    return sorted(path for path in folder.glob("*.eml") if path not in before) if folder.exists() else []


def first_path(mail: str) -> str:
    return re.findall(r"http://127\.0\.0\.1:8000(/\S*)", mail)[0]


async def _register(visitor, mails):
    answer = await visitor.submit("/register", "/register", ACCOUNT)
    assert answer.status_code == 303
    assert (await visitor.get(answer.headers["location"])).status_code == 200
    return first_path((await mails())[-1])


async def test_the_whole_way_from_registering_to_signing_out(visitor, mails):
    link = await _register(visitor, mails)
    assert (await visitor.submit("/login", "/login", ACCOUNT)).status_code == 422, "not confirmed yet"
    assert "Nina W." in (await visitor.get(link)).text
    confirmed = await visitor.submit(link, link)
    assert confirmed.status_code == 303
    page = await visitor.get(confirmed.headers["location"])
    assert "bestätigt" in page.text
    signed_in = await visitor.submit("/login", "/login", ACCOUNT)
    assert signed_in.status_code == 303
    assert (await visitor.get("/account")).status_code == 200
    left = await visitor.submit("/logout", "/logout")
    assert left.status_code == 303
    assert (await visitor.get("/account")).status_code == 403


async def test_a_link_works_once_and_an_old_one_not_at_all(visitor, mails):
    link = await _register(visitor, mails)
    assert (await visitor.submit(link, link)).status_code == 303
    assert (await visitor.get(link)).status_code == 404
    late = await _register_other(visitor, mails)
    with clock.frozen(clock.now() + timedelta(hours=25)):
        assert (await visitor.get(late)).status_code == 404
        assert (await visitor.post(late)).status_code == 404
    assert await fetch_value("SELECT count(*) FROM person") == 1


async def _register_other(visitor, mails):
    await visitor.submit("/register", "/register", {**ACCOUNT, "email": "other@example.org"})
    return first_path((await mails())[-1])


async def test_known_and_unknown_addresses_get_the_same_answer(visitor, alma, mails):
    known = await visitor.submit("/register", "/register", {**ACCOUNT, "email": "alma@example.org"})
    unknown = await visitor.submit("/register", "/register", ACCOUNT)
    assert (known.status_code, known.headers["location"]) == (
        unknown.status_code,
        unknown.headers["location"],
    )
    assert known.content == unknown.content
    written = await mails()
    assert len(written) == 2
    assert first_path(written[0]) == "/login" or first_path(written[1]) == "/login"
    a = await visitor.submit("/reset", "/reset", {"email": "alma@example.org"})
    b = await visitor.submit("/reset", "/reset", {"email": "nobody@example.org"})
    assert (a.status_code, a.headers["location"], a.content) == (
        b.status_code,
        b.headers["location"],
        b.content,
    )


async def test_a_stranger_cannot_prepare_a_password_for_an_address(visitor, mails):
    await visitor.submit("/register", "/register", {**ACCOUNT, "password": "what the stranger chose"})
    await visitor.submit("/register", "/register", ACCOUNT)
    link = first_path((await mails())[-1])
    await visitor.submit(link, link)
    assert (
        await visitor.submit("/login", "/login", {**ACCOUNT, "password": "what the stranger chose"})
    ).status_code == 422
    assert (await visitor.submit("/login", "/login", ACCOUNT)).status_code == 303


async def test_a_new_password_ends_every_session(visitor, people, mails):
    link = await _register(visitor, mails)
    await visitor.submit(link, link)
    await visitor.submit("/login", "/login", ACCOUNT)
    other = type(visitor)(people.app)
    await other.submit("/reset", "/reset", {"email": ACCOUNT["email"]})
    link = first_path((await mails())[-1])
    done = await other.submit(link, link, {"password": "lampe brunnen pferd"})
    assert done.status_code == 303
    assert (await visitor.get("/account")).status_code == 403
    assert (
        await other.submit("/login", "/login", {**ACCOUNT, "password": "lampe brunnen pferd"})
    ).status_code == 303
    assert (await other.get(link)).status_code == 404
    await other.http.aclose()


async def test_mistakes_are_named_and_nothing_typed_is_lost(visitor):
    answer = await visitor.submit(
        "/register", "/register", {"email": "nina", "password": "kurz", "display_name": "Nina"}
    )
    assert answer.status_code == 422
    fields = Fields(answer.text).forms
    form = next(f for f in fields if f["action"] == "/register")["fields"]
    assert form["email"] == "nina"
    assert form["display_name"] == "Nina"
    assert not form["password"], "a password is never sent back"
    for field in ("email", "password", "rules"):
        assert f'href="#{field}"' in answer.text


async def test_an_invented_session_is_no_session(visitor):
    visitor.http.cookies.set(cookie_name(), "chosen-by-somebody-else-0123456789", domain="127.0.0.1")
    assert (await visitor.get("/account")).status_code == 403
    assert await fetch_value("SELECT count(*) FROM session") == 0


async def test_signing_in_gives_a_new_session_and_ends_the_old_one(visitor, mails):
    link = await _register(visitor, mails)
    await visitor.submit(link, link)
    page = Fields((await visitor.get("/login")).text).forms
    form = next(f for f in page if f["action"] == "/login")["fields"]
    await visitor.submit("/login", "/login", ACCOUNT)
    first = visitor.http.cookies[cookie_name()]
    again = await visitor.http.post("/login", data={**form, **ACCOUNT}, headers={"Origin": ORIGIN})
    assert again.status_code == 422, "the token of a visitor is no longer good"
    assert visitor.http.cookies[cookie_name()] == first


async def test_a_person_sees_and_ends_own_sessions(alma, bora):
    from tests.people import create_session

    await create_session(alma.id)
    page = await alma.get("/account")
    forms = [f["action"] for f in Fields(page.text).forms if "revoke" in f["action"]]
    assert len(forms) == 2
    one = next(action for action in forms if "others" not in action)
    stolen = await bora.post(one)
    assert stolen.status_code == 303
    assert await fetch_value("SELECT count(*) FROM session WHERE person = $1", alma.id) == 2, (
        "not Bora's to end"
    )
    assert (await alma.submit("/account", one)).status_code == 303
    assert await fetch_value("SELECT count(*) FROM session WHERE person = $1", alma.id) == 1


async def test_guessing_is_slowed_and_nobody_else_is_locked_out(visitor, alma):
    for _ in range(10):
        await visitor.submit("/login", "/login", {"email": "alma@example.org", "password": "wrong wrong"})
    slowed = await visitor.submit(
        "/login", "/login", {"email": "alma@example.org", "password": "wrong wrong"}
    )
    assert slowed.status_code == 429
    assert int(slowed.headers["retry-after"]) >= 1
    other = await visitor.submit("/login", "/login", {"email": "bora@example.org", "password": "wrong wrong"})
    assert other.status_code == 422
    assert (await alma.get("/account")).status_code == 200


async def test_a_visitor_who_only_reads_gets_no_cookie(visitor):
    for url in ("/", "/login", "/register", "/help"):
        answer = await visitor.get(url)
        assert "set-cookie" not in answer.headers, url


async def test_after_signing_in_a_person_is_sent_to_a_page_of_ours_only(visitor, mails):
    link = await _register(visitor, mails)
    await visitor.submit(link, link)
    for next_, landing in (
        ("/account", "/account"),
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\\evil", "/"),
    ):
        answer = await visitor.submit("/login", "/login", {**ACCOUNT, "next": next_})
        assert answer.headers["location"] == landing
        await visitor.submit("/logout", "/logout")


async def test_expired_sessions_and_links_are_swept(alma):
    from participation.accounts.actions import sweep

    await execute("UPDATE session SET expires_at = created_at")
    await sweep()
    assert await fetch_value("SELECT count(*) FROM session") == 0


async def test_a_person_can_take_everything_along_and_leave(visitor, mails):
    link = await _register(visitor, mails)
    await visitor.submit(link, link)
    await visitor.submit("/login", "/login", ACCOUNT)
    await _write_something(visitor)
    copy = (await visitor.get("/account/export")).json()
    assert [entry["title"] for entry in copy["written"]["proposal"]] == ["Eine Bank am Brunnen"]
    assert copy["profile"]["email"] == ACCOUNT["email"]
    assert copy["sessions"]
    wrong = await visitor.submit("/account/delete", "/account/delete", {"password": "not my password"})
    assert wrong.status_code == 422
    done = await visitor.submit("/account/delete", "/account/delete", {"password": ACCOUNT["password"]})
    assert done.status_code == 303
    assert (await visitor.get("/account")).status_code == 403
    assert await fetch_value("SELECT count(*) FROM person WHERE email_key IS NOT NULL") == 0
    assert (await visitor.submit("/login", "/login", ACCOUNT)).status_code == 422


async def _write_something(person):
    from tests.consultations.factories import make_consultation

    await make_consultation()
    page = "/consultations/baeume/proposals"
    answer = await person.submit(f"{page}/new", page, {"title": "Eine Bank am Brunnen", "body": "Mit Lehne."})
    assert answer.status_code == 303


async def test_every_kind_that_people_write_is_in_their_copy(people):
    from participation.core import kinds

    assert {kind.name for kind in kinds.every() if kind.by_person} >= {"proposal", "comment", "message"}


async def test_a_sign_in_that_overlaps_a_new_password_opens_nothing(alma):
    """The old password was checked before it was changed; its session must not outlive it."""
    import asyncio

    from participation.accounts import actions
    from participation.accounts.passwords import hash_password

    await execute(
        "UPDATE person SET password_hash = $2 WHERE id = $1", alma.id, await hash_password("old word of alma")
    )
    keep = b"k" * 32
    tries = [actions.sign_in("alma@example.org", "old word of alma", "Browser") for _ in range(12)]
    changed, *opened = await asyncio.gather(
        actions.change_password(alma.id, "old word of alma", "new word of alma", keep), *tries
    )
    assert changed
    assert any(token is None for token in opened) or await fetch_value("SELECT count(*) FROM session") <= 1
    assert await fetch_value("SELECT count(*) FROM session WHERE person = $1", alma.id) == 0


async def test_a_name_that_is_somebodys_advertising_is_refused(visitor):
    answer = await visitor.submit(
        "/register", "/register", {**ACCOUNT, "display_name": "Gewonnen https://evil.example/x"}
    )
    assert answer.status_code == 422


async def test_a_stranger_cannot_fill_a_mailbox(visitor, alma, mails):
    for _ in range(25):
        assert (await visitor.submit("/reset", "/reset", {"email": "alma@example.org"})).status_code == 303
    assert len(await mails()) == 20


async def test_leaving_and_coming_again_does_not_end_a_suspension(visitor, mails):
    async def come() -> int:
        link = await _register(visitor, mails)
        await visitor.submit(link, link)
        await visitor.submit("/login", "/login", ACCOUNT)
        return await fetch_value("SELECT id FROM person WHERE email_key IS NOT NULL")

    first = await come()
    await impose(first, Measure.SUSPENSION, clock.now() + timedelta(days=3), cause=("decision", 7))
    assert "Prüfsumme der Adresse" in (await visitor.get("/account/delete")).text
    await visitor.submit("/account/delete", "/account/delete", {"password": ACCOUNT["password"]})
    assert "nina" not in await fetch_value("SELECT left_mark FROM person WHERE id = $1", first)
    again = await come()
    assert again != first
    kept = "SELECT count(*) FROM sanction WHERE person = $1 AND ends_at > now() AND lifted_at IS NULL"
    assert await fetch_value(kept, again) == 1
    await lift(("decision", 7))
    assert await fetch_value(kept, again) == 0
    await sweep_accounts()
    assert await fetch_value("SELECT count(*) FROM person WHERE left_mark IS NOT NULL") == 0


async def test_who_leaves_without_a_sanction_leaves_no_mark(visitor, mails):
    link = await _register(visitor, mails)
    await visitor.submit(link, link)
    await visitor.submit("/login", "/login", ACCOUNT)
    await visitor.submit("/account/delete", "/account/delete", {"password": ACCOUNT["password"]})
    assert await fetch_value("SELECT count(*) FROM person WHERE left_mark IS NOT NULL") == 0
