"""A document as PDF that programs for blind people can read (PDF/UA-1), made beside the loop.

WeasyPrint needs Pango from the system. Where that is missing the caller shows a page to print instead.
"""

import asyncio
from functools import cache
from typing import Any

from litestar import Response

from participation.core.errors import Refused, sentence
from participation.core.i18n import N_
from participation.core.paths import TEMPLATES
from participation.core.static import PREFIX, files, manifest
from participation.core.templating import render

PDF_MISSING = sentence(
    "pdf-missing",
    N_(
        "Dieser Server kann gerade kein PDF machen. Bitte drucken Sie die Seite, Ihr Browser macht daraus ein PDF."
    ),
)
BASE = "https://own.invalid/"
"""Asked of nobody: a scheme that joins relative addresses, and a name that no network has."""
_ONE_AT_A_TIME = asyncio.Semaphore(1)
"""A document takes a second of a core; a second one waits rather than slow down everybody else."""


@cache
def available() -> bool:
    """False where a library of the system is missing: its import fails then."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


async def as_pdf(template: str, locale: str, **context: Any) -> bytes:
    """A template over `pdf/base.html`. Refused `pdf-missing` where the system lacks what it takes."""
    if not available():
        raise Refused(PDF_MISSING, status=503)
    async with _ONE_AT_A_TIME:
        return await asyncio.to_thread(_write, template, locale, context)


def _write(template: str, locale: str, context: dict[str, Any]) -> bytes:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fetcher, fonts = _own_fonts(), FontConfiguration()
    style = weasyprint.CSS(string=_style(), base_url=BASE, url_fetcher=fetcher, font_config=fonts)
    html = weasyprint.HTML(string=render(template, locale, **context), base_url=BASE, url_fetcher=fetcher)
    written: bytes = html.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")
    return written


@cache
def _style() -> str:
    return (TEMPLATES / "pdf/base.css").read_text(encoding="utf-8")


def _own_fonts() -> Any:
    """Our fonts and nothing else: a document asks no network and reads no file of the machine."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFonts(URLFetcher):  # type: ignore[misc]  # it ships no types
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002  # the shape of a fetcher
            name = url.removeprefix(BASE + PREFIX.lstrip("/"))
            file = files().get(manifest().get(name, ""))
            if file is None or file.type != "font/woff2":
                raise ValueError("a document loads nothing but our fonts")
            return URLFetcherResponse(url, file.bodies[""], {"Content-Type": file.type})

    return OwnFonts()


def pdf_response(name: str, body: bytes) -> Response[bytes]:
    """`name` without blanks, as the file is to be called."""
    headers = {"content-disposition": f'inline; filename="{name}"', "x-content-type-options": "nosniff"}
    return Response(content=body, media_type="application/pdf", headers=headers)
