"""Sealed cells on real rows: who may read, what is noted first, and that keys decide."""

import base64
from datetime import date
from enum import Enum

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.template import Context, Template

from delegation import sealed
from delegation.errors import NotPermitted
from delegation.models import AuditEvent, SealedRecord, SubjectKey
from delegation.personal_data import every_datum
from tests.factories.delegation import make_delegate, make_delegation, make_person, make_staff

pytestmark = pytest.mark.django_db

NEW_KEY = base64.b64encode(b"n" * 32).decode()


@pytest.fixture
def ana():
    person = make_person(name_used="Ana")
    sealed.put(person, "legal_name", "Ana Lucía Reyes", subject_uuid=person.uuid)
    return person


def record_of(person, field="legal_name"):
    return SealedRecord.objects.get(column=f"delegation.person.{field}", row_uuid=person.uuid)


def test_own_data_opens_and_is_noted(ana):
    assert sealed.reveal(ana, "legal_name", by=ana, reason="own") == "Ana Lucía Reyes"
    event = AuditEvent.objects.get(verb="delegation.reveal")
    assert (event.object_uuid, event.actor_uuid, event.kind) == (ana.uuid, ana.uuid, "delegation.person")
    assert event.purpose == "own: legal_name"
    assert "Reyes" not in event.purpose


def test_nothing_readable_is_stored(ana):
    raw = bytes(record_of(ana).envelope)
    assert b"Reyes" not in raw
    assert b"Ana" not in raw


@pytest.mark.parametrize("value", ["", 0, False, None, {}, date(2031, 1, 2)])
def test_falsy_values_and_dates_round_trip(ana, value):
    sealed.put(ana, "phone", value, subject_uuid=ana.uuid)
    assert sealed.has(ana, "phone")
    assert sealed.reveal(ana, "phone", by=ana, reason="own") == value


def test_strangers_are_refused_and_nothing_opens(ana):
    other = make_person()
    for reason in ("own", "booking"):
        with pytest.raises(NotPermitted):
            sealed.reveal(ana, "legal_name", by=other, reason=reason)
    assert not AuditEvent.objects.filter(verb="delegation.reveal").exists()


@pytest.mark.parametrize(
    ("role", "allowed"), [("logistics", True), ("director", True), ("treasurer", False), ("communications", False)]
)
def test_staff_of_the_persons_delegation_with_the_right_role(ana, role, allowed):
    delegation = make_delegation()
    make_delegate(delegation, person=ana)
    staff = make_staff(delegation, role)
    if allowed:
        assert sealed.reveal(ana, "legal_name", by=staff, reason="booking") == "Ana Lucía Reyes"
    else:
        with pytest.raises(NotPermitted):
            sealed.reveal(ana, "legal_name", by=staff, reason="booking")


def test_staff_of_another_delegation_is_refused(ana):
    make_delegate(make_delegation(), person=ana)
    with pytest.raises(NotPermitted):
        sealed.reveal(ana, "legal_name", by=make_staff(make_delegation(), "director"), reason="booking")


def test_superuser_means_nothing(ana):
    with pytest.raises(NotPermitted):
        sealed.reveal(ana, "legal_name", by=make_person(is_superuser=True, is_staff=True), reason="booking")


def test_a_reason_is_a_name_never_a_sentence(ana):
    with pytest.raises(ValueError, match="short name"):
        sealed.reveal(ana, "legal_name", by=ana, reason="because Ana asked me to")


@pytest.mark.django_db(transaction=True)
def test_reveal_refuses_to_run_inside_a_transaction(ana):
    with pytest.raises(RuntimeError), transaction.atomic():
        sealed.reveal(ana, "legal_name", by=ana, reason="own")
    assert not AuditEvent.objects.filter(verb="delegation.reveal").exists()


@pytest.mark.django_db(transaction=True)
def test_the_look_is_noted_even_when_the_value_does_not_open(ana):
    SealedRecord.objects.filter(row_uuid=ana.uuid).update(envelope=b"broken")
    with pytest.raises(sealed.SealError):
        sealed.reveal(ana, "legal_name", by=ana, reason="own")
    assert AuditEvent.objects.filter(verb="delegation.reveal", object_uuid=ana.uuid).count() == 1


def test_empty_cell_is_an_error_not_an_empty_value(ana):
    with pytest.raises(sealed.NothingSealed):
        sealed.reveal(ana, "phone", by=ana, reason="own")


def test_swap_between_rows_is_refused(ana):
    other = make_person()
    sealed.put(other, "legal_name", "Somebody Else", subject_uuid=other.uuid)
    SealedRecord.objects.filter(pk=record_of(ana).pk).update(envelope=record_of(other).envelope)
    with pytest.raises(sealed.SealError):
        sealed.reveal(ana, "legal_name", by=ana, reason="own")


def test_swap_between_columns_is_refused(ana):
    sealed.put(ana, "phone", "+1 202 555 0143", subject_uuid=ana.uuid)
    SealedRecord.objects.filter(pk=record_of(ana).pk).update(envelope=record_of(ana, "phone").envelope)
    with pytest.raises(sealed.SealError):
        sealed.reveal(ana, "legal_name", by=ana, reason="own")


def test_swap_of_subject_and_key_is_refused(ana):
    """Somebody with the database copies the other person's envelope and subject into this row."""
    other = make_person()
    sealed.put(other, "legal_name", "Somebody Else", subject_uuid=other.uuid)
    SealedRecord.objects.filter(pk=record_of(ana).pk).update(
        envelope=record_of(other).envelope, subject_uuid=other.uuid
    )
    with pytest.raises(sealed.SealError):
        sealed.reveal(ana, "legal_name", by=ana, reason="own")


def test_a_key_wrapped_for_one_subject_does_not_serve_another(ana):
    other = make_person()
    sealed.put(other, "legal_name", "Somebody Else", subject_uuid=other.uuid)
    stolen = SubjectKey.objects.get(subject_uuid=other.uuid).wrapped
    SubjectKey.objects.filter(subject_uuid=ana.uuid).update(wrapped=stolen)
    with pytest.raises(sealed.SealError):
        sealed.reveal(ana, "legal_name", by=ana, reason="own")


def test_without_its_key_encryption_key_nothing_opens(ana, settings):
    settings.SEAL_KEYS = [NEW_KEY]
    with pytest.raises(sealed.WrongKey):
        sealed.reveal(ana, "legal_name", by=ana, reason="own")
    with pytest.raises(sealed.WrongKey):
        sealed.put(ana, "phone", "1234567", subject_uuid=ana.uuid)


def test_newest_key_wraps_and_older_ones_still_open(ana, settings):
    settings.SEAL_KEYS = [NEW_KEY, *settings.SEAL_KEYS]
    assert sealed.reveal(ana, "legal_name", by=ana, reason="own") == "Ana Lucía Reyes"
    other = make_person()
    sealed.put(other, "phone", "1234567", subject_uuid=other.uuid)
    ids = set(SubjectKey.objects.values_list("kek_id", flat=True))
    assert len(ids) == 2


@pytest.mark.parametrize("keys", [[], ["short"], ["bm90IDMyIGJ5dGVz"], ["***"]])
def test_bad_keys_are_refused_and_none_is_made(ana, settings, keys):
    settings.SEAL_KEYS = keys
    with pytest.raises(ImproperlyConfigured):
        sealed.reveal(ana, "legal_name", by=ana, reason="own")


def test_forget_makes_a_kept_copy_unreadable(ana):
    copy = record_of(ana)
    sealed.forget(ana.uuid)
    assert not sealed.has(ana, "legal_name")
    assert not SubjectKey.objects.filter(subject_uuid=ana.uuid).exists()
    copy.pk = None
    copy.save(force_insert=True)
    with pytest.raises(sealed.Forgotten):
        sealed.reveal(ana, "legal_name", by=ana, reason="own")


def test_overwriting_keeps_one_record(ana):
    sealed.put(ana, "legal_name", "Ana Reyes", subject_uuid=ana.uuid)
    assert SealedRecord.objects.filter(row_uuid=ana.uuid).count() == 1
    assert sealed.reveal(ana, "legal_name", by=ana, reason="own") == "Ana Reyes"


def test_undeclared_fields_are_refused(ana):
    with pytest.raises(ValueError, match="not declared"):
        sealed.put(ana, "email", "x", subject_uuid=ana.uuid)


def test_mask_tells_only_that_something_is_there(ana):
    assert sealed.mask(ana, "legal_name") == sealed.MASK
    assert sealed.mask(ana, "phone") == ""
    assert sealed.has_many([ana, make_person()], "legal_name") == {ana.uuid}


def test_no_template_can_reveal(ana):
    """Templates call without arguments; every way in needs them by name."""
    found = Template("{{ s.reveal }}{{ s.reveal_many }}{{ r }}{{ r.value }}{{ p.legal_name }}").render(
        Context({"s": sealed, "r": record_of(ana), "p": ana})
    )
    assert "Reyes" not in found


def test_a_page_of_one_subject_is_one_audit_row(ana):
    sealed.put(ana, "phone", "+1 202 555 0143", subject_uuid=ana.uuid)
    found = sealed.reveal_many([ana], by=ana, reason="own", about=ana)
    assert found == {ana.uuid: {"legal_name": "Ana Lucía Reyes", "phone": "+1 202 555 0143"}}
    assert AuditEvent.objects.filter(verb="delegation.reveal").count() == 1


# -- rules ------------------------------------------------------------------------------------
class HasLongName(sealed.RuleForSealed):
    name = "has_long_name"
    fields = ("legal_name",)

    def verdict(self, values):
        return len(values["legal_name"] or "") > 10


class Size(Enum):
    SHORT = "short"
    LONG = "long"


class Sized(HasLongName):
    returns = Size

    def verdict(self, values):
        return Size.LONG if values["legal_name"] else Size.SHORT


class Worded(HasLongName):
    returns = frozenset({"there", "missing"})

    def verdict(self, values):
        return "there" if values["legal_name"] else "missing"


class Both(HasLongName):
    returns = (bool, Size)

    def verdict(self, values):
        return True, Size.LONG


class Leaks(HasLongName):
    def verdict(self, values):
        return values["legal_name"]


class LeaksWords(Worded):
    def verdict(self, values):
        return values["legal_name"]


class AllowsText(Leaks):
    returns = str


def test_rules_answer_without_telling(ana):
    nobody = make_person()
    assert sealed.for_rule(HasLongName, [ana, nobody]) == {ana.uuid: True, nobody.uuid: False}
    assert sealed.for_rule(Sized, [ana])[ana.uuid] is Size.LONG
    assert sealed.for_rule(Worded, [nobody])[nobody.uuid] == "missing"
    assert sealed.for_rule(Both, [ana])[ana.uuid] == (True, Size.LONG)


@pytest.mark.parametrize("rule", [Leaks, LeaksWords, AllowsText])
def test_a_rule_that_would_tell_the_value_is_refused(ana, rule):
    with pytest.raises(TypeError):
        sealed.for_rule(rule, [ana])


@pytest.mark.parametrize("number", [1, 30])
def test_a_rule_costs_the_same_for_one_and_for_many(number, django_assert_num_queries):
    people = [make_person() for _ in range(number)]
    for person in people:
        sealed.put(person, "legal_name", "A name that is long", subject_uuid=person.uuid)
    with django_assert_num_queries(3):  # records, keys, one audit row
        verdicts = sealed.for_rule(HasLongName, people)
    assert set(verdicts.values()) == {True}
    assert AuditEvent.objects.get(verb="delegation.for_rule").purpose == f"has_long_name: {number}"


def test_nobody_to_ask_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert sealed.for_rule(HasLongName, []) == {}


def test_a_forgotten_subject_stops_the_rule(ana):
    SubjectKey.objects.filter(subject_uuid=ana.uuid).delete()
    with pytest.raises(sealed.Forgotten):
        sealed.for_rule(HasLongName, [ana])


# -- inventory --------------------------------------------------------------------------------
def test_every_sealed_field_is_declared_as_personal_data():
    declared = {(d.model, d.field) for d in every_datum() if d.sealed}
    sealed_fields = {
        (model._meta.label_lower, field) for model in apps.get_models() for field in getattr(model, "SEALED", ())
    }
    assert sealed_fields
    assert sealed_fields == declared


@pytest.mark.django_db(transaction=True)
def test_the_note_of_an_opening_is_committed_before_anything_is_opened(monkeypatch):
    person = make_person()
    sealed.put(person, "phone", "+1 202 555 0143", subject_uuid=person.uuid)

    def breaks(*_args):
        raise RuntimeError("the machine died here")

    monkeypatch.setattr(sealed, "_open", breaks)
    with pytest.raises(RuntimeError):
        sealed.reveal(person, "phone", by=person, reason="own")
    assert AuditEvent.objects.filter(verb="delegation.reveal", object_uuid=person.uuid).count() == 1
