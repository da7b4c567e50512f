"""Every mistake an author can make in a question is caught, with its line."""

from dataclasses import replace
from textwrap import dedent

import pytest

from studyapp.catalog.load import load
from studyapp.course import course
from studyapp.questions.check import check_bank, check_question, due

NOTES = """\
passages:
  - {id: N11, text: "Eleven."}
  - {id: N26, text: "Twenty-six."}
"""
SINGLE = """\
---
id: Q90
kind: single
title: "The environment comes first"
objective: L05.winner
passages: [N26]
flavour: [botocore, notes]
world:
  env: {AWS_ACCESS_KEY_ID: AKIAIOSFODNN7EXAMPLE, AWS_SECRET_ACCESS_KEY: wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY}
  imds: {role: app-role}
ask: signer
expect: env
options:
  - says: env
    text: "The user in the environment"
    feedback: "It is asked first."
  - says: iam-role
    text: "The role of the instance"
    misconception: M01
    feedback: "It is asked last."
  - says: none
    text: "Nobody signs the first call"
    misconception: slip
    feedback: "Somebody answers."
rule: "The chain stops at the first answer."
review: {until: 2027-05-31}
---
A job starts with both variables and a role. **Who signs?**
"""
NUMERIC = """\
---
id: Q91
kind: numeric
title: "Twelve hours"
objective: L10.session
passages: [N26]
cite: {title: "A page", url: "https://docs.aws.amazon.com/x", checked: 2026-11-24}
unit: h
value: 12
distractors:
  - {value: 1, misconception: M30, feedback: "That is another call."}
  - {value: 36, misconception: M32, feedback: "That is the most one may ask for."}
rule: "Twelve hours unless one asks for another time."
review: {until: 2027-05-31}
---
A session is bought with a code and no duration. **How long does it last?**
"""
MATCH = """\
---
id: Q92
kind: match
title: "Two places"
objective: L09.runtime
passages: [N26]
cite: {title: "A page", url: "https://docs.aws.amazon.com/x", checked: 2026-11-24}
rows:
  - text: "EC2"
    right: imds
    feedback: "From the service."
    wrong:
      - {choice: env, misconception: M09}
  - text: "Lambda"
    right: env
    feedback: "From variables."
choices:
  - {id: imds, text: "The metadata service"}
  - {id: env, text: "Variables"}
rule: "Each place has its way."
review: {until: 2027-05-31}
---
Two places to run. **Where do the keys come from?**
"""
ORDER = """\
---
id: Q93
kind: order
title: "Three of them"
objective: L05.order
passages: [N26]
world: {}
ask: order
items:
  - {id: env, text: "Environment"}
  - {id: shared-credentials-file, text: "Credentials file", misconception: M08}
  - {id: iam-role, text: "Instance"}
rule: "In this order."
review: {until: 2027-05-31}
---
Three sources. **In which order are they asked?**
"""
FIX = """\
---
id: Q94
kind: fix
title: "Take it away"
objective: L07.repair
passages: [N26]
world:
  env: {AWS_ACCESS_KEY_ID: AKIAIOSFODNN7EXAMPLE, AWS_SECRET_ACCESS_KEY: wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY}
  imds: {role: app-role}
ask: signer
goals:
  - {text: "The role signs", says: iam-role}
moves: chain
edits:
  - {id: both, text: "Unset both", where: {world: {env: {AWS_ACCESS_KEY_ID: "(unset)", AWS_SECRET_ACCESS_KEY: "(unset)"}}}}
depth: 2
rule: "The earlier source must go."
review: {until: 2027-05-31}
---
Make the role sign.
"""  # noqa: E501
SPOT = """\
---
id: Q95
kind: spot
title: "The header"
objective: L06.profile
passages: [N26]
world:
  profile: work
  files:
    ~/.aws/config: "[work]\\nregion = eu-west-1\\n"
    credentials: {work: full}
ask: signer
expect: config-file
options:
  - text: "[work]"
    where: {world: {files: {~/.aws/config: "[profile work]\\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\\naws_secret_access_key = EXAMPLE\\n", ~/.aws/credentials: "(unset)"}}}
    feedback: "It needs the word profile."
  - text: "region = eu-west-1"
    misconception: M19
    feedback: "A Region is no key."
  - text: "[work], in the credentials file"
    misconception: M19
    feedback: "There it is right."
rule: "Each file has its own header."
review: {until: 2027-05-31}
---
Two files. **Which line is at fault?**
"""  # noqa: E501


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "questions" / "chain").mkdir(parents=True)
    (tmp_path / "notes.yaml").write_text(NOTES)
    return tmp_path


def found(folder, text):
    """Every problem of one question's file, from reading it and from running it."""
    (folder / "questions" / "chain" / "Q.md").write_text(dedent(text))
    catalog, problems = load(folder)
    return [*problems, *(one for question in catalog.questions for one in check_question(question))]


@pytest.mark.parametrize(
    "text", [SINGLE, NUMERIC, MATCH, ORDER, FIX, SPOT], ids=["Q90", "Q91", "Q92", "Q93", "Q94", "Q95"]
)
def test_a_sound_question_has_no_problem(folder, text):
    assert [str(one) for one in found(folder, text)] == []


REAL = "QWERTYU"
LONG = " ".join(["word"] * 91)
LONGER = "The role of the instance, which has been attached since the morning of that day"
MORE = """\
  - {says: sso, text: A fourth answer here, misconception: slip, feedback: No.}
  - {says: login, text: A fifth answer, misconception: slip, feedback: No.}
rule:"""
LAST_NUMBER = NUMERIC.splitlines(keepends=True)[11]
SILENT_LINE = '    feedback: "A Region'
MISTAKES = [
    # IW01: one objective, at least one passage
    (SINGLE, "objective: L05.winner\n", "", 2, "objective: Field required"),
    (SINGLE, "objective: L05.winner", "objective: winner", 5, "objective: String should match"),
    (SINGLE, "passages: [N26]\n", "", 2, "no passage of the notes is named"),
    (SINGLE, "passages: [N26]", "passages: [N99]", 6, "no passage is called N99"),
    # IW02: the key is the engine's, in every flavour
    (SINGLE, "expect: env", "expect: iam-role", 12, "expected iam-role, the engine says env in botocore (IW02)"),
    (SINGLE, "says: env", "says: config-file", 13, "0 options are right in botocore (IW02)"),
    (SINGLE, "says: iam-role", "says: env", 13, "2 options are right in botocore (IW02)"),
    (SINGLE, "flavour: [botocore, notes]", "flavour: [botocore, java]", 7, "no flavour is called java"),
    (SINGLE, "ask: signer", "ask: weather", 11, "credential-chain has no ask “weather”"),
    (SINGLE, "ask: signer\n", "", 2, "the key comes from one place"),
    (SINGLE, "  - says: env", "  - because: wait", 14, "this option makes no claim that can be tested"),
    (NUMERIC, "value: 12\n", "", 7, "a cited number needs its value (IW02)"),
    (NUMERIC, "value: 1,", "value: 12,", 11, "the wrong number 12 counts as right (IW02)"),
    (MATCH, "right: imds", "right: sky", 9, "no choice has the id sky"),
    (MATCH, "    right: env\n", "", 14, "a row of a cited question says what is right"),
    (MATCH, "choice: env, ", "choice: imds, ", 9, "the right match is listed among the wrong ones"),
    (ORDER, "id: iam-role, ", "", 12, "this thing has no id for the engine to order it by (IW02)"),
    (ORDER, "id: iam-role", "id: moon", 9, "the engine’s order has no moon"),
    (SPOT, "expect: config-file\n", "", 13, "it is not said what comes out once the line is repaired (IW02)"),
    (SPOT, "expect: config-file", "expect: shared-credentials-file", 14, "so no line is at fault"),
    # IW03: misconceptions that exist, texts that differ
    (SINGLE, "misconception: M01", "misconception: M88", 19, "no misconception is called M88 (IW03)"),
    (SINGLE, "    misconception: slip\n", "", 21, "has no misconception (IW03)"),
    (SINGLE, "Nobody signs the first call", "The role of the instance", 21, "two options have the same text"),
    (SINGLE, "rule:", "targets: [M88]\nrule:", 25, "no misconception is called M88 (IW03)"),
    (
        NUMERIC,
        '  - {value: 36, misconception: M32, feedback: "That is the most one may ask for."}\n',
        "",
        10,
        "fewer than two",
    ),
    (MATCH, 'text: "Lambda"', 'text: "EC2"', 8, "two rows read the same (IW03)"),
    (ORDER, 'text: "Instance"', 'text: "Environment"', 9, "two things read the same (IW03)"),
    (
        SPOT,
        '    misconception: M19\n    feedback: "A Region',
        '    feedback: "A Region',
        18,
        "has no misconception (IW03)",
    ),
    # IW04: three or four options
    (
        SINGLE,
        "rule:",
        "  - {says: sso, text: A fourth answer here, misconception: slip, feedback: No.}\n"
        "  - {says: login, text: A fifth answer, misconception: slip, feedback: No.}\nrule:",
        13,
        "three or four options (IW04)",
    ),
    # IW05, IW06, IW07
    (SINGLE, "Nobody signs the first call", "None of the above", 21, "leans on the other options (IW05)"),
    (SINGLE, "**Who signs?**", "**Who signs, or all of the above?**", 2, "the stem leans on the options (IW05)"),
    (SINGLE, "**Who signs?**", "**Who does not sign the call?**", 2, "put in the negative (IW06)"),
    (SINGLE, "**Who signs?**", "**Which of the following is true?**", 2, "with the options covered (IW07)"),
    (SINGLE, "**Who signs?**", "Say who signs.", 28, "the stem does not end with a question"),
    # IW08, IW09, IW10
    (
        SINGLE,
        "The role of the instance",
        "The role of the instance, which has been attached since the morning of that day",
        13,
        "(IW08)",
    ),
    (NUMERIC, "unit: h", 'unit: ""', 8, "a number needs a unit (IW10)"),
    (NUMERIC, "value: 1,", "value: 50,", 10, "the numbers do not stand in order (IW10)"),
    # IW12, IW13, IW14
    (SINGLE, "The role of the instance", "Always the role of it", 0, ""),
    (SINGLE, "A job starts", f"{LONG} starts", 2, "words (IW13)"),
    (SINGLE, "passages: [N26]", "passages: [N11]", 6, "N11 is shown in a lesson and never asked about (IW14)"),
    # IW16, IW17
    (SINGLE, '    feedback: "It is asked last."\n', "", 17, "has no feedback (IW16)"),
    (SINGLE, "It is asked last.", LONG, 17, "is too long (IW16)"),
    (SINGLE, "The chain stops at the first answer.", LONG, 25, "the rule is too long (IW16)"),
    (MATCH, '    feedback: "From the service."\n', "", 9, "has no feedback (IW16)"),
    (SINGLE, "A job starts", f"{' '.join(['word'] * 40)} starts", 2, "a sentence of the stem has"),
    # IW18
    (SINGLE, "AKIAIOSFODNN7EXAMPLE, AWS", f"AKIAIOSFODNN7{REAL}, AWS", 9, "looks real"),
    (SINGLE, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYabcdefghij", 9, "(IW18)"),
    # IW19
    (SINGLE, "review: {until: 2027-05-31}\n", "", 2, "no review date (IW19)"),
    (
        NUMERIC,
        "until: 2027-05-31",
        "until: 2028-05-31",
        14,
        "more than twelve months after the source",
    ),
    (NUMERIC, "until: 2027-05-31", "until: 2027-02-31", 14, "there is no such day (IW19)"),
    # IW20
    (FIX, "says: iam-role", "says: env", 11, "the puzzle is solved at the start (IW20)"),
    (FIX, "says: iam-role", "says: sso", 11, "0 solutions are found within 2 changes (IW20)"),
    (FIX, "says: iam-role}", "says: iam-role, denied: s3:x y}", 12, "a goal is an outcome (says) or a request"),
    # Kinds and generators
    (SINGLE, "kind: single", "kind: essay", 3, "kind: Input should be"),
    (SINGLE, "kind: single", "kind: numeric", 13, "options: Extra inputs are not permitted"),
]


@pytest.mark.parametrize(("text", "old", "new", "line", "message"), MISTAKES)
def test_each_mistake_has_its_line(folder, text, old, new, line, message):
    assert old in text
    problems = found(folder, text.replace(old, new, 1))
    if not message:
        assert problems == []
        return
    lines = {one.line for one in problems if message in one.message}
    assert lines == {line}, [str(one) for one in problems]


def test_a_generator_that_is_not_there_is_named(folder):
    text = ORDER.partition("items:")[0].replace("world: {}\nask: order\n", "generator: {id: G99}\n")
    problems = found(folder, text + 'rule: "R."\nreview: {until: 2027-05-31}\n---\n**Who?**\n')
    assert [(one.line, one.message) for one in problems] == [(7, "Q93: no generator is called G99")]


SINGLES = [one for one in course().questions if one.kind == "single" and not one.generator and one.cite is None]


def test_two_questions_on_the_same_situation_are_one_too_many():
    question = SINGLES[0]
    found_ = check_bank([question, replace(question, id="Q98", stem="Another stem?")])
    assert [one.message for one in found_] == [f"Q98: this is asked in {question.id} already (IW15)"]


def test_the_longest_option_must_not_be_the_answer_as_a_rule():
    question = course().question("Q01")
    first, *others = question.body["options"]
    options = [{**first, "text": "The user, from the environment, as ever and ever"}, *others]
    long = [replace(question, id=f"Q8{n}", stem=f"{n}?", body={"options": options}) for n in range(8)]
    messages = {one.message.partition(": ")[2] for one in check_bank(long)}
    assert "the right option is the longest in 8 of 8 questions (IW08)" in messages


def test_what_is_due_is_told_by_the_day():
    question = course().question("Q01")
    assert due([question], "2027-05-31") == ()
    assert due([question], "2027-06-01") == (question,)
