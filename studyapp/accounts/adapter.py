"""What allauth asks of this site: where people come from, where links lead, and what a sign-in brings along."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailConfirmation
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from studyapp.accounts.actions import adopt_guest
from studyapp.learners import forget_guest, guest_of
from studyapp.web.limits import address


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's own, with the learner's work carried over at every sign-in."""

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        guest = guest_of(request)
        adopt_guest(account=user, guest=guest)
        forget_guest(request)
        response: HttpResponse = super().post_login(request, user, **more)
        return response

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that the site's other limits count by."""
        return address(request)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: EmailConfirmation) -> str:
        return self._absolute(request, reverse("account_confirm_email", args=[emailconfirmation.key]))

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return self._absolute(self.request, path)

    def _absolute(self, request: HttpRequest, path: str) -> str:
        """A link for a mail. The configured origin comes first: a Host header is not to be believed."""
        origin: str = settings.PUBLIC_URL
        return origin + path if origin else request.build_absolute_uri(path)
