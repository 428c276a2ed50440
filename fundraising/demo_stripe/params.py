"""Stripe's form encoding (`a[b][0][c]=d`) read into nested values, and checked against what an endpoint knows."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import EllipsisType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from .errors import ApiError

_KEY = re.compile(r"^([^\[\]]+)((?:\[[^\[\]]*\])*)$")
Check = Callable[[Any, str], Any]


def parse(text: str) -> dict[str, Any]:
    """Nested dicts; lists stay dicts keyed by position until a `many` check turns them into lists.

    Raises ApiError for a key that is no valid path and for bytes that are not UTF-8.
    """
    tree: dict[str, Any] = {}
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise ApiError("Invalid request body: it is not readable as UTF-8 form data.") from error
    for key, value in pairs:
        match = _KEY.match(key)
        if not match:
            raise ApiError(f"Invalid parameter name: {key[:80]}", param=key[:80])
        path = [match[1], *re.findall(r"\[([^\[\]]*)\]", match[2])]
        node = tree
        for step in path[:-1]:
            node = node.setdefault(step, {})
            if not isinstance(node, dict):
                raise ApiError(f"Invalid parameter: {key[:80]}", param=key[:80])
        last = path[-1] if path[-1] else str(len(node))
        node[last] = value
    return tree


def text(limit: int = 5000) -> Check:
    def check(value: Any, param: str) -> str:
        if not isinstance(value, str):
            raise ApiError("Invalid string: expected a value, not a hash.", param=param)
        if value == "":
            raise ApiError(
                f"You passed an empty string for '{param}'. We assume empty values are an attempt to unset a "
                "parameter; however it cannot be unset.",
                code="parameter_invalid_empty",
                param=param,
            )
        if len(value) > limit:
            raise ApiError(
                f"Invalid string: must be at most {limit} characters", code="parameter_invalid_string", param=param
            )
        return value

    return check


def integer(low: int | None = None, high: int | None = None) -> Check:
    def check(value: Any, param: str) -> int:
        if not isinstance(value, str) or not re.fullmatch(r"-?[0-9]{1,18}", value):
            raise ApiError(f"Invalid integer: {value}", code="parameter_invalid_integer", param=param)
        number = int(value)
        if low is not None and number < low:
            raise ApiError(
                f"This value must be greater than or equal to {low}.", code="parameter_invalid_integer", param=param
            )
        if high is not None and number > high:
            raise ApiError(
                f"This value must be less than or equal to {high}.", code="parameter_invalid_integer", param=param
            )
        return number

    return check


def boolean(value: Any, param: str) -> bool:
    if value not in ("true", "false"):
        raise ApiError(f"Invalid boolean: {value}", param=param)
    return value == "true"


def one_of(*values: str) -> Check:
    def check(value: Any, param: str) -> str:
        if value not in values:
            raise ApiError(f"Invalid {param}: must be one of {', '.join(values)}", param=param)
        return value

    return check


def url(value: Any, param: str) -> str:
    value = text()(value, param)
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or re.search(r"[\s\x00-\x1f]", value):
        raise ApiError("Not a valid URL", code="url_invalid", param=param)
    return value


def email(value: Any, param: str) -> str:
    value = text(512)(value, param)
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+", value):
        raise ApiError(f"Invalid email address: {value}", code="email_invalid", param=param)
    return value


def metadata(value: Any, param: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ApiError("Invalid hash", param=param)
    if len(value) > 50:
        raise ApiError("You can specify up to 50 metadata keys.", param=param)
    for key, entry in value.items():
        if len(key) > 40:
            raise ApiError("Metadata keys must be 40 characters or less.", param=f"{param}[{key}]")
        if not isinstance(entry, str) or len(entry) > 500:
            raise ApiError("Metadata values must be strings of 500 characters or less.", param=f"{param}[{key}]")
    return {key: entry for key, entry in value.items() if entry != ""}


def changes(value: Any, param: str) -> dict[str, str] | None:
    """Metadata of an update: an empty value takes a key away, an empty string instead of the hash takes all (None)."""
    if value == "":
        return None
    checked = metadata(value, param)
    return {key: checked.get(key, "") for key in value}


def changed(old: dict[str, str], given: dict[str, str] | EllipsisType | None = ...) -> dict[str, str]:
    """`old` after what `changes` read; `...` where nothing was given."""
    if given is None or isinstance(given, EllipsisType):
        return {} if given is None else old
    return {key: value for key, value in {**old, **given}.items() if value != ""}


def unset_or(check: Check) -> Check:
    """An empty string unsets (None); anything else is checked."""
    return lambda value, param: None if value == "" else check(value, param)


def many(item: Check) -> Check:
    def check(value: Any, param: str) -> list[Any]:
        if not isinstance(value, dict) or not all(key.isdigit() for key in value):
            raise ApiError("Invalid array", param=param)
        return [item(value[key], f"{param}[{index}]") for index, key in enumerate(sorted(value, key=int))]

    return check


def fields(known: dict[str, Check], required: tuple[str, ...] = ()) -> Check:
    """A hash with these fields and no others."""

    def check(value: Any, param: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise ApiError("Invalid hash", param=param)

        def name(key: str) -> str:
            return f"{param}[{key}]" if param else key

        for key in value:
            if key not in known:
                raise ApiError(f"Received unknown parameter: {name(key)}", code="parameter_unknown", param=name(key))
        for key in required:
            if key not in value:
                raise ApiError(f"Missing required param: {name(key)}.", code="parameter_missing", param=name(key))
        return {key: known[key](entry, name(key)) for key, entry in value.items()}

    return check


def span(value: Any, param: str) -> dict[str, int]:
    """A `created` filter: one instant, or gt/gte/lt/lte in Unix seconds."""
    if isinstance(value, str):
        at = integer()(value, param)
        return {"gte": at, "lte": at}
    return fields({key: integer() for key in ("gt", "gte", "lt", "lte")})(value, param)
