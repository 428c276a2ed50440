"""What the views of all three apps share: asking for people and delegations, and turning refusals into forms."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Textarea
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from delegation.errors import DomainError, NotPermitted
from delegation.models import Delegation
from delegation.permissions import is_staff_of

PAGE_SIZE = 50


def act(request, form, fn):
    """Call `fn(form.cleaned_data)` when the form is valid. Answers what `fn` answers, or None when the form is wrong
    or the action refused: the refusal then stands in the form, at its field. NotPermitted passes through (403)."""
    if not form.is_valid():
        return None
    try:
        answer = fn(form.cleaned_data)
    except NotPermitted:
        raise
    except DomainError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return None
    return True if answer is None else answer


def form_page(request, template: str, context: dict):
    """Render a page with forms: 422 when one of them was sent and is wrong, so that htmx and people both know. Where
    the page has moved on and shows that form no more, its refusal and what was typed are told above the page."""
    forms = [value for value in context.values() if hasattr(value, "is_bound") and hasattr(value, "errors")]
    wrong = [form for form in forms if form.is_bound and form.errors]
    page = render(request, template, context, status=422 if wrong else 200)
    gone = [form for form in wrong if not getattr(form, "is_told", False)]
    if not gone:
        return page
    for form in gone:
        _tell_above(request, form)
    return render(request, template, context, status=422)


def _tell_above(request, form) -> None:
    for error in form.non_field_errors():
        messages.error(request, error)
    for bound in form.visible_fields():
        for error in bound.errors:
            messages.error(request, f"{bound.label}: {error}")
        if isinstance(bound.field.widget, Textarea) and bound.value():
            messages.info(request, _("You had written: “%(text)s”") % {"text": bound.value()})


def say(request, message) -> None:
    messages.success(request, message)


def do(request, fn, *, done="", to: str):
    """One verb behind one button: call, say what happened, go back. A refusal becomes a message; NotPermitted and
    Http404 pass through."""
    try:
        fn()
    except NotPermitted:
        raise
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        if done:
            messages.success(request, done)
    return HttpResponseRedirect(to)


def delegation_or_404(slug: str) -> Delegation:
    return get_object_or_404(Delegation, slug=slug)


def staff_page(view):
    """For views with `delegation_slug`: signed in, staff of that delegation (403 otherwise). The view gets the
    delegation in its place."""

    @login_required
    @wraps(view)
    def guarded(request, delegation_slug, *args, **kwargs):
        delegation = delegation_or_404(delegation_slug)
        if not is_staff_of(request.user, delegation):
            raise NotPermitted(_("This page is for the staff of the delegation. Ask a director if you should see it."))
        return view(request, delegation, *args, **kwargs)

    return guarded


def staffed_or_404(person, rows, **lookup):
    """One row of a delegation this person works for today; everybody else's is a 404. `rows` has a path to the
    delegation named by the key of `lookup` beside `uuid`: staffed_or_404(me, Delegate.objects, uuid=…)."""
    row = get_object_or_404(rows, **lookup)
    if not is_staff_of(person, row.delegation):
        raise Http404
    return row


class KeysFirst(Paginator):
    """A page of rows by their keys, then the rows alone: a database that has to sort ten thousand rows sorts keys, and
    works out what a row shows for the rows that are shown."""

    def page(self, number):
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        keys = list(self.object_list.values_list("pk", flat=True)[start : start + self.per_page])
        found = {row.pk: row for row in self.object_list.filter(pk__in=keys)} if keys else {}
        # A row that went between the two questions is not shown.
        return self._get_page([found[key] for key in keys if key in found], number, self)


def page_of(request, rows, size: int = PAGE_SIZE):
    """The page the reader asked for; a page number that is no page is the nearest one."""
    is_rows = isinstance(rows, QuerySet) and not rows._fields
    return (KeysFirst if is_rows else Paginator)(rows, size).get_page(request.GET.get("page"))


def safe_next(request, fallback: str) -> str:
    """Where to go back to: only to ourselves."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if ours and target.startswith("/") else fallback
