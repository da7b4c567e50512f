"""What the account pages take beyond allauth's forms."""

from typing import Any

from django import forms

from studyapp.models import Account


class DeletionForm(forms.Form):
    """Deleting asks for a tick, and for the password where there is one."""

    sure = forms.BooleanField(
        label="Delete everything, for good", error_messages={"required": "Tick the box if you mean it."}
    )
    password = forms.CharField(
        label="Your password",
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, account: Account | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._account = account
        if account is None:
            del self.fields["password"]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if self._account is not None and not self._account.check_password(password):
            raise forms.ValidationError("That is not the password of this account.")
        return password
