"""The forms of a page as a browser would find them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = {"text", "email", "search", "tel", "url", "number", "date", "time", "datetime-local", "textarea"}
WORDS = "Kept words 7f3a"
# Shown to programs alone; a person leaves it empty.
TRAPS = {"website"}


@dataclass
class Field:
    name: str
    kind: str
    value: str = ""
    required: bool = False
    checked: bool = False
    choices: list[str] = field(default_factory=list)
    described: str = ""
    invalid: bool = False
    longest: int | None = None


@dataclass
class Form:
    action: str
    method: str
    fields: list[Field] = field(default_factory=list)
    plain_button: bool = False

    def names(self) -> list[str]:
        return sorted({f.name for f in self.fields if f.name})

    def as_sent(self) -> dict[str, list[str]]:
        """What a browser would send if nobody touched anything."""
        sent: dict[str, list[str]] = {}
        for f in self.fields:
            if f.name and f.kind != "submit" and (f.kind not in {"checkbox", "radio"} or f.checked):
                sent.setdefault(f.name, []).append(f.value)
        return sent


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.loose, self.ids = [], {}, {}
        self._form = self._area = self._select = None

    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        if tag == "form":
            self._form = Form(at.get("action") or "", (at.get("method") or "get").lower())
            self.forms.append(self._form)
            if at.get("id"):
                self.ids[at["id"]] = self._form
        elif tag in {"input", "textarea", "select", "button"} and at.get("name"):
            self._add(tag, at)
        elif tag == "button" and self._form is not None and at.get("type", "submit") == "submit":
            self._form.plain_button = True
        elif tag == "option" and self._select is not None:
            self._select.choices.append(at.get("value") or "")
            if "selected" in at or not self._select.checked:
                self._select.value, self._select.checked = at.get("value") or "", "selected" in at

    def _add(self, tag, at):
        kind = {"input": at.get("type") or "text", "button": "submit"}.get(tag, tag)
        found = Field(
            at["name"],
            kind,
            at.get("value") or ("on" if kind in {"checkbox", "radio"} else ""),
            "required" in at,
            "checked" in at,
            described=at.get("aria-describedby") or "",
            invalid=at.get("aria-invalid") == "true",
            longest=int(at["maxlength"]) if at.get("maxlength") else None,
        )
        if tag == "textarea":
            self._area = found
        if tag == "select":
            self._select = found
        if at.get("form"):
            self.loose.setdefault(at["form"], []).append(found)
        elif self._form is not None:
            self._form.fields.append(found)

    def handle_data(self, data):
        if self._area is not None:
            self._area.value += data

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            if self._area is not None:
                self._area.value = self._area.value.removeprefix("\n")
            self._area = None
        elif tag == "select":
            self._select = None


def forms_of(html: str) -> list[Form]:
    reader = _Reader()
    reader.feed(html)
    for owner, fields in reader.loose.items():
        if owner in reader.ids:
            reader.ids[owner].fields += fields
    return reader.forms


def filled(form: Form) -> dict[str, list[str]]:
    """The form as a person fills it: words where words go, the rest as offered, sent by the button that
    says nothing of its own, or else by the first."""
    sent = form.as_sent()
    buttons = [] if form.plain_button else [f for f in form.fields if f.kind == "submit" and f.name]
    for button in buttons[:1]:
        sent.setdefault(button.name, [button.value])
    for f in form.fields:
        if f.kind in {"text", "textarea", "search"} and f.name and f.name not in TRAPS and not f.value:
            sent[f.name] = [WORDS[: f.longest]]
        if f.kind == "email" and f.name and not f.value:
            sent[f.name] = ["somebody@example.org"]
        if f.kind == "select" and f.required and not f.value:
            sent[f.name] = [next((choice for choice in f.choices if choice), "")]
        if f.kind == "radio" and f.name not in sent:
            sent[f.name] = [f.value]
    return sent
