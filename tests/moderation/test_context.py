"""A post is judged where it stands: with what came before it, and with what it said before it was changed."""

import re
from datetime import timedelta

import pytest

from moderation.checks import examine_new
from moderation.reports import raise_case
from moderation.rules import Finding, Reason
from moderation.watch_rules import caught_lately
from moderation.watching import Watch
from participation.core import clock, kinds
from participation.core.clock import now
from participation.core.db import execute
from participation.core.kinds import Tombstone
from participation.forums.questions import actions as questions
from tests.forums.factories import forum
from tests.forums.topic_factories import coming, topic
from tests.proposals.factories import consultation, proposal
from tests.proposals.test_changing import LATER, change


@pytest.fixture(autouse=True)
async def _ready(rules):
    return


async def case_about(carla, kind: str, number: int) -> str:
    card = await kinds.card(kind, number)
    filed = await raise_case(card, Reason.INSULT, "Esel", Finding.WATCH)
    page = await carla.get(f"/moderation/cases/{filed.case_id}")
    assert page.status_code == 200
    return page.text


def in_order(text: str, *parts: str) -> bool:
    """Each part stands behind the one before it."""
    return re.search(".*".join(map(re.escape, parts)), text, re.DOTALL) is not None


async def test_a_line_of_the_chat_stands_below_the_lines_before_it(alma, bora, carla):
    await forum()
    for browser, line in ((alma, "Wer zahlt das?"), (bora, "Die Stadt."), (alma, "Du Esel, rechne nach.")):
        await browser.post("/forums/demo/messages", {"body": line})
    await alma.post("/forums/demo/messages", {"body": "Das kam danach."})
    page = await case_about(carla, "message", 3)
    assert in_order(page, "Was davor stand", "Wer zahlt das?", "Die Stadt.", "Du Esel, rechne nach.")
    assert "Das kam danach." not in page
    assert await kinds.get("message").before(3, 4) == [1, 2]
    assert await kinds.get("message").before(4, 2) == [2, 3]


async def test_a_question_and_a_topic_stand_below_those_before_them(alma, carla):
    place = await forum(live=False)
    for line in ("Wann kommt der Bus?", "Wo hält er?", "Wer ist der Esel, der das plant?"):
        await questions.ask(place, alma.id, line, now(), name_shown=False)
    await kinds.get("question").hide(1, Tombstone("Regel", "angriffe", now()))
    page = await case_about(carla, "question", 3)
    assert in_order(page, "Was davor stand", "ausgeblendet", "Wo hält er?", "Wer ist der Esel")
    assert "Wann kommt der Bus?" not in page
    later, _ = await coming()
    first = await topic(later, title="Ein Zebrastreifen")
    page = await case_about(carla, "topic", await topic(later, title="Noch einer"))
    assert in_order(page, "Was davor stand", "Ein Zebrastreifen", "Noch einer")
    assert await kinds.get("topic").before(first, 4) == []
    assert await kinds.get("question").before(3, 1) == [2]


async def test_a_proposal_comes_with_its_earlier_wordings_also_those_that_others_cannot_read(alma, carla):
    number = await proposal(await consultation(), author=alma.id)
    assert "frühere Fassung" not in await case_about(carla, "proposal", number)
    with clock.frozen(clock.now() + LATER):
        await change(alma, f"/proposals/{number}")
    with clock.frozen(clock.now() + 2 * LATER):
        await change(alma, f"/proposals/{number}", title="Schatten am Nordpark")
    await execute("UPDATE proposal_version SET withheld = TRUE WHERE number = 1")
    page = (await carla.get("/moderation/cases/1")).text
    assert "2 frühere Fassungen" in page
    assert in_order(
        page, "nach der Meldung geändert", "gestrichen:", "Drei", "neu:", "Vier", "2 frühere Fassungen"
    )
    assert in_order(
        page, "Fassung 3 vom", "Nordpark", "Fassung 2 vom", "Nur das Team liest sie", "Drei", "Vier"
    )


async def test_the_checks_and_the_box_that_tries_a_rule_see_questions(alma, carla):
    place = await forum(live=False)
    await examine_new()
    with clock.frozen(now() - timedelta(minutes=1)):
        await questions.ask(place, alma.id, "Kennen Sie billigsolar?", clock.now(), name_shown=False)
    assert await examine_new() == 1
    (card,) = await caught_lately(Watch(0, "billigsolar", is_link=False, reason="spam"))
    assert card.kind == "question"


async def test_a_changed_comment_stands_with_what_it_said_before(alma, carla, visitor):
    number = await proposal(await consultation())
    await alma.post(f"/proposals/{number}/comments", {"body": "Ein Esel hat das geplant", "stance": "for"})
    await alma.submit("/comments/1/edit", "/comments/1/edit", {"body": "Wer hat das geplant?"})
    await alma.submit("/comments/1/edit", "/comments/1/edit", {"stance": "against"})
    said = [wording.text for wording in await kinds.get("comment").wordings(1)]
    assert said == ["Ein Esel hat das geplant", "Wer hat das geplant?"]
    page = await case_about(carla, "comment", 1)
    assert re.search(r"<del>.*Ein Esel", page, re.DOTALL)
    assert "Esel" not in (await visitor.get(f"/proposals/{number}")).text
