"""The open API: public appeals, read-only, nothing beyond their pages."""

import pytest
from django.utils import timezone

from fundraising.models import AppealSlug
from tests.factories.delegation import make_delegate, make_organisation, make_person
from tests.factories.fundraising import make_appeal, make_gift

pytestmark = pytest.mark.django_db


@pytest.fixture
def appeal():
    person = make_person("ana.secret@example.org", name_used="Ana")
    organisation = make_organisation(name="Valley Water Table")
    return make_appeal(make_delegate(person=person, organisation=organisation), shown_name="Ana R.")


def test_the_list_says_what_the_cards_say(client, appeal):
    make_gift(appeal.delegate.fund, 1340, fee=0)
    make_appeal(status="paused")
    body = client.get("/api/appeals/").json()
    assert body["count"] == 1
    (row,) = body["results"]
    assert row["slug"] == appeal.slug
    assert row["url"].endswith(f"/appeals/{appeal.slug}/")
    assert (row["goal"], row["there"], row["missing"], row["currency"]) == (2060, 1340, 720, "USD")
    assert row["name"] == "Ana R."


def test_one_appeal_with_its_lines_and_no_givers(client, appeal):
    make_gift(appeal.delegate.fund, 60, name="Marguerite Landry", shown_name="Marguerite L.", email="m@example.org")
    response = client.get(f"/api/appeals/{appeal.slug}/")
    body = response.json()
    assert body["gifts"] == 1
    assert [line["label"] for line in body["lines"]][:2] == ["Return flight", "Bed in Geneva"]
    assert body["organisation"] == "Valley Water Table"
    for secret in ("ana.secret", "Marguerite", "m@example.org"):
        assert secret not in response.content.decode()


def test_the_organisation_stays_away_where_the_author_says_so(client, appeal):
    appeal.approved_version.text.show_organisation = False
    appeal.approved_version.text.save()
    assert client.get(f"/api/appeals/{appeal.slug}/").json()["organisation"] == ""


def test_what_is_not_open_is_not_there(client, appeal):
    slug = appeal.slug
    for status in ("paused", "closed"):
        type(appeal).objects.filter(pk=appeal.pk).update(status=status)
        response = client.get(f"/api/appeals/{slug}/")
        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"
    type(appeal).objects.filter(pk=appeal.pk).update(status="open")
    AppealSlug.objects.filter(slug=slug).update(gone_at=timezone.now())
    assert client.get(f"/api/appeals/{slug}/").status_code == 404
    assert client.get("/api/appeals/nothing/").status_code == 404


def test_only_reading(client, appeal):
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(f"/api/appeals/{appeal.slug}/").status_code == 405
        assert getattr(client, method)("/api/appeals/").status_code == 405


def test_search_sort_and_pages(client, appeal):
    other = make_appeal(make_delegate(theme="cash bail"), title="No more waiting rooms")
    make_gift(other.delegate.fund, 500)
    slugs = lambda **q: [row["slug"] for row in client.get("/api/appeals/", q).json()["results"]]  # noqa: E731
    assert slugs() == [appeal.slug, other.slug]
    assert slugs(sort="newest") == [other.slug, appeal.slug]
    assert slugs(q="bail") == [other.slug]
    assert slugs(size=1) == [appeal.slug]
    assert slugs(sort="nonsense", q="\x00") == [appeal.slug, other.slug]
    assert client.get("/api/appeals/", {"page": 99}).status_code == 404


def test_the_same_for_everybody_and_nothing_left_behind(client, appeal):
    anonymous = client.get("/api/appeals/")
    client.force_login(make_person())
    assert client.get("/api/appeals/").content == anonymous.content
    assert not anonymous.cookies


def test_the_same_queries_at_3_and_at_30(client, django_assert_max_num_queries):
    for _ in range(3):
        make_appeal()
    with django_assert_max_num_queries(8) as few:
        client.get("/api/appeals/")
    for _ in range(27):
        make_appeal()
    with django_assert_max_num_queries(8) as many:
        assert len(client.get("/api/appeals/").json()["results"]) == 30
    assert len(few) == len(many)


def test_the_schema_tells_of_it(client):
    body = client.get("/api/schema/", headers={"accept": "application/vnd.oai.openapi+json"}).json()
    assert "/api/appeals/{slug}/" in body["paths"]
    assert set(body["paths"]["/api/appeals/"]) == {"get"}
