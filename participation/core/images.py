"""Pictures that people send: decoded once, and drawn anew in two sizes. Nothing of the file itself is kept.

What was hidden in it is gone with it: the place where it was taken, the camera, a second file behind the picture,
a program. One picture is decoded at a time, in a thread, and none before its size is known to be bearable.
"""

import asyncio
import io
import struct
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol

from litestar import Response
from litestar.datastructures import UploadFile
from PIL import Image, ImageFile, UnidentifiedImageError

from participation.core.errors import Refused, sentence
from participation.core.i18n import N_
from participation.settings import settings

FORMATS = ("JPEG", "PNG", "WEBP")
"""What is decoded at all; SVG is a program, and the rest has no use here."""
ACCEPT = "image/jpeg,image/png,image/webp"
BODY_MAX = 25_000_000
"""Bytes of a request with a picture. It is written to a file while it comes in, so this is no memory."""
LARGE, SMALL = 1600, 480
"""The longer side of the two sizes, in pixels."""
QUALITY = 80
STRIP = 256
"""Rows of the smaller picture that are made at once: a whole picture in red, green, blue and see-through is large."""
WEBP_COSTS = 3
"""The decoder of WebP keeps so many times the memory of the other two for one picture."""
TYPE = "image/webp"
QUEUE = 20
"""How many pictures may wait for the one thread."""
BUSY = sentence(
    "images-busy",
    N_("Gerade kommen sehr viele Bilder an. Bitte versuchen Sie es in einer Minute noch einmal."),
)
_NO_PICTURE = N_("Diese Datei können wir nicht annehmen. Möglich sind Bilder als JPEG, PNG oder WebP.")
_BROKEN = N_("Dieses Bild ist beschädigt. Bitte speichern Sie es neu oder wählen Sie ein anderes.")
_EMPTY = N_("Diese Datei ist leer. Bitte wählen Sie ein anderes Bild.")
_HEAVY = N_("Diese Datei ist zu groß: höchstens %(most)s MB.")
_WIDE = N_("Dieses Bild ist zu groß: höchstens %(most)s Millionen Bildpunkte. Bitte verkleinern Sie es.")
_THIN = N_("Dieses Bild ist zu schmal, um darauf etwas zu erkennen.")
_ORIENTATION = 0x0112
_TURNS = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_270,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}
_threads = ThreadPoolExecutor(max_workers=1, thread_name_prefix="images")
_waiting = 0


class Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


class BadImage(Exception):  # noqa: N818  # it reads as what the file is
    """`msgid` with its `values` is the sentence for the person who sent it."""

    def __init__(self, msgid: str, **values: Any) -> None:
        super().__init__(msgid)
        self.msgid, self.values = msgid, values


@dataclass(frozen=True, slots=True)
class Drawn:
    """Both sizes as WebP, without any metadata; width and height are those of the large one."""

    large: bytes
    small: bytes
    width: int
    height: int


async def draw(upload: UploadFile) -> Drawn:
    """Raises BadImage, or Refused where too many wait."""
    global _waiting  # noqa: PLW0603  # one queue for the whole process
    if _waiting >= QUEUE:
        raise Refused(BUSY, status=429, retry_after=60)
    _waiting += 1
    chosen = settings()
    limits = chosen.image_megabytes, chosen.image_megapixels
    try:
        return await asyncio.get_running_loop().run_in_executor(_threads, drawn, upload.file, *limits)
    finally:
        _waiting -= 1


def drawn(file: Readable, megabytes: int, megapixels: int) -> Drawn:
    """Only here the file is read, so that one at a time is in memory."""
    most = megabytes * 1_000_000
    data = file.read(most + 1)
    if not data:
        raise BadImage(_EMPTY)
    if len(data) > most:
        raise BadImage(_HEAVY, most=megabytes)
    webp = _webp_size(data)
    if webp is not None:
        _bear(webp, max(1, megapixels // WEBP_COSTS))
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint lets half a picture pass, for the whole process
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            _bear(picture.size, megapixels)
            return _both(picture)
    except BadImage:
        raise
    except Image.DecompressionBombError as error:  # Pillow's own limit, met before ours is asked
        raise BadImage(_WIDE, most=megapixels) from error
    except UnidentifiedImageError as error:
        raise BadImage(_NO_PICTURE) from error
    except Exception as error:  # a hostile file raises whatever the decoder happens to stumble over
        raise BadImage(_BROKEN) from error


def _bear(size: tuple[int, int], megapixels: int) -> None:
    width, height = size
    if width * height > megapixels * 1_000_000:
        raise BadImage(_WIDE, most=megapixels)
    if min(size) * 50 < max(size):
        raise BadImage(_THIN)


def _webp_size(data: bytes) -> tuple[int, int] | None:
    """Pillow makes room for a whole WebP before it says how large it is. None for every other format."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return None
    if data[12:16] == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack("<HH", data[26:30])
    return max(1, width & 0x3FFF), max(1, height & 0x3FFF)


def _both(picture: Image.Image) -> Drawn:
    """The first picture of a moving one. It is made small before it is turned: that is a tenth of the work."""
    turns = _TURNS.get(_orientation(picture), ())
    picture.draft("RGB", (LARGE, LARGE))  # a JPEG can be decoded at half its size and less
    picture.load()
    plain = _plain(picture, max(1, max(picture.size) // LARGE))
    plain.thumbnail((LARGE, LARGE), Image.Resampling.LANCZOS)
    for turn in turns:
        plain = plain.transpose(turn)
    large = _encoded(plain)
    width, height = plain.size
    plain.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS)
    return Drawn(large, _encoded(plain), width, height)


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001  # a picture with nonsense beside it is still a picture
        return 1


def _plain(picture: Image.Image, factor: int) -> Image.Image:
    """Red, green and blue on white, by so much smaller, in a new picture that knows nothing of the old one."""
    width, height = picture.size
    plain = Image.new("RGB", (-(-width // factor), -(-height // factor)), "white")
    for top in range(0, plain.height, STRIP):
        strip = picture.crop((0, top * factor, width, min(height, (top + STRIP) * factor)))
        if "A" in strip.getbands() or "transparency" in strip.info:
            full = strip.convert("RGBA")
            strip = Image.new("RGB", full.size, "white")
            strip.paste(full, mask=full.getchannel("A"))
        plain.paste(strip.convert("RGB").reduce(factor), (0, top))
    return plain


def _encoded(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()


def answer(body: bytes, *, public: bool) -> Response[Any]:
    """Only the reader's own browser keeps it, and for a day: what is hidden meanwhile must not live on elsewhere."""
    headers = {
        "cache-control": "private, max-age=86400, immutable" if public else "private, no-store",
        "x-content-type-options": "nosniff",
        "content-disposition": "inline",
        "content-security-policy": "default-src 'none'; sandbox",
        "cross-origin-resource-policy": "same-origin",
    }
    return Response(content=body, media_type=TYPE, headers=headers)
