"""Whoever came to do something is back there after making an account; and what a refusal says."""

import re

import pytest

from participation.core import outbox
from participation.core.mail import mail_folder
from tests.accounts.test_journey import ACCOUNT, first_path
from tests.people import ORIGIN

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}
WANTED = "/consultations/baeume/proposals/new"


async def newest_mail() -> str:
    await outbox.drain()
    newest = max(mail_folder().glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    return newest.read_text(encoding="utf-8")


async def test_the_way_on_survives_registration_and_confirmation(visitor):
    refused = await visitor.get(f"/login?next={WANTED}")
    link = re.search(r'href="(/register\?next=[^"]+)"', refused.text)[1]
    await visitor.submit(link, "/register", ACCOUNT)
    path = first_path(await newest_mail())
    assert path.endswith(f"?next={WANTED}")
    confirmed = await visitor.submit(path, path.split("?")[0])
    assert confirmed.headers["location"] == f"/login?next={WANTED}"
    signed_in = await visitor.submit(confirmed.headers["location"], "/login", ACCOUNT)
    assert signed_in.headers["location"] == WANTED


async def test_who_has_an_account_already_is_led_on_too(visitor, alma):
    fields = {**ACCOUNT, "email": "alma@example.org", "next": WANTED}
    await visitor.submit("/register", "/register", fields)
    assert first_path(await newest_mail()) == f"/login?next={WANTED}"


@pytest.mark.parametrize("foreign", ["https://evil.example", "//evil.example", "/\\evil", "/" + "a" * 400])
async def test_the_way_on_is_short_and_ours(visitor, foreign):
    page = await visitor.get("/register", params={"next": foreign})
    assert "next" not in page.text.split("<main")[1].split("</form>")[0]
    await visitor.submit("/register", "/register", {**ACCOUNT, "next": foreign})
    assert "?next" not in first_path(await newest_mail())


async def test_a_wrong_password_is_said_once(visitor):
    answer = await visitor.submit("/login", "/login", {"email": "who@example.org", "password": "wrong wrong"})
    assert answer.text.count("E-Mail-Adresse oder Passwort stimmen nicht") == 1
    assert "Nur das Passwort geben Sie bitte noch einmal ein." in answer.text
    assert "Was Sie geschrieben haben, ist noch da." not in answer.text


async def test_a_visitor_is_asked_to_sign_in_and_comes_back(visitor):
    answer = await visitor.get("/account?from=mail")
    assert answer.status_code == 403
    assert "Bitte melden Sie sich an" in answer.text
    assert "Fehler 403" not in answer.text
    for place in ("login", "register"):
        assert f'href="/{place}?next=/account%3Ffrom%3Dmail"' in answer.text


async def test_after_a_refused_act_nobody_is_sent_to_an_address_that_only_takes_forms(visitor):
    answer = await visitor.post("/account/name", {"display_name": "Nina"})
    assert answer.status_code == 403
    assert "?next=" not in answer.text


async def test_a_foreign_origin_is_told_to_reload_not_to_sign_in(visitor):
    answer = await visitor.http.post("/login", data=ACCOUNT, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "<h1>Bitte laden Sie die Seite neu</h1>" in answer.text
    assert 'kern-btn--primary" href="/login' not in answer.text


async def test_an_error_takes_the_place_of_the_whole_page(alma):
    headers = {"Origin": ORIGIN, **PARTIAL}
    stale = await alma.http.post(
        "/account/name", data={"_token": "old", "display_name": "A"}, headers=headers
    )
    assert (stale.status_code, stale.headers["hx-retarget"]) == (422, "body")
    assert stale.headers["hx-reswap"].startswith("innerHTML")
    pulled = await alma.http.get("/proposals/999999", headers=PARTIAL)
    assert (pulled.status_code, pulled.headers["hx-reswap"]) == (404, "none")
    whole = await alma.http.get("/proposals/999999")
    assert not {"hx-reswap", "hx-retarget"} & set(whole.headers)
