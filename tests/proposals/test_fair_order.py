"""Whether every proposal has the same chance to be seen, by the statement that the list itself sends."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from participation.core.db import fetch
from proposals.listing import _ORDER, Filters, lines
from proposals.rules import PAGE_SIZE, Sort, fair_seed
from proposals.shuffle import fair_page
from tests.proposals.factories import consultation, proposal
from tests.proposals.test_list import LIST, titles

PROPOSALS = 100
VISITORS = 10_000
DAY = date(2026, 11, 26)
CHI_SQUARE_99_9 = 148.2
"""The 99.9 % quantile with 99 degrees of freedom."""
CHI_SQUARE_99_9_OF_1170 = 1_325.0
"""The same with 1,169 degrees."""


def chi_square(counts: Counter[int], drawn: int, of: int, times: int) -> float:
    """Of how often each of `of` things was among the `drawn` first, in `times` draws without putting back.

    What is drawn together excludes each other, which makes the counts vary less than independent ones: the
    variance of a count is times * p * (1 - p) with p = drawn / of. Divided by it, the sum of squares follows
    chi-square with of - 1 degrees of freedom, up to the factor (of - 1) / of.
    """
    share = drawn / of
    spread = times * share * (1 - share)
    return sum((counts[n] - times * share) ** 2 for n in range(of)) / spread * (of - 1) / of


_FIRST_PAGES = f"""
SELECT first.ids FROM unnest($1::bigint[]) WITH ORDINALITY AS reader (seed, n) CROSS JOIN LATERAL (
    SELECT array_agg(id ORDER BY place) AS ids FROM (
        SELECT p.id, row_number() OVER (ORDER BY {_ORDER[Sort.FAIR].replace("$7", "reader.seed")}) AS place
        FROM proposal p
    ) mixed WHERE place <= {PAGE_SIZE}
) first ORDER BY reader.n
"""  # noqa: S608  # the order is a constant of ours
"""The order of the list for many readers at once: ten thousand pages one by one would take a minute."""


async def first_pages(seeds: list[int]) -> list[list[int]]:
    return [row["ids"] for row in await fetch(_FIRST_PAGES, seeds)]


@pytest.fixture
async def hundred(db) -> tuple[int, dict[int, int]]:
    """The consultation, and the place of each id among the hundred, oldest first."""
    number = await consultation()
    ids = [await proposal(number, f"Vorschlag {n:03}") for n in range(PROPOSALS)]
    return number, {found: place for place, found in enumerate(ids)}


async def test_ten_thousand_visitors_see_each_proposal_equally_often_on_their_first_page(hundred):
    _, place = hundred
    pages = await first_pages([fair_seed(DAY, f"visitor {n}") for n in range(VISITORS)])
    seen = Counter(place[one] for page in pages for one in page)
    on_top = Counter(place[page[0]] for page in pages)
    assert sum(seen.values()) == VISITORS * PAGE_SIZE
    assert chi_square(seen, PAGE_SIZE, PROPOSALS, VISITORS) < CHI_SQUARE_99_9
    assert chi_square(on_top, 1, PROPOSALS, VISITORS) < CHI_SQUARE_99_9


async def test_one_visitor_sees_each_proposal_equally_often_over_the_days(hundred):
    _, place = hundred
    days = [date.fromordinal(740_000 + day) for day in range(2_000)]
    pages = await first_pages([fair_seed(day, "person:7") for day in days])
    seen = Counter(place[one] for page in pages for one in page)
    assert chi_square(seen, PAGE_SIZE, PROPOSALS, len(days)) < CHI_SQUARE_99_9


async def test_what_is_measured_is_the_order_of_the_list(hundred):
    number, _ = hundred
    seeds = [fair_seed(DAY, f"visitor {n}") for n in range(20)]
    listed = [await lines(number, "", Filters(), Sort.FAIR, seed=seed, offset=0) for seed in seeds]
    assert [[line.id for line in page] for page in listed] == await first_pages(seeds)


def seen_first(ranked: list[int], seed: int, pages: int = 1) -> list[int]:
    return [one for n in range(pages) for one in fair_page(ranked, seed, n * PAGE_SIZE, PAGE_SIZE)]


def test_the_shuffle_of_many_gives_each_the_same_chance_too():
    """Every tenth is not in the list, as with hidden ones."""
    ranked = [0 if n % 10 == 3 else n + 1 for n in range(1_300)]
    pages = [seen_first(ranked, fair_seed(DAY, f"visitor {n}")) for n in range(VISITORS)]
    place = {number: n for n, number in enumerate(filter(None, ranked))}
    seen = Counter(place[one] for page in pages for one in page)
    on_top = Counter(place[page[0]] for page in pages)
    assert chi_square(seen, PAGE_SIZE, len(place), VISITORS) < CHI_SQUARE_99_9_OF_1170
    assert chi_square(on_top, 1, len(place), VISITORS) < CHI_SQUARE_99_9_OF_1170


def test_the_shuffle_of_many_shows_each_once_and_nothing_else_from_both_ends():
    ranked = [0 if n % 7 == 0 else 10 * n for n in range(1_111)]
    shown = seen_first(ranked, -5, pages=60)
    assert sorted(shown) == [one for one in ranked if one]
    assert shown != seen_first(ranked, 5, pages=60)
    assert fair_page(ranked, -5, 5_000, PAGE_SIZE) == []
    assert [fair_page([n + 1], 7, 0, PAGE_SIZE) for n in range(3)] == [[1], [2], [3]]


def test_in_the_shuffle_of_many_a_new_one_or_a_hidden_one_moves_no_other():
    before = seen_first([n + 1 for n in range(1_500)], 99, pages=75)
    assert [one for one in seen_first([n + 1 for n in range(1_600)], 99, pages=80) if one <= 1_500] == before
    hidden = [0 if n == before[3] - 1 else n + 1 for n in range(1_500)]
    assert seen_first(hidden, 99, pages=75) == before[:3] + before[4:]


def test_the_measure_notices_an_order_that_prefers_anything():
    """A quarter of the visitors get the newest first: no proposal has the same chance any more."""
    seen: Counter[int] = Counter()
    for visitor in range(VISITORS):
        start = 0 if visitor % 4 == 0 else visitor * PAGE_SIZE % PROPOSALS
        seen.update((start + n) % PROPOSALS for n in range(PAGE_SIZE))
    assert chi_square(seen, PAGE_SIZE, PROPOSALS, VISITORS) > 10 * CHI_SQUARE_99_9


def test_neighbouring_people_and_days_share_nothing():
    seeds = [fair_seed(DAY, f"person:{n}") for n in range(1000)]
    assert len(set(seeds)) == 1000
    assert all(((a ^ b) & (2**64 - 1)).bit_count() > 8 for a, b in pairwise(seeds))


async def test_visitors_with_other_browsers_see_other_orders_and_one_sees_the_same_again(visitor):
    number = await consultation()
    for n in range(30):
        await proposal(number, f"Vorschlag {n:02}")

    async def seen(agent: str) -> list[str]:
        answer = await visitor.http.get(LIST, headers={"user-agent": agent})
        assert "set-cookie" not in answer.headers
        return titles(answer.text)

    assert await seen("Firefox") == await seen("Firefox")
    assert await seen("Firefox") != await seen("Safari")
