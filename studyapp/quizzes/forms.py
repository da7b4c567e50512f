"""What an answer may say."""

from typing import Any

from django import forms
from django.http import QueryDict

from studyapp.answers import CONFIDENCE
from studyapp.questions.items import Item
from studyapp.questions.kinds import KINDS
from studyapp.questions.verdict import Response, Unreadable

ONE_DAY_MS = 24 * 3600 * 1000


class DisputeForm(forms.Form):
    """Why a learner thinks that the marking is wrong."""

    why = forms.CharField(max_length=2000, strip=True, error_messages={"required": "Say what you think is wrong."})


class AnswerForm(forms.Form):
    """A response and how sure one is, or "I don't know yet" instead of both.

    The response is read by the question's kind from the fields of its own template; what is wrong with it stands
    under `response`.
    """

    token = forms.CharField(max_length=600)
    confidence = forms.TypedChoiceField(
        choices=CONFIDENCE,
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "Choose one of the three."},
    )
    milliseconds = forms.IntegerField(required=False, min_value=0)
    hints = forms.IntegerField(required=False, min_value=0, max_value=9)  # of a page from before they were boxes
    give_up = forms.BooleanField(required=False)

    def __init__(self, data: QueryDict, item: Item, *, sure: bool = True) -> None:
        super().__init__(data)
        self.item = item
        self.sure = sure  # whether this learner is asked how sure they are

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("give_up"):
            return {**cleaned, "response": None, "confidence": None}
        try:
            cleaned["response"] = self._response()
        except Unreadable as why:
            self.add_error(None, forms.ValidationError(str(why), code="response"))
        if self.sure and cleaned.get("confidence") is None and "confidence" not in self.errors:
            self.add_error("confidence", "Say how sure you are: it decides when the idea comes back.")
        return cleaned

    def _response(self) -> Response:
        return KINDS[self.item.kind].read(self.data, self.item)  # type: ignore[arg-type]

    @property
    def response_error(self) -> str:
        """The sentence about the response itself, or ""."""
        errors = self.non_field_errors()
        return str(errors[0]) if errors else ""

    def clean_hints(self) -> int:
        """How many were taken; no more than there are."""
        boxes = set(self.data.getlist("hint"))  # type: ignore[attr-defined]
        return min(max(len(boxes), self.cleaned_data["hints"] or 0), len(self.item.hints))

    def clean_milliseconds(self) -> int | None:
        value: int | None = self.cleaned_data["milliseconds"]
        return None if value is None else min(value, ONE_DAY_MS)
