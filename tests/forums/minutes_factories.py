"""An evening that has left everything that minutes are made of."""

from datetime import timedelta

from participation.core.clock import now, today
from participation.core.db import execute, fetch_value
from participation.forums.agenda.actions import close_forum, next_item
from participation.forums.desk.actions import count
from participation.forums.promises import actions as promises
from participation.forums.promises.forms import Wording
from participation.forums.questions import actions as questions
from participation.forums.questions.rules import QuestionState
from participation.forums.speakers import actions as speakers
from participation.forums.speakers.rules import Channel, Kind
from tests.forums.factories import forum

DRAFT = "/forums/demo/minutes/draft"
PAGE = "/forums/demo/minutes"


async def evening(chair, clerk, *, closed=True):
    """One item, two speakers, a question answered, a promise, a count."""
    forum_id = await forum("demo")
    await execute("UPDATE forum SET chair = $2 WHERE id = $1", forum_id, chair.id)
    await execute(
        "INSERT INTO forum_event (forum, seq, kind, subject_id, verb, created_at) VALUES ($1, 1, 'forum', $1, 'opened', $2)",
        forum_id,
        now(),
    )
    await execute("UPDATE forum SET last_seq = 1")
    await next_item(forum_id, None, chair.id, now())
    for card in (14, 15):
        asking = speakers.Asking(Channel.HALL, Kind.SPEECH, card=card)
        request = await speakers.ask(forum_id, asking, now())
        seen = await fetch_value("SELECT id FROM speech WHERE ended_at IS NULL")
        assert await speakers.call_next(forum_id, request, seen, chair.id, now())
    question = await questions.ask(forum_id, chair.id, "Bleibt der Bus?", now(), name_shown=False)
    await questions.set_state(forum_id, question, QuestionState.ANSWERED, chair.id, now())
    words = Wording("Der Überweg kommt.", "Verkehr", "", today() + timedelta(days=60))
    await promises.make(forum_id, words, clerk.id, now())
    await count(forum_id, 62, 5, clerk.id, now())
    if closed:
        await close_forum(forum_id, chair.id, now())
    return forum_id


async def published(edda, dirk):
    forum_id = await evening(edda, dirk)
    await dirk.submit(DRAFT, f"{PAGE}/review")
    await dirk.post(f"{PAGE}/versions/1/signature", {"hand": "clerk"})
    await edda.post(f"{PAGE}/versions/1/signature", {"hand": "chair"})
    assert (await edda.submit(DRAFT, f"{PAGE}/versions/1/publication")).status_code == 303
    return forum_id
