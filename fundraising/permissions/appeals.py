"""Appeals, their review, their sharing, and the budget behind them."""

from django.utils.translation import gettext as _

from delegation.models import AuditEvent
from delegation.permissions import declare, has_role, role_rule
from fundraising.permissions.base import KEEPERS, is_author, staff

# -- the author's verbs ---------------------------------------------------------------------------


def _author_of_delegate(person, delegate):
    if not is_author(person, delegate):
        return _("Only the person whose appeal it is can do this.")
    if delegate.status not in {"nominated", "travelling", "home"}:
        return _("An appeal is for people who are nominated to travel.")
    return True


def _author_of_appeal(person, appeal):
    return _author_of_delegate(person, appeal.delegate)


def _author_of_review(person, review):
    return _author_of_delegate(person, review.version.appeal.delegate)


# -- review: never one's own ----------------------------------------------------------------------


def _reviewer_of(person, delegate, author_ids):
    answer = role_rule("reviewer", of=lambda d: d.delegation)(person, delegate)
    if answer is not True:
        return answer
    if is_author(person, delegate) or person.pk in author_ids:
        return _("You cannot decide your own appeal. Another reviewer can.")
    return True


def _review(person, review):
    version = review.version
    return _reviewer_of(person, version.appeal.delegate, {version.made_by_id})


def _keep_page(person, appeal):
    """Pause or close: the author, a reviewer or the director."""
    delegate = appeal.delegate
    if is_author(person, delegate) or has_role(person, delegate.delegation, *KEEPERS):
        return True
    return _("This is for the author of the appeal, a reviewer or the director.")


def _resume(person, appeal):
    """Who did not pause the page does not resume it as its author: staff may have paused it for safety."""
    delegate = appeal.delegate
    if has_role(person, delegate.delegation, *KEEPERS) and not is_author(person, delegate):
        return True
    if not is_author(person, delegate):
        return _keep_page(person, appeal)
    paused_by = (
        AuditEvent.objects.filter(verb="fundraising.pause_appeal", object_uuid=appeal.uuid)
        .order_by("-id")
        .values_list("actor_uuid", flat=True)
        .first()
    )
    return paused_by == person.uuid or _("Staff paused this page. Write to them; they can open it again.")


# -- updates --------------------------------------------------------------------------------------


def _approve_update(person, update):
    delegate = update.appeal.delegate
    answer = role_rule("reviewer", "communications", of=lambda d: d.delegation)(person, delegate)
    if answer is not True:
        return answer
    if person.pk == update.written_by_id or is_author(person, delegate):
        return _("You cannot approve your own words. Another reviewer can.")
    return True


def _hide_update(person, update):
    delegate = update.appeal.delegate
    if is_author(person, delegate) or has_role(person, delegate.delegation, "reviewer", "communications", "director"):
        return True
    return _("This is for the author, a reviewer or communications.")


# -- sharing --------------------------------------------------------------------------------------


def _share(person, appeal):
    answer = role_rule("communications", of=lambda a: a.delegate.delegation)(person, appeal)
    if answer is not True:
        return answer
    if is_author(person, appeal.delegate):
        return _("You cannot share your own appeal. A colleague can.")
    return True


def _see_review(person, delegate):
    return staff(person, delegate.delegation)


declare(
    fundraising__edit_appeal=_author_of_delegate,
    fundraising__confirm_full_name=_author_of_delegate,
    fundraising__edit_budget=_author_of_delegate,
    fundraising__submit_appeal=_author_of_appeal,
    fundraising__take_back_appeal=_author_of_review,
    fundraising__approve_appeal=_review,
    fundraising__request_changes_appeal=_review,
    fundraising__decline_appeal=_review,
    fundraising__pause_appeal=_keep_page,
    fundraising__resume_appeal=_resume,
    fundraising__close_appeal=_keep_page,
    fundraising__view_appeals=staff,
    fundraising__view_review=_see_review,
    fundraising__write_update=_author_of_appeal,
    fundraising__approve_update=_approve_update,
    fundraising__hide_update=_hide_update,
    fundraising__enter_rate=role_rule("treasurer", "director", "logistics", of=lambda delegation: delegation),
    fundraising__view_rates=staff,
    fundraising__share_appeal=_share,
    fundraising__recall_share=role_rule(
        "communications", "director", of=lambda share: share.appeal.delegate.delegation
    ),
)
