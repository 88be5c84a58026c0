"""Places on the map: typed or clicked, checked, listed first and shown second, and nowhere once hidden."""

import json
import re

import pytest

from participation.consultations.geography import BadOutlines, Point, read_outlines, read_point
from participation.consultations.outlines import store
from participation.core.db import execute, fetch_one, fetch_value
from participation.core.security import content_security_policy
from participation.settings import load
from tests.proposals.factories import consultation, proposal

HERE = "/consultations/stadtgruen/proposals"
NEW = f"{HERE}/new"
MAP = f"{HERE}?view=map"
WORDS = {"title": "Bäume an der Haltestelle", "body": "Drei Linden genügen."}
SQUARE = [[10.0, 51.0], [10.1, 51.0], [10.1, 51.1], [10.0, 51.1], [10.0, 51.0]]


def collection(*names, ring=None, kind="Polygon"):
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {"type": kind, "coordinates": [ring or SQUARE]},
        }
        for name in names
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


@pytest.fixture
async def city(db):
    number = await consultation()
    await store(read_outlines(collection("Nordstadt")))
    return number


@pytest.mark.parametrize(
    ("typed", "point"),
    [
        ("51.02, 10.05", (51.02, 10.05)),
        (" 51.02 10.05 ", (51.02, 10.05)),
        ("51,02; 10,05", (51.02, 10.05)),
        ("51,02 10,05", (51.02, 10.05)),
        ("51.1234567,10", (51.12346, 10.0)),
        ("-33.9, 18.4", (-33.9, 18.4)),
    ],
)
def test_points_are_read_as_people_write_them(typed, point):
    assert read_point(typed) == Point(*point)


@pytest.mark.parametrize(
    "typed",
    ["", "Kirchweg", "51.02", "91, 10", "51, 181", "nan, nan", "1e5, 3", "51.02, 10.05, 3", "9" * 400, "<b>"],
)
def test_anything_else_is_no_point(typed):
    assert read_point(typed) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "[" * 100_000,
        "{}",
        '{"features": []}',
        '{"features": [{"geometry": null}]}',
        collection(""),
        collection("A", "A"),
        collection("A", kind="Point"),
        collection("A", ring=[[3_500_000, 5_600_000]]),
        collection("A", ring=[["x", "y"]]),
        collection("A", ring=SQUARE * 5000),
    ],
)
def test_a_wrong_file_of_districts_is_refused_with_a_sentence(text):
    with pytest.raises(BadOutlines, match=r"\.$"):
        read_outlines(text)


async def test_outlines_meet_the_districts_that_are_there_and_are_for_everybody(city, visitor):
    await execute("INSERT INTO district (slug, name, name_key) VALUES ('alt', 'Altstadt', 'altstadt')")
    await store(read_outlines(collection("Altstadt", "Nordstadt")))
    found = (await visitor.http.get("/districts.geojson")).json()["features"]
    assert [one["properties"] for one in found] == [
        {"slug": "alt", "name": "Altstadt"},
        {"slug": "nordstadt", "name": "Nordstadt"},
    ]
    assert found[0]["geometry"]["coordinates"] == [[SQUARE]]


async def test_a_point_is_kept_changed_and_told_to_programs(city, alma, visitor):
    answer = await alma.post(HERE, {**WORDS, "point": "51,02; 10,05"})
    assert answer.status_code == 303
    url = answer.headers["location"]
    item = (await visitor.http.get(f"/api/v1{url}")).json()
    assert (item["latitude"], item["longitude"]) == (51.02, 10.05)
    assert 'value="51.02000, 10.05000"' in (await alma.get(f"{url}/edit")).text
    assert (await alma.post(f"{url}/edit", {**WORDS, "version": "1", "point": ""})).status_code == 303
    assert (await visitor.http.get(f"/api/v1{url}")).json()["latitude"] is None


@pytest.mark.parametrize(
    ("typed", "word"), [("beim Brunnen", "keine Koordinaten"), ("52.5, 13.4", "liegt nicht in unserer Stadt")]
)
async def test_a_wrong_point_is_told_and_nothing_is_lost(city, alma, typed, word):
    answer = await alma.post(HERE, {**WORDS, "point": typed})
    assert answer.status_code == 422
    assert word in answer.text
    assert 'href="#point"' in answer.text
    assert f'value="{typed}"' in answer.text
    await alma.post(f"{HERE}/draft", {**WORDS, "point": typed})
    assert f'value="{typed}"' in (await alma.get(NEW)).text


async def test_the_list_leads_and_the_map_follows_the_filters(city, alma, visitor):
    for title, category in (("Erste", "baeume"), ("Zweite", "plaetze")):
        assert (
            await alma.post(
                HERE, {"title": title, "body": "So.", "category": category, "point": "51.02, 10.05"}
            )
        ).status_code == 303
    await proposal(city, "Ohne Punkt")
    page = (await visitor.get(MAP)).text
    assert page.index('data-place="51.02,10.05"') < page.index("data-map ")
    assert re.findall(r'id="m-\d+"[^>]*>([^<]+)', page) == ["Erste", "Zweite"]
    assert "1 weiterer Vorschlag hat keinen Punkt" in page
    assert f'href="{HERE}?category=baeume&amp;view=map"' in page
    assert "Zweite" not in (await visitor.get(f"{MAP}&category=baeume")).text
    assert "Keiner dieser Vorschläge" in (await visitor.get(f"{MAP}&q=Ohne")).text
    assert "Erste" in (await visitor.get("/proposals?view=map")).text
    assert f'href="{MAP}"' in (await visitor.get(HERE)).text


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE proposal SET hidden_at = now(), hidden_rule = 'x', hidden_rule_slug = 'thema'",
        "UPDATE proposal SET withdrawn_at = now()",
    ],
)
async def test_what_is_hidden_is_on_no_map(city, alma, visitor, change):
    await alma.post(HERE, {**WORDS, "point": "51.02, 10.05"})
    assert "data-place" in (await visitor.get(MAP)).text
    await execute(change)
    assert "data-place" not in (await visitor.get(MAP)).text


async def test_without_outlines_there_is_neither_map_nor_point(alma, visitor):
    await consultation()
    assert "data-map" not in (await alma.get(NEW)).text
    for url in (HERE, MAP):
        page = (await visitor.get(url)).text
        assert "data-map" not in page
        assert "view=map" not in page
    assert (await alma.post(HERE, {**WORDS, "point": "51.02, 10.05"})).status_code == 303
    assert await fetch_value("SELECT latitude FROM proposal") is None
    assert await fetch_one("SELECT 1 FROM district_outline") is None


def test_only_the_host_of_the_tiles_is_let_in(monkeypatch):
    assert "http" not in content_security_policy()
    chosen = load({"PARTICIPATION_TILES_URL": "https://tiles.musterstadt.example/{z}/{x}/{y}.png"})
    monkeypatch.setattr("participation.core.security.settings", lambda: chosen)
    assert "img-src 'self' https://tiles.musterstadt.example data:;" in content_security_policy()
