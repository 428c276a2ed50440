"""Log-in by e-mail address, through allauth: a code by mail, or a password."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.utils import translation


class AccountAdapter(DefaultAccountAdapter):
    def save_user(self, request, user, form, commit=True):
        user = super().save_user(request, user, form, commit=False)
        user.email = user.email.lower()
        user.language = getattr(request, "LANGUAGE_CODE", "en")
        if commit:
            user.save()
        return user

    def post_login(self, request, user, **kwargs):
        """Pages speak the person's own language from here, unless this browser chose another."""
        response = super().post_login(request, user, **kwargs)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                user.language,
                max_age=31_536_000,
                httponly=True,
                samesite="Lax",
                secure=not settings.DEMO,
            )
        return response

    def send_mail(self, template_prefix, email, context):
        """In the language of the person; of the page, for an address nobody has."""
        person = context.get("user")
        with translation.override(getattr(person, "language", None) or translation.get_language()):
            super().send_mail(template_prefix, email, context)
