"""A learner with a browser: opens a question, answers it."""

import html
import re

from studyapp.questions.grade import grade
from studyapp.questions.issue import issue


def text(response):
    """A page as one reads it: no tags, no entities, one blank between words."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def token_of(response):
    """The signed question in a page's form."""
    return html.unescape(re.search(r'name="token" value="([^"]+)"', response.content.decode()).group(1))


def place_of(question, seed, *, right):
    """The first option that is right, or that is wrong."""
    parts = grade(issue(question, seed), None).parts
    return next(index for index, part in enumerate(parts) if part.right == right)


def send(client, question_id, deck="", *, seed=3, **fields):
    """Open a question and send its form."""
    page = client.get(f"/questions/{question_id}/?seed={seed}&from={deck}")
    data = {"token": token_of(page), "confidence": "2", "milliseconds": "900", **fields}
    return client.post(
        f"/questions/{question_id}/", {name: value for name, value in data.items() if value is not None}
    )
