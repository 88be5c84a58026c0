"""Pictures for the demo city: drawn here, so that they are nobody's but ours."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw

from participation.core.images import Drawn, drawn

SIZE = (960, 640)
SKY, STONE, STREET, WALL = "#cfe4f2", "#d9d2c5", "#8f9499", "#e9dfcf"
LEAF, DARK, TRUNK, WOOD, WATER = "#5f9b5a", "#3f7a45", "#6f5139", "#a9774a", "#7fb7d6"
Pen = ImageDraw.ImageDraw


@dataclass(frozen=True, slots=True)
class Picture:
    proposal: str
    """Key of the proposal that it belongs to."""
    alt: str
    scene: Callable[[Pen], None]


def made(picture: Picture) -> Drawn:
    return seen(picture.scene)


@cache
def seen(scene: Callable[[Pen], None]) -> Drawn:
    """Through the same door as a picture that somebody sends."""
    canvas = Image.new("RGB", SIZE, SKY)
    scene(ImageDraw.Draw(canvas))
    out = io.BytesIO()
    canvas.save(out, "PNG")
    out.seek(0)
    return drawn(out, 10, 24)


def _houses(pen: Pen) -> None:
    for x, width, top, roof in (
        (0, 210, 210, "#a5503c"),
        (210, 170, 160, "#8d4434"),
        (790, 170, 190, "#a5503c"),
    ):
        pen.rectangle((x, top, x + width, 440), fill=WALL)
        pen.polygon(((x - 8, top), (x + width / 2, top - 90), (x + width + 8, top)), fill=roof)
        for column in range(x + 25, x + width - 40, 55):
            for row in range(top + 30, 400, 75):
                pen.rectangle((column, row, column + 30, row + 42), fill="#7d96a6")


def _tree(pen: Pen, x: int, foot: int, size: int) -> None:
    pen.rectangle((x - size // 10, foot - size, x + size // 10, foot), fill=TRUNK)
    for dx, dy, share, colour in (
        (0, -1.55, 0.72, DARK),
        (-0.42, -1.2, 0.55, LEAF),
        (0.42, -1.25, 0.58, LEAF),
    ):
        middle, height, radius = x + dx * size, foot + dy * size, share * size
        pen.ellipse((middle - radius, height - radius, middle + radius, height + radius), fill=colour)


def _bench(pen: Pen, x: int, foot: int) -> None:
    for leg in (x + 20, x + 190):
        pen.rectangle((leg, foot - 60, leg + 14, foot), fill="#4a4f54")
    for plank in (0, 18):
        pen.rectangle((x, foot - 74 + plank, x + 224, foot - 62 + plank), fill=WOOD)
        pen.rectangle((x, foot - 130 + plank, x + 224, foot - 118 + plank), fill=WOOD)


def _bare(pen: Pen) -> None:
    """A bus stop in the sun."""
    _houses(pen)
    pen.rectangle((0, 440, 960, 530), fill=STONE)
    pen.rectangle((0, 530, 960, 640), fill=STREET)
    pen.ellipse((700, 30, 790, 120), fill="#f6c84c")
    pen.rectangle((640, 240, 650, 500), fill="#4a4f54")
    pen.ellipse((606, 190, 684, 268), fill="#2f7d4f", outline="#f4e27a", width=8)
    pen.line((630, 208, 630, 250), fill="#f4e27a", width=9)
    pen.line((660, 208, 660, 250), fill="#f4e27a", width=9)
    pen.line((630, 229, 660, 229), fill="#f4e27a", width=9)
    for x in range(20, 960, 120):
        pen.rectangle((x, 582, x + 60, 590), fill="#e8e8e4")


def _shade(pen: Pen) -> None:
    """The same place with trees and a bench, as somebody wishes it."""
    _bare(pen)
    for x, size in ((300, 150), (520, 130), (820, 145)):
        pen.ellipse((x - size, 470, x + size, 520), fill="#bdb6a8")
        _tree(pen, x, 495, size)
    _bench(pen, 355, 505)


def _square(pen: Pen) -> None:
    """A square of stone with a fountain."""
    _houses(pen)
    pen.rectangle((0, 440, 960, 640), fill=STONE)
    for y in range(470, 640, 34):
        pen.line((0, y, 960, y), fill="#c6beaf", width=2)
    for x in range(-200, 1200, 80):
        pen.line((480 + (x - 480) // 2, 440, x, 640), fill="#c6beaf", width=2)
    pen.ellipse((330, 480, 640, 580), fill="#b8b0a2")
    pen.ellipse((350, 484, 620, 560), fill=WATER)
    pen.rectangle((472, 410, 498, 520), fill="#b8b0a2")
    pen.ellipse((430, 396, 540, 426), fill="#b8b0a2")


PICTURES = (
    Picture(
        "haltestelle",
        "Die Haltestelle Lindenallee in der Sonne: ein Schild, Gehweg aus Stein, kein Baum.",
        _bare,
    ),
    Picture(
        "haltestelle",
        "Dieselbe Haltestelle, wie ich sie mir wünsche: drei Linden und eine lange Bank.",
        _shade,
    ),
    Picture(
        "kirchweg-platz",
        "So könnte der Platz aussehen: Pflaster und ein runder Brunnen vor alten Häusern.",
        _square,
    ),
)
TREES = _shade
