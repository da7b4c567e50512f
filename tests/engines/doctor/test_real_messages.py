"""Messages as tools and SDKs print them: each finds its rule, and what no rule is about is left alone."""

import pytest
from test_doctor import MESSAGES

from studyapp.engines.doctor import RULES, DoctorInput, diagnose

S3 = "when calling the ListBuckets operation"
STS = "when calling the AssumeRole operation"


def rules(text: str) -> list[str]:
    return [one.rule for one in diagnose(DoctorInput(text=text)).found]


PLACED = (
    # Finding keys and a Region, in other languages
    (
        "software.amazon.awssdk.core.exception.SdkClientException: Unable to load credentials from any of the "
        "providers in the chain AwsCredentialsProviderChain(credentialsProviders=[SystemProperty",
        "no-credentials",
    ),
    ("com.amazonaws.SdkClientException: Unable to load AWS credentials from any provider", "no-credentials"),
    ("NoCredentialProviders: no valid providers in chain. Deprecated.", "no-credentials"),
    ("CredentialsError: Missing credentials in config, if using AWS_CONFIG_FILE", "no-credentials"),
    ("Aws::Errors::MissingCredentialsError: unable to sign request without credentials set", "no-credentials"),
    ("Error: No valid credential sources found", "no-credentials"),
    (
        "operation error S3: ListBuckets, get identity: get credentials: failed to refresh cached credentials, no "
        "EC2 IMDS role found, operation error ec2imds: GetMetadata, exceeded maximum number of attempts, 3",
        "imds-no-role",
    ),
    (
        "Aws\\Exception\\CredentialsException: Error retrieving credentials from the instance profile metadata "
        "service. (cURL error 28: Connection timed out after 1001 milliseconds",
        "imds-no-role",
    ),
    ("Unable to get IAM security credentials from EC2 Instance Metadata Service.", "imds-no-role"),
    ("failed to get shared config profile, staging", "profile-not-found"),
    ("Infinite loop in credential configuration detected. Attempting to load from profile a", "source-profile"),
    ('InvalidConfigError: The source profile "base" must have credentials.', "source-profile"),
    (
        "Missing Dependency: Using the login credential provider requires an additional dependency.",
        "login-without-crt",
    ),
    ("SdkClientException: Unable to find a region via the region provider chain.", "no-region"),
    ("Unable to load region from any of the providers in the chain", "no-region"),
    ("failed to resolve service endpoint, an AWS region is required, but was not found", "no-region"),
    ("MissingRegion: could not find region configuration", "no-region"),
    ("AmazonClientException: No RegionEndpoint or ServiceURL configured", "no-region"),
    ("TokenProviderError: Token is expired. To refresh this SSO session run 'aws sso login'", "sso"),
    ("Error when retrieving token from sso: Token has expired and refresh failed", "sso"),
    # Who are you?
    (f"An error occurred (UnrecognizedClientException) {S3}: The security token included is", "invalid-client-token"),
    ("An error occurred (AuthFailure) when calling the DescribeInstances operation", "invalid-client-token"),
    (f"An error occurred (InvalidToken) {S3}: The provided token is malformed or otherwise invalid.", "torn-token"),
    (f"An error occurred (RequestExpired) {S3}: Request has expired.", "expired"),
    ("ExpiredTokenException: Token expired: current date/time 1700000000 must be before", "web-identity"),
    (f"An error occurred (AccessDenied) {STS}: Roles may not be assumed by root accounts.", "root-role"),
    ("1 validation error detected: Value '12345' at 'tokenCode' failed to satisfy constraint", "token-code"),
    ("Parameter validation failed: Invalid length for parameter TokenCode, value: 5", "token-code"),
    ("(AccessDenied): MultiFactorAuthentication failed, must provide both MFA serial number and", "mfa-serial"),
    # Signatures
    ('{"message":"Missing Authentication Token"}', "unsigned"),
    ("(IncompleteSignature): Authorization header requires 'Credential' parameter.", "unsigned"),
    ("User: anonymous is not authorized to perform: es:ESHttpGet", "unsigned"),
    (
        "An error occurred (AuthorizationHeaderMalformed): The authorization header is malformed; the region "
        "'us-east-1' is wrong; expecting 'eu-west-1'",
        "bucket-elsewhere",
    ),
    ("An error occurred (PermanentRedirect) when calling the ListObjectsV2 operation", "bucket-elsewhere"),
    ("An error occurred (RegionDisabledException): STS is not activated in this region", "region-off"),
    # May you?
    ("... with an explicit deny in a service control policy", "deny-organisation"),
    ("... with an explicit deny in a permissions boundary", "deny-boundary"),
    ("... with an explicit deny in a session policy", "deny-session"),
    ("... with an explicit deny in a VPC endpoint policy", "explicit-deny"),
    ("(AccessDenied) because no resource-based policy allows the s3:GetObject action", "no-resource-policy"),
    ("(AccessDenied) because no VPC endpoint policy allows the s3:GetObject action", "no-endpoint-policy"),
    ("(AccessDenied) because no resource control policy allows the s3:GetObject action", "scp"),
    ("fatal error: An error occurred (403) when calling the HeadObject operation: Forbidden", "access-denied"),
    # The metadata service
    ("<title>400 - Bad Request</title>", "imds-400"),
    ("<title>403 - Forbidden</title>", "imds-403"),
    ("<title>404 - Not Found</title>", "imds-404"),
    ("curl: (7) Failed to connect to 169.254.169.254 port 80: No route to host", "time-out"),
    ('Connect timeout on endpoint URL: "http://169.254.169.254/latest/api/token"', "time-out"),
    # Limits, failures, silence
    ("(RequestLimitExceeded) (reached max retries: 4): Request limit exceeded.", "throttled-ec2"),
    ("<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>", "throttled-s3"),
    (
        "An error occurred (503) when calling the HeadObject operation (reached max retries: 4): Slow Down",
        "throttled-s3",
    ),
    ("(ProvisionedThroughputExceededException) (reached max retries: 9): The level of", "throttled"),
    ("TooManyRequestsException: Rate Exceeded.", "throttled"),
    ("UnknownError: Request failed with status code 429", "throttled"),
    ("(LimitExceeded) when calling the CreateUser operation: Cannot exceed quota for UsersPerAccount: 5000", "quota"),
    ("You have requested more instances (21) than your current instance limit", "quota"),
    ("An error occurred (TooManyBuckets) when calling the CreateBucket operation", "quota"),
    ("(InsufficientInstanceCapacity): We currently do not have sufficient t3.micro capacity", "no-capacity"),
    (f"An error occurred (InternalError) {S3} (reached max retries: 4)", "server-error"),
    (f"An error occurred (SomethingNew) {S3} (reached max retries: 4)", "gave-up"),
    ('ReadTimeoutError: Read timeout on endpoint URL: "https://lambda.eu-west-1.amazonaws.com/"', "network"),
    ('ConnectTimeoutError: Connect timeout on endpoint URL: "https://s3.amazonaws.com/"', "network"),
)


@pytest.mark.parametrize(("text", "rule"), PLACED)
def test_one_message_is_one_rule(text: str, rule: str) -> None:
    assert rules(text) == [rule]


def test_every_rule_is_met_by_some_message() -> None:
    # The one that computes has a test of its own.
    assert {rule.id for rule in RULES} - {rule for _, rule in (*MESSAGES, *PLACED)} == {"signature-late"}


@pytest.mark.parametrize(
    "text",
    [
        "An error occurred (NoSuchBucket) when calling the ListObjectsV2 operation: The specified bucket does not",
        'fatal error: An error occurred (404) when calling the HeadObject operation: Key "x" does not exist',
        "aws: error: argument --region: expected one argument",
        "bash: aws: command not found",
        "SSLError: SSL validation failed for https://s3.amazonaws.com/ [SSL: CERTIFICATE_VERIFY_FAILED]",
        "An error occurred (OptInRequired): You are not subscribed to this service.",
        "request id 429-12, host id 403",
    ],
)
def test_what_the_table_is_not_about_is_left_alone(text: str) -> None:
    assert rules(text) == []


LIST = "NAME       : VALUE                    : TYPE             : LOCATION\n"


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("access_key : ****************MPLE     : login            : \n", ["list-login"]),
        ("access_key : ****************MPLE     : something-new    : \n", ["list-other"]),
        ("access_key : <not set>                : None             : None\n", ["list-nobody"]),
        ("profile    : dev : manual : --profile\naccess_key : **MPLE : assume-role : \n", ["list-assume-role"]),
        ("region     : eu-west-1 : env : ['AWS_REGION', 'AWS_DEFAULT_REGION']\n", ["list-region"]),
        ("", []),
    ],
)
def test_a_list_is_read_row_by_row(rows: str, found: list[str]) -> None:
    assert rules(LIST + rows) == found


def test_a_list_from_windows_is_the_same_list() -> None:
    text = (LIST + "access_key : ****************MPLE     : iam-role         : \n").replace("\n", "\r\n")
    assert rules(text) == ["list-iam-role"]
