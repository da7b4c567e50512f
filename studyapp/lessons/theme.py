"""The reader's theme: one cookie, read by the server, so that no page ever flashes."""

from django.http import HttpRequest, HttpResponse

COOKIE = "theme"
THEMES = ("light", "dark")
ONE_YEAR = 365 * 24 * 3600


def chosen_theme(request: HttpRequest) -> str:
    """Name the choice: "light", "dark" or "" for as the system has it."""
    wanted = request.COOKIES.get(COOKIE, "")
    return wanted if wanted in THEMES else ""


def keep_theme(request: HttpRequest, response: HttpResponse, wanted: str) -> None:
    """Remember the choice for a year; "" forgets it. `wanted` must be one of THEMES or ""."""
    if wanted:
        response.set_cookie(
            COOKIE, wanted, max_age=ONE_YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
