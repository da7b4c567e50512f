"""manage.py newquestion ID: a new question's file, filled in as far as a machine can."""

import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from studyapp.catalog.bodies import BODIES
from studyapp.course import course

ID = re.compile(r"[A-Z][A-Z0-9]{0,15}")
FOLDER = re.compile(r"[a-z][a-z0-9-]{0,31}")
WORLD = """\
world:                      # what is on the machine; see content/questions/chain for more
  env: {AWS_ACCESS_KEY_ID: AKIAIOSFODNN7EXAMPLE, AWS_SECRET_ACCESS_KEY: wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY}
  imds: {role: app-role, http_tokens: required}
"""
SOURCES = """\
sources:                    # where a doubtful reader can check it, and when you did
  - title: "The page’s title"
    url: https://docs.aws.amazon.com/
    checked: 2026-11-24
"""
ENGINE = SOURCES + WORLD + "ask: signer                 # what the engine is asked; it gives the key\n"
CITED = """\
cite:                       # a plain fact: no engine computes it, this page says so
  title: "The page’s title"
  url: https://docs.aws.amazon.com/
  checked: 2026-11-24
"""
OPTIONS = """\
options:
  - says: env               # an outcome; the engine finds which option is right
    text: "The user, from the environment"
    feedback: "Say in a line why this is so, or why not."
  - says: iam-role
    text: "The role of the instance"
    misconception: M01      # the belief behind this answer, or slip
    feedback: "Say what the belief overlooks."
  - says: none
    text: "Nobody: no key is found"
    misconception: slip
    feedback: "Say what is found."
"""
TRUE_OPTIONS = """\
options:
  - text: "A thing that is so"
    right: true
    feedback: "Say in a line why."
  - text: "Another that is so"
    right: true
    feedback: "Say in a line why."
  - text: "One that is not"
    misconception: slip
    feedback: "Say in a line why not."
"""
PARTS = {
    "single": ENGINE + OPTIONS,
    "multiple": CITED + TRUE_OPTIONS,
    "hotspot": CITED + TRUE_OPTIONS,
    "order": SOURCES + "world: {}\nask: order\nitems:                      # each named as the engine names it\n"
    '  - {id: env, text: "Environment variables"}\n'
    '  - {id: shared-credentials-file, text: "The credentials file", misconception: M08}\n'
    '  - {id: iam-role, text: "The role of the instance", misconception: M01}\n',
    "numeric": CITED
    + "unit: h\nvalue: 12                   # of a cited number; an ask gives its own\ntolerance: 0\n"
    "distractors:                # from small to large, each with what it stands for\n"
    '  - {value: 1, misconception: slip, feedback: "Say where this number comes from."}\n'
    '  - {value: 36, misconception: slip, feedback: "Say where this number comes from."}\n',
    "match": CITED + 'rows:\n  - {text: "First", right: one, feedback: "Say why."}\n'
    '  - {text: "Second", right: two, feedback: "Say why."}\n'
    'choices:\n  - {id: one, text: "What fits the first"}\n  - {id: two, text: "What fits the second"}\n',
    "spot": CITED + 'options:\n  - {text: "The line at fault", right: true, feedback: "Say what is wrong."}\n'
    '  - {text: "A sound line", misconception: slip, feedback: "Say why it is sound."}\n'
    '  - {text: "Another", misconception: slip, feedback: "Say why it is sound."}\n',
    "trace": ENGINE + "rows: [env, shared-credentials-file, config-file, container-role, iam-role]\n",
    "fix": ENGINE + 'goals:\n  - {text: "The role of the instance signs", says: iam-role}\n'
    "guards: [no_long_term_key, no_wider_policy]\n"
    "moves: chain                # every plain change of the machine\n"
    "edits:                      # and your own\n"
    '  - id: unset-both\n    text: "Unset both key variables"\n'
    '    where: {world: {env: {AWS_ACCESS_KEY_ID: "(unset)", AWS_SECRET_ACCESS_KEY: "(unset)"}}}\n'
    '  - id: new-shell\n    text: "Start it from a shell that has no key variables"\n'
    '    where: {world: {env: {AWS_ACCESS_KEY_ID: "(unset)", AWS_SECRET_ACCESS_KEY: "(unset)"}}}\n'
    "depth: 2\n",
}
HEAD = """\
---
id: {id}
kind: {kind}
title: "The answer, in one line: a learner sees it afterwards"
objective: {objective}
added: true                 # or passages: [N26], the passages of the notes it asks about
"""
TAIL = """\
rule: "The rule in one or two sentences."
hints:
  - "Where to look."
  - "Which rule counts."
review: {{until: 2027-05-31}}
---
What is the case, in two or three sentences. **What is asked?**
"""


class Command(BaseCommand):
    """Writes one file, which the checker accepts as it stands, and says what to do with it."""

    help = "Write the file of a new question; fill in its words, then look at it in the preview."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", help="such as Q61; it never changes once published")
        parser.add_argument("--kind", default="single", choices=sorted(BODIES))
        parser.add_argument("--topic", default="chain", help="the folder below content/questions")
        parser.add_argument("--objective", default="L05.winner", help="such as L05.winner")

    def handle(self, *args: Any, **options: Any) -> None:
        name, topic = options["id"], options["topic"]
        if not ID.fullmatch(name):
            raise CommandError(f"“{name}” is no id. Ids look like Q61: capitals and digits, at most sixteen.")
        if not FOLDER.fullmatch(topic):
            raise CommandError(f"“{topic}” is no topic. Topics are lower-case words, such as chain.")
        taken = course().question(name)
        if taken is not None:
            raise CommandError(f"{name} is taken by content/{taken.path}.")
        file = Path(settings.CONTENT_DIR) / "questions" / topic / f"{name}-new.md"
        if file.exists():
            raise CommandError(f"{file} is there already.")
        file.parent.mkdir(parents=True, exist_ok=True)
        head = HEAD.format(id=name, kind=options["kind"], objective=options["objective"])
        file.write_text(head + PARTS[options["kind"]] + TAIL.format(), encoding="utf-8")
        self.stdout.write(f"Wrote {file}.")
        self.stdout.write(f"Run make dev and open /questions/{name}/preview/; problems stand at the top.")
