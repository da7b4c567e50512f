"""Addresses of the account pages; signing up and in are allauth's."""

from django.urls import include, path, re_path

from studyapp.accounts import views

mine = [
    path("", views.overview, name="overview"),
    path("privacy/", views.privacy, name="privacy"),
    re_path(r"^download\.(?P<kind>json|csv)$", views.download, name="download"),
    path("everywhere/", views.everywhere, name="everywhere"),
    path("delete/", views.delete, name="delete"),
]
urlpatterns = [
    path("", include((mine, "accounts"))),
    # Before allauth's own of the same address: this one also empties the browser.
    path("logout/", views.sign_out, name="account_logout"),
    path("", include("allauth.account.urls")),
]
