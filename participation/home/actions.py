"""Writing the pages of law and help."""

from participation.core import clock
from participation.core.db import execute
from participation.core.html import render_text
from participation.home.rules import Slug

_SET = """
INSERT INTO legal_page (slug, locale, title, body, body_html, renderer, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (slug, locale) DO UPDATE SET title = EXCLUDED.title, body = EXCLUDED.body,
    body_html = EXCLUDED.body_html, renderer = EXCLUDED.renderer, updated_at = EXCLUDED.updated_at
"""


async def set_legal_page(slug: str, locale: str, title: str, body: str) -> None:
    """Markdown in, whole page out; the old text is replaced. ValueError for a page that does not exist."""
    rendered = await render_text(body)
    await execute(_SET, Slug(slug).value, locale, title, body, rendered.html, rendered.version, clock.now())
