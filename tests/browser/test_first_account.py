"""The two ways through a mailbox in a real browser: it decides itself which origin and referrer it names."""

from tests.server import first_link

PASSWORD = "pferd lampe brunnen"
NEW_PASSWORD = "brunnen lampe pferd"
WANTED = "/consultations/stadtgruen/proposals/new"


async def send(here, words):
    await here.page.get_by_role("main").get_by_role("button", name=words, exact=True).click()
    await here.page.wait_for_load_state()


async def sign_in(here, email, password):
    await here.page.fill("main [name=email]", email)
    await here.page.fill("main [name=password]", password)
    await send(here, "Anmelden")


async def register(here, email):
    """From the page that asks for an account, so that the way back is kept."""
    await here.goto(WANTED)
    await here.page.get_by_role("main").get_by_role("link", name="Konto anlegen").click()
    await here.page.fill("[name=display_name]", "Nina W.")
    await here.page.fill("[name=email]", email)
    await here.page.fill("[name=password]", PASSWORD)
    await here.page.check("[name=rules]")
    await send(here, "Konto anlegen")
    assert here.page.url.endswith("/register/sent")


async def test_a_newcomer_registers_confirms_and_arrives_where_she_wanted(window, site):
    here, email = await window(), "nina@example.org"
    await register(here, email)
    await here.goto(first_link(site.mail_to(email)))
    await send(here, "Adresse bestätigen")
    assert "/login" in here.page.url
    await here.page.get_by_text("Ihre Adresse ist bestätigt.").wait_for()
    await sign_in(here, email, PASSWORD)
    assert here.page.url.endswith(WANTED)
    assert not here.troubles


async def test_a_forgotten_password_is_replaced(window, site):
    here, email = await window(), "otto@example.org"
    await register(here, email)
    await here.goto(first_link(site.mail_to(email)))
    await send(here, "Adresse bestätigen")
    await here.goto("/reset")
    await here.page.fill("[name=email]", email)
    await send(here, "Link schicken")
    await here.goto(first_link(site.mail_to(email, containing="/reset/")))
    await here.page.fill("[name=password]", NEW_PASSWORD)
    await send(here, "Passwort speichern")
    assert here.page.url.endswith("/login")
    await sign_in(here, email, NEW_PASSWORD)
    await here.goto("/account")
    assert await here.page.locator(".t-lead", has_text=email).count() == 1
    assert not here.troubles
