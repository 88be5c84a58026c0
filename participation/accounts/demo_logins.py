"""The invented people of the demo city, offered on the sign-in page where the operator has set DEMO."""

from participation.settings import settings

PASSWORD = "teilhabe-demo-2026"  # noqa: S105  # public on purpose, refused outside loopback
PEOPLE = (
    ("alma", "Bürgerin"),
    ("bora", "Bürger"),
    ("carla", "Moderation"),
    ("cem", "Moderation"),
    ("dirk", "Protokoll und Saaltisch"),
    ("edda", "Sitzungsleitung"),
    ("konrad", "Ratsmitglied"),
    ("emin", "Redaktion"),
    ("ada", "Verwaltung der Plattform"),
)


def demo_logins() -> list[tuple[str, str]]:
    """Address and role of each; empty outside the demo."""
    return [(f"{name}@example.org", role) for name, role in PEOPLE] if settings().demo else []
