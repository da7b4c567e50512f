"""Draw static/img/card.png, the picture shown beside a shared link, from card.svg with the site's own fonts."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PAGE = """<!doctype html><link rel="stylesheet" href="file://{root}/static/css/tokens.css">
<body style="margin:0">{svg}"""


def main(chromium: str = "/usr/bin/chromium") -> None:
    svg = (ROOT / "tools" / "card.svg").read_text()
    page_file = ROOT / "var" / "card.html"
    page_file.parent.mkdir(exist_ok=True)
    page_file.write_text(PAGE.format(root=ROOT, svg=svg))
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1200, "height": 630})
        page.goto(page_file.as_uri())
        page.evaluate("document.fonts.ready")
        page.screenshot(path=ROOT / "static" / "img" / "card.png")
        browser.close()
    page_file.unlink()


if __name__ == "__main__":
    main(*sys.argv[1:])
