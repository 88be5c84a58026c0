"""What a draft lacks, what stays once a phase has begun, which days cannot be: without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from participation.consultations.desk.rules import (
    Facts,
    Span,
    State,
    free_address,
    keep_what_has_begun,
    lacks,
    marked,
    misfits,
    state,
)

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
DAY = timedelta(days=1)
OVER = Span("inform", "Informieren", "", NOW - 9 * DAY, NOW - 5 * DAY, 1)
RUNS = Span("collect", "Sammeln", "", NOW - 5 * DAY, NOW + 5 * DAY, 2)
COMES = Span("decide", "Beschließen", "", NOW + 5 * DAY, None, 3)
WHOLE = dict.fromkeys(
    ("title", "lead", "body", "plain_body", "goals", "open_points", "decides", "audience", "contact_name",
     "contact_office", "contact_phone", "contact_mail"),
    "steht da",
)  # fmt: skip


def test_a_whole_draft_lacks_nothing():
    assert lacks(Facts(WHOLE, [RUNS]), NOW) == []


def test_every_empty_field_is_named_once_in_the_order_of_the_forms():
    empty = dict.fromkeys(WHOLE, " \n")
    assert lacks(Facts({**empty, "contact_name": "", "contact_office": "", "contact_phone": "", "contact_mail": ""}, []), NOW) == [
        "title", "lead", "body", "plain_body", "goals", "open_points", "decides", "audience", "contact", "reach",
        "phases",
    ]  # fmt: skip


def test_marks_of_a_template_count_as_missing_in_texts_and_phases():
    assert lacks(Facts({**WHOLE, "decides": "Der ‹Ausschuss›."}, [RUNS]), NOW) == ["marks"]
    assert lacks(Facts(WHOLE, [replace(RUNS, note="‹wer?›")]), NOW) == ["marks"]
    assert marked(["a ‹b› c ‹d›", "›e‹"]) == ["‹b›", "‹d›"]


def test_phases_that_are_all_over_do_not_do():
    assert lacks(Facts(WHOLE, [OVER]), NOW) == ["past"]


def test_a_draft_may_change_anything():
    moved = replace(OVER, kind="collect", starts_at=NOW - 20 * DAY)
    assert keep_what_has_begun([OVER, RUNS], [moved], NOW, published=False) == [moved]


def test_what_is_over_keeps_kind_and_days_but_not_its_words():
    wanted = replace(OVER, kind="vote", title="Anders", starts_at=NOW + DAY, ends_at=NOW + 2 * DAY)
    assert keep_what_has_begun([OVER], [wanted], NOW, published=True) == [replace(OVER, title="Anders")]


def test_what_runs_keeps_kind_and_beginning_and_may_end_at_another_day():
    wanted = replace(RUNS, kind="vote", starts_at=NOW + DAY, ends_at=NOW + 9 * DAY)
    assert keep_what_has_begun([RUNS], [wanted], NOW, published=True) == [
        replace(RUNS, ends_at=NOW + 9 * DAY)
    ]


def test_what_has_begun_cannot_be_left_out_and_what_comes_can():
    assert keep_what_has_begun([OVER, RUNS, COMES], [], NOW, published=True) == [OVER, RUNS]


def test_phases_stand_by_their_beginning_whatever_the_row():
    first = replace(COMES, id=0, starts_at=NOW + DAY, ends_at=NOW + 2 * DAY)
    assert keep_what_has_begun([RUNS], [COMES, first, RUNS], NOW, published=True) == [RUNS, first, COMES]


def test_an_end_before_the_beginning_is_a_misfit():
    assert misfits([], [replace(RUNS, id=0, ends_at=RUNS.starts_at)], NOW, published=False) == [0]


def test_a_running_phase_is_not_ended_in_the_past_and_no_past_is_invented():
    ended = replace(RUNS, ends_at=NOW - DAY)
    assert misfits([RUNS], [ended], NOW, published=True) == [0]
    assert misfits([], [replace(OVER, id=0)], NOW, published=True) == [0]
    assert misfits([], [replace(OVER, id=0)], NOW, published=False) == []
    assert misfits([OVER], [replace(OVER, title="Anders")], NOW, published=True) == []


def test_states_follow_the_days():
    assert state(None, None, NOW) is State.DRAFT
    assert state(NOW + DAY, None, NOW) is State.DRAFT
    assert state(NOW, None, NOW) is State.PUBLISHED
    assert state(NOW - DAY, NOW + DAY, NOW) is State.PUBLISHED
    assert state(NOW - DAY, NOW, NOW) is State.ARCHIVED


def test_an_address_is_never_ours_and_never_taken():
    assert free_address("desk", []) == "desk-2"
    assert free_address("baeume", ["baeume", "baeume-2"]) == "baeume-3"
    assert free_address("", []) == "beteiligung"
