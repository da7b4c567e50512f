"""Signing up and in, what comes along, what can be taken away."""

import csv
import io
import json
import re
import uuid

import pytest
from django.core import mail, signing
from django.core.management import CommandError, call_command
from django.test import Client

from studyapp import learners
from studyapp.accounts.actions import adopt_guest
from studyapp.models import Account, Answer, Bet, Learner

pytestmark = pytest.mark.django_db
EMAIL, PASSWORD = "ana@example.com", "a-long-enough-word"


def answer(learner, question="PUZZLE", **more):
    fields = {
        "kind": "single",
        "seed": 1,
        "content_hash": "",
        "issued": {},
        "engine": "botocore",
        "response": {"choice": 0},
        "correct": True,
        "score": 1,
        **more,
    }
    return Answer.objects.create(id=uuid.uuid4(), learner=learner, question=question, **fields)


def bet(learner, part="lab-1", said="env"):
    return Bet.objects.create(
        learner=learner,
        lesson="puzzle",
        part=part,
        ask="signer",
        said=said,
        outcome="env",
        right=said == "env",
        engine="",
    )


@pytest.fixture
def guest(client, settings):
    found = Learner.objects.create()
    client.cookies[settings.LEARNER_COOKIE_NAME] = signing.dumps(str(found.pk), salt=learners.SALT)
    return found


def sign_up(client, email=EMAIL, password=PASSWORD):
    return client.post("/accounts/signup/", {"email": email, "password1": password})


def sign_in(client, email=EMAIL, password=PASSWORD):
    return client.post("/accounts/login/", {"login": email, "password": password})


def test_a_guests_work_belongs_to_the_account_it_makes(client, guest, settings):
    kept = answer(guest)
    assert sign_up(client).status_code == 302
    account = Account.objects.get()
    kept.refresh_from_db()
    assert (account.email, kept.learner.account) == (EMAIL, account)
    assert Learner.objects.count() == 1
    assert client.cookies[settings.LEARNER_COOKIE_NAME].value == ""
    assert "What you did last" in client.get("/").content.decode()


def test_signing_in_merges_without_loss_or_double_count(client, settings):
    account = Account.objects.create_user(EMAIL, PASSWORD)
    known = Learner.objects.create(account=account)
    mine, theirs = answer(known, "Q01"), bet(known, "lab-1", "env")
    guest = Learner.objects.create()
    client.cookies[settings.LEARNER_COOKIE_NAME] = signing.dumps(str(guest.pk), salt=learners.SALT)
    brought, twice, other = answer(guest, "Q02"), bet(guest, "lab-1", "none"), bet(guest, "lab-2")
    assert sign_in(client).status_code == 302
    assert set(Answer.objects.values_list("pk", "learner")) == {(mine.pk, known.pk), (brought.pk, known.pk)}
    assert set(Bet.objects.values_list("pk", "learner")) == {(theirs.pk, known.pk), (other.pk, known.pk)}
    assert not Bet.objects.filter(pk=twice.pk).exists()
    assert not Learner.objects.filter(pk=guest.pk).exists()


def test_adopting_twice_changes_nothing():
    account, guest = Account.objects.create_user(EMAIL, PASSWORD), Learner.objects.create()
    answer(guest)
    first = adopt_guest(account=account, guest=guest)
    assert adopt_guest(account=account, guest=first) == first
    assert adopt_guest(account=account, guest=None) == first
    assert Answer.objects.filter(learner=first).count() == 1


def test_a_cookie_of_a_learner_with_an_account_opens_nothing(client, settings):
    account = Account.objects.create_user(EMAIL, PASSWORD)
    owner = Learner.objects.create(account=account)
    answer(owner)
    client.cookies[settings.LEARNER_COOKIE_NAME] = signing.dumps(str(owner.pk), salt=learners.SALT)
    assert "What you did last" not in client.get("/").content.decode()


def test_another_accounts_guest_is_not_taken_over(client):
    owner = Learner.objects.create(account=Account.objects.create_user("kim@example.com", PASSWORD))
    mine = Account.objects.create_user(EMAIL, PASSWORD)
    assert adopt_guest(account=mine, guest=owner).account == mine
    owner.refresh_from_db()
    assert owner.account.email == "kim@example.com"


def test_signing_out_leaves_nothing_in_the_browser(client, guest):
    answer(guest)
    sign_up(client)
    response = client.post("/accounts/logout/")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "What you did last" not in client.get("/").content.decode()
    sign_in(client)
    assert "What you did last" in client.get("/").content.decode()


def test_signing_out_everywhere_ends_the_other_device_too(client):
    sign_up(client)
    other = Client()
    sign_in(other)
    assert "Your account" in other.get("/accounts/").content.decode()
    client.post("/accounts/everywhere/")
    assert "You are a guest" in other.get("/accounts/").content.decode()
    assert sign_in(other).status_code == 302


def test_a_wrong_password_and_an_unknown_address_read_alike(client):
    Account.objects.create_user(EMAIL, PASSWORD)

    def said(email):
        page = sign_in(client, email, "wrong-password-here").content.decode()
        return re.findall(r'role="alert"[^>]*>([^<]+)<', page)

    assert said(EMAIL) == said("nobody@example.com")
    assert len(said(EMAIL)) == 1


def test_a_reset_reads_alike_for_known_and_unknown_addresses(client):
    Account.objects.create_user(EMAIL, PASSWORD)
    answers = [client.post("/accounts/password/reset/", {"email": e}) for e in (EMAIL, "nobody@example.com")]
    assert [(one.status_code, one.url) for one in answers] == [(302, "/accounts/password/reset/done/")] * 2


@pytest.mark.parametrize("password", ["short", "password123456", "ana@example.com"])
def test_weak_passwords_are_refused_with_a_reason(client, password):
    page = sign_up(client, password=password)
    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()
    assert not Account.objects.exists()


def test_guessing_is_slowed_down(client):
    Account.objects.create_user(EMAIL, PASSWORD)
    pages = [sign_in(client, EMAIL, "wrong-password-here") for _ in range(8)]
    assert "Too many" in pages[-1].content.decode() or pages[-1].status_code == 429


def test_an_address_counts_once_whatever_its_case(client):
    sign_up(client)
    client.post("/accounts/logout/")
    sign_up(client, email="ANA@example.com")
    assert Account.objects.count() == 1
    assert sign_in(client, email="Ana@Example.com").status_code == 302


def test_the_reset_link_of_the_command_works_once(client, capsys):
    Account.objects.create_user(EMAIL, PASSWORD)
    call_command("resetlink", "Ana@example.com")
    path = re.search(r"/accounts/\S+", capsys.readouterr().out)[0]
    form = client.get(path, follow=True)
    where = form.redirect_chain[-1][0]
    assert client.post(where, {"password1": "another-long-word", "password2": "another-long-word"}).status_code == 302
    assert sign_in(Client(), password="another-long-word").status_code == 302
    assert "used up" in Client().get(path, follow=True).content.decode()


def test_the_command_says_when_there_is_no_such_account():
    with pytest.raises(CommandError, match="No account has the address"):
        call_command("resetlink", "nobody@example.com")


def test_without_mail_settings_nobody_waits_for_a_mail(client):
    sign_up(client)
    assert mail.outbox == []
    assert "Your account" in client.get("/accounts/").content.decode()


def test_everything_can_be_taken_along(client, guest):
    answer(guest, "Q01")
    bet(guest)
    data = json.loads(client.post("/accounts/download.json").content)
    assert data["learner"]["id"] == str(guest.pk)
    assert [row["question"] for row in data["answer"]] == ["Q01"]
    assert [row["part"] for row in data["bet"]] == ["lab-1"]
    related = {relation.related_model._meta.model_name for relation in Learner._meta.related_objects}
    assert related <= set(data)


def test_the_table_holds_no_formula(client, guest):
    answer(guest, question="=1+1", lesson="+cmd|x")
    rows = list(csv.reader(io.StringIO(client.post("/accounts/download.csv").content.decode())))
    assert rows[1][1] == "'=1+1"
    assert rows[1][5] == "'+cmd|x"


def test_a_guest_deletes_everything(client, guest):
    answer(guest)
    assert client.post("/accounts/delete/", {}).status_code == 422
    assert Answer.objects.exists()
    assert client.post("/accounts/delete/", {"sure": "on"}).status_code == 200
    assert not Learner.objects.exists()
    assert not Answer.objects.exists()


def test_deleting_an_account_asks_for_its_password(client, guest):
    answer(guest)
    sign_up(client)
    assert client.post("/accounts/delete/", {"sure": "on", "password": "wrong"}).status_code == 422
    assert Account.objects.exists()
    assert client.post("/accounts/delete/", {"sure": "on", "password": PASSWORD}).status_code == 200
    assert not Account.objects.exists()
    assert not Learner.objects.exists()


def test_nobody_is_sent_to_another_site(client):
    Account.objects.create_user(EMAIL, PASSWORD)
    for target in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        answer_ = Client().post("/accounts/login/", {"login": EMAIL, "password": PASSWORD, "next": target})
        assert answer_.url == "/"


def test_a_session_begins_anew_at_sign_in(client):
    Account.objects.create_user(EMAIL, PASSWORD)
    client.get("/accounts/login/")
    before = client.cookies.get("sessionid")
    sign_in(client)
    assert before is None or before.value != client.cookies["sessionid"].value


@pytest.mark.parametrize("path", ["/accounts/", "/accounts/privacy/", "/accounts/login/", "/accounts/signup/"])
def test_reading_writes_nothing(client, path):
    client.get(path)
    assert not Learner.objects.exists()
