"""The account page, taking one's data along, leaving, and the statement on privacy."""

from allauth.account.views import logout as allauth_logout
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.accounts.actions import delete_everything, sign_out_everywhere
from studyapp.accounts.export import answers_csv, as_json
from studyapp.accounts.forms import DeletionForm
from studyapp.learners import account_of, current_learner, forget_guest
from studyapp.web.limits import limited
from studyapp.web.private import private

DOWNLOADS_A_MINUTE = 6
EMPTY_BROWSER = '"cache", "storage"'


@require_safe
@private
def overview(request: HttpRequest) -> HttpResponse:
    """Who one is here, and what can be done about it."""
    learner = current_learner(request)
    context = {
        "account": account_of(request),
        "learner": learner,
        "answers": learner.answers.count() if learner else 0,
        "form": DeletionForm(account=account_of(request)),
    }
    return render(request, "accounts/overview.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, for how long, and what never is."""
    return render(request, "accounts/privacy.html")


@require_POST
@limited("downloads", DOWNLOADS_A_MINUTE)
@private
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """Everything kept about this learner as JSON, or the answers as CSV."""
    learner = current_learner(request)
    if kind == "json":
        response = HttpResponse(as_json(learner, account_of(request)), content_type="application/json")
    else:
        response = HttpResponse(answers_csv(learner), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="rolecall.{kind}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@private
def sign_out(request: HttpRequest) -> HttpResponse:
    """allauth's own page; afterwards the browser keeps nothing of ours."""
    response: HttpResponse = allauth_logout(request)
    if request.method == "POST":
        response.headers["Clear-Site-Data"] = EMPTY_BROWSER
    return response


@require_POST
@private
def everywhere(request: HttpRequest) -> HttpResponse:
    """Sign out on every device."""
    account = account_of(request)
    if account is not None:
        sign_out_everywhere(account=account)
    logout(request)
    response = redirect("account_login")
    response.headers["Clear-Site-Data"] = EMPTY_BROWSER
    return response


@require_POST
@limited("deletions", DOWNLOADS_A_MINUTE)
@private
def delete(request: HttpRequest) -> HttpResponse:
    """Delete this learner and the account."""
    account, learner = account_of(request), current_learner(request)
    form = DeletionForm(request.POST, account=account)
    if not form.is_valid():
        context = {"account": account, "learner": learner, "form": form}
        return render(request, "accounts/overview.html", context, status=422)
    delete_everything(learner=learner, account=account)
    logout(request)
    forget_guest(request)
    response = render(request, "accounts/deleted.html")
    response.headers["Clear-Site-Data"] = EMPTY_BROWSER
    return response
