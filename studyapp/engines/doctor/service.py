"""Rules for what AWS answers: who are you, may you, when, and how often."""

from studyapp.engines.doctor.model import rule

IDENTITY = (
    rule(
        "invalid-client-token",
        r"InvalidClientTokenId|security token included in the request is invalid|UnrecognizedClientException",
        "The key id is not known, or its token does not belong to it",
        "Three causes, the likeliest first: a temporary key (ASIA) without its session token; a token of yesterday "
        "beside new keys; a key that was deleted. No policy was asked.",
        "Count the parts: ASIA needs three. Unset AWS_SESSION_TOKEN when a permanent key (AKIA) stands beside it.",
        "L10 mfa-session two-values",
    ),
    rule(
        "invalid-access-key",
        r"InvalidAccessKeyId|access key id you provided does not exist",
        "S3’s words for a key id that is not known",
        "A temporary key (ASIA) without its session token, or a key that was deleted.",
        "Count the parts: ASIA needs three values that belong together.",
        "L01 mfa-session two-values",
    ),
    rule(
        "expired",
        r"ExpiredToken|security token included in the request is expired|provided token has expired|RequestExpired",
        "The session is over",
        "Temporary credentials have an end. Where they came from variables or a file, nothing renews them.",
        "Ask for new ones. A running program keeps the environment it was started with.",
        "L06 mfa-session next-morning",
    ),
    rule(
        "web-identity",
        r"not authorized to perform:? sts:AssumeRoleWithWebIdentity|InvalidIdentityToken|IDPCommunicationError",
        "The token does not open this role",
        "The role’s trust policy does not accept the token: another issuer, another audience or subject, or a token "
        "that has expired.",
        "Compare the token’s iss, aud and sub with the trust policy’s conditions.",
        "L09 credential-chain pod",
        ("assume-role", "access-denied"),
    ),
    rule(
        "assume-role",
        r"not authorized to perform:? sts:AssumeRole\b",
        "The role may not be assumed by this caller",
        "Two policies must say yes: the caller’s own, and the role’s trust policy. One of them does not, or it asks "
        "for MFA or an external id.",
        "Read who the message says you are. Then read the role’s trust policy with that ARN in mind.",
        "L11 credential-chain role-with-mfa",
        ("access-denied",),
    ),
    rule(
        "mfa-code",
        r"MultiFactorAuthentication failed with invalid MFA one time pass code",
        "The six digits were refused",
        "The code was used already, is too old, or the device’s clock is off.",
        "Wait for the next code. If it fails again, resynchronise the device.",
        "L10 mfa-session used-code",
        ("access-denied",),
    ),
    rule(
        "mfa-serial",
        r"unable to validate MFA code|MultiFactorAuthentication failed, must provide both",
        "The serial number is not this user’s device",
        "The device has an ARN of its own, with :mfa/ where the user’s has :user/. It and the code go together.",
        "Look it up: aws iam list-mfa-devices.",
        "L10 mfa-session user-arn",
        ("access-denied",),
    ),
    rule(
        "session-asks",
        r"cannot call Get(?:SessionToken|FederationToken) with session credentials",
        "Temporary keys cannot ask for more of their kind",
        "GetSessionToken and GetFederationToken take long-term keys only.",
        "Unset the three variables, or use a profile with long-term keys, then ask again.",
        "L10 mfa-session session-asks",
        ("access-denied",),
    ),
    rule(
        "duration",
        r"1 hour session limit for roles assumed by role chaining|exceeds the MaxSessionDuration"
        r"|DurationSeconds.{0,80}valid (?:min|max) value|'durationSeconds' failed to satisfy",
        "The session would be too long, or too short",
        "A role assumed with a role’s keys lasts one hour at most; another role as long as its "
        "MaxSessionDuration says; "
        "a session of GetSessionToken 15 minutes to 36 hours. Asking for more fails; it is not cut short.",
        "Leave DurationSeconds out, or stay within the limit.",
        "L11 mfa-session chained",
    ),
)
SIGNATURE = (
    rule(
        "signature-late",
        r"signature expired: \S{1,30} is now earlier than",
        "Your clock is slow",
        "The time in the request lies more than the allowed minutes behind AWS’s. The bracket in the message holds "
        "AWS’s time: the difference is how far your clock is off.",
        "Set the clock, and let it be kept by NTP. Virtual machines that slept are the usual place.",
        "L16 sigv4 slow-clock",
        ("signature", "expired"),
    ),
    rule(
        "signature-early",
        r"signature not yet current|RequestTimeTooSkewed|difference between the request time and the current time",
        "Your clock is off",
        "The time in the request is not within the minutes that the service allows: usually 5, in S3 15.",
        "Set the clock, and let it be kept by NTP.",
        "L16 sigv4 slow-clock",
        ("signature",),
    ),
    rule(
        "scope",
        r"credential should be scoped to|date in credential scope does not match|AuthorizationHeaderMalformed",
        "Signed for another place",
        "The scope in the signature names a Region, a service or a day that is not the endpoint’s.",
        "Sign for the Region and the service whose address you call.",
        "L16 sigv4 get-vanilla",
        ("signature",),
    ),
    rule(
        "signature",
        r"SignatureDoesNotMatch|request signature we calculated does not match",
        "The signature does not match",
        "AWS computed another signature from what arrived. Either the secret is another one (a stray newline is "
        "enough), or something changed the request on its way. It has nothing to do with permissions.",
        "Compare AWS’s canonical request with your own, line by line. The lab finds the first byte that differs.",
        "L16 sigv4 gateway",
    ),
)
PERMISSION = (
    rule(
        "explicit-deny",
        r"with an explicit deny",
        "A statement denies it",
        "Somewhere a Deny fits the request. It wins over every Allow. The message says in which kind of policy.",
        "Find the statement. Its condition may be about MFA, the Region or the address.",
        "L08 policy deny-wins",
        ("access-denied",),
    ),
    rule(
        "boundary",
        r"no permissions boundary allows",
        "The permissions boundary does not allow it",
        "The identity’s policies may allow it; the boundary is the most it may ever do.",
        "Compare the boundary with what you grant.",
        "L08 policy boundary",
        ("access-denied",),
    ),
    rule(
        "session-policy",
        r"no session policy allows",
        "The session has less than its role",
        "The role was assumed with a session policy, and that does not allow it.",
        "Look at how the role is assumed, not at the role.",
        "L08 policy session-policy",
        ("access-denied",),
    ),
    rule(
        "scp",
        r"no service control policy allows",
        "The organisation does not allow it",
        "A service control policy is the most that an account may do, its administrators included.",
        "Ask whoever runs the organisation.",
        "L08 policy scp",
        ("access-denied",),
    ),
    rule(
        "access-denied",
        r"AccessDenied|UnauthorizedOperation|not authorized to perform",
        "You are known, and not allowed",
        "Authentication went well. No policy allows this action on this resource, and what is not allowed is denied.",
        "Read who the message says you are: is it who you think? Then compare action and resource, letter by letter. "
        "A bucket’s ARN is not that of its objects.",
        "L08 policy after-the-repair",
    ),
)
METADATA = (
    rule(
        "bad-trust",
        r"AssumeRoleUnauthorizedAccess|EC2 cannot assume the role",
        "EC2 may not assume the role",
        "The instance has an instance profile, and the role in it trusts somebody else than ec2.amazonaws.com.",
        "Look at the role’s trust policy. The CLI will only say “Unable to locate credentials”.",
        "L04 imds bad-trust",
    ),
    rule(
        "v1-forbidden",
        r"unable to retrieve token for use in IMDSv2 call and IMDSv1 has been disabled|MetadataRetrievalError",
        "No token came, and version 1 is forbidden",
        "The token request got no answer, mostly because the hop limit is too small for a container, and "
        "AWS_EC2_METADATA_V1_DISABLED keeps the tool from version 1.",
        "Raise the hop limit to 2, or give the container credentials of its own.",
        "L03 imds container",
    ),
    rule(
        "imds-401",
        r"401 - Unauthorized",
        "The metadata service wants a token",
        "Tokens are required on this instance, and the request carried none, a wrong one or one whose time is over.",
        "PUT /latest/api/token first, then send the token as a header.",
        "L03 imds two-doors",
    ),
    rule(
        "time-out",
        r"curl: \(28\)|ConnectTimeoutError|connect timeout on endpoint url",
        "Silence",
        "Nothing came back. From a container with a hop limit of 1 the answer to the token request dies on the way; "
        "off EC2 there is nobody to answer.",
        "Try from the host. Off EC2, set AWS_EC2_METADATA_DISABLED=true and save the wait.",
        "L03 imds container",
    ),
)
LIMITS = (
    rule(
        "throttled",
        r"Rate exceeded|Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|reduce your request rate"
        r"|ProvisionedThroughputExceeded|reached max retries",
        "Too many requests",
        "A rate was exceeded: tokens in a bucket that the account shares. Tools retry by themselves before "
        "they say so.",
        "Now and then: back off with jitter. All the time: make fewer calls, or ask for a higher limit.",
        "L13 backoff -",
    ),
    rule(
        "quota",
        r"\b(?:Vcpu|Instance|Address|Vpc|Resource)?LimitExceeded(?:Exception)?\b|ServiceQuotaExceeded"
        r"|you have requested more vCPU",
        "A quota is used up",
        "A count, not a rate: waiting changes nothing.",
        "Delete something, or ask for more in Service Quotas.",
        "L13 token-bucket -",
    ),
)
SERVICE = (*IDENTITY, *SIGNATURE, *PERMISSION, *METADATA, *LIMITS)
