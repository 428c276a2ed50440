"""allauth's forms in our words: one label for the address, no placeholder in its place, no second field to sign up."""

from allauth.account import forms as account
from django.utils.translation import gettext_lazy as _


class _OurWords:
    """Names the address field the same everywhere."""

    address = "email"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields[self.address]
        field.label = _("Your e-mail address")
        for name in ("email", "login", "password", "password1", "password2", "oldpassword"):
            if name in self.fields:
                self.fields[name].widget.attrs.pop("placeholder", None)


class LoginForm(_OurWords, account.LoginForm):
    address = "login"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].label = _("Password")
        # The way to a new password stands beside the button.
        self.fields["password"].help_text = ""


class SignupForm(_OurWords, account.SignupForm):
    """The password field exists in the settings so that the log-in form has one; nobody needs it to sign up."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["password1"]


class RequestLoginCodeForm(_OurWords, account.RequestLoginCodeForm):
    pass


class ResetPasswordForm(_OurWords, account.ResetPasswordForm):
    pass


class AddEmailForm(_OurWords, account.AddEmailForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Another e-mail address")
