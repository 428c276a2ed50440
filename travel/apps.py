from django.apps import AppConfig


class TravelConfig(AppConfig):
    name = "travel"
    default_auto_field = "django.db.models.BigAutoField"
