"""The settings page: how pages look (in this browser), and how one learns (with one's work)."""

from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from studyapp.learners import current_learner, ensure_learner
from studyapp.models import Learner
from studyapp.web.limits import limited
from studyapp.web.look import chosen, keep
from studyapp.web.private import private

AS_IT_IS = ("", "As my system")
LOOKS = {
    "theme": (AS_IT_IS, ("light", "Light"), ("dark", "Dark")),
    "size": (("", "As my browser"), ("large", "Larger"), ("larger", "Largest")),
    "motion": (AS_IT_IS, ("less", "No motion")),
}
TIMES = ((100, "As it is"), (125, "A quarter more"), (150, "Half as much again"), (200, "Twice the time"))


class SettingsForm(forms.Form):
    """Looks are cookies, the rest are fields of the learner."""

    theme = forms.ChoiceField(choices=LOOKS["theme"], required=False, widget=forms.RadioSelect)
    size = forms.ChoiceField(choices=LOOKS["size"], required=False, widget=forms.RadioSelect, label="Text size")
    motion = forms.ChoiceField(choices=LOOKS["motion"], required=False, widget=forms.RadioSelect)
    ask_confidence = forms.BooleanField(required=False, label="Ask me how sure I am")
    per_day = forms.IntegerField(min_value=1, max_value=100, label="Reviews a day, at most")
    exam_on = forms.DateField(required=False, label="Date of my exam")
    extra_time = forms.TypedChoiceField(choices=TIMES, coerce=int, label="Time in tests")
    reminders = forms.BooleanField(required=False, label="Mail me when reviews are due, at most once a day")

    def clean_reminders(self) -> bool:
        """Only where mail can be sent, and to an address that is known."""
        wanted: bool = self.cleaned_data["reminders"]
        return wanted and settings.MAIL_WORKS


OWN = ("ask_confidence", "per_day", "exam_on", "extra_time", "reminders")


@transaction.atomic
def keep_settings(*, learner: Learner, values: dict[str, Any]) -> None:
    """Write the settings of a learner."""
    Learner.objects.filter(pk=learner.pk).update(**{name: values[name] for name in OWN})


@require_http_methods(["GET", "HEAD", "POST"])
@limited("settings", 30)
@private
def settings_page(request: HttpRequest) -> HttpResponse:
    """Show the settings, or keep them and come back."""
    learner = current_learner(request)
    held = learner or Learner()
    now = {name: chosen(request, name) for name in LOOKS} | {name: getattr(held, name) for name in OWN}
    form = SettingsForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        keep_settings(learner=ensure_learner(request), values=form.cleaned_data)
        response = redirect(f"{request.path}?kept=1")
        for name in LOOKS:
            keep(request, response, name, form.cleaned_data[name])
        return response
    mail = settings.MAIL_WORKS and learner is not None and learner.account_id is not None
    sheet = {"form": form, "mail": mail, "mail_works": settings.MAIL_WORKS, "kept": "kept" in request.GET}
    return render(request, "study/settings.html", sheet, status=422 if form.errors else 200)
