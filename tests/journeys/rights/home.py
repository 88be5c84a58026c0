from tests.journeys.rights.roles import EVERYBODY

READING: dict[str, set[str]] = {
    "/": EVERYBODY,
    "/.well-known/security.txt": EVERYBODY,
    "/accessibility": EVERYBODY,
    "/api": EVERYBODY,
    "/api/openapi.json": EVERYBODY,
    "/barrierefreiheit": EVERYBODY,
    "/contact": EVERYBODY,
    "/datenschutz": EVERYBODY,
    "/ergebnisse": EVERYBODY,
    "/gebaerdensprache": EVERYBODY,
    "/health/live": EVERYBODY,
    "/health/ready": EVERYBODY,
    "/help": EVERYBODY,
    "/hilfe": EVERYBODY,
    "/impressum": EVERYBODY,
    "/imprint": EVERYBODY,
    "/kontakt": EVERYBODY,
    "/leichte-sprache": EVERYBODY,
    "/metrics": EVERYBODY,
    "/plain-language": EVERYBODY,
    "/privacy": EVERYBODY,
    "/regeln": EVERYBODY,
    "/results": EVERYBODY,
    "/robots.txt": EVERYBODY,
    "/rules": EVERYBODY,
    "/search": EVERYBODY,
    "/sign-language": EVERYBODY,
    "/sitemap.xml": EVERYBODY,
    "/suche": EVERYBODY,
}
WRITING: dict[str, set[str]] = {
    "/language": EVERYBODY,
}
SECRET = {
    "/api/{path}": "nothing is there",
}
THINGS = {"path": "nothing"}
