from pathlib import Path

from piccolo.conf.apps import AppConfig

from participation.budgeting.tables import TABLES

APP_CONFIG = AppConfig(
    app_name="budgeting",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[*TABLES],
    migration_dependencies=["proposals.piccolo_app", "polls.piccolo_app"],
)
