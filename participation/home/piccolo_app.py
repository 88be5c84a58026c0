from pathlib import Path

from piccolo.conf.apps import AppConfig

from participation.home.tables import LegalPage

APP_CONFIG = AppConfig(
    app_name="home",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[LegalPage],
    migration_dependencies=["participation.core.piccolo_app"],
)
