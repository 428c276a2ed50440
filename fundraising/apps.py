from django.apps import AppConfig


class FundraisingConfig(AppConfig):
    name = "fundraising"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Tables that register themselves on import: lifecycles, permissions, what the database refuses; and the checks.
        from fundraising import checks, lifecycles, permissions, triggers  # noqa: F401, PLC0415
