"""The labs of numbers on paper: no controls, nothing cut off, and the settings that were run."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)
# A4 in CSS pixels, and what its margins leave.
PAPER, BETWEEN = {"width": 794, "height": 1123}, 643
WIDER = """() => {
  const edge = document.querySelector("main").getBoundingClientRect().right + 1;
  const cut = [...document.querySelectorAll(".lab .scroll")].filter((one) => one.scrollWidth > one.clientWidth + 1);
  const over = [...document.querySelectorAll(".lab :is(table, svg, pre)")]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > edge);
  return [...cut, ...over].map((one) => one.outerHTML.slice(0, 120));
}"""
SHOWN = """(names) => [...document.querySelectorAll(names)].filter((one) => one.checkVisibility())
  .map((one) => one.textContent.trim())"""


@pytest.mark.parametrize(
    ("path", "settings"),
    [
        ("backoff/", ["Clients", "Exponentially, full jitter"]),
        ("backoff/?state=sdk-adaptive", ["Calls each", "The bucket, and AWS SDK clients"]),
        ("token-bucket/?state=spikes", ["Bucket", "Or the calls of each second"]),
        ("retry-classifier/", ["Error code", "std-2026"]),
        ("region/?state=variable-and-file", ["AWS_DEFAULT_REGION", "dynamodb"]),
        ("sigv4/?state=proxy", []),
    ],
)
def test_on_paper_nothing_is_cut_and_no_control_is_left(visit, path, settings):
    page = visit(f"/labs/{path}", size=PAPER)
    page.emulate_media(media="print")
    page.evaluate(f"document.querySelector('main').style.inlineSize = '{BETWEEN}px'")
    assert page.evaluate(WIDER) == []
    assert page.evaluate(SHOWN, "button, .btn, .tools, .starts, nav") == []
    shown = page.evaluate(SHOWN, ".world :is(label, li)")
    for words in settings:
        assert any(one.startswith(words) for one in shown), (words, shown)
    # What was not chosen is not printed, and neither is a secret that was typed.
    assert not any("Decorrelated" in one or "legacy-1.43" in one or one == "AWS_PROFILE" for one in shown)
    if not settings:
        assert shown == []
