"""How pages look to a reader: theme, text size, motion. Cookies, read by the server, so that no page ever flashes."""

from django.http import HttpRequest, HttpResponse

ONE_YEAR = 365 * 24 * 3600
THEMES = ("light", "dark")
# Each cookie, and what it may say; without it all is as the browser and the system have it.
CHOICES: dict[str, tuple[str, ...]] = {"theme": THEMES, "size": ("large", "larger"), "motion": ("less",)}


def chosen(request: HttpRequest, name: str) -> str:
    """The choice of one of CHOICES; "" for as the system has it."""
    wanted = request.COOKIES.get(name, "")
    return wanted if wanted in CHOICES[name] else ""


def chosen_theme(request: HttpRequest) -> str:
    """Name the choice: "light", "dark" or "" for as the system has it."""
    return chosen(request, "theme")


def chosen_look(request: HttpRequest) -> tuple[str, ...]:
    """All choices, in the order of CHOICES."""
    return tuple(chosen(request, name) for name in CHOICES)


def keep(request: HttpRequest, response: HttpResponse, name: str, wanted: str) -> None:
    """Remember a choice for a year; "" forgets it. KeyError or ValueError for what is no choice."""
    if wanted and wanted not in CHOICES[name]:
        raise ValueError(name)
    if wanted:
        response.set_cookie(name, wanted, max_age=ONE_YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie(name, samesite="Lax")


def keep_theme(request: HttpRequest, response: HttpResponse, wanted: str) -> None:
    """Remember the theme."""
    keep(request, response, "theme", wanted)
