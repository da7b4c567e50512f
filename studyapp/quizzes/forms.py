"""What an answer may say."""

from django import forms

CONFIDENCE = ((1, "A guess"), (2, "Fairly sure"), (3, "Sure"))
DONT_KNOW = "skip"
ONE_DAY_MS = 24 * 3600 * 1000


class AnswerForm(forms.Form):
    """A choice and how sure one is, or "I don't know yet" instead of both."""

    token = forms.CharField(max_length=600)
    choice = forms.IntegerField(required=False, min_value=0, max_value=9)
    confidence = forms.TypedChoiceField(
        choices=CONFIDENCE,
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "Choose one of the three."},
    )
    milliseconds = forms.IntegerField(required=False, min_value=0)
    give_up = forms.BooleanField(required=False)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("give_up"):
            return {**cleaned, "choice": None, "confidence": None}
        if cleaned.get("choice") is None and "choice" not in self.errors:
            self.add_error("choice", "Choose an answer first, or say that you don’t know yet.")
        if cleaned.get("confidence") is None and "confidence" not in self.errors:
            self.add_error("confidence", "Say how sure you are: it decides when the idea comes back.")
        return cleaned

    def clean_milliseconds(self) -> int | None:
        value: int | None = self.cleaned_data["milliseconds"]
        return None if value is None else min(value, ONE_DAY_MS)
