"""Rules for errors that come before anything is sent: finding credentials and a Region."""

from studyapp.engines.doctor.model import rule

CREDENTIALS = (
    rule(
        "no-credentials",
        r"unable to locate credentials|NoCredentialsError|could not load credentials from any providers"
        r"|unable to load (?:aws )?credentials from any|no valid providers in chain|NoCredentialProviders"
        r"|missing credentials in config|unable to sign request without credentials|no valid credential sources"
        r"|failed to (?:refresh cached|resolve(?: aws)?|retrieve) credentials",
        "Nobody answered the roll call",
        "Every provider was asked, in order, and none had credentials. A role that is attached but cannot be "
        "assumed, "
        "or a metadata service that cannot be reached, ends in the same words.",
        "Run aws configure list where the program runs, as its user. On EC2, ask the metadata service for the role’s "
        "document: it names the true cause.",
        "L05 credential-chain nobody",
    ),
    rule(
        "imds-no-role",
        r"no EC2 IMDS role found|unable to get IAM security credentials from EC2"
        r"|retrieving credentials from (?:the instance profile metadata|iam-role)|InstanceProfileNotFound",
        "The metadata service gave no role",
        "Everything before it was asked in vain, and the instance has no role, or its service could not be reached "
        "from here.",
        "Ask it by hand: a token first, then /latest/meta-data/iam/security-credentials/. 404 is no role; silence is "
        "the hop limit, or no EC2 at all.",
        "L04 imds no-role",
        ("no-credentials", "time-out", "network"),
    ),
    rule(
        "role-without-source",
        r"partial credentials found in assume-role, missing: source_profile",
        "A role without anybody to assume it",
        "The profile has role_arn, and neither source_profile nor credential_source.",
        "Add source_profile, or credential_source = Ec2InstanceMetadata, EcsContainer or Environment, "
        "written exactly so.",
        "L06 credential-chain role-without-source",
        ("partial",),
    ),
    rule(
        "source-profile",
        r"InfiniteLoopConfigError|infinite loop in credential configuration|the source[ _]profile \".{0,200}\""
        r"|source_profile\b.{0,80}does not exist",
        "A role’s source leads nowhere",
        "source_profile names a profile that has no keys, is not there, or leads back to where it came from.",
        "Follow source_profile from one profile to the next. The last must have keys of its own.",
        "L11 credential-chain role-in-a-circle",
    ),
    rule(
        "partial",
        r"partial credentials found|PartialCredentialsError",
        "Half a key",
        "A source has one half of a key pair and not the other. The key id announces the source, so the chain stops "
        "there instead of going on.",
        "Set the missing half, or unset the half that is there.",
        "L06 credential-chain half-a-key",
    ),
    rule(
        "profile-not-found",
        r"the config profile \(.{0,200}\) could not be found|(?<!Instance)ProfileNotFound"
        r"|profile (?:file )?(?:contained no credentials|\S{1,100} (?:not found|could not be found|does not exist))"
        r"|failed to get shared config profile",
        "A profile of that name does not exist",
        "AWS_PROFILE or --profile names a profile that neither file has. That is checked before any source is asked, "
        "even if good keys stand in the environment.",
        "The config file wants [profile dev], the credentials file [dev]. An empty AWS_PROFILE counts as a name in "
        "boto3 and the CLI v1.",
        "L06 credential-chain ghost-profile",
    ),
    rule(
        "config-parse",
        r"unable to parse config file|ConfigParseError|MissingSectionHeaderError|Duplicate(?:Section|Option)Error",
        "A file that cannot be read",
        "One of the two files breaks the rules of its format: a line before the first section, a section or a name "
        "twice. botocore then refuses the whole file.",
        "Look at the line the message names. Other SDKs may read the same file without a word.",
        "L06 credential-chain section-twice",
    ),
    rule(
        "process",
        r"error when retrieving credentials from custom-process|credential_process",
        "The credential process failed",
        "The program that credential_process names ended with an error, or printed something else than the one JSON "
        "object that is expected. A failure here stops the chain: no later source is asked.",
        "Run the command by hand. A banner on standard output is enough to break it. No shell reads the line.",
        "L06 credential-chain process-fails",
    ),
    rule(
        "container",
        r"error when retrieving credentials from container-role|can only retrieve metadata from these hosts"
        r"|can only retrieve metadata from a loopback address|from container metadata|169\.254\.170\.(?:2|23)\b",
        "The container’s endpoint did not deliver",
        "A variable names a container’s credential endpoint, and it is not one of the allowed hosts, or it does not "
        "answer with credentials. The chain stops here.",
        "Look at AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and _FULL_URI, and at the token file beside them.",
        "L09 credential-chain container-refused",
    ),
    rule(
        "env-expired",
        r"refreshed credentials are still expired",
        "Keys in the environment have expired",
        "AWS_CREDENTIAL_EXPIRATION lies in the past, and reading the environment again gives the same keys.",
        "Get new keys and restart the program: nothing renews variables.",
        "L06 credential-chain keys-that-ended",
        ("expired",),
    ),
    rule(
        "sso",
        r"error loading sso token|SSOTokenLoadError|sso session associated with this profile (?:has expired"
        r"|is invalid)"
        r"|UnauthorizedSSOTokenError|token has expired and refresh failed|error when retrieving token from sso"
        r"|SSOTokenProviderFailure|refresh this SSO session|SSOProviderInvalidToken",
        "The sign-in of IAM Identity Center is over",
        "The profile asks for IAM Identity Center, and the cached sign-in is missing or has expired.",
        "Run aws sso login for this profile, as the user that runs the program.",
        "L09 credential-chain sign-in-over",
        ("expired",),
    ),
    rule(
        "mfa-refresh",
        r"RefreshWithMFAUnsupportedError|cannot refresh credentials: mfa token required",
        "A role with MFA cannot renew itself",
        "The role’s hour is over, and a new one needs six new digits that nobody is there to type.",
        "Use a session of GetSessionToken, or IAM Identity Center, for programs that run longer.",
        "L10 credential-chain role-with-mfa",
    ),
    rule(
        "no-region",
        r"you must specify a region|NoRegionError|region is missing|unable to (?:find|load) (?:a )?region"
        r"|region is required, but was not found|MissingRegion|no RegionEndpoint or ServiceURL",
        "No Region",
        "The service lives in Regions, and no Region is known. There is no default. boto3 and the CLI v1 read "
        "AWS_DEFAULT_REGION; they ignore AWS_REGION.",
        "Give --region, set AWS_DEFAULT_REGION, or put region into the profile.",
        "L12 region nowhere",
    ),
    rule(
        "invalid-region",
        r"InvalidRegionError|region_name '.{0,100}' doesn't match|invalid endpoint: https"
        r"|could not connect to the endpoint url: \"https"
        r"|could not resolve host: \S{1,80}\.amazonaws\.com",
        "A Region that is none",
        "The address is made from the Region’s name. A misspelt Region, or one in which the service is not, gives an "
        "address that does not exist.",
        "Compare the Region in the address with the list of Regions. No network gives the same message.",
        "L12 region misspelt",
    ),
    rule(
        "login-without-crt",
        r"missing dependency: using the login credential provider|MissingDependencyException",
        "aws login needs one more package",
        "The profile uses a session of aws login, and botocore was installed without the part that signs for it.",
        "Install botocore[crt], or choose another source for programs.",
        "L09 credential-chain aws-login",
    ),
)
