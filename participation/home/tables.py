from piccolo.columns import BigSerial, Integer, Text, Timestamptz
from piccolo.table import Table

from participation.core.db import DB


class LegalPage(Table, db=DB, tablename="legal_page"):
    """A page of law or help as editors wrote it; without a row our own text stands there."""

    id = BigSerial(primary_key=True)
    slug = Text(default=None)
    locale = Text(default="de")
    title = Text(default=None)
    body = Text(default="")
    body_html = Text(default="")
    renderer = Integer(default=0)
    updated_at = Timestamptz(default=None)
