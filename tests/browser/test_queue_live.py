"""The open queue follows what others do, and nothing moves under the hand of whoever reads it."""

import re

from tests.server import Person, sign_in

REPORT = {"reason": "insult", "good_faith": "1", "email": "fremd@example.org"}


def _place(site) -> str:
    listed = Person(site).get("/consultations/stadtgruen/proposals")
    return "/proposals/" + re.search(r'href="/proposals/(\d+)"', listed)[1]


def _report(site, text: str) -> str:
    """A new comment of Bora's, reported by somebody without an account; the case's number."""
    place, bora = _place(site), sign_in(site, "bora")
    comment = re.search(r"comment-(\d+)", bora.submit(place, f"{place}/comments", {"body": text}))[1]
    Person(site).submit(f"/report?kind=comment&id={comment}", "/report", REPORT)
    return re.search(
        r'id="case-(\d+)"', sign_in(site, "cem").get(f"/moderation?q={text.split(maxsplit=1)[0]}")
    )[1]


async def test_a_new_report_and_a_colleagues_claim_arrive_without_moving_a_line(window, site):
    first, second = _report(site, "Amsel ein Satz"), _report(site, "Drossel ein Satz")
    here = await window("carla", viewport={"width": 1280, "height": 700})
    await here.goto("/moderation?q=Satz")
    page = here.page
    await page.wait_for_selector("body[data-queue-live]")
    await page.focus(f"#case-{second} h3 a")
    await page.hover(f"#case-{second} h3 a")
    top = await page.evaluate(f"document.getElementById('case-{second}').getBoundingClientRect().top")

    third = _report(site, "Buchfink ein Satz")
    await page.wait_for_selector(f"#case-{third}")
    cem = sign_in(site, "cem")
    cem.submit("/moderation?q=Satz", f"/moderation/cases/{first}/claim")
    await page.wait_for_selector(f"#case-{first}.is-taken")
    assert "bei Cem A." in await page.inner_text(f"#case-{first}")
    decision = {"action": "keep", "rule": "angriffe", "reason": "Das ist kein Angriff."}
    cem.submit(f"/moderation/cases/{first}", f"/moderation/cases/{first}/decision", decision)
    await page.wait_for_selector(f"#case-{first}.is-gone")
    assert "Jemand anders hat den Fall entschieden" in await page.inner_text(f"#case-{first}")

    assert await page.evaluate(f"document.getElementById('case-{second}').getBoundingClientRect().top") == top
    assert await page.evaluate("document.activeElement.closest('.t-case')?.id") == f"case-{second}"
    assert not await here.axe()
    await page.keyboard.press("a")
    await page.wait_for_selector(f"#case-{second}", state="detached")
    await page.wait_for_selector(f"#case-{first}", state="detached")
    assert not here.troubles


async def test_what_would_stand_above_waits_behind_a_button(window, site):
    _report(site, "Zilpzalp ein Wort")
    here = await window("carla")
    await here.goto("/moderation?q=Wort&sort=newest")
    await here.page.wait_for_selector("body[data-queue-live]")
    newer = _report(site, "Rotkehlchen ein Wort")
    button = here.page.locator("[data-news]")
    await button.wait_for(state="visible")
    assert await here.page.locator(f"#case-{newer}").count() == 0
    await button.click()
    await here.page.wait_for_selector(f"#case-{newer}")
    assert not here.troubles
