"""Rules for the metadata service, for limits, and for services that fail or do not answer."""

from studyapp.engines.doctor.model import rule

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
        "L03 imds v1-forbidden",
        ("time-out", "network"),
    ),
    rule(
        "imds-400",
        r"400 - Bad Request",
        "The token request is wrong",
        "The header with the lifetime is missing, or its number is not 1 to 21600 seconds.",
        "Send X-aws-ec2-metadata-token-ttl-seconds: 21600, six hours at most.",
        "L03 imds too-long",
    ),
    rule(
        "imds-403",
        r"403 - Forbidden",
        "The metadata service is off, or will not do this",
        "The endpoint is disabled for the instance, the token was asked for through a proxy, or at another path.",
        "Look at HttpEndpoint in the instance’s metadata options. PUT goes to /latest/api/token alone.",
        "L03 imds disabled",
    ),
    rule(
        "imds-404",
        r"404 - Not Found",
        "The metadata service has nothing there",
        "The path is misspelt, or what it names does not exist: no role, no user data.",
        "Start at /latest/meta-data/ and follow the names. The word is meta-data.",
        "L04 imds no-role",
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
        r"curl: \(28\)|cURL error 28|curl: \(7\)[^\n]{0,80}169\.254\.169\.254"
        r"|(?:connect|read) timeout on endpoint url: \"http://(?:169\.254\.169\.254|\[fd00:ec2::254\])",
        "Silence",
        "Nothing came back. From a container with a hop limit of 1 the answer to the token request dies on the way; "
        "off EC2 there is nobody to answer.",
        "Try from the host. Off EC2, set AWS_EC2_METADATA_DISABLED=true and save the wait.",
        "L03 imds container",
        ("network",),
    ),
)
LIMITS = (
    rule(
        "throttled-ec2",
        r"RequestLimitExceeded|Request limit exceeded",
        "EC2’s bucket is empty",
        "Each account has a bucket of tokens in each Region, for reads, for changes and for some calls of their own. "
        "Listing everything without a filter costs the most.",
        "Filter and paginate, ask less often, and let the tool back off. A higher limit is a support case.",
        "L13 token-bucket ec2-unfiltered",
        ("throttled", "gave-up"),
    ),
    rule(
        "throttled-s3",
        r"SlowDown|\bSlow Down\b|reduce your request rate",
        "S3 asks you to slow down",
        "503 is S3’s word for too many requests on one prefix. It makes room by itself when the load stays.",
        "Spread the keys over prefixes, raise the rate slowly, back off with jitter.",
        "L13 retry-classifier slow-down",
        ("throttled", "gave-up"),
    ),
    rule(
        "throttled",
        r"Rate exceeded|Throttl|TooManyRequests|ProvisionedThroughputExceeded"
        r"|(?:status|code|http)[^0-9\n]{0,12}429",
        "Too many requests",
        "A rate was exceeded: tokens in a bucket that the account shares. Tools retry by themselves before "
        "they say so.",
        "Now and then: back off with jitter. All the time: make fewer calls, or ask for a higher limit.",
        "L14 backoff sdk",
        ("gave-up",),
    ),
    rule(
        "quota",
        r"\b(?:Vcpu|Instance|Address|Vpc|Resource)?LimitExceeded(?:Exception)?\b|ServiceQuotaExceeded|TooManyBuckets"
        r"|you have requested more (?:vCPU|instances)",
        "A quota is used up",
        "A count, not a rate: waiting changes nothing.",
        "Delete something, or ask for more in Service Quotas.",
        "L13 retry-classifier quota",
    ),
    rule(
        "no-capacity",
        r"Insufficient(?:Instance|Host|Reserved)?Capacity|do not have sufficient \S{1,40} capacity",
        "AWS has none left there",
        "It is not your quota: that zone has no machine of this kind free right now. Tools retry it like any 500.",
        "Try another zone or type, or later.",
        "L13 retry-classifier server-error",
        ("gave-up",),
    ),
    rule(
        "server-error",
        r"\b(?:InternalError|InternalFailure|InternalServerError|InternalServerException|ServiceUnavailable"
        r"|ServiceUnavailableException|ServiceFailure)\b|unable to handle request|encountered an internal error",
        "The service failed",
        "A fault on the other side, mostly short. Tools retry it by themselves after a short wait.",
        "Once: call again. Often: look at the service’s health, and keep the request id for support.",
        "L14 retry-classifier server-error",
        ("gave-up",),
    ),
    rule(
        "network",
        r"ReadTimeoutError|ConnectTimeoutError|(?:connect|read) timeout on endpoint|ConnectionClosedError",
        "No answer in time",
        "The request went out, or could not, and nothing came back: no status at all. Tools retry it like a 503.",
        "Look at the way: security groups, routes, a VPC endpoint, a proxy. If the call itself is slow, raise "
        "read_timeout.",
        "L14 retry-classifier time-out",
    ),
    rule(
        "gave-up",
        r"reached max retries",
        "It was tried more than once",
        "The tool repeated the call as often as its mode allows, and the last answer was no better.",
        "Read the code in the brackets: it says whether waiting helps at all.",
        "L14 backoff sdk",
    ),
)
