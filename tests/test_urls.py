"""Every URL, who may use it and how: an address without a row fails the suite.

A row says which methods an address takes and what a stranger gets; `own` rows belong to somebody, and strangers and
other learners alike get 404 there. The features' own tests show the owner's side.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from studyapp import learners
from studyapp.models import Learner

pytestmark = pytest.mark.django_db
# They read no cookie and keep nothing, so there is nothing to forge.
STATELESS = ("csp", "labs:run_json", "labs:more_json")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
READ = ("GET", "HEAD")
NOBODY = uuid.UUID(int=7)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One address: its methods, arguments for an example, and a stranger's status for GET and for an empty POST."""

    methods: tuple[str, ...] = READ
    args: tuple[Any, ...] = ()
    get: int = 200
    post: int = 405
    owned: bool = False
    query: dict[str, str] = field(default_factory=dict)


def own(*args: Any, methods: tuple[str, ...] = READ) -> Row:
    """An address of somebody's own thing: 404 for everybody else, whatever the method."""
    return Row(
        methods=methods,
        args=args,
        get=404 if "GET" in methods else 405,
        owned=True,
        post=404 if "POST" in methods else 405,
    )


def form(*args: Any, get: int = 200, post: int = 422) -> Row:
    return Row(methods=(*READ, "POST"), args=args, get=get, post=post)


def action(*args: Any, post: int) -> Row:
    return Row(methods=("POST",), args=args, get=405, post=post)


ROWS: dict[str, Row] = {
    "healthz": Row(),
    "readyz": Row(),
    "csp": action(post=204),
    "lessons:home": Row(),
    "lessons:notes": Row(),
    "lessons:glossary": Row(),
    "lessons:cheat_sheet": Row(),
    "lessons:whole": Row(),
    "lessons:teaching": own(),
    "search": Row(query={"q": "hop limit"}),
    "lessons:lesson": Row(args=("credential-chain",)),
    "lessons:theme": action(post=302),
    "labs:index": Row(),
    "labs:openapi": Row(),
    "labs:lab": form("credential-chain", post=200),
    "labs:run_json": action("credential-chain", post=422),
    "labs:more_json": action("sigv4", "compare", post=422),
    "labs:keep": action("credential-chain", post=200),
    "accounts:overview": Row(),
    "accounts:privacy": Row(),
    "accounts:download": action("json", post=200),
    "accounts:everywhere": action(post=302),
    "accounts:delete": action(post=422),
    "account_login": form(post=200),
    "account_logout": form(get=302, post=302),
    "account_signup": form(post=200),
    "account_inactive": Row(),
    "account_reauthenticate": form(get=302, post=302),
    "account_email": form(get=302, post=302),
    "account_email_verification_sent": Row(),
    "account_change_password": form(get=302, post=302),
    "account_set_password": form(get=302, post=302),
    "account_reset_password": form(post=200),
    "account_reset_password_done": Row(),
    "account_reset_password_from_key": form("x", "y", post=200),
    "account_reset_password_from_key_done": Row(),
    "account_confirm_login_code": form(get=302, post=302),
    "account_confirm_email": form("x:y", post=404),
    "study:progress": Row(),
    "study:review": Row(),
    "study:next": Row(get=302),
    "study:takeaways": Row(),
    "study:anki": Row(),
    "study:tsv": Row(),
    "study:worksheet": Row(),
    "study:calendar": Row(),
    "study:settings": form(post=422),
    "assess:index": Row(),
    "assess:start": action(post=422),
    "assess:shared": Row(args=("x",), get=404),
    "assess:sit": own(NOBODY),
    "assess:place": own(NOBODY, 1, methods=("GET", "HEAD", "POST")),
    "assess:draft": own(NOBODY, 1, methods=("POST",)),
    "assess:pause": own(NOBODY, methods=("POST",)),
    "assess:end": own(NOBODY, methods=("GET", "HEAD", "POST")),
    "assess:report": own(NOBODY),
    "assess:share": own(NOBODY, methods=("POST",)),
    "assess:summary": own(NOBODY),
    "quizzes:question": form("PUZZLE", post=409),
    "quizzes:answer": own("PUZZLE", NOBODY),
    "quizzes:mind": own("PUZZLE", NOBODY, methods=("POST",)),
    "quizzes:dispute": own("PUZZLE", NOBODY, methods=("POST",)),
    "classes:join": form(),
    "classes:own_name": form(),
    "classes:join_code": form("ABCDEF", get=404, post=404),
    "classes:phone": Row(args=("ABCDEF",), get=404),
    "classes:state": Row(args=("ABCDEF",), get=404),
    "classes:vote": action("ABCDEF", post=404),
    "classes:mine": action("ABCDEF", post=404),
    "classes:screen": Row(args=("ABCDEF",), get=404),
    "classes:present": own("ABCDEF"),
    "classes:move": own("ABCDEF", methods=("POST",)),
    "classes:students": own("ABCDEF", methods=("POST",)),
    "classes:index": form(post=404),
    "classes:begin": action(post=302),
    "classes:rehearsal": action(post=302),
    "classes:welcome": form("x", get=404, post=404),
    "classes:classroom": own(NOBODY),
    "classes:roster": own(NOBODY, methods=("GET", "HEAD", "POST")),
    "classes:people": own(NOBODY, methods=("POST",)),
    "classes:slips": own(NOBODY),
    "classes:start": own(NOBODY, methods=("POST",)),
    "classes:change": own(NOBODY, methods=("POST",)),
    "classes:deck": own(NOBODY, methods=("POST",)),
    "classes:sheet": own(NOBODY, NOBODY),
    "classes:report": own(NOBODY, NOBODY),
    "classes:assign": own(NOBODY, methods=("POST",)),
    "classes:marks": own(NOBODY, NOBODY),
    "classes:extend": own(NOBODY, NOBODY, methods=("POST",)),
    "classes:work_change": own(NOBODY, NOBODY, methods=("POST",)),
    "classes:tries": own(NOBODY, NOBODY, "l7", 1),
    "classes:objectives": own(NOBODY),
    "classes:gradebook": own(NOBODY),
    "classes:gradebook_csv": own(NOBODY),
    "classes:items": own(NOBODY),
    "classes:export": own(NOBODY, "csv"),
    "classes:snapshot": own(NOBODY, NOBODY, "gift"),
    "classes:homework": Row(args=(NOBODY,), get=404),
    "classes:question": form(NOBODY, 1, get=404, post=404),
    "classes:delete_session": own(NOBODY, NOBODY, methods=("POST",)),
    "quizzes:practice": Row(),
    "quizzes:preview": Row(args=("PUZZLE",), get=404),
    "quizzes:next": Row(get=302),
}


def named(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """The full names of all addresses; one without a name is given by its pattern."""
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = f"{space}{one.app_name}:" if one.app_name else space
            yield from named(one.url_patterns, inner)
        else:
            yield f"{space}{one.name or one.pattern}"


def ours() -> set[str]:
    """Everything but what other packages bring under their own names."""
    return set(named(get_resolver().url_patterns))


def address(name: str) -> str:
    return reverse(name, args=ROWS[name].args)


def expected(row: Row, method: str) -> int:
    if method not in row.methods:
        return 405
    return row.get if method in READ else row.post


def test_every_address_has_a_row_and_every_row_an_address():
    assert ours() == ROWS.keys()


def statuses(client: Client, name: str) -> dict[str, int]:
    path = address(name)
    return {method: client.generic(method, path, **_body(name, method)).status_code for method in methods(name)}


def methods(name: str) -> tuple[str, ...]:
    """Views of allauth take PUT for POST, with the same checks; ours take what their row says."""
    return (*READ, "POST") if name.startswith("account_") else METHODS


def _body(name: str, method: str) -> dict[str, Any]:
    return {"content_type": "application/x-www-form-urlencoded"} if method == "POST" else {}


@pytest.mark.parametrize("name", ROWS)
def test_a_stranger_gets_what_the_row_says(client, name):
    row = ROWS[name]
    assert statuses(client, name) == {method: expected(row, method) for method in methods(name)}


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.owned])
def test_another_learner_gets_no_more_than_a_stranger(client, settings, name):
    other = Learner.objects.create()
    client.cookies[settings.LEARNER_COOKIE_NAME] = signing.dumps(str(other.pk), salt=learners.SALT)
    row = ROWS[name]
    assert statuses(client, name) == {method: expected(row, method) for method in methods(name)}


@pytest.mark.parametrize(
    "name", [name for name, row in ROWS.items() if "POST" in row.methods and name not in STATELESS]
)
def test_a_post_from_elsewhere_is_403(name):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address(name), {}).status_code == 403


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.get == 200 and "GET" in row.methods])
def test_reading_creates_no_row(client, name):
    before = Learner.objects.count()
    client.get(address(name))
    assert Learner.objects.count() == before
