"""Threads of two levels: their counts, their tombstones, their pages."""

import asyncio
import re

import pytest

from participation.accounts.actor import Actor
from participation.core import clock, kinds
from participation.core.db import fetch_value
from participation.core.errors import Refused
from participation.core.html import render_text
from participation.core.kinds import Tombstone
from participation.core.searching import find
from participation.discussion import actions, queries
from participation.discussion.forms import NewComment
from participation.discussion.rules import Office, office_of
from tests.people import create_person
from tests.proposals.factories import consultation, proposal

TOMB = Tombstone("Keine Angriffe auf Personen", "angriffe", clock.now())
SUBJECT = ("proposal", 1)


async def person(name: str = "Bora Y.", *roles: str) -> Actor:
    return Actor(await create_person(name), name, frozenset(roles))


async def say(who: Actor, body: str, parent: int | None = None, stance: str | None = None) -> int:
    stand = await actions.add_comment(who, SUBJECT, NewComment(body, parent, stance), await render_text(body))
    return stand.id


async def found(words: str) -> list[kinds.Hit]:
    return [hit for group in await find([kinds.get("comment")], words, 10) for hit in group.hits]


async def count() -> int:
    return (await queries.page_of(*SUBJECT)).count


@pytest.mark.parametrize(
    ("roles", "office"),
    [
        ((), None),
        (("chair",), None),
        (("council",), Office.COUNCIL),
        (("editor",), Office.ADMINISTRATION),
        (("council", "clerk"), Office.ADMINISTRATION),
    ],
)
def test_officials_are_marked_by_their_office(roles, office):
    assert office_of(roles) == office


async def test_a_reply_to_a_reply_hangs_on_the_first_level(db):
    bora = await person()
    top = await say(bora, "eins")
    reply = await say(bora, "zwei", top)
    await say(bora, "drei", reply)
    thread = await queries.page_of(*SUBJECT)
    assert [c.html for c in thread.comments[0].replies] == ["<p>zwei</p>\n", "<p>drei</p>\n"]
    assert (thread.count, len(thread.comments)) == (3, 1)


async def test_a_hidden_comment_takes_its_replies_along_and_brings_them_back(db):
    bora = await person()
    top, other = await say(bora, "Unfug", stance="against"), await say(bora, "Anderes", stance="for")
    await say(bora, "Antwort auf Unfug", top, "for")
    await actions.hide(top, TOMB)
    await actions.hide(top, TOMB)
    thread = await queries.page_of(*SUBJECT)
    assert (thread.count, thread.in_favour, thread.against) == (1, 1, 0)
    tomb = thread.comments[0]
    assert (tomb.rule, tomb.author, tomb.html, tomb.replies) == ("Keine Angriffe auf Personen", "", "", [])
    assert [hit.id for hit in await found("Unfug Antwort")] == []
    with pytest.raises(Refused):
        await say(bora, "noch eine", top)
    assert await count() == 1
    await actions.restore(top)
    await actions.restore(top)
    thread = await queries.page_of(*SUBJECT)
    assert (thread.count, thread.in_favour, thread.against) == (3, 2, 1)
    assert [c.id for c in thread.comments] == [top, other]
    assert len(thread.comments[0].replies) == 1


async def test_hidden_reply_under_a_hidden_comment_is_counted_right_in_each_order(db):
    bora = await person()
    top = await say(bora, "oben")
    reply = await say(bora, "unten", top)
    for act, number, left in (
        (actions.hide, reply, 1),
        (actions.hide, top, 0),
        (actions.restore, reply, 0),
        (actions.restore, top, 2),
    ):
        await act(number, *([TOMB] if act is actions.hide else []))
        assert await count() == left


async def test_counts_equal_rows_after_writing_hiding_and_restoring_at_once(db):
    bora = await person()
    tops = [await say(bora, f"Satz {n}") for n in range(4)]

    async def storm(top: int) -> None:
        for n in range(4):
            await actions.hide(top, TOMB)
            await asyncio.gather(
                say(bora, f"Neues {n}"), say(bora, f"Antwort {n}", top), return_exceptions=True
            )
            await actions.restore(top)

    await asyncio.gather(*(storm(top) for top in tops))
    assert await count() == await fetch_value("SELECT count(*) FROM comment")


async def test_the_51st_first_level_comment_is_on_the_next_page_and_its_address_leads_there(
    db, alma, visitor
):
    number = await proposal(await consultation())
    assert number == SUBJECT[1]
    bora = await person()
    ids = [await say(bora, f"Satz {n}") for n in range(101)]
    reply = await say(bora, "Antwort", ids[60])
    page = (await visitor.get(f"/proposals/{number}")).text
    assert f'id="comment-{ids[49]}"' in page
    assert f'id="comment-{ids[50]}"' not in page
    assert "102 Kommentare" in page
    more = re.search(r'href="(/proposals/1\?after=\d+)#comments">Weitere Kommentare zeigen', page)[1]
    page = (await visitor.get(more)).text
    assert f'id="comment-{ids[50]}"' in page
    assert f'id="comment-{ids[49]}"' not in page
    for comment in (ids[0], ids[49], ids[50], ids[99], ids[100], reply):
        answer = await visitor.get(f"/comments/{comment}")
        target = answer.headers["location"]
        assert target.endswith(f"#comment-{comment}")
        assert f'id="comment-{comment}"' in (await visitor.get(target.split("#")[0])).text
    answer = await alma.post(f"/proposals/{number}/comments", {"body": "ganz hinten"})
    assert answer.status_code == 303
    assert "ganz hinten" in (await visitor.get(answer.headers["location"].split("#")[0])).text


async def test_the_reply_form_works_without_script_and_keeps_its_text(alma, bora):
    number = await proposal(await consultation())
    url = f"/proposals/{number}"
    await bora.post(f"{url}/comments", {"body": "Erster"})
    comment = await fetch_value("SELECT id FROM comment")
    page = (await alma.get(url)).text
    assert f'name="parent" value="{comment}"' in page
    assert f"/report?kind=comment&amp;id={comment}" in page
    answer = await alma.post(f"{url}/comments", {"body": "x" * 10_001, "parent": str(comment)})
    assert answer.status_code == 422
    assert f'href="#body-{comment}"' in answer.text
    assert '<details class="t-reply" open>' in answer.text
    assert "x" * 10_001 in answer.text
    answer = await alma.post(f"{url}/comments", {"body": "Antwort von Alma", "parent": str(comment)})
    assert answer.status_code == 303
    assert await fetch_value("SELECT parent FROM comment WHERE body = 'Antwort von Alma'") == comment


async def test_the_card_of_a_comment_names_what_it_is_about(app, db):
    number = await proposal(await consultation(), "Bank am Brunnen")
    comment = await say(await person(), "Gute **Idee** für alle")
    card = await kinds.card("comment", comment)
    assert (card.title, card.text, card.parent) == (
        "Bank am Brunnen",
        "Gute Idee für alle",
        ("proposal", number),
    )
    assert not card.hidden
    hits = await found("ideen")
    assert [(hit.id, hit.title) for hit in hits] == [(comment, "Bank am Brunnen")]
    await kinds.get("proposal").hide(number, TOMB)
    assert (await kinds.card("comment", comment)).hidden
    assert await found("ideen") == []
    await kinds.get("proposal").restore(number)
    assert len(await found("ideen")) == 1


async def test_hostile_text_in_names_and_comments_stays_text(visitor, alma):
    number = await proposal(await consultation(), "<script>alert(1)</script>", "<img src=x onerror=alert(1)>")
    evil = await person('"><svg onload=alert(1)>')
    await say(evil, "[x](javascript:alert(1)) <b onclick=x>")
    page = (await visitor.get(f"/proposals/{number}")).text + (await alma.get(f"/proposals/{number}")).text
    for piece in ("<script>alert", "<img src=x", "<svg onload", 'href="javascript', "<b onclick"):
        assert piece not in page
