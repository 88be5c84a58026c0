"""Many proposals and a crowded discussion: statements, what is sent, and what may be seconds old."""

import pytest

from participation.core.db import execute, execute_many, fetch_value
from proposals import kept
from proposals.rules import Sort
from tests.proposals.factories import CATEGORIES, consultation, proposal
from tests.proposals.test_list import LIST, counted, titles

MOST = 8
_COMMENTS = """
INSERT INTO comment (thread, author, body, body_html, renderer, created_at)
SELECT $1, NULL, 'Wort ' || n, '<p>Wort</p>', 1, now() FROM generate_series(1, 1000) n
"""


@pytest.fixture
async def many(db):
    """1,100 proposals, a thousand comments under the first."""
    number = await consultation()
    first = await proposal(number, "Der erste Radweg", supports=7, category="baeume")
    await execute_many(
        """INSERT INTO proposal (consultation, title, body, body_html, renderer, teaser, status, supports_count,
                                 category, created_at, published_at)
           VALUES ($1, $2, 'Ein Radweg am Bach.', '<p>Ein Radweg am Bach.</p>', 1, '', $3, $4,
                   (SELECT id FROM category WHERE consultation = $1 AND slug = $5), now(), now())""",
        [
            (number, f"Radweg {n}", ("received", "answered")[n % 2], n % 5, CATEGORIES[n % 2][0])
            for n in range(1099)
        ],
    )
    thread = await fetch_value(
        "INSERT INTO thread (subject_kind, subject_id, comments_count) VALUES ('proposal', $1, 1000) RETURNING id",
        first,
    )
    await execute(_COMMENTS, thread)
    return first


async def test_whatever_is_asked_for_takes_at_most_eight_statements(many, alma):
    queries = [f"?sort={sort}" for sort in Sort] + [
        "", "?page=3", "?page=55", "?q=Radweg", "?q=Radweg&sort=newest&page=2", "?category=baeume&status=received",
    ]  # fmt: skip
    for url in [LIST + query for query in queries] + ["/proposals", "/proposals?q=Radweg&sort=support"]:
        for _ in range(2):  # the first makes what the second finds kept
            noted = await counted(alma.http.get(url))
            assert len(noted) <= MOST, (url, noted)
    assert len(await counted(alma.http.get(f"/proposals/{many}"))) <= MOST


async def test_of_a_thousand_comments_the_first_fifty_are_sent(many, visitor):
    page = (await visitor.get(f"/proposals/{many}")).text
    assert page.count('id="comment-') == 50
    assert "Wort" in page


async def test_a_kept_order_shows_nothing_that_was_hidden_since(many, visitor):
    url = f"{LIST}?sort=support"
    before = titles((await visitor.get(url)).text)
    assert before[0] == "Der erste Radweg"
    assert len(before) == 20
    assert kept._kept, "an order of 1,100 is kept"
    await execute("UPDATE proposal SET hidden_at = now() WHERE id = $1", many)
    assert titles((await visitor.get(url)).text) == before[1:]
    kept.forget_kept()
    after = titles((await visitor.get(url)).text)
    assert after[:19] == before[1:]
    assert len(after) == 20


async def test_kept_pages_follow_each_other_and_show_each_once(many, visitor):
    for sort in ("support", "newest", "discussed", "fair"):
        seen = [
            title
            for page in (1, 2, 55)
            for title in titles((await visitor.get(f"{LIST}?sort={sort}&page={page}")).text)
        ]
        assert len(seen) == len(set(seen)) == 60, sort


async def test_a_search_of_everything_is_one_statement_and_prefers_the_newest_where_thousands_share_a_word(
    many, visitor
):
    await execute("UPDATE proposal SET title = 'Der seltene Radweg' WHERE id = $1", many)
    noted = await counted(visitor.http.get("/search?q=Radweg"))
    assert len(noted) <= MOST, noted
    text = (await visitor.get("/search?q=Radweg")).text
    assert "Sehr viele Texte haben dieses Wort" in text
    assert "Radweg 1098" in text
    text = (await visitor.get("/search?q=selten+Radweg")).text  # the oldest of all
    assert "Der seltene Radweg" in text
    assert "Sehr viele Texte" not in text


def test_only_so_many_lists_are_kept_and_the_oldest_goes():
    kept.forget_kept()
    for n in range(kept.MOST + 3):
        kept.keep(n, n)
    assert kept.kept(2) is None
    assert kept.kept(kept.MOST + 2) == kept.MOST + 2
    assert len(kept._kept) == kept.MOST
    kept.forget_kept()
