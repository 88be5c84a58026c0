"""How an agenda comes about, and which addresses a stream may come from."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.forums.agenda.rules import REPORTING
from participation.forums.setup.naming import code_for, slug_for
from participation.forums.setup.rules import (
    TEMPLATE,
    Point,
    Section,
    SectionKind,
    compose,
    letter,
    share,
    stream_allowed,
)

START = datetime(2027, 3, 4, 18, 30, tzinfo=UTC)
EVENING = timedelta(minutes=150)
USUAL = [Section(n, one.kind, one.title, one.note, one.minutes) for n, one in enumerate(TEMPLATE, 1)]


def made(topics):
    points = [Point(n, f"Thema {n}", "") for n in range(1, topics + 1)]
    return compose(USUAL, points, START, START + EVENING)


def test_topics_stand_where_their_section_is():
    assert [(one.number, one.title) for one in made(2)] == [
        ("1", "Bericht aus der letzten Sitzung"),
        ("2 a", "Thema 1"),
        ("2 b", "Thema 2"),
        ("3", "Planungen und Baustellen im Stadtteil"),
        ("4", "Anregungen und Wünsche"),
    ]


def test_without_topics_no_number_is_left_out():
    assert [one.number for one in made(0)] == ["1", "2", "3"]


def test_the_first_item_is_the_report_and_each_topic_names_itself():
    items = made(1)
    assert [(one.kind, one.point) for one in items] == [
        (REPORTING, None),
        ("topic", 1),
        (None, None),
        (None, None),
    ]


@given(st.integers(0, 40))
def test_items_follow_each_other_without_gap(topics):
    items = made(topics)
    assert items[0].at == START
    assert all(b.at == a.at + timedelta(minutes=a.minutes) for a, b in pairwise(items))


@given(st.integers(1, 19))
def test_topics_share_what_the_evening_leaves(topics):
    each = share(USUAL, topics, EVENING)
    assert each % 5 == 0
    assert 5 <= each <= 20
    assert topics * each + 55 <= 150 or each == 5


def test_letters_go_on_after_z():
    assert [letter(n) for n in (0, 25, 26, 27, 52)] == ["a", "z", "aa", "ab", "ba"]


def test_an_address_is_made_of_plain_letters():
    day = START.date()
    assert slug_for("Bürgerforum Südstraße", day) == "buergerforum-suedstrasse-2027-03"
    assert slug_for("  !!! ", day) == "2027-03"
    assert (code_for("Südstadt", 7), code_for("", 111)) == ("SUED 07", "FORUM 11")


HOSTS = ("video.stadt.example", "tube.example")


@pytest.mark.parametrize(
    "url",
    [
        "https://video.stadt.example/1",
        "https://live.tube.example/a?b=c",
        "https://TUBE.example:443/",
    ],
)
def test_a_stream_comes_from_a_host_of_the_list(url):
    assert stream_allowed(url, HOSTS)


@pytest.mark.parametrize(
    "url",
    [
        "http://tube.example/1",
        "https://eviltube.example/1",
        "https://tube.example.evil.example/",
        "https://tube.example@evil.example/",
        "https://user:secret@tube.example/",
        "https://evil.example\\@tube.example/",
        "https://evil.example/#tube.example",
        "https://tube.example:8443/",
        "https://tube.example.",
        "//tube.example/1",
        "javascript:alert(1)//tube.example",
        "data:text/html,tube.example",
        "https://[::1",
        "https://stadt.example/",
        "",
    ],
)
def test_a_stream_from_elsewhere_is_refused(url):
    assert not stream_allowed(url, HOSTS)


def test_without_hosts_no_stream_is_allowed():
    assert not stream_allowed("https://tube.example/", ())
    assert not stream_allowed("https://tube.example/", ("",))


def test_the_usual_agenda_has_its_four_parts():
    assert [one.kind for one in TEMPLATE] == [
        SectionKind.REPORT,
        SectionKind.TOPICS,
        SectionKind.PLANS,
        SectionKind.WISHES,
    ]
