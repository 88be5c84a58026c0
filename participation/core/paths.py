"""Where templates, static files and catalogues lie: inside the wheel, or beside the packages in a checkout."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
_shipped = PACKAGE / "_files"
FILES = _shipped if _shipped.is_dir() else PACKAGE.parent
TEMPLATES = FILES / "templates"
STATIC = FILES / "static"
LOCALES = FILES / "locales"
