"""The demo's mails: kept instead of sent, found by address, shown without letting them act."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from delegation.demo_mail import DemoMailBackend
from delegation.models import DemoMail
from tests.helpers import assert_same_queries

pytestmark = pytest.mark.django_db


def send(to="ana@example.org", subject="Your code", html="<p>Hello <script>alert(1)</script></p>"):
    message = EmailMultiAlternatives(subject, "Hello <b>Ana</b>\nhttps://example.org/x", to=[to])
    if html:
        message.attach_alternative(html, "text/html")
    assert DemoMailBackend().send_messages([message]) == 1
    return DemoMail.objects.first()


def test_list_and_search(client):
    send("ana@example.org", "For Ana")
    send("ben@example.org", "For Ben")
    url = reverse("delegation:demo_mail")
    assert "For Ben" in client.get(url).content.decode()
    found = client.get(url + "?q=ANA@").content.decode()
    assert "For Ana" in found
    assert "For Ben" not in found


def test_one_mail_is_text_and_its_html_stands_in_a_sandbox(client):
    mail = send()
    page = client.get(reverse("delegation:demo_mail_one", args=[mail.uuid])).content.decode()
    assert "Hello &lt;b&gt;Ana" in page
    assert "<script>alert" not in page
    answer = client.get(reverse("delegation:demo_mail_html", args=[mail.uuid]))
    policy = answer["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy


def test_a_mail_without_html_has_no_such_page(client):
    mail = send(html="")
    assert client.get(reverse("delegation:demo_mail_html", args=[mail.uuid])).status_code == 404


def test_outside_the_demo_there_is_no_such_door(client, settings):
    mail = send()
    settings.DEMO = False
    settings.SECURE_SSL_REDIRECT = False
    for name, args in [("demo_mail", []), ("demo_mail_one", [mail.uuid]), ("demo_mail_html", [mail.uuid])]:
        assert client.get(reverse(f"delegation:{name}", args=args)).status_code == 404


def test_mails_cost_the_same_at_3_and_30(client):
    assert_same_queries(
        client, reverse("delegation:demo_mail"), lambda n: [send(subject=f"Mail {i}") for i in range(n)]
    )


@pytest.mark.parametrize("query", ["q=%00", "q=%27", "page=-1", "page=x"])
def test_strange_questions_get_an_answer(client, query):
    assert client.get(reverse("delegation:demo_mail") + "?" + query).status_code == 200
