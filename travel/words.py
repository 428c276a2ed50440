"""Words for verbs that more than one page shows."""

from django.utils.translation import gettext_lazy as _

ACCREDITATION_BUTTONS = {
    "request_letter": {"label": _("Ask for a new letter"), "tone": "main"},
    "sign_letter": {"label": _("The letter is signed"), "tone": "main"},
    "submit": {"label": _("Registered with the UN"), "tone": "main"},
    "receive": {"label": _("The UN looks at it"), "tone": ""},
    "approve": {"label": _("Approved by the UN"), "tone": "main"},
    "ask": {"label": _("The UN asks something"), "tone": ""},
    "issue_badge": {"label": _("The badge was sent"), "tone": "main"},
    "activate_badge": {"label": _("The badge is active"), "tone": ""},
    "reject": {"label": _("The UN refused"), "tone": "stop"},
    "expire": {"label": _("It has lapsed"), "tone": "stop"},
    "withdraw": {"label": _("Withdraw the registration"), "tone": "stop"},
}
