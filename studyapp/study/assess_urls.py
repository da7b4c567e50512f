"""Addresses of tests: begin, sit, end."""

from django.urls import path

from studyapp.study import assess, reports

app_name = "assess"
urlpatterns = [
    path("", assess.index, name="index"),
    path("start/", assess.start, name="start"),
    path("shared/<str:token>/", reports.shared, name="shared"),
    path("<uuid:key>/", assess.sit, name="sit"),
    path("<uuid:key>/<int:place>/", assess.place, name="place"),
    path("<uuid:key>/<int:place>/draft.json", assess.draft, name="draft"),
    path("<uuid:key>/pause/", assess.pause_or_resume, name="pause"),
    path("<uuid:key>/end/", assess.end, name="end"),
    path("<uuid:key>/report/", reports.report, name="report"),
    path("<uuid:key>/report/share/", reports.share, name="share"),
    path("<uuid:key>/summary/", reports.summary, name="summary"),
]
