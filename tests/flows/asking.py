"""One request whose traces are taken back, so that thousands can be asked of one small world."""

from django.db import transaction


def ask(client, method, path, *, look=None, verb="", **sent):
    """The response. Rows are given back afterwards and cookies forgotten; `look` is called before that. The method
    "generic" sends bytes as they are by `verb`."""
    cookies = dict(client.cookies)
    save = transaction.savepoint()
    try:
        response = client.generic(verb, path, **sent) if verb else getattr(client, method)(path, **sent)
        if look:
            look()
        return response
    finally:
        transaction.savepoint_rollback(save)
        client.cookies.clear()
        client.cookies.update(cookies)
