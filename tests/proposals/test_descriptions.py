"""The description of a picture can be changed: without a trace at first, later as a version that all can read."""

import re

from participation.core import kinds
from participation.core.db import execute, fetch_value
from participation.core.throttle import LIMITS
from tests.proposals.factories import consultation
from tests.proposals.test_images import WORDS, with_picture


async def test_a_description_is_mended_at_first_and_later_what_it_was_stays_to_be_read(alma, visitor):
    image = await with_picture(await consultation(), alma)
    number = await fetch_value("SELECT proposal FROM proposal_image")
    edit, field = f"/proposals/{number}/edit", f"alt-{image}"
    assert "Eine Haltestelle ohne Schatten.</textarea>" in (await alma.get(edit)).text

    async def describe(words, version):
        LIMITS.clear()
        return await alma.post(edit, {**WORDS, "version": str(version), field: words})

    assert (await describe("Eine Bank ohne Lehne.", 2)).status_code == 303
    assert await fetch_value("SELECT count(*) FROM proposal_image_text") == 0
    await execute("UPDATE proposal_image SET created_at = created_at - interval '2 hours'")
    for words, said in ((" ", "Beschreiben Sie, was auf dem Bild"), ("x" * 301, "zu lang")):
        answer = await describe(words, 3)
        assert answer.status_code == 422
        assert said in answer.text
        assert f'href="#{field}"' in answer.text
    assert (await describe("Eine Bank mit Lehne.", 3)).status_code == 303
    page = (await visitor.get(f"/proposals/{number}")).text
    assert 'alt="Eine Bank mit Lehne."' in page
    assert f"/proposals/{number}/versions" in page
    page = (await visitor.get(f"/proposals/{number}/versions")).text
    assert "Beschreibungen der Bilder" in page
    assert re.search(r"<del>.*ohne.*</del>.*<ins>.*mit.*</ins>", page, re.DOTALL)
    words = [one.text for one in await kinds.get("image").wordings(image)]
    assert words == ["Eine Bank ohne Lehne.", "Eine Bank mit Lehne."]
    await execute("UPDATE proposal_image SET hidden_at = now(), hidden_rule = 'R', hidden_rule_slug = 'r'")
    assert "Lehne" not in (await visitor.get(f"/proposals/{number}/versions")).text
