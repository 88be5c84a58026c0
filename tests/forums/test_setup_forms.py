"""What editors and clerks type: times of the city, limits, and who helps instead."""

from datetime import date

import pytest

from participation.core.clock import ZONE
from participation.core.forms import Form
from participation.forums.setup import forms as setup
from participation.forums.topics import forms as topics

RIGHT = {
    "title": "Bürgerforum  Nordstadt",
    "district": "nord",
    "format": "hybrid",
    "place": "Aula",
    "day": "2027-03-04",
    "doors": "19:00",
    "starts": "19:30",
    "ends": "22:00",
    "rules": "- Drei Minuten",
}


def form(**fields):
    return Form({name: [value] for name, value in fields.items()})


def setting(**changes):
    return setup.setting(form(**{**RIGHT, **changes}), {"nord": 7}, {"3": 3}, ("tube.example",))


def test_a_whole_setting_is_read_in_the_time_of_the_city():
    found, errors = setting(chair="3", stream_url="https://tube.example/1")
    assert not errors
    assert (found.title, found.district, found.chair) == ("Bürgerforum Nordstadt", 7, 3)
    assert found.starts_at.isoformat() == "2027-03-04T19:30:00+01:00"
    assert found.starts_at.tzinfo is ZONE


def test_an_evening_may_end_after_midnight_but_not_before_it_begins():
    found, _ = setting(ends="00:30")
    assert (found.ends_at - found.starts_at).total_seconds() == 5 * 3600
    assert list(setting(ends="19:00")[1]) == ["ends"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"district": "sued"}, "district"),
        ({"format": "moon"}, "format"),
        ({"place": ""}, "place"),
        ({"day": "4.3.2027"}, "day"),
        ({"day": "0001-01-01"}, "day"),
        ({"starts": "halb acht"}, "starts"),
        ({"ends": ""}, "ends"),
        ({"doors": "20:00"}, "doors"),
        ({"chair": "99"}, "chair"),
        ({"stream_url": "https://tube.example.evil.example"}, "stream_url"),
        ({"stream_url": "javascript:alert(1)"}, "stream_url"),
        ({"rules": "x" * 5001}, "rules"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(changes, field):
    found, errors = setting(**changes)
    assert found is None
    assert field in errors


def test_nobody_is_sent_away_without_an_address_to_go_to():
    for reason in ("other-body", "damage"):
        found, errors = topics.verdict(form(refusal=reason), [4])
        assert found is None
        assert list(errors) == ["body_in_charge"]
        assert topics.verdict(form(refusal=reason, body_in_charge="4"), [4])[0].body == 4
    assert list(topics.verdict(form(refusal="other"), [])[1]) == ["explanation"]
    assert list(topics.verdict(form(refusal="single-case", body_in_charge="9"), [4])[1]) == ["body_in_charge"]
    assert topics.verdict(form(refusal="treated"), [])[0].refusal == "treated"


def test_what_comes_on_paper_has_a_name_a_way_and_a_day():
    today = date(2027, 1, 10)
    _, errors = topics.entered(form(channel="online", received_on="2027-01-11"), today)
    assert set(errors) == {"title", "body", "channel", "name", "received_on"}
    whole = {
        "title": "T",
        "body": "B",
        "channel": "counter",
        "name": "Erika Muster",
        "received_on": "2027-01-10",
    }
    found, errors = topics.entered(form(**whole), today)
    assert not errors
    assert (found.channel, found.received_on) == ("counter", today)


def test_a_limit_is_a_number_and_the_last_day_lies_before_the_evening():
    starts_at = setting()[0].starts_at
    numbers = {"most": "15", "per_person": "3", "per_association": "5", "treated_most": "2"}
    found, errors = topics.limits(form(until="2027-02-11", **numbers), starts_at)
    assert not errors
    assert found.until.isoformat() == "2027-02-11T23:59:59+01:00"
    wrong = {**numbers, "most": "0", "per_person": "-1", "treated_most": "viele"}
    assert set(topics.limits(form(until="2027-03-04", **wrong), starts_at)[1]) == {
        "until", "most", "per_person", "treated_most",
    }  # fmt: skip


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "//x.example", "https://u:p@x.example", "mailto:a@x.example", "x"]
)
def test_a_body_has_an_honest_address(url):
    assert "url" in topics.body(form(name="Bahn", covers="Züge", url=url))[1]


def test_a_body_can_be_reached_somehow():
    assert list(topics.body(form(name="Bahn", covers="Züge"))[1]) == ["phone"]
    found, errors = topics.body(form(name="Bahn", covers="Züge", phone="0555 1", words=" Zug,, Gleis ,Zug"))
    assert not errors
    assert found.words == "Zug, Gleis"
