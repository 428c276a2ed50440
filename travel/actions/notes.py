from delegation.actions.mail import queue_mail


def tell_delegate(notice: str, delegate, ids: dict, *, key: str):
    """Queue a mail to a delegate, in the caller's transaction and the delegate's language."""
    return queue_mail(
        notice,
        {"delegate": delegate.uuid, **ids},
        to=("delegation.person", delegate.person.uuid),
        language=delegate.person.language,
        key=key,
    )
