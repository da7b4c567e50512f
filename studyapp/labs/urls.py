"""Addresses of the labs."""

from django.urls import path

from studyapp.labs import views

app_name = "labs"
urlpatterns = [
    path("", views.index, name="index"),
    path("openapi.json", views.openapi, name="openapi"),
    path("<slug:slug>/", views.lab, name="lab"),
    path("<slug:slug>/world.json", views.keep, name="keep"),
    path("<slug:slug>/run.json", views.run_json, {"name": "run"}, name="run_json"),
    path("<slug:slug>/<slug:name>.json", views.run_json, name="more_json"),
]
