from django.apps import AppConfig


class DelegationConfig(AppConfig):
    name = "delegation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Checks register themselves on import; Django has no list of modules for them.
        from delegation import checks  # noqa: F401, PLC0415
