"""The public appeal: what it says, to whom, and that it holds nothing of its visitor."""

import gzip
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as live_settings
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone

from fundraising.actions import appeals, donations
from fundraising.models import AppealSlug, AppealUpdate, Share
from fundraising.queries import public
from fundraising.queries.progress import ladder, spread
from fundraising.slugs import new_slug
from tests.factories.delegation import make_delegate, make_delegation, make_organisation, make_person, make_staff
from tests.factories.fundraising import make_appeal, make_gift, make_payment, make_pool, make_snapshot, start_gift

pytestmark = pytest.mark.django_db


def address(appeal, code=""):
    if code:
        return reverse("fundraising:appeal_shared", args=[appeal.slug, code])
    return reverse("fundraising:appeal_public", args=[appeal.slug])


def text_of(response) -> str:
    plain = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", plain).split()).replace("&#x27;", "'")


@pytest.fixture
def appeal():
    organisation = make_organisation(name="Valley Water Table", is_member=True, member_since=2014)
    person = make_person(name_used="Ana")
    return make_appeal(make_delegate(person=person, organisation=organisation), shown_name="Ana R.")


# -- arithmetic -------------------------------------------------------------------------------------


def test_what_is_there_fills_required_lines_first_and_counts_pieces():
    progress = spread(make_snapshot(), 980_00 + 360_00 + 7_00, "USD")
    flight, nights, meals, buses = progress.lines
    assert flight.is_covered
    assert (nights.pieces_given, nights.pieces_missing) == (3, 3)
    assert (meals.given_minor, buses.given_minor) == (0, 0)
    assert progress.missing_minor == 2060_00 - 1347_00


def test_a_line_one_can_do_without_waits_for_those_one_cannot():
    lines = make_snapshot((("a", "Souvenir", "once", 1, 10_00, False), ("b", "Flight", "once", 1, 20_00, True)))
    souvenir, flight = spread(lines, 20_00, "USD").lines
    assert (souvenir.given_minor, flight.given_minor) == (0, 20_00)


def test_more_than_the_goal_is_never_drawn_beyond_it():
    progress = spread(make_snapshot(), 99_999_00, "USD")
    assert progress.is_covered
    assert progress.shown_minor == progress.goal_minor == 2060_00
    assert all(line.is_covered for line in progress.lines)


def test_the_ladder_offers_real_things_in_ascending_order_from_the_minimum():
    steps = ladder(spread(make_snapshot(), 980_00, "USD"), 5, "USD")
    amounts = [units for units, _line, _count in steps]
    assert amounts == sorted(amounts)
    assert len(steps) == 4
    assert (120, "Bed in Geneva", 1) in [(u, line and line.label, n) for u, line, n in steps]


def test_the_ladder_of_a_covered_journey_has_plain_amounts():
    steps = ladder(spread(make_snapshot(), 2060_00, "USD"), 5, "USD")
    assert [line for _units, line, _count in steps] == [None] * 4


# -- the page ---------------------------------------------------------------------------------------


def test_the_page_says_who_why_how_much_and_for_what(client, appeal):
    make_gift(appeal.delegate.fund, 1340, fee=0)
    words = text_of(client.get(address(appeal)))
    assert "Safe water in the valley" in words
    assert "Ana R." in words
    assert "Valley Water Table" in words
    assert "Member of the network since 2014" in words
    assert "$720 missing" in words
    assert "$1,340 of $2,060" in words
    assert "3 nights" in words
    assert "checked and approved" in words


def test_organisation_stays_away_where_the_author_says_so(client, appeal):
    appeal.approved_version.text.show_organisation = False
    appeal.approved_version.text.save()
    assert "Valley Water Table" not in text_of(client.get(address(appeal)))


def test_amounts_are_a_plain_form_that_leads_to_the_give_page(client, appeal):
    page = client.get(address(appeal)).content.decode()
    form = re.search(r"<form[^>]*id=\"give\".*?</form>", page, re.S).group()
    assert 'method="get"' in form
    assert f'action="{reverse("fundraising:give_appeal", args=[appeal.slug])}"' in form
    assert 'name="amount"' in form
    assert 'name="other"' in form


def test_gifts_show_what_their_donors_agreed_to_and_messages_only_once_read(client, appeal):
    fund = appeal.delegate.fund
    make_gift(fund, 60, shown_name="Marguerite L.", message="Drink something cold for me.")
    make_gift(fund, 73, show_amount=False, name="Secret Giver")
    words = text_of(client.get(address(appeal)))
    assert "Marguerite L. gave $60" in words
    assert "A friend gave, amount kept private" in words
    assert "$73" not in words
    assert "Secret Giver" not in words
    assert "Drink something cold" not in words
    note = appeal.donations.get(note__shown_name="Marguerite L.").note
    note.message_shown_at = timezone.now()
    note.save()
    assert "Drink something cold for me." in text_of(client.get(address(appeal)))
    note.message_hidden_at = timezone.now()
    note.save()
    assert "Drink something cold" not in text_of(client.get(address(appeal)))


def test_updates_appear_once_a_second_person_read_them(client, appeal):
    person = appeal.delegate.person
    update = AppealUpdate.objects.create(
        appeal=appeal, written_by=person, title="The passport is here", text="At last."
    )
    assert "The passport is here" not in text_of(client.get(address(appeal)))
    update.approved_at, update.approved_by = timezone.now(), make_person()
    update.save()
    assert "The passport is here" in text_of(client.get(address(appeal)))


def test_unlisted_unless_its_author_lets_search_engines_in(client, appeal):
    assert "noindex" in client.get(address(appeal))["X-Robots-Tag"]
    appeal.indexable = True
    appeal.save()
    response = client.get(address(appeal))
    assert "X-Robots-Tag" not in response
    assert b"noindex" not in response.content


# -- nothing of the visitor ---------------------------------------------------------------------------


def test_the_page_is_the_same_for_everybody_and_leaves_nothing_behind(client, appeal):
    anonymous = client.get(address(appeal))
    client.force_login(make_person(name_used="Somebody Particular"))
    signed_in = client.get(address(appeal), headers={"user-agent": "Other", "referer": "http://testserver/x"})
    own = client.__class__()
    own.force_login(appeal.delegate.person)
    staff = client.__class__()
    staff.force_login(make_staff(appeal.delegate.delegation, "director"))
    for response in (signed_in, own.get(address(appeal)), staff.get(address(appeal))):
        assert response.content == anonymous.content
        assert not response.cookies
    assert not anonymous.cookies
    assert b"csrfmiddlewaretoken" not in anonymous.content


def test_what_stands_in_the_query_string_never_enters_the_kept_page(client, appeal):
    client.get(address(appeal) + "?utm_source=evil&x=%3Cscript%3E")
    assert b"evil" not in client.get(address(appeal)).content


def test_languages_and_themes_are_kept_apart(client, appeal):
    pages = {}
    for language in ("en", "es"):
        for theme in ("", "light", "dark"):
            client.cookies.clear()
            client.cookies[live_settings.LANGUAGE_COOKIE_NAME] = language
            if theme:
                client.cookies["theme"] = theme
            body = client.get(address(appeal)).content
            assert f'<html lang="{language}"'.encode() in body
            assert (f'data-theme="{theme}"'.encode() in body) is bool(theme)
            pages[language, theme] = body
    assert len(set(pages.values())) == 6
    client.cookies.clear()
    client.cookies["theme"] = 'dark"><script>'
    assert client.get(address(appeal)).content == pages["en", ""]


def test_the_second_visit_reads_the_stamp_and_draws_nothing(client, appeal, django_assert_num_queries):
    url = address(appeal)
    client.get(url)
    with django_assert_num_queries(2):
        client.get(url)


def test_a_browser_that_has_the_page_gets_no_second_copy(client, appeal):
    first = client.get(address(appeal))
    again = client.get(address(appeal), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    make_gift(appeal.delegate.fund, 50)
    assert client.get(address(appeal), headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_settled_gift_changes_the_page_at_once(client, appeal):
    before = text_of(client.get(address(appeal)))
    assert "No gifts yet" in before
    donation = start_gift(appeal.delegate.fund, 100)
    assert text_of(client.get(address(appeal))) == before
    donations.settle(make_payment(donation, settled=False))
    after = text_of(client.get(address(appeal)))
    assert "$1,960 missing" in after
    assert "gave $100" in after


def test_the_fee_that_comes_later_changes_the_page_too(client, appeal):
    donation = make_gift(appeal.delegate.fund, 100, settled=False)
    assert "$1,960 missing" in text_of(client.get(address(appeal)))
    donations.record_fee(donation, make_payment(donation, fee=250).balance)
    # Whole units, rounded down: $97.50 is there.
    assert "$1,963 missing" in text_of(client.get(address(appeal)))


def test_another_process_with_an_older_cache_of_its_own_shows_the_new_page(client, appeal, monkeypatch):
    """Two processes, two caches: what one process keeps cannot be dropped by the other, and need not be."""
    from django.core.cache.backends.locmem import LocMemCache

    from fundraising import pagecache

    mine, theirs = LocMemCache("mine", {}), LocMemCache("theirs", {})
    for kept in (mine, theirs):
        monkeypatch.setattr(pagecache, "cache", kept)
        client.get(address(appeal))
    make_gift(appeal.delegate.fund, 100)
    seen = set()
    for kept in (mine, theirs):
        monkeypatch.setattr(pagecache, "cache", kept)
        seen.add(client.get(address(appeal)).content)
    assert len(seen) == 1
    assert "gave $100" in text_of(client.get(address(appeal)))


def test_a_stamp_that_forgot_the_gifts_would_show_an_old_page(client, appeal, monkeypatch):
    """The twin: with the stamp frozen, the page is stale; so the tests above do test the stamp."""
    from fundraising.queries.stamps import appeal_stamp
    from fundraising.views import appeal_public

    frozen = appeal_stamp(appeal.slug)
    monkeypatch.setattr(appeal_public, "appeal_stamp", lambda slug: frozen)
    before = client.get(address(appeal)).content
    make_gift(appeal.delegate.fund, 100)
    assert client.get(address(appeal)).content == before


def test_cost_does_not_grow_with_gifts(client, appeal, django_assert_max_num_queries):
    for _ in range(3):
        make_gift(appeal.delegate.fund, 10)
    with django_assert_max_num_queries(20) as few:
        client.get(address(appeal))
    for _ in range(30):
        make_gift(appeal.delegate.fund, 10)
    with django_assert_max_num_queries(20) as many:
        client.get(address(appeal))
    assert len(few) == len(many)


def test_the_first_visit_weighs_at_most_100_kb_and_calls_nobody_else(client, appeal):
    for _ in range(12):
        make_gift(appeal.delegate.fund, 10, shown_name="A rather long name of a giver")
    page = client.get(address(appeal)).content
    text = page.decode()
    weight = len(gzip.compress(page, 6))
    loaded = re.findall(r'<(?:link|script|img)\b[^>]*?(?:href|src)="([^"]+)"[^>]*>', text)
    assert all(url.startswith("/") or url == f"{live_settings.PUBLIC_URL}{address(appeal)}" for url in loaded)
    styles = set(re.findall(r'<link rel="stylesheet" href="/static/([^"]+)"', text))
    scripts = set(re.findall(r'<script[^>]*src="/static/([^"]+)"', text))
    for name in styles | scripts:
        weight += len(gzip.compress(Path(finders.find(name)).read_bytes(), 6))
    # English and Spanish read both families from their Latin files alone.
    for font in ("radio-canada-latin-wght-normal", "besley-latin-wght-normal"):
        weight += Path(finders.find(f"fonts/{font}.woff2")).stat().st_size
    assert styles
    assert weight <= 100 * 1024, weight


# -- other states ---------------------------------------------------------------------------------------


def test_a_paused_page_says_so_and_shows_nothing(client, appeal):
    url = address(appeal)
    client.get(url)
    appeals.pause(appeal, by=appeal.delegate.person)
    response = client.get(url)
    assert response.status_code == 200
    words = text_of(response)
    assert "This appeal is resting" in words
    assert "Safe water" not in words
    assert "Ana" not in words
    assert 'id="give"' not in response.content.decode()
    appeals.resume(appeal, by=appeal.delegate.person)
    assert "Safe water" in text_of(client.get(url))


def test_a_closed_page_says_what_becomes_of_the_money(client, appeal):
    appeals.close(appeal, by=appeal.delegate.person)
    words = text_of(client.get(address(appeal)))
    assert "This appeal is closed" in words
    assert "other delegates to the same review" in words


def test_who_withdrew_has_no_open_page(client, appeal):
    appeal.delegate.status = "withdrawn"
    appeal.delegate.save()
    assert "This appeal is closed" in text_of(client.get(address(appeal)))


def test_an_address_given_up_answers_gone_and_leads_nowhere(client, appeal):
    old = appeal.slug
    AppealSlug.objects.filter(slug=old).update(gone_at=timezone.now())
    AppealSlug.objects.create(appeal=appeal, slug=new_slug())
    appeal = type(appeal).objects.get(pk=appeal.pk)
    response = client.get(reverse("fundraising:appeal_public", args=[old]))
    assert response.status_code == 410
    words = response.content.decode()
    assert "no longer used" in words
    assert appeal.slug not in words
    assert "Ana" not in words
    assert client.get(address(appeal)).status_code == 200


def test_drafts_and_unknown_addresses_are_not_found(client, appeal):
    assert client.get("/appeals/no-such-cloth/").status_code == 404
    appeal.status = "draft"
    appeal.save()
    response = client.get(address(appeal))
    assert response.status_code == 404
    assert b"Safe water" not in response.content


def test_only_reading_is_allowed(client, appeal):
    assert client.post(address(appeal)).status_code == 405


# -- through a member's link ------------------------------------------------------------------------------


@pytest.fixture
def share(appeal):
    return Share.objects.create(
        appeal=appeal,
        version=appeal.approved_version,
        organisation=make_organisation(is_member=True),
        code="k7m2p9",
        shared_by=make_person(),
    )


def test_a_members_link_shows_the_page_and_carries_its_code_to_the_form_alone(client, appeal, share):
    plain = client.get(address(appeal)).content.decode()
    through = client.get(address(appeal, share.code)).content.decode()
    assert f'name="from" value="{share.code}"' in through
    assert share.code not in plain
    assert f'rel="canonical" href="{live_settings.PUBLIC_URL}{address(appeal)}"' in through


def test_a_recalled_link_still_shows_the_page_without_credit(client, appeal, share):
    client.get(address(appeal, share.code))
    Share.objects.filter(pk=share.pk).update(status="recalled", recalled_at=timezone.now(), recalled_by=share.shared_by)
    response = client.get(address(appeal, share.code))
    assert response.status_code == 200
    assert 'name="from"' not in response.content.decode()
    assert client.get(address(appeal, "neverwas")).content == client.get(address(appeal)).content


# -- the list -------------------------------------------------------------------------------------------


def listed(client, **query):
    response = client.get(reverse("fundraising:appeal_list"), query)
    assert response.status_code == 200
    return re.findall(r'class="card card-link" href="/appeals/([^/]+)/"', response.content.decode())


def test_the_list_has_open_appeals_only_the_most_missing_first(client):
    little, much = make_appeal(), make_appeal()
    make_gift(little.delegate.fund, 2000)
    paused = make_appeal(status="paused")
    make_appeal(status="draft")
    make_appeal(make_delegate(status="withdrawn"))
    assert listed(client) == [much.slug, little.slug]
    type(much).objects.filter(pk=much.pk).update(opened_at=timezone.now() - timedelta(days=9))
    assert listed(client, sort="newest") == [little.slug, much.slug]
    assert paused.slug not in listed(client)


def test_the_list_is_found_by_title_region_and_theme(client):
    water = make_appeal(make_delegate(region="California", theme="clean water"))
    bail = make_appeal(make_delegate(region="Louisiana", theme="cash bail"), title="No more waiting rooms")
    assert listed(client, q="california") == [water.slug]
    assert listed(client, q="BAIL") == [bail.slug]
    assert listed(client, q="waiting louisiana") == [bail.slug]
    assert listed(client, q="nowhere") == []
    assert (
        client.get(reverse("fundraising:appeal_list"), {"q": "\x00'\"%_<", "page": "x", "sort": "?"}).status_code == 200
    )


def test_the_list_takes_the_same_queries_at_3_and_at_30(client, django_assert_max_num_queries):
    make_pool()
    for _ in range(3):
        make_appeal()
    with django_assert_max_num_queries(12) as few:
        assert len(listed(client)) == 3
    for _ in range(27):
        make_appeal()
    with django_assert_max_num_queries(12) as many:
        assert len(listed(client)) == 24
    assert len(few) == len(many)
    assert len(listed(client, page=2)) == 6


# -- the pool -------------------------------------------------------------------------------------------


def test_the_pools_page_says_what_it_holds_and_follows_its_gifts(client):
    delegation = make_delegation()
    pool = make_pool(delegation)
    url = reverse("fundraising:give_pool", args=[delegation.slug])
    anonymous = client.get(url)
    assert "Give to the pool" in text_of(anonymous)
    make_gift(pool, 150, fee=0)
    after = client.get(url)
    assert "$150" in text_of(after)
    client.force_login(make_person())
    assert client.get(url).content == after.content
    assert not after.cookies


def test_no_pool_where_there_is_none_or_the_journey_is_history(client):
    assert client.get("/give/to/nowhere/").status_code == 404
    history = make_delegation(travel_status="history")
    make_pool(history)
    assert client.get(reverse("fundraising:give_pool", args=[history.slug])).status_code == 404


def test_nothing_is_read_from_a_visitor_that_the_page_does_not_need(client, appeal):
    public_names = {card.text.shown_name for card in public.open_cards(appeal.delegate.delegation)}
    assert public_names == {"Ana R."}
    assert appeal.delegate.person.email not in client.get(address(appeal)).content.decode()
