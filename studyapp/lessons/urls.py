"""Addresses of the reading pages."""

from django.urls import path

from studyapp.lessons import views

app_name = "lessons"
urlpatterns = [
    path("", views.home, name="home"),
    path("notes/", views.notes, name="notes"),
    path("lessons/<slug:slug>/", views.lesson, name="lesson"),
    path("prefs/theme/", views.theme, name="theme"),
]
