"""A giver answers where unspent money should go: by the link in the mail, without signing in."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from delegation.views.base import act, form_page, say
from fundraising import wish_links
from fundraising.actions import transfers
from fundraising.donor_links import Broken
from fundraising.forms.transfers import WishForm
from fundraising.queries.papers import public_name


@require_http_methods(["GET", "HEAD", "POST"])
def send_wish(request, token):
    try:
        telling = wish_links.telling_of(token)
    except Broken:
        return render(request, "fundraising/door/broken.html", status=404)
    newest = telling.wishes.order_by("-id").first()
    form = WishForm(request.POST or None, initial={"choice": newest.choice if newest else None})
    if request.method == "POST" and act(request, form, lambda data: transfers.send_wish(telling, data["choice"])):
        say(request, _("Thank you. Your wish is with those who decide. You can change it until the last day."))
        return redirect("fundraising:send_wish", token)
    about = telling.transfer.source.delegation if telling.transfer else telling.postponement.delegation
    context = {
        "telling": telling,
        "form": form,
        "newest": newest,
        "delegation": about,
        "public_name": public_name(telling.donation),
        "is_open": timezone.now() <= telling.wishes_until,
    }
    return form_page(request, "fundraising/transfers/wish.html", context)
