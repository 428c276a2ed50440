"""Addresses: monthly."""

from django.urls import path

from fundraising.views import monthly_desk

urlpatterns = [
    path("desk/<slug:delegation_slug>/monthly/", monthly_desk.monthly_gifts, name="monthly_gifts"),
    path("desk/monthly/<uuid:uuid>/", monthly_desk.monthly_gift, name="monthly_gift"),
    path("desk/monthly/<uuid:uuid>/cancel/", monthly_desk.cancel_monthly_gift, name="cancel_monthly_gift"),
    path("desk/monthly/<uuid:uuid>/redirect/", monthly_desk.redirect_monthly_gift, name="redirect_monthly_gift"),
    path("desk/monthly/<uuid:uuid>/resend-link/", monthly_desk.resend_link, name="resend_link_monthly_gift"),
]
