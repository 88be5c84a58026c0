"""What machines ask for: robots.txt, the map of the site, whom to tell about a hole."""

from datetime import timedelta
from xml.sax.saxutils import escape

from litestar import MediaType, Response, get

from participation.consultations.queries import published_heads
from participation.core import clock
from participation.home.rules import Slug
from participation.settings import settings

PRIVATE = ("/account", "/notifications", "/moderation", "/decisions", "/report", "/search")
LISTS = ("/", "/consultations", "/proposals", "/forums", "/results", "/rules", "/transparency")
SECURITY_DAYS = 180


@get("/robots.txt", media_type=MediaType.TEXT)
async def robots() -> str:
    closed = "".join(f"Disallow: {path}\n" for path in PRIVATE)
    return f"User-agent: *\n{closed}\nSitemap: {settings().link('/sitemap.xml')}\n"


@get("/sitemap.xml")
async def sitemap() -> Response[bytes]:
    """Only what everybody may see."""
    paths = [*LISTS, *(f"/{slug}" for slug in Slug), *(head.url for head in await published_heads())]
    entries = "".join(f"<url><loc>{escape(settings().link(path))}</loc></url>" for path in paths)
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>\n'
    )
    return Response(body.encode(), media_type="application/xml; charset=utf-8")


@get("/.well-known/security.txt", media_type=MediaType.TEXT)
async def security() -> str:
    """RFC 9116; the date moves along, since the contact is looked after as long as the site runs."""
    expires = (clock.now() + timedelta(days=SECURITY_DAYS)).replace(microsecond=0)
    return (
        f"Contact: mailto:{settings().mail_from}\n"
        f"Contact: {settings().link('/contact')}\n"
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}\n"
        f"Preferred-Languages: {', '.join(settings().locales)}\n"
        f"Canonical: {settings().link('/.well-known/security.txt')}\n"
    )


ROUTES = [robots, sitemap, security]
