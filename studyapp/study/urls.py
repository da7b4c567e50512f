"""Addresses of progress and review."""

from django.urls import path

from studyapp.study import preferences, views

app_name = "study"
urlpatterns = [
    path("progress/", views.progress, name="progress"),
    path("review/", views.review, name="review"),
    path("settings/", preferences.settings_page, name="settings"),
    path("review/next/", views.next_due, name="next"),
]
