"""Other words for a comment: by its writer, for a while, until somebody has answered."""

import asyncio
from datetime import timedelta

import pytest

from participation.accounts.actor import Actor
from participation.core import outbox
from participation.core.clock import frozen, now
from participation.core.db import execute, fetch, fetch_one, fetch_value
from participation.core.errors import Refused
from participation.core.html import render_text
from participation.core.kinds import Tombstone
from participation.discussion import actions, changing, locks, queries
from participation.discussion.forms import NewComment
from participation.discussion.rules import CHANGE_WITHIN, may_change
from tests.people import create_person
from tests.proposals.factories import consultation, proposal

TOMB = Tombstone("Keine Angriffe auf Personen", "angriffe", now())


async def said(author, body="Gute Idee", stance="for"):
    number = await proposal(await consultation())
    await author.post(f"/proposals/{number}/comments", {"body": body, "stance": stance})
    return number, await fetch_value("SELECT id FROM comment")


def test_for_a_quarter_of_an_hour_and_until_somebody_answers():
    moment = now()
    assert may_change(moment, moment, replied=False)
    assert may_change(moment, moment + CHANGE_WITHIN - timedelta(seconds=1), replied=False)
    assert not may_change(moment, moment + CHANGE_WITHIN, replied=False)
    assert not may_change(moment, moment, replied=True)


async def test_other_words_and_another_stance_stand_there_and_are_counted(alma, visitor):
    number, comment = await said(alma)
    url = f"/comments/{comment}/edit"
    page = (await alma.get(f"/proposals/{number}")).text
    assert f'href="{url}"' in page
    assert url not in (await visitor.get(f"/proposals/{number}")).text
    form = (await alma.get(url)).text
    assert "Gute Idee" in form
    answer = await alma.submit(url, url, {"body": "Doch **nicht** so gut", "stance": "against"})
    assert answer.headers["location"].endswith(f"#comment-{comment}")
    page = (await visitor.get(f"/proposals/{number}")).text
    assert "Doch <strong>nicht</strong> so gut" in page
    assert "Gute Idee" not in page
    assert "geändert" in page
    row = await fetch_one("SELECT for_count, against_count FROM thread")
    assert tuple(row) == (0, 1)


async def test_nobody_else_and_nobody_later_and_nobody_after_an_answer(alma, bora):
    number, comment = await said(alma)
    url = f"/comments/{comment}/edit"
    assert (await bora.get(url)).status_code == 403
    assert (await bora.post(url, {"body": "Fremde Worte"})).status_code == 403
    with frozen(now() + CHANGE_WITHIN + timedelta(seconds=1)):
        assert url not in (await alma.get(f"/proposals/{number}")).text
        late = await alma.post(url, {"body": "Viel später gesagt"})
        assert late.status_code == 409
        assert "Viel später gesagt" in late.text  # what was typed is still there
        assert "nicht mehr ändern" in late.text
    await bora.post(f"/proposals/{number}/comments", {"body": "Stimmt", "parent": str(comment)})
    assert (await alma.get(url)).status_code == 409
    assert (await alma.post(url, {"body": "Anders"})).status_code == 409
    assert await fetch_value("SELECT body FROM comment WHERE id = $1", comment) == "Gute Idee"


@pytest.mark.parametrize("body", ["", "x" * 10_001])
async def test_nothing_and_too_much_change_nothing(alma, body):
    _, comment = await said(alma)
    answer = await alma.post(f"/comments/{comment}/edit", {"body": body})
    assert answer.status_code == 422
    assert body in answer.text
    assert await fetch_value("SELECT changed_at FROM comment") is None


async def test_what_moderation_hid_or_ended_is_not_changed(alma):
    number, comment = await said(alma)
    url = f"/comments/{comment}/edit"
    await locks.lock_below(("proposal", number), TOMB, 1)
    assert (await alma.post(url, {"body": "Anders"})).status_code == 409
    await locks.unlock_below(("proposal", number), 1)
    await actions.hide(comment, TOMB)
    assert (await alma.get(url)).status_code == 404
    assert (await alma.post(url, {"body": "Anders"})).status_code == 404
    assert await fetch_value("SELECT body FROM comment") == "Gute Idee"


async def test_an_answer_and_a_change_at_once_leave_one_story(app, db):
    subject = ("proposal", await proposal(await consultation()))
    alma, bora = [Actor(await create_person(name), name) for name in ("Alma", "Bora")]
    text, other = await render_text("Ja"), await render_text("Nein")
    for _ in range(8):
        stand = await actions.add_comment(alma, subject, NewComment("Ja"), text)
        changed, _ = await asyncio.gather(
            changing.change(alma, stand.id, NewComment("Nein"), other),
            actions.add_comment(bora, subject, NewComment("Genau", stand.id), text),
            return_exceptions=True,
        )
        row = await fetch_one(
            "SELECT c.body, c.changed_at, r.created_at FROM comment c JOIN comment r ON r.parent = c.id WHERE c.id = $1",
            stand.id,
        )
        assert row["body"] == ("Ja" if isinstance(changed, Refused) else "Nein")


async def test_the_newest_first_pages_show_each_comment_once(visitor):
    number = await proposal(await consultation())
    bora = Actor(await create_person("Bora Y."), "Bora Y.")
    text = await render_text("Satz")
    ids = [
        (await actions.add_comment(bora, ("proposal", number), NewComment("Satz"), text)).id
        for _ in range(105)
    ]
    seen, after = [], 0
    for _ in range(3):
        thread = await queries.page_of("proposal", number, after, newest=True)
        seen += [comment.id for comment in thread.comments]
        after = thread.more_after
    assert seen == ids[::-1]
    assert after is None
    page = (await visitor.get(f"/proposals/{number}?order=newest")).text
    assert f'id="comment-{ids[-1]}"' in page
    assert f'id="comment-{ids[0]}"' not in page
    assert f"?after={ids[55]}&amp;order=newest#comments" in page
    assert "Die neuesten stehen oben." in page


async def test_a_thread_of_a_thousand_sends_fifty_in_one_statement(visitor):
    number = await proposal(await consultation())
    author = await create_person("Bora Y.")
    await execute(
        "INSERT INTO thread (subject_kind, subject_id, comments_count) VALUES ('proposal', $1, 1000)", number
    )
    await execute(
        "INSERT INTO comment (thread, author, body, body_html, renderer, created_at) "
        "SELECT (SELECT id FROM thread), $1, 'Satz', '<p>Satz</p>', 1, now() FROM generate_series(1, 1000)",
        author,
    )
    for order in ("", "?order=newest"):
        page = (await visitor.get(f"/proposals/{number}{order}")).text
        assert page.count('<article id="comment-') == 50
        assert "1.000 Kommentare" in page


async def test_a_changed_text_is_looked_at_once_more(alma):
    """Words that a moderator watches for, written in behind a harmless first version."""
    await execute(
        "INSERT INTO watch_rule (pattern, is_link, reason, changed_at) VALUES ('gewinnspiel', FALSE, 'spam', now())"
    )
    _, comment = await said(alma)
    await outbox.drain()
    cases = "SELECT kind, content_id FROM moderation_case"
    assert await fetch(cases) == []
    await alma.post(f"/comments/{comment}/edit", {"body": "Kommt zum Gewinnspiel!"})
    await outbox.drain()
    assert [tuple(row) for row in await fetch(cases)] == [("comment", comment)]
