"""Documents for paper: tagged, in one language, and without asking anything of anybody."""

import asyncio
import sys
from io import BytesIO

import pytest
from pypdf import PdfReader

from participation.core import pdf
from participation.core.errors import Refused

TEMPLATE = "moderation/year.pdf.html"


class Words:
    def section(self, key):
        return f"Abschnitt {key}"


def context(**more):
    from participation.core.clock import now

    told = {
        "year": 2026,
        "unfinished": False,
        "sections": [],
        "months": [],
        "words": Words(),
        "made_at": now(),
    }
    return told | {"register": "http://127.0.0.1/transparency"} | more


async def test_a_document_is_tagged_and_says_its_language_and_title():
    made = PdfReader(BytesIO(await pdf.as_pdf(TEMPLATE, "de", **context())))
    root = made.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "de"
    assert "Bericht der Moderation 2026" in made.metadata.title
    assert "Bericht der Moderation 2026" in made.pages[0].extract_text()
    assert b"pdfuaid" in made.trailer["/Root"]["/Metadata"].get_data()


async def test_a_document_uses_our_own_font():
    made = PdfReader(BytesIO(await pdf.as_pdf(TEMPLATE, "en", **context())))
    fonts = {str(font.get_object()["/BaseFont"]) for font in made.pages[0]["/Resources"]["/Font"].values()}
    assert fonts
    assert sum("Fira" in font for font in fonts) == 2


async def test_the_loop_goes_on_while_a_document_is_made():
    ticks = 0
    work = asyncio.create_task(pdf.as_pdf(TEMPLATE, "de", **context()))
    while not work.done():
        await asyncio.sleep(0.001)
        ticks += 1
    assert ticks > 5
    assert (await work).startswith(b"%PDF-")


async def test_a_document_loads_nothing_but_our_fonts():
    fetcher = pdf._own_fonts()
    for url in (
        "file:///etc/passwd",
        "http://127.0.0.1:1/",
        "https://own.invalid/static/app.css",
        "https://own.invalid/x",
    ):
        with pytest.raises(ValueError, match="nothing but our fonts"):
            fetcher.fetch(url)
    assert fetcher.fetch("https://own.invalid/static/fira-sans-400.woff2").read()[:4] == b"wOF2"


async def test_without_the_systems_library_it_says_so(monkeypatch):
    pdf.available.cache_clear()
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(Refused) as refused:
        await pdf.as_pdf(TEMPLATE, "de", **context())
    assert refused.value.status == 503
    monkeypatch.undo()
    pdf.available.cache_clear()
    assert pdf.available()
