import pytest

from tests.consultations.factories import make_consultation


async def test_programs_read_consultations_in_pages(visitor):
    for n in range(3):
        await make_consultation(f"c{n}", f"Titel {n}")
    await make_consultation("geheim", "Geheim", published_at=None)
    first = (await visitor.get("/api/v1/consultations?limit=2")).json()
    assert [item["slug"] for item in first["items"]] == ["c0", "c1"]
    assert first["items"][0]["standing"] == "open"
    assert first["items"][0]["phases"][0]["kind"] == "collect"
    rest = (await visitor.get(f"/api/v1/consultations?limit=2&cursor={first['next_cursor']}")).json()
    assert [item["slug"] for item in rest["items"]] == ["c2"]
    assert rest["next_cursor"] is None


async def test_one_consultation_comes_with_its_texts_and_a_draft_not_at_all(visitor, emin):
    await make_consultation(body="**Ja**", open_points=["wo"], categories=[("a", "A")])
    await make_consultation("geheim", published_at=None)
    found = (await visitor.get("/api/v1/consultations/baeume")).json()
    assert "<strong>Ja</strong>" in found["body_html"]
    assert found["open_points"] == ["wo"]
    assert found["categories"] == {"a": "A"}
    for person in (visitor, emin):
        answer = await person.get("/api/v1/consultations/geheim")
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=x", "cursor=x", "cursor=-1", "cursor=" + "9" * 40]
)
async def test_nonsense_is_400(visitor, db, query):
    assert (await visitor.get(f"/api/v1/consultations?{query}")).status_code == 400
