"""Beliefs met where a page is cited and nothing is run: they have no solver, or their solver stands with a topic."""

from studyapp.questions.misconceptions.model import Misconception

FACT_BELIEFS: tuple[Misconception, ...] = (
    Misconception(
        id="M17",
        name="The Region comes with the credentials",
        belief="Whoever has keys has a Region.",
        truth="The Region has a chain of its own. Keys, users and profiles without one leave it open.",
        modelled=True,
    ),
    Misconception(
        id="M20",
        name="A role and an instance profile are one",
        belief="The role sits on the instance, with its policies.",
        truth="The instance carries a profile that holds the role. The policies stay in IAM.",
        modelled=True,
    ),
    Misconception(
        id="M29",
        name="MFA on the user covers the access keys",
        belief="The user signed in with a code, so the user’s keys count as MFA.",
        truth="A long-term key carries no mark of MFA. Only a session that was bought with a code does.",
        modelled=True,
    ),
    Misconception(
        id="M30",
        name="The third value can be left out, or left over",
        belief="Key id and secret are what matters; the token is an extra.",
        truth="Key id, secret and session token are one set. All three change together.",
        modelled=True,
    ),
    Misconception(
        id="M32",
        name="The serial number is the user, and a code lasts",
        belief="The ARN of the user names the device, and the six digits work until they change.",
        truth="The serial number is the ARN of the device. Each code is taken once.",
        modelled=True,
    ),
    Misconception(
        id="M44",
        name="The scope is free text",
        belief="Region and service are labels; what counts is the signature.",
        truth="The scope goes into the string to sign and into the key. It must fit the endpoint.",
        modelled=True,
    ),
    Misconception(
        id="M46",
        name="The body may change after signing",
        belief="The body is not in the signature, or any equal body will do.",
        truth="The hash of the exact bytes is signed. One blank more is another request.",
        modelled=True,
    ),
)
