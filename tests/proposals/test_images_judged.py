"""A picture that somebody has reported stays for those who judge it, whatever its author does."""

from moderation.house import ensure_rules
from participation.core.db import fetch_one, fetch_value
from participation.core.throttle import LIMITS
from proposals.images import actions as images
from tests.proposals.factories import consultation
from tests.proposals.test_images import WORDS, with_picture


async def test_a_picture_that_was_reported_is_not_gone_before_somebody_has_looked(alma, bora, carla, visitor):
    await ensure_rules()
    image = await with_picture(await consultation(), alma)
    number, name = await fetch_one("SELECT proposal, name FROM proposal_image")
    sent = {"kind": "image", "id": str(image), "reason": "personal-data", "good_faith": "1"}
    assert (await bora.post("/report", sent)).status_code == 303
    LIMITS.clear()
    taken = {**WORDS, "version": "2", f"drop-{image}": "1"}
    assert (await alma.post(f"/proposals/{number}/edit", taken)).status_code == 303
    for reader in (alma, bora, visitor):
        assert (await reader.http.get(f"/images/{name}")).status_code == 404
        page = (await reader.get(f"/proposals/{number}")).text
        assert name not in page
        assert f"image-{image}" not in page, "nor a tombstone: nobody has decided anything"
    assert f"drop-{image}" not in (await alma.get(f"/proposals/{number}/edit")).text
    assert (await carla.http.get(f"/images/{name}/small")).status_code == 200
    case = await fetch_value("SELECT id FROM moderation_case WHERE kind = 'image'")
    assert "Bild zeigen" in (await carla.get(f"/moderation/cases/{case}")).text
    await images.restore(image)
    assert (await visitor.http.get(f"/images/{name}")).status_code == 404, (
        "what its author took away stays away"
    )
