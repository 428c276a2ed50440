from delegation.models.audit import AuditEvent, AuditSeal
from delegation.models.delegations import Delegate, DelegateMotivation, Delegation, DelegationDates
from delegation.models.organisations import MemberContact, Organisation
from delegation.models.outbox import DemoMail, OutboxMail
from delegation.models.people import Consent, Invitation, Person, RoleGrant
from delegation.models.sealed import SealedRecord, SubjectKey

__all__ = [
    "AuditEvent",
    "AuditSeal",
    "Consent",
    "Delegate",
    "DelegateMotivation",
    "Delegation",
    "DelegationDates",
    "DemoMail",
    "Invitation",
    "MemberContact",
    "Organisation",
    "OutboxMail",
    "Person",
    "RoleGrant",
    "SealedRecord",
    "SubjectKey",
]
