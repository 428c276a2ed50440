"""Lines of the log without what could name a person or open a door: addresses of mail, and the secret part of links.

It works on the finished line, so that it also reads tracebacks, where a database quotes the row it refused."""

import logging
import re

_MASKS = (
    # The links of invitations, of "stop these mails", of givers and of new passwords are keys to what is behind them.
    (re.compile(r"(/(?:invitations|members/stop|gifts/(?:mine|monthly|wish))/)[^/\s?'\"<>]+"), r"\1***"),
    (re.compile(r"(/accounts/(?:confirm-email|password/reset/key)/)[^/\s?'\"<>]+"), r"\1***"),
    # What people typed or were sent with: searches, sessions, ways back.
    (re.compile(r"(/[^\s?'\"<>]*)\?[^\s'\"<>]+"), r"\1?***"),
    (re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"), "***@***"),
)


def masked(text: str) -> str:
    for pattern, instead in _MASKS:
        text = pattern.sub(instead, text)
    return text


class MaskingFormatter(logging.Formatter):
    def format(self, record):
        return masked(super().format(record))
