from django.apps import AppConfig


class FundraisingConfig(AppConfig):
    name = "fundraising"
    default_auto_field = "django.db.models.BigAutoField"
