"""The outlines of the districts: what a map shows where a city has set no tiles, and what bounds every point."""

from collections.abc import Sequence
from typing import Any

from litestar import Response, get

from participation.consultations.actions import create_district
from participation.consultations.geography import Bounds, Outline
from participation.consultations.queries import District
from participation.core.audit import record
from participation.core.conditional import conditional
from participation.core.db import execute, fetch, fetch_one, fetch_value, unit_of_work
from participation.core.pages import AnyRequest

_STORE = """
INSERT INTO district_outline (district, geometry, west, south, east, north) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (district) DO UPDATE SET geometry = excluded.geometry, west = excluded.west, south = excluded.south,
    east = excluded.east, north = excluded.north
"""
_THERE = "SELECT slug FROM district WHERE slug = $1 OR name = $2 ORDER BY slug = $1 DESC LIMIT 1"
_BOUNDS = "SELECT min(west), min(south), max(east), max(north) FROM district_outline"
_DISTRICTS = """
SELECT d.id, d.slug, d.name, o.west, o.south, o.east, o.north
FROM district d LEFT JOIN district_outline o ON o.district = d.id ORDER BY d.name_key, d.id
"""
_ALL = """
SELECT COALESCE(json_agg(json_build_object(
    'type', 'Feature', 'properties', json_build_object('slug', d.slug, 'name', d.name), 'geometry', o.geometry::json
) ORDER BY d.name_key, d.id), '[]'::json)::text FROM district_outline o JOIN district d ON d.id = o.district
"""


async def store(outlines: Sequence[Outline]) -> int:
    """How many there are then; a district that is known by address or name is outlined anew, others are made."""
    async with unit_of_work():
        for one in outlines:
            slug = await fetch_value(_THERE, one.slug, one.name) or one.slug
            district, box = await create_district(slug, one.name), one.bounds
            await execute(_STORE, district, one.geometry, box.west, box.south, box.east, box.north)
        await record(None, "districts.imported", "district", 0, {"count": len(outlines)})
    return len(outlines)


async def city_bounds() -> Bounds | None:
    """None without outlines: then there are no maps and no points."""
    row = await fetch_one(_BOUNDS)
    return Bounds(*row) if row and row[0] is not None else None


async def districts_and_bounds() -> tuple[list[District], Bounds | None]:
    """What a form with a place needs, in one statement."""
    rows = await fetch(_DISTRICTS)
    boxes = [tuple(row)[3:] for row in rows if row["west"] is not None]
    bounds = (
        Bounds(
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        )
        if boxes
        else None
    )
    return [District(*tuple(row)[:3]) for row in rows], bounds


@get("/districts.geojson")
async def outlines(request: AnyRequest) -> Response[Any]:
    """For maps here, and for everybody who wants to draw one."""
    body = '{"type":"FeatureCollection","features":' + await fetch_value(_ALL) + "}"
    return conditional(request, body.encode(), "application/geo+json")


ROUTES = [outlines]
