"""Points and outlines: what a city's districts file says, and what a person types as a point. Pure."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from participation.core.urls import slug_of

VERTICES_MAX = 20_000
"""Of all outlines together: the file goes to every reader of a map."""
DIGITS = 5
"""Of a degree: a metre or so."""
_POINT = (
    re.compile(r"(-?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)"),
    re.compile(r"(-?\d{1,3}(?:,\d+)?)\s*[;\s]\s*(-?\d{1,3}(?:,\d+)?)"),
)


class BadOutlines(ValueError):  # noqa: N818  # it reads as what the file holds
    """One sentence for whoever imports the file."""


@dataclass(frozen=True, slots=True)
class Point:
    latitude: float
    longitude: float

    def __str__(self) -> str:
        return f"{self.latitude:.{DIGITS}f}, {self.longitude:.{DIGITS}f}"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The box around all districts: no point of this city lies outside."""

    west: float
    south: float
    east: float
    north: float

    @property
    def middle(self) -> Point:
        return Point((self.south + self.north) / 2, (self.west + self.east) / 2)

    def hold(self, point: Point) -> bool:
        return self.south <= point.latitude <= self.north and self.west <= point.longitude <= self.east


@dataclass(frozen=True, slots=True)
class Outline:
    """`geometry` is GeoJSON: a polygon, or several."""

    name: str
    slug: str
    geometry: str
    bounds: Bounds


def latitude_longitude(point: Point | None) -> tuple[float | None, float | None]:
    return (point.latitude, point.longitude) if point else (None, None)


def read_point(text: str) -> Point | None:
    """Latitude before longitude, as maps show them: "51.02, 10.05", or with German commas "51,02 10,05"."""
    for pattern in _POINT:
        match = pattern.fullmatch(text.strip())
        if match:
            latitude, longitude = (round(float(part.replace(",", ".")), DIGITS) for part in match.groups())
            return Point(latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
    return None


def read_outlines(text: str) -> list[Outline]:
    """From a FeatureCollection in WGS 84 whose features have a `name`, and a `slug` where one is to be kept."""
    try:
        features = json.loads(text)["features"]
        found = [_outline(feature) for feature in features]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        if isinstance(error, BadOutlines):
            raise
        raise BadOutlines("The file is no GeoJSON with polygons that have a name.") from error
    if not found:
        raise BadOutlines("The file has no districts.")
    if len({one.slug for one in found}) < len(found):
        raise BadOutlines("Two districts of the file have the same name.")
    if sum(one.geometry.count("[") for one in found) > VERTICES_MAX:
        raise BadOutlines(f"The outlines have more than {VERTICES_MAX} corners. Please simplify them.")
    return found


def _outline(feature: Any) -> Outline:
    kind, rings = feature["geometry"]["type"], feature["geometry"]["coordinates"]
    if kind not in {"Polygon", "MultiPolygon"}:
        raise BadOutlines("The file holds something else than polygons.")
    polygons = [rings] if kind == "Polygon" else rings
    rounded = [[[_corner(corner) for corner in ring] for ring in polygon] for polygon in polygons]
    corners = list(_corners(rounded))
    if not corners:
        raise BadOutlines("A district of the file has no corners.")
    name = str(feature["properties"]["name"]).strip()
    if not name:
        raise BadOutlines("A district of the file has no name.")
    east_west, north_south = [corner[0] for corner in corners], [corner[1] for corner in corners]
    geometry = {"type": "MultiPolygon", "coordinates": rounded}
    return Outline(
        name,
        str(feature["properties"].get("slug") or slug_of(name)),
        json.dumps(geometry, separators=(",", ":")),
        Bounds(min(east_west), min(north_south), max(east_west), max(north_south)),
    )


def _corner(corner: Sequence[float]) -> list[float]:
    longitude, latitude = round(float(corner[0]), DIGITS), round(float(corner[1]), DIGITS)
    if not (abs(longitude) <= 180 and abs(latitude) <= 90):
        raise BadOutlines("The corners must be in degrees (WGS 84), longitude first.")
    return [longitude, latitude]


def _corners(polygons: list[list[list[list[float]]]]) -> Iterator[list[float]]:
    return (corner for polygon in polygons for ring in polygon for corner in ring)
