"""Addresses of the reading pages."""

from django.urls import path

from studyapp.lessons import views

app_name = "lessons"
urlpatterns = [
    path("", views.home, name="home"),
    path("glossary/", views.glossary, name="glossary"),
    path("cheat-sheet/", views.cheat_sheet, name="cheat_sheet"),
    path("whole-course/", views.whole, name="whole"),
    path("teaching-notes/", views.teaching, name="teaching"),
    path("notes/", views.notes, name="notes"),
    path("lessons/<slug:slug>/", views.lesson, name="lesson"),
    path("prefs/theme/", views.theme, name="theme"),
]
