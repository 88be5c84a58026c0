"""A poll from draft to result, by its rules and by its acts."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from participation.accounts.actor import Actor
from participation.core.clock import now
from participation.core.db import execute, fetch, fetch_value
from participation.core.errors import Refused
from polls import actions, queries
from polls.ballots.registry import KINDS
from polls.ballots.shape import Choices, Marks, Words
from polls.life import Results, Secrecy, State, results_allowed, state
from polls.showing import decimal, show
from polls.wording import LOOKS, PROBLEMS, STEPS
from tests.people import create_person
from tests.polls.factories import end, make_poll

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("published", "opens", "closes", "closed", "counted", "expected"),
    [
        (None, -1, 1, None, None, State.DRAFT),
        (1, -1, 1, None, None, State.DRAFT),
        (-2, 1, 2, None, None, State.COMING),
        (-2, 0, 1, None, None, State.OPEN),
        (-2, -1, 0, None, None, State.COUNTING),
        (-2, -1, 1, 0, None, State.COUNTING),
        (-2, -1, 1, 0, 0, State.CLOSED),
    ],
)
def test_the_hours_and_the_acts_say_what_a_poll_is(published, opens, closes, closed, counted, expected):
    moment = {None: None} | {n: NOON + n * HOUR for n in range(-3, 4)}
    assert expected is state(
        NOON,
        published_at=moment[published],
        opens_at=moment[opens],
        closes_at=moment[closes],
        closed_at=moment[closed],
        counted_at=moment[counted],
    )


def test_a_secret_poll_cannot_show_its_standing():
    assert not results_allowed(Secrecy.SECRET, Results.LIVE)
    assert results_allowed(Secrecy.OPEN, Results.LIVE)


def test_every_kind_has_its_words():
    assert set(LOOKS) == set(KINDS)


def test_every_problem_and_step_of_the_ballots_has_a_sentence():
    import re
    from pathlib import Path

    source = "\n".join(path.read_text() for path in Path("polls/ballots").glob("*.py"))
    assert set(re.findall(r'Problem\("([a-z-]+)"', source)) <= set(PROBLEMS)
    assert set(re.findall(r'Step\(\s*"([a-z-]+)"', source)) <= set(STEPS)
    for why in re.findall(r'verdict\(result, "([a-z-]+)"', source):
        assert {why, f"{why}-shared"} <= set(STEPS)


def test_numbers_are_rounded_without_floats():
    assert decimal("de", Fraction(1, 3), 2) == "0,33"
    assert decimal("de", Fraction(5, 2), 0 + 1) == "2,5"
    assert decimal("en", Fraction(-1, 8), 2) == "-0.13"


async def voters(number):
    return [Actor(await create_person(f"P{n}"), f"P{n}") for n in range(number)]


async def test_each_person_counts_once_with_their_last_ballot(db):
    number = await make_poll()
    found = await queries.poll(number, None)
    for person in await voters(6):
        await actions.cast(person, found, Choices(("tempo",)))
        await actions.cast(person, found, Choices(("radweg",)))
    await end(number)
    await actions.close_due()
    found = await queries.poll(number, None)
    result = await queries.result(found)
    assert result.winners == ("radweg",)
    assert (result.counted, found.line.votes) == (6, 6)
    assert len(await queries.receipts(number)) == 6


async def test_a_poll_is_counted_once(db):
    number = await make_poll()
    await actions.close(number, None)
    assert not await actions.close(number, None)
    assert await actions.count(number)
    assert not await actions.count(number)


async def test_the_end_leaves_an_audit_entry_of_the_editor_and_none_of_any_voter(db):
    number, emin = await make_poll(), await create_person("Emin S.", role="editor")
    await actions.cast((await voters(1))[0], await queries.poll(number, None), Choices(("tempo",)))
    await actions.close(number, emin)
    await actions.count(number)
    entries = await fetch("SELECT act, actor_id FROM audit_entry ORDER BY id")
    assert [(row["act"], row["actor_id"]) for row in entries] == [
        ("poll.created", None),
        ("poll.closed", emin),
        ("poll.counted", None),
    ]


@pytest.mark.parametrize(("opens", "closes", "key"), [(1, 2, "poll-not-yet"), (-2, -1, "poll-ended")])
async def test_before_and_after_its_hours_a_poll_takes_nothing(db, opens, closes, key):
    number = await make_poll(opens_at=now() + opens * HOUR, closes_at=now() + closes * HOUR)
    with pytest.raises(Refused) as refused:
        await actions.cast((await voters(1))[0], await queries.poll(number, None), Choices(("tempo",)))
    assert refused.value.key == key
    assert await fetch_value("SELECT count(*) FROM poll_vote") == 0


async def test_only_confirmed_people_vote(db):
    number, (person,) = await make_poll(), await voters(1)
    await execute("UPDATE person SET confirmed_at = NULL")
    with pytest.raises(Refused) as refused:
        await actions.cast(person, await queries.poll(number, None), Choices(("tempo",)))
    assert refused.value.status == 403


async def test_a_removed_person_takes_their_open_ballot_along(db):
    number, people = await make_poll(), await voters(2)
    for person in people:
        await actions.cast(person, await queries.poll(number, None), Choices(("tempo",)))
    await execute("DELETE FROM person WHERE id = $1", people[0].id)
    await end(number)
    await actions.close_due()
    assert await fetch_value("SELECT ballots FROM poll") == 1


async def counted(kind, ballots, **more):
    number = await make_poll(kind, **more)
    found = await queries.poll(number, None)
    for person, ballot in zip(await voters(len(ballots)), ballots, strict=True):
        await actions.cast(person, found, ballot)
    await end(number)
    await actions.close_due()
    found = await queries.poll(number, None)
    return show("de", found, await queries.result(found))


async def test_few_votes_show_nothing(db):
    shown = await counted("one-choice", [Choices(("tempo",))] * 4)
    assert shown.few
    assert not [*shown.bars, *shown.table, *shown.steps]


async def test_a_small_number_is_held_back_and_cannot_be_reckoned_from_the_others(db):
    ballots = (
        [Choices(("radweg",))] * 9
        + [Choices(("tempo",))] * 6
        + [Choices(("einbahn",))] * 5
        + [Choices(("nichts",))]
    )
    shown = await counted("one-choice", ballots)
    cells = {row[0]: row[1:] for row in shown.table}
    assert cells["Radweg mit Bordstein"] == ["9", "42,9\u00a0%"]
    assert cells["Es bleibt, wie es ist"] == cells["Einbahnstraße für Autos"] == ["unter 5", "–"]
    text = " ".join(shown.steps)
    assert "weniger als 5" in text
    assert "4,8" not in text
    assert shown.headline == "„Radweg mit Bordstein“ hat die meisten Stimmen"


async def test_a_few_objections_stop_an_option_without_being_counted_out(db):
    yes, no = Words((("tempo", "consent"),)), Words((("tempo", "objection"),))
    shown = await counted("consent", [yes] * 9 + [no] * 2)
    row = next(row for row in shown.table if row[0].startswith("Tempo"))
    assert row[1:] == ["9", "unter 5", "unter 5", "unter 5"]
    assert next(bar for bar in shown.bars if bar[0].startswith("Tempo"))[1] == 0
    assert "Einwände: unter 5" in " ".join(shown.steps)


MARKS = {"radweg": 1, "tempo": 3, "einbahn": 8, "nichts": 7}
RANKS = Marks(tuple(sorted({"radweg": 1, "tempo": 2, "nichts": 3}.items())))


@pytest.mark.parametrize(
    ("kind", "ballot", "headline"),
    [
        ("several", Choices(("radweg", "tempo")), "Gleich viele Stimmen"),
        ("approval", Choices(("radweg",)), "Mit „Radweg mit Bordstein“ sind die meisten einverstanden"),
        (
            "resistance",
            Marks(tuple(sorted(MARKS.items()))),
            "„Radweg mit Bordstein“ stößt auf den kleinsten Widerstand",
        ),
        ("score", Marks(tuple(sorted(MARKS.items()))), "„Einbahnstraße für Autos“ ist am besten bewertet"),
        ("points", Marks((("radweg", 6), ("tempo", 4))), "„Radweg mit Bordstein“ hat die meisten Punkte"),
        (
            "consent",
            Words((("einbahn", "objection"), ("radweg", "consent"))),
            "„Radweg mit Bordstein“ ist angenommen",
        ),
        ("schulze", RANKS, "„Radweg mit Bordstein“ setzt sich"),
        ("run-off", RANKS, "Gewählt ist „Radweg mit Bordstein“"),
        ("stv", RANKS, "Gewählt ist „Radweg mit Bordstein“"),
    ],
)
async def test_each_kind_is_counted_and_told(db, kind, ballot, headline):
    shown = await counted(kind, [ballot] * 7)
    assert shown.headline.startswith(headline)
    assert shown.steps
    assert not any("%(" in step for step in shown.steps)
    assert len(shown.table[0]) == len(shown.heads) + 1
