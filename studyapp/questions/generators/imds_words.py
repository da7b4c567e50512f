"""The words of questions about the metadata service: outcomes as options, places, and why it comes out so."""

STATUS_TEXTS = {
    "200": "200: the answer comes",
    "400": "400: a bad request",
    "401": "401: no valid token",
    "403": "403: forbidden, or switched off",
    "404": "404: there is nothing at this path",
    "time-out": "No answer: the request times out",
    "nothing": "No request is sent",
}

WHY = {
    "200": "Nothing stands in the way: the path is there, and the token is right or not asked for.",
    "401": "Tokens are required, and this request carries none.",
    "403": "The endpoint is switched off, for every request and both versions.",
    "404": "No role is attached, so there is no iam branch.",
    "time-out": "The token’s packet may travel fewer hops than the way has, so it dies on a bridge.",
    "400": "The lifetime is not 1 to 21600 seconds, so no token is issued.",
}

# What the beliefs are told where one request on the host is asked about.
REPLIES = {
    "M26": "Silence is for a service that cannot be reached. One that is switched off still answers: 403.",
    "M27": "The switches bind every process on the instance: what is required is required, and what is off is off.",
    "M49": "403 says that the service is switched off. No permission is asked for here, so none can be missing.",
    "M58": "Metadata needs no role: what the instance is stands there with or without one.",
    "slip": "Without a role there is no iam branch, so there is no list to answer with.",
}

PLACE_WORDS = {
    "host": "on the instance itself",
    "host-network": "in a container that shares the host’s network",
    "container": "in a container behind a bridge",
    "nested": "in a container inside a container, behind two bridges",
}

ATTACKERS = (
    ("get-only", "The attacker chooses the URL of a GET"),
    ("get-headers", "The attacker chooses the URL and the headers of a GET"),
    ("host", "The attacker runs commands on the instance"),
    ("proxy", "The attacker goes through a proxy that adds X-Forwarded-For"),
)

ATTACKS = {
    ("get-only", "optional"): "Tokens are optional, so one GET is enough.",
    ("get-only", "required"): "A token takes a PUT and a header. Whoever can only choose a URL sends neither.",
    ("get-headers", "optional"): "Tokens are optional, so one GET is enough, with or without headers.",
    ("get-headers", "required"): "A header could carry a token, but only a PUT fetches one.",
    ("host", "optional"): "Whoever runs commands on the instance can send whatever its programs can.",
    ("host", "required"): "Whoever runs commands on the instance can send the PUT too. Version 2 is no help here.",
    ("proxy", "optional"): "Version 1 does not look at X-Forwarded-For: the GET is answered.",
    ("proxy", "required"): "A PUT that carries X-Forwarded-For gets no token, and the GET that follows has none.",
}
