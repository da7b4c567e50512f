"""Decks for other systems, read back by a strict reader of each format: every question the course can freeze."""

import html
import re
from xml.etree import ElementTree

import pytest
from class_kit import a_teacher, browser

from studyapp.classes import actions
from studyapp.classes.decks import Planned, choices, question_of
from studyapp.classes.export import as_gift, as_moodle
from studyapp.questions.grade import grade
from studyapp.questions.issue import issue

pytestmark = pytest.mark.django_db
SEED = 2


@pytest.fixture
def deck():
    room = actions.create_class(teacher=a_teacher(), name="Cloud 1")
    planned = [Planned(stage="cycle", question=one.id, seed=SEED) for one in choices()]
    return actions.create_deck(classroom=room, name="All", planned=planned)


def expected():
    """Name, stem and options of every question with options, as the bank issues them."""
    found = {}
    for one in choices():
        item = issue(question_of(one.id), SEED)
        if item.kind in ("single", "multiple"):
            found[one.id] = (item, grade(item, None).parts)
    return found


class Gift:
    """A reader of GIFT's grammar: what it does not know is an error, as in the systems that read it."""

    SPECIAL = "~=#{}:"

    def __init__(self, text):
        self.text, self.at = text, 0

    def questions(self):
        blocks = re.split(r"\n[ \t]*\n", self.text)
        for block in blocks:
            lines = [line for line in block.split("\n") if line.strip() and not line.startswith("//")]
            if lines:
                yield self.question("\n".join(lines))

    def question(self, block):
        self.text, self.at = block, 0
        self.eat("::")
        name = self.words(until="::")
        self.eat("::")
        form = self.text[self.at : self.text.index("]", self.at) + 1]
        assert form == "[html]"
        self.at += len(form)
        stem = self.words(until="{")
        self.eat("{")
        answers, general = [], ""
        while self.blank() != "}":
            if self.text.startswith("####", self.at):
                self.eat("####")
                general = self.words(until="}")
                continue
            sign, weight = self.eat_one("=~"), None
            if self.text.startswith("%", self.at):
                weight = re.match(r"%(-?\d+(\.\d+)?)%", self.text[self.at :])
                self.at += weight.end()
                weight = float(weight[1])
            text = self.words(until="#=~}")
            feedback = ""
            if self.text.startswith("#", self.at) and not self.text.startswith("####", self.at):
                self.at += 1
                feedback = self.words(until="=~}#")
            answers.append((sign, weight, text.strip(), feedback.strip()))
        self.eat("}")
        assert self.text[self.at :].strip() == ""
        return name.strip(), stem.strip(), answers, general

    def blank(self):
        while self.text[self.at].isspace():
            self.at += 1
        return self.text[self.at]

    def eat(self, what):
        assert self.text.startswith(what, self.at), (what, self.text[self.at : self.at + 30])
        self.at += len(what)

    def eat_one(self, of):
        found = self.blank()
        assert found in of, (found, self.text)
        self.at += 1
        return found

    def words(self, until):
        """Text up to one of the marks; every special character in it has to be escaped."""
        out = []
        while not any(self.text.startswith(mark, self.at) for mark in ([until] if until == "::" else until)):
            char = self.text[self.at]
            if char == "\\":
                self.at += 1
                char = self.text[self.at]
                assert char in self.SPECIAL + "\\n", char
                char = "\n" if char == "n" else char
            else:
                assert char not in self.SPECIAL, (char, self.text[self.at : self.at + 30])
            out.append(char)
            self.at += 1
        return "".join(out)


def words(markup):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def bare(text):
    """Markdown without its marks, for comparing words."""
    return re.sub(r"[`*\s]+", "", text)


def same_words(markup, text):
    return bare(words(markup)) == bare(text)


def test_gift_is_read_by_its_grammar_and_says_what_the_bank_says(deck):
    text, wanted = as_gift(deck), expected()
    found = list(Gift(text).questions())
    assert [name.partition(":")[0] for name, *_ in found] == list(wanted)
    for (_, stem, answers, general), (item, parts) in zip(found, wanted.values(), strict=True):
        assert bare(item.stem) in bare(words(stem))
        assert [same_words(answer[2], part.text) for answer, part in zip(answers, parts, strict=True)] == [
            True
        ] * len(parts)
        right = [part.right for part in parts]
        if item.kind == "single":
            assert [sign == "=" for sign, *_ in answers] == right
        else:
            assert sum(weight for _, weight, *_ in answers if weight > 0) == pytest.approx(100, abs=1e-4)
            assert [weight > 0 for _, weight, *_ in answers] == right
        assert f"Frozen from seed {item.seed}" in general


def test_moodle_xml_says_the_same(deck):
    root, wanted = ElementTree.fromstring(as_moodle(deck)), expected()
    nodes = root.findall("question")
    assert [node.findtext("name/text").partition(":")[0] for node in nodes] == list(wanted)
    for node, (item, parts) in zip(nodes, wanted.values(), strict=True):
        assert node.get("type") == "multichoice"
        assert node.findtext("single") == str(item.kind == "single").lower()
        assert bare(item.stem) in bare(words(node.findtext("questiontext/text")))
        answers = node.findall("answer")
        assert all(same_words(one.findtext("text"), part.text) for one, part in zip(answers, parts, strict=True))
        assert [float(one.get("fraction")) > 0 for one in answers] == [part.right for part in parts]
        assert sum(max(float(one.get("fraction")), 0) for one in answers) == pytest.approx(100, abs=1e-4)
        assert f"Frozen from seed {item.seed}" in node.findtext("generalfeedback/text")


def test_a_question_about_a_machine_takes_its_machine_along(deck):
    item, _ = expected()["Q01"]
    assert "AWS_ACCESS_KEY_ID" in item.world["env"]
    gift = {name.partition(":")[0]: stem for name, stem, *_ in Gift(as_gift(deck)).questions()}
    moodle = {
        node.findtext("name/text").partition(":")[0]: node.findtext("questiontext/text")
        for node in ElementTree.fromstring(as_moodle(deck)).findall("question")
    }
    assert "AWS_ACCESS_KEY_ID" in gift["Q01"].partition("<pre>")[2]
    assert gift == moodle


def test_what_only_an_engine_can_mark_is_named_as_left_out(deck):
    gone = [one.id for one in choices() if one.id not in expected()]
    assert "Q14" in gone
    for text in (as_gift(deck), as_moodle(deck).decode()):
        assert f"Left out, since an engine has to mark them: {', '.join(gone)}." in text


def test_the_files_come_as_files(deck):
    teacher = browser(deck.classroom.teachers.get().learner)
    for kind, mime in (("gift", "text/plain; charset=utf-8"), ("xml", "application/xml")):
        sent = teacher.get(f"/classes/{deck.classroom_id}/decks/{deck.pk}/snapshot.{kind}")
        assert sent.headers["Content-Type"] == mime
        assert sent.headers["Content-Disposition"] == f'attachment; filename="deck.{kind}"'
