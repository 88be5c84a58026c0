from pathlib import Path

from piccolo.conf.apps import AppConfig

from participation.notifications.tables import TABLES

APP_CONFIG = AppConfig(
    app_name="notifications",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[*TABLES],
    migration_dependencies=["participation.accounts.piccolo_app"],
)
