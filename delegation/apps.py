from django.apps import AppConfig
from django.core import validators
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class DelegationConfig(AppConfig):
    name = "delegation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Checks register themselves on import; Django has no list of modules for them.
        from delegation import checks  # noqa: F401, PLC0415

        # What every form says, those of allauth as well, in our words.
        Field.default_error_messages["required"] = _("This part is still missing.")
        validators.validate_email.message = _("This does not look like an e-mail address.")
