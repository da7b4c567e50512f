"""The theme: chosen without script, kept in a cookie, drawn by the server."""

import pytest
from django.test import Client


def test_the_choice_is_kept_and_the_next_page_is_drawn_in_it(client):
    response = client.post("/prefs/theme/", {"theme": "dark", "next": "/notes/?a=1"})
    assert (response.status_code, response["Location"]) == (302, "/notes/?a=1")
    cookie = response.cookies["theme"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("dark", True, "Lax")
    assert '<html lang="en" data-theme="dark">' in client.get("/notes/").content.decode()


def test_as_my_system_forgets_the_choice(client):
    client.post("/prefs/theme/", {"theme": "light"})
    response = client.post("/prefs/theme/", {"theme": ""})
    assert response.cookies["theme"].value == ""
    assert '<html lang="en">' in client.get("/notes/").content.decode()


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "javascript:alert(1)",
        "http:///evil.example",
        "/\\evil.example",
        "",
    ],
)
def test_nobody_is_sent_to_another_site(client, target):
    assert client.post("/prefs/theme/", {"theme": "dark", "next": target})["Location"] == "/"


@pytest.mark.parametrize("theme", ["pink", "dark ", "<b>"])
def test_another_theme_is_refused(client, theme):
    response = client.post("/prefs/theme/", {"theme": theme})
    assert response.status_code == 400
    assert "theme" not in response.cookies


def test_choosing_is_a_post(client):
    assert client.get("/prefs/theme/").status_code == 405


def test_choosing_needs_the_forms_token():
    assert Client(enforce_csrf_checks=True).post("/prefs/theme/", {"theme": "dark"}).status_code == 403
