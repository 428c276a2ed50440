from django.apps import AppConfig


class TravelConfig(AppConfig):
    name = "travel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # The tables of verbs and permissions fill registries on import; both doors and tests read them.
        from travel import lifecycles, permissions, triggers  # noqa: F401, PLC0415
