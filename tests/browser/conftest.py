"""A real Chromium against a real server, and a page that forgives neither a console error nor a broken policy."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

# Playwright's synchronous API runs a loop in this thread; the database is not used from inside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

VENDOR = Path(__file__).parent / "vendor"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A name that is not this machine's own: to a page there, plain http is no secure context.
    "--host-resolver-rules=MAP class.test 127.0.0.1",
)
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.hookimpl(tryfirst=True)  # before the tests are given out, whoever else has a say in it
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker drives the browser, and every test in this folder needs it."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, (shutil.which(name) for name in names if name)), None)
    with sync_playwright() as tools:
        started = tools.chromium.launch(executable_path=program, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Open an address of the site in a browser of one's own: `visit("/", size=PHONE, dark=True, scripts=False)`.

    Whatever the console calls an error, and every violation of the content security policy, fails the test.
    """
    opened: list[BrowserContext] = []
    trouble: list[str] = []

    def open_page(
        path: str, *, size: Any = DESKTOP, dark: bool = False, scripts: bool = True, within: Page | None = None
    ) -> Page:
        if within is None:
            context = browser.new_context(
                base_url=live_server.url,
                viewport=size,
                color_scheme="dark" if dark else "light",
                java_script_enabled=scripts,
                reduced_motion="reduce",
                has_touch=size is PHONE,
            )
            context.set_default_timeout(15_000)
            opened.append(context)
        else:
            context = within.context
        page = context.new_page()
        page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(path)
        return page

    open_page.trouble = trouble  # type: ignore[attr-defined]
    yield open_page
    for context in opened:
        context.close()
    assert trouble == []


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """What axe-core finds on a page, one line a violation."""
    source = (VENDOR / "axe-4.14.1.min.js").read_text(encoding="utf-8")

    def look(page: Page) -> list[str]:
        page.evaluate(source)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{one['id']}: {one['help']}: {', '.join(str(node['target']) for node in one['nodes'][:4])}"
            for one in found["violations"]
        ]

    return look


@pytest.fixture
def sideways() -> Callable[[Page], bool]:
    """Whether a page scrolls sideways."""
    return lambda page: bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )
