from studyapp.catalog.glossary import explained, read_glossary
from studyapp.catalog.model import HtmlPart, Lesson, Term

HOP = Term(id="hop-limit", term="Hop limit", names=("hop limit",), says="How far it <may> go.")
LIMIT = Term(id="limit", term="Limit", names=("limit",), says="An end.")


def shown(html, terms=(HOP, LIMIT), *more):
    parts = tuple(HtmlPart(html=one) for one in (html, *more))
    lesson = Lesson(id="L01", slug="a", number=1, title="A", path="a.md", parts=parts)
    return [part.html for part in explained(lesson, terms).parts]


def link(term, text):
    says = term.says.replace("<", "&lt;").replace(">", "&gt;")
    return f'<a class="term" href="/glossary/#{term.id}" data-says="{says}">{text}</a>'


def test_the_first_place_of_a_word_leads_to_the_glossary():
    assert shown("<p>The hop limit, a hop limit.</p>") == [f"<p>The {link(HOP, 'hop limit')}, a hop limit.</p>"]


def test_it_is_the_first_in_the_lesson_not_in_the_part():
    assert shown("<p>hop limit</p>", (HOP,), "<p>hop limit</p>")[1] == "<p>hop limit</p>"


def test_the_longer_name_wins_and_half_words_do_not_count():
    assert shown("<p>hop limit</p>") == [f"<p>{link(HOP, 'hop limit')}</p>"]
    assert shown("<p>limits, un-limit</p>") == ["<p>limits, un-limit</p>"]


def test_headings_code_and_links_are_left_alone():
    left = '<h2 id="x">hop limit</h2><p><code>hop limit</code><a href="#"><b>hop limit</b></a></p>'
    assert shown(left) == [left]
    assert shown(f"{left}<p>hop limit</p>", (HOP,)) == [f"{left}<p>{link(HOP, 'hop limit')}</p>"]


def test_without_words_a_lesson_stays_as_it_is():
    assert shown("<p>hop limit</p>", ()) == ["<p>hop limit</p>"]


def test_the_words_come_in_the_order_of_the_alphabet():
    text = "terms:\n- {id: b, term: b, names: [bee], says: x}\n- {id: a, term: A, names: [ay], says: y}\n"
    terms, problems = read_glossary(text, path="glossary.yaml")
    assert ([term.id for term in terms], problems) == (["a", "b"], [])


def test_a_name_belongs_to_one_word():
    text = "terms:\n- {id: b, term: b, names: [bee], says: x}\n- {id: a, term: A, names: [bee], says: y}\n"
    problems = read_glossary(text, path="glossary.yaml")[1]
    assert [(problem.line, problem.message) for problem in problems] == [(3, "glossary: two terms are called bee")]


def test_a_glossary_that_cannot_be_read_is_a_problem():
    assert read_glossary("terms: 3\n", path="glossary.yaml")[0] == ()
    assert len(read_glossary("terms: [\n", path="glossary.yaml")[1]) == 1
