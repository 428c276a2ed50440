"""The admin shows; verbs write."""

import pytest
from django.contrib import admin
from django.urls import reverse

from delegation.admin import ReadOnlyStatusAdmin
from tests.factories.delegation import make_delegate, make_delegation, make_organisation, make_person, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(client):
    person = make_person(is_staff=True, is_superuser=True)
    client.force_login(person)
    return person


def test_every_page_of_the_admin_opens(client, root):
    make_delegate(make_delegation(), organisation=make_organisation())
    make_staff(make_delegation(), "director")
    assert client.get("/admin/").status_code == 200
    assert {model._meta.app_label for model in admin.site._registry} == {"delegation", "fundraising", "travel"}
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        assert client.get(reverse(name)).status_code == 200, name
        assert client.get(reverse(name) + "?q=x").status_code == 200, name


def test_statuses_versions_and_amounts_are_read_only(client, root):
    for model, page in admin.site._registry.items():
        names = {f.name for f in model._meta.concrete_fields}
        guarded = {"status", "version", "number"} & names or {n for n in names if n.endswith("_minor")}
        if guarded and not isinstance(page, ReadOnlyStatusAdmin):
            assert guarded <= set(page.readonly_fields), f"{model.__name__}: {guarded}"


def test_a_superuser_changes_nothing_that_a_verb_writes(client, root):
    delegate = make_delegate(status="applied")
    url = reverse("admin:delegation_delegate_change", args=[delegate.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"status": "nominated"}).status_code == 403
    assert client.post(reverse("admin:delegation_delegate_delete", args=[delegate.pk])).status_code == 403
    delegate.refresh_from_db()
    assert delegate.status == "applied"


def test_staff_roles_do_not_open_the_admin(client):
    client.force_login(make_staff(make_delegation(), "director"))
    assert client.get("/admin/").status_code == 302


def test_no_admin_page_shows_a_secret(client, root):
    from delegation.models import SealedRecord, SubjectKey

    assert SealedRecord not in admin.site._registry
    assert SubjectKey not in admin.site._registry
    page = client.get(reverse("admin:delegation_person_change", args=[root.pk]))
    assert "password" not in set(page.context["adminform"].fields)
