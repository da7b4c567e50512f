"""Addresses of progress and review."""

from django.urls import path

from studyapp.study import carry, preferences, views

app_name = "study"
urlpatterns = [
    path("progress/", views.progress, name="progress"),
    path("review/", views.review, name="review"),
    path("takeaways/", carry.takeaways, name="takeaways"),
    path("takeaways/rolecall.apkg", carry.anki, name="anki"),
    path("takeaways/rolecall.tsv", carry.table, name="tsv"),
    path("takeaways/worksheet/", carry.worksheet, name="worksheet"),
    path("takeaways/reviews.ics", carry.reviews, name="calendar"),
    path("settings/", preferences.settings_page, name="settings"),
    path("review/next/", views.next_due, name="next"),
]
