"""The labs, one line each: what they take, what they run, how they look."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import QueryDict
from pydantic import BaseModel

from studyapp.engines import credentials, doctor, metadata, policies, regions, retries, signing, sts
from studyapp.engines.inputs import INPUTS
from studyapp.labs import backoff, bucket, chain, classifier, imds, mfa, policy, region, sigv4
from studyapp.labs import doctor as doctor_page


class Result(Protocol):
    """What every engine returns."""

    def to_json(self) -> dict[str, Any]: ...


@dataclass(frozen=True, kw_only=True)
class State:
    """A starting state of the gallery: the lab's own fields, under a name."""

    slug: str
    title: str
    line: str
    data: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Page:
    """What a lab needs to be a page: its gallery, and how a form is read into the lab's fields and shown again.

    `start` is the context of `labs/<slug>/_start.html`, the starting state as it stands beside a bet; `present` that
    of `_result.html`, given the input, the result, and the summary that the last drawing carried as `before`. `css`
    is a style sheet of its own, if it has one. A `private` page takes texts of the learner's: it runs when it is told
    to and not before, and there is neither a link to what was typed nor a file of it.
    """

    states: tuple[State, ...]
    read: Callable[[QueryDict], dict[str, Any]]
    show: Callable[[Mapping[str, Any]], dict[str, Any]]
    present: Callable[[Any, Any, str], dict[str, Any]]
    scrub: Callable[[Mapping[str, Any]], dict[str, Any]]
    shell: Callable[[Any], str]
    start: Callable[[Any], dict[str, Any]]
    css: str = ""
    private: bool = False


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """Something more that a lab answers as JSON, at `/labs/<slug>/<name>.json`."""

    name: str
    line: str
    schema: type[BaseModel]
    run: Callable[[Any], Result]


@dataclass(frozen=True, kw_only=True)
class Lab:
    """One lab. Without a page it answers as JSON only."""

    slug: str
    title: str
    line: str
    run: Callable[[Any], Result]
    page: Page | None = None
    more: tuple[Endpoint, ...] = ()

    @property
    def endpoints(self) -> Mapping[str, Endpoint]:
        """What it answers as JSON, by name; `run` is the lab itself."""
        itself = Endpoint(name="run", line=self.line, schema=self.schema, run=self.run)
        return {one.name: one for one in (itself, *self.more)}

    @property
    def schema(self) -> type[BaseModel]:
        """Its fields."""
        return INPUTS[self.slug]


def _page(feature: Any, css: str = "", *, private: bool = False) -> Page:
    """The page of a lab whose package has a function for each part of it."""
    return Page(
        css=css,
        states=tuple(State(**state) for state in feature.states()),
        read=feature.read,
        show=feature.show,
        present=feature.present,
        scrub=feature.scrub,
        shell=feature.shell,
        start=feature.start,
        private=private,
    )


LABS: tuple[Lab, ...] = (
    Lab(
        slug="credential-chain",
        title="The credential chain",
        line="Change a machine. See who it becomes.",
        run=credentials.run,
        page=_page(chain),
    ),
    Lab(
        slug="sigv4",
        title="SigV4: the signature",
        line="Your secret never travels. What travels is a fingerprint that only your secret could have made.",
        run=signing.run,
        more=(
            Endpoint(
                name="compare",
                line="Two requests, or a request and a service's answer: where they part first, and why.",
                schema=signing.ComparisonInput,
                run=signing.compare,
            ),
        ),
        page=Page(
            states=tuple(State(**state) for state in sigv4.states()),
            read=sigv4.read,
            show=sigv4.show,
            present=sigv4.present,
            scrub=sigv4.scrub,
            shell=sigv4.shell,
            start=sigv4.start,
            css="css/sigv4.css",
        ),
    ),
    Lab(
        slug="backoff",
        title="Backoff: waiting your turn",
        line="What everybody does after a “no” decides how long everybody waits, and what it costs the service.",
        run=retries.run,
        page=_page(backoff, "css/backoff.css"),
    ),
    Lab(
        slug="imds",
        title="IMDS: the metadata service",
        line="A terminal on an instance, and the packet’s view of it.",
        run=metadata.play,
        page=_page(imds),
    ),
    Lab(
        slug="mfa-session",
        title="MFA: the session",
        line="Trade six digits for a few hours of keys.",
        run=sts.run,
        page=_page(mfa),
    ),
    Lab(
        slug="policy",
        title="Policy: what may it do?",
        line="An identity, its policies, and each request decided.",
        run=policies.evaluate,
        page=_page(policy),
    ),
    Lab(
        slug="region",
        title="Region: where a call goes",
        line="Every call needs a Region. Who names it, and what becomes of a call when nobody does?",
        run=regions.run,
        page=_page(region),
    ),
    Lab(
        slug="retry-classifier",
        title="Retries: which errors?",
        line="Paste a code and a status. Is it retried, how slowly, and who says so?",
        run=retries.classify,
        page=_page(classifier, "css/backoff.css"),
    ),
    Lab(
        slug="token-bucket",
        title="Token bucket: how many pass?",
        line="A bucket, a refill, and a crowd that shares both.",
        run=retries.fill,
        page=_page(bucket, "css/backoff.css"),
    ),
    Lab(
        slug="doctor",
        title="The error doctor",
        line="Paste what a tool said. See what it means, and watch it happen.",
        run=doctor.diagnose,
        page=_page(doctor_page, private=True),
    ),
)
BY_SLUG = {lab.slug: lab for lab in LABS}
WITH_PAGE = tuple(lab for lab in LABS if lab.page is not None)
