"""One form field as our pages draw it: label, help above the input, input, then the error or what stands under it.

Takes any Django widget. `attrs={"data-affix": "$"}` on a widget puts a sign before the input; a field may carry
`descriptions = {value: sentence}` for its choices and `under = sentence`."""

from copy import copy

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

# What a browser's own picker needs: its type and the format of its value.
PICKERS = (
    (forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
    (forms.DateInput, "date", "%Y-%m-%d"),
    (forms.TimeInput, "time", "%H:%M"),
)

# A choice of more letters than this gets a line of its own on a phone.
LONG_CHOICE = 22


def icon(name: str, css: str = "") -> SafeString:
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="#i-{}"/></svg>', f" {css}" if css else "", name
    )


def field_markup(bound, label=None, help=None, under=None, autofocus=False) -> SafeString:
    """Raises nothing of its own; an unknown widget is drawn as Django draws it, inside our label and error."""
    widget = bound.field.widget
    if widget.is_hidden:
        return format_html("{}{}", bound.as_widget(), _error(bound))
    parts = _Parts(bound, label, help, under, autofocus)
    if isinstance(widget, forms.CheckboxInput):
        return parts.check()
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return parts.checks()
    if isinstance(widget, forms.RadioSelect):
        return parts.ladder()
    if isinstance(widget, forms.FileInput):
        return parts.drop()
    return parts.plain()


def _error(bound) -> SafeString:
    if not bound.errors:
        return SafeString("")
    return format_html(
        '<p class="error" id="{}_error">{}<span>{}</span></p>',
        bound.auto_id,
        icon("blocked"),
        " ".join(str(e) for e in bound.errors),
    )


class _Parts:
    def __init__(self, bound, label, help, under, autofocus):
        self.bound, self.id = bound, bound.id_for_label or bound.auto_id
        self.label = bound.label if label is None else label
        self.help = bound.help_text if help is None else help
        self.under = getattr(bound.field, "under", "") if under is None else under
        self.autofocus = autofocus
        self.error = _error(bound)
        self.help_id = f"{bound.auto_id}_helptext" if self.help else ""
        self.under_id = f"{bound.auto_id}_under" if self.under or self._most() else ""

    # -- pieces --

    def _most(self):
        """The limit a text area counts down to."""
        if isinstance(self.bound.field.widget, forms.Textarea):
            return self.bound.field.widget.attrs.get("maxlength")
        return None

    def optional(self):
        if self.bound.field.required or self.bound.field.disabled:
            return ""
        return format_html(' <span class="optional">{}</span>', _("optional"))

    def help_markup(self, tag="p"):
        if not self.help:
            return ""
        return format_html('<{0} class="help" id="{1}">{2}</{0}>', SafeString(tag), self.help_id, self.help)

    def under_markup(self):
        most = self._most()
        if not (self.under or most):
            return ""
        count = ""
        if most:
            typed = len(str(self.bound.value() or "").replace("\r\n", "\n").replace("\n", "\r\n"))
            words = _("%(n)s of %(m)s")
            count = format_html(
                '<span data-count-for="{}" data-most="{}" data-words="{}">{}</span>',
                self.id,
                most,
                words % {"n": "%n", "m": "%m"},
                words % {"n": typed, "m": most},
            )
        return format_html('<p class="under" id="{}"><span>{}</span>{}</p>', self.under_id, self.under, count)

    def described_by(self):
        ids = [self.help_id, f"{self.bound.auto_id}_error" if self.bound.errors else "", self.under_id]
        return " ".join(i for i in ids if i)

    def widget(self, css):
        widget = copy(self.bound.field.widget)
        widget.attrs = {k: v for k, v in widget.attrs.items() if k != "data-affix"}
        for kind, input_type, pattern in PICKERS:
            if isinstance(widget, kind):
                if widget.input_type == "text":
                    widget.input_type, widget.format = input_type, pattern
                break
        attrs = {}
        if css:
            attrs["class"] = f"{css} {widget.attrs.get('class', '')}".strip()
        if self.described_by():
            attrs["aria-describedby"] = self.described_by()
        if self.bound.errors:
            attrs["aria-invalid"] = "true"
        if self.autofocus:
            attrs["autofocus"] = True
        # The counter tells and the server decides; the browser must not cut a pasted text in silence.
        if self._most():
            widget.attrs.pop("maxlength", None)
        return self.bound.as_widget(widget=widget, attrs=attrs)

    def css(self):
        return "field wrong" if self.bound.errors else "field"

    # -- the kinds --

    def plain(self):
        widget = self.bound.field.widget
        if isinstance(widget, forms.Select):
            css = "select"
        elif isinstance(widget, forms.Textarea):
            css = "area"
        else:
            css = "input"
        control = self.widget(css)
        affix = widget.attrs.get("data-affix")
        if affix:
            control = format_html('<div class="affix"><span aria-hidden="true">{}</span>{}</div>', affix, control)
        if widget.use_fieldset:
            return format_html(
                '<fieldset class="{}"><legend>{}{}</legend>{}{}{}{}</fieldset>',
                self.css(), self.label, self.optional(), self.help_markup(), control, self.error, self.under_markup(),
            )  # fmt: skip
        return format_html(
            '<div class="{}"><label for="{}">{}{}</label>{}{}{}{}</div>',
            self.css(), self.id, self.label, self.optional(), self.help_markup(), control, self.error,
            self.under_markup(),
        )  # fmt: skip

    def check(self):
        return format_html(
            '<div class="{}"><label class="check">{}<span><b>{}</b></span>{}</label>{}</div>',
            self.css(), self.widget(""), self.label, self.help_markup("span"), self.error,
        )  # fmt: skip

    def _choices(self):
        told = getattr(self.bound.field, "descriptions", {})
        for option in self.bound.subwidgets:
            yield option, told.get(str(option.data["value"]), "")

    def ladder(self):
        choices = format_html_join(
            "",
            '<label class="choice"><b>{}</b>{}{}</label>',
            (
                (option.choice_label, format_html("<span>{}</span>", told) if told else "", option.tag())
                for option, told in self._choices()
            ),
        )
        longest = max((len(str(option.choice_label)) for option, _told in self._choices()), default=0)
        wide = " wide" if longest > LONG_CHOICE else ""
        return self._group(format_html('<div class="ladder{}">{}</div>', wide, choices), "radiogroup")

    def checks(self):
        choices = format_html_join(
            "",
            '<label class="check">{}<span><b>{}</b></span>{}</label>',
            (
                (option.tag(), option.choice_label, format_html('<span class="help">{}</span>', told) if told else "")
                for option, told in self._choices()
            ),
        )
        return self._group(choices, "group")

    def _group(self, inside, role):
        described = format_html(' aria-describedby="{}"', self.described_by()) if self.described_by() else ""
        invalid = SafeString(' aria-invalid="true"') if self.bound.errors and role == "radiogroup" else ""
        return format_html(
            '<fieldset class="{}" id="{}" role="{}"{}{}><legend>{}{}</legend>{}{}{}{}</fieldset>',
            self.css(), self.bound.auto_id, role, described, invalid, self.label, self.optional(), self.help_markup(),
            inside, self.error, self.under_markup(),
        )  # fmt: skip

    def drop(self):
        widget = self.bound.field.widget
        plain = forms.FileInput(attrs=dict(widget.attrs))
        plain.allow_multiple_selected = getattr(widget, "allow_multiple_selected", False)
        attrs = {"aria-describedby": self.described_by()} if self.described_by() else {}
        if self.bound.errors:
            attrs["aria-invalid"] = "true"
        if self.bound.initial:
            attrs["required"] = False
        clear = ""
        if isinstance(widget, forms.ClearableFileInput) and self.bound.initial and not self.bound.field.required:
            clear = format_html(
                '<label class="check"><input type="checkbox" name="{}"><span>{}</span></label>',
                widget.clear_checkbox_name(self.bound.html_name),
                _("Take the present one away"),
            )
        return format_html(
            '<div class="{}"><div class="drop">{}<p><label for="{}">{}{}</label></p>{}{}</div>{}{}{}</div>',
            self.css(), icon("upload"), self.id, self.label, self.optional(),
            self.bound.as_widget(widget=plain, attrs=attrs), self.help_markup(), clear, self.error,
            self.under_markup(),
        )  # fmt: skip
