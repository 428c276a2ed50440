"""The whole address space: this app's pages, what everybody includes, and the two apps above, by name."""

from importlib import import_module

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from delegation.views import (
    api_docs,
    delegations,
    demo_mail,
    errors,
    health,
    home,
    joining,
    organisations,
    pages,
    people,
    profile,
    roles,
)

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

desk = [
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/export/", people.export, name="export_people"),
    path("roles/", roles.roles, name="roles"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/new/", organisations.add_organisation, name="add_organisation"),
    path("organisations/<uuid:uuid>/", organisations.organisation, name="organisation"),
    path("organisations/<uuid:uuid>/contacts/", organisations.agree_contact, name="agree_contact"),
    path("contacts/<uuid:uuid>/stop/", organisations.stop_contact, name="stop_contact"),
    path("dates/", delegations.dates, name="dates"),
]

own = [
    path("home/", home.home_for_me, name="home_for_me"),
    path("join/<slug:delegation_slug>/", joining.apply, name="apply"),
    path("my/applications/<uuid:uuid>/withdraw/", joining.withdraw_own, name="withdraw_own"),
    path("invitations/<str:token>/", joining.invitation, name="invitation"),
    path("members/stop/<str:token>/", organisations.stop_mail, name="stop_mail"),
    path("my/profile/", profile.my_profile, name="my_profile"),
    path("my/profile/seal/", profile.seal_profile, name="seal_profile"),
    path("my/profile/show/", profile.reveal_own, name="reveal_own"),
    path("my/profile/consents/<slug:purpose>/", profile.consent, name="consent"),
    path("desk/people/<uuid:uuid>/", people.person, name="person"),
    path("desk/people/<uuid:uuid>/nominate/", people.nominate, name="nominate"),
    path("desk/people/<uuid:uuid>/decline/", people.decline, name="decline"),
    path("desk/people/<uuid:uuid>/withdraw/", people.withdraw, name="withdraw"),
    path("desk/people/<uuid:uuid>/turn-remote/", people.turn_remote, name="turn_remote"),
    path("desk/people/<uuid:uuid>/return-in-person/", people.return_in_person, name="return_in_person"),
    path("desk/invitations/<uuid:uuid>/withdraw/", people.withdraw_invitation, name="withdraw_invitation"),
    path("desk/invitations/<uuid:uuid>/resend/", people.resend_invitation, name="resend_invitation"),
    path("desk/roles/<uuid:uuid>/end/", roles.end_role, name="end_role"),
    path("desk/<slug:delegation_slug>/", include(desk)),
    path("demo/mail/", demo_mail.demo_mail, name="demo_mail"),
    path("demo/mail/<uuid:uuid>/", demo_mail.demo_mail_one, name="demo_mail_one"),
    path("demo/mail/<uuid:uuid>/html/", demo_mail.demo_mail_html, name="demo_mail_html"),
    path("", include(pages.urlpatterns)),
]

# Our own and nothing else: what Django and allauth would bring along writes where only verbs may.
for app in ("delegation", "fundraising", "travel"):
    import_module(f"{app}.admin")
# The admin's own log-in form would pass by allauth's limits; its door is ours.
admin.site.login = lambda request, extra_context=None: errors.to_login(request)

urlpatterns = [
    path("", include("travel.urls")),
    path("", include("fundraising.urls")),
    *getattr(pages, "global_urlpatterns", []),
    path("", include((own, "delegation"))),
    path("accounts/", include("allauth.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("api/", api_docs.api_root, name="api-root"),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/docs/", api_docs.Docs.as_view(url_name="api-schema"), name="api-docs"),
    path("admin/", admin.site.urls),
]
