from django import forms

from fundraising.queries.shares import reachable


class ShareForm(forms.Form):
    """Which organisations, and the version whose mail was looked at."""

    version = forms.UUIDField(widget=forms.HiddenInput)
    organisations = forms.ModelMultipleChoiceField(queryset=None, to_field_name="uuid", required=False)

    def __init__(self, *args, appeal, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisations"].queryset = reachable(appeal)
