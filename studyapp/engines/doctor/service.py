"""Rules for what AWS answers: who are you, may you, and when."""

from studyapp.engines.doctor.model import rule

IDENTITY = (
    rule(
        "invalid-client-token",
        r"InvalidClientTokenId|security token included in the request is invalid|UnrecognizedClientException"
        r"|\bAuthFailure\b|not able to validate the provided access credentials",
        "The key id is not known, or its token does not belong to it",
        "Three causes, the likeliest first: a temporary key (ASIA) without its session token; a token of yesterday "
        "beside new keys; a key that was deleted. No policy was asked.",
        "Count the parts: ASIA needs three. Unset AWS_SESSION_TOKEN when a permanent key (AKIA) stands beside it.",
        "L10 mfa-session two-values-sts",
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
        "torn-token",
        r"\bInvalidToken\b|provided token is malformed",
        "A token that is no token of this key",
        "S3 could not read the session token, or it belongs to other keys: a piece is missing, or yesterday’s still "
        "stands in the environment.",
        "Set all three values anew, from one answer. Beside a permanent key (AKIA) there must be no token.",
        "L01 mfa-session yesterday",
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
        r"not authorized to perform:? sts:AssumeRoleWithWebIdentity|InvalidIdentityToken|IDPCommunicationError"
        r"|token expired: current date/time",
        "The token does not open this role",
        "The role’s trust policy does not accept the token: another issuer, another audience or subject, or a token "
        "that has expired.",
        "Compare the token’s iss, aud and sub with the trust policy’s conditions.",
        "L09 credential-chain pod-not-trusted",
        ("assume-role", "access-denied", "expired"),
    ),
    rule(
        "assume-role",
        r"not authorized to perform:? sts:AssumeRole\b",
        "The role may not be assumed by this caller",
        "Two policies must say yes: the caller’s own, and the role’s trust policy. One of them does not, or it asks "
        "for MFA or an external id.",
        "Read who the message says you are. Then read the role’s trust policy with that ARN in mind.",
        "L11 credential-chain not-trusted",
        ("access-denied",),
    ),
    rule(
        "root-role",
        r"roles may not be assumed by root accounts",
        "Root cannot take a role",
        "The root user’s keys sign, and root is the one caller that no role lets in.",
        "Sign as a user or a role. And delete root’s access keys: nothing needs them.",
        "L11 mfa-session root-asks",
        ("access-denied",),
    ),
    rule(
        "token-code",
        r"'tokenCode' failed to satisfy|for parameter TokenCode\b",
        "A code is six digits",
        "The tool or the service counted the characters. Nothing else was looked at.",
        "Type the six digits as they stand on the device, without a blank.",
        "L10 mfa-session five-digits",
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
        "L16 sigv4 fast-clock",
        ("signature",),
    ),
    rule(
        "unsigned",
        r"Missing ?Authentication ?Token|IncompleteSignature|authorization header requires"
        r"|user: anonymous is not authorized",
        "The request is not signed",
        "There is no signature on it, or only a part of one. It went out without keys, or something on the way took "
        "the header off. API Gateway says the same of a path or a method that it does not have.",
        "Compare the address and the method first. Then see whether Authorization leaves your machine.",
        "L15 sigv4 get-vanilla",
        ("access-denied",),
    ),
    rule(
        "bucket-elsewhere",
        r"PermanentRedirect|IllegalLocationConstraint|BucketRegionError"
        r"|must be addressed using the specified endpoint|the region '.{0,40}' is wrong; expecting",
        "The bucket is in another Region",
        "S3 goes out without a Region and looks as if it had none. Each bucket lives in one all the same.",
        "aws s3api get-bucket-location says in which. Give that Region to the client.",
        "L12 region nowhere",
        ("scope",),
    ),
    rule(
        "region-off",
        r"RegionDisabled|STS is not activated in this region",
        "This Region is not on",
        "The account, or STS in it, is not enabled in that Region.",
        "Ask a Region that is on, or have it enabled under Account.",
        "L12 region variable-and-file",
    ),
    rule(
        "scope",
        r"credential should be scoped to|date in credential scope does not match|AuthorizationHeaderMalformed",
        "Signed for another place",
        "The scope in the signature names a Region, a service or a day that is not the endpoint’s.",
        "Sign for the Region and the service whose address you call.",
        "L16 sigv4 another-region",
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
        "deny-organisation",
        r"with an explicit deny in a (?:service|resource) control policy",
        "The organisation denies it",
        "A Deny in a policy above the account fits the request. Nothing inside the account can outvote it.",
        "Ask whoever runs the organisation which Regions and services it leaves open.",
        "L08 policy scp",
        ("explicit-deny", "access-denied"),
    ),
    rule(
        "deny-boundary",
        r"with an explicit deny in a permissions boundary",
        "The permissions boundary denies it",
        "A Deny in the boundary fits the request. It counts like a Deny anywhere: it wins.",
        "Find the statement in the boundary, not in the policies beside it.",
        "L08 policy boundary",
        ("explicit-deny", "access-denied"),
    ),
    rule(
        "deny-session",
        r"with an explicit deny in a session policy",
        "The session’s own policy denies it",
        "The role was assumed with a policy that denies this.",
        "Look at how the role is assumed, not at the role.",
        "L08 policy session-policy",
        ("explicit-deny", "access-denied"),
    ),
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
        "no-resource-policy",
        r"no resource-based policy allows",
        "The thing itself does not let you in",
        "Access comes from another account, or the service asks the resource’s own policy, and that says nothing "
        "of you.",
        "Look at the policy on the bucket, key, queue or function. It must name you, and your own policies must too.",
        "L08 policy resource-policy",
        ("access-denied",),
    ),
    rule(
        "no-endpoint-policy",
        r"no VPC endpoint policy allows",
        "The VPC endpoint does not let it through",
        "The request went through an endpoint of the VPC, and its policy is one more ceiling, like a boundary. "
        "The lab has no endpoints; the boundary there works the same way.",
        "Read the endpoint’s policy.",
        "L08 policy boundary",
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
        r"no (?:service|resource) control policy allows",
        "The organisation does not allow it",
        "A service control policy is the most that an account may do, its administrators included.",
        "Ask whoever runs the organisation.",
        "L08 policy scp-list",
        ("access-denied",),
    ),
    rule(
        "access-denied",
        r"AccessDenied|UnauthorizedOperation|not authorized to perform|\(403\) when calling",
        "You are known, and not allowed",
        "Authentication went well. No policy allows this action on this resource, and what is not allowed is denied.",
        "Read who the message says you are: is it who you think? Then compare action and resource, letter by letter. "
        "A bucket’s ARN is not that of its objects.",
        "L08 policy after-the-repair",
    ),
)
SERVICE = (*IDENTITY, *SIGNATURE, *PERMISSION)
