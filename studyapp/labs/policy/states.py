"""Starting states of the policy lab, the plainest first."""

from typing import Any

REPORTS = "arn:aws:s3:::acme-reports"
PAYROLL = "arn:aws:s3:::acme-payroll"
ROLE_SESSION = "arn:aws:sts::111122223333:assumed-role/reports-reader/i-0f3a9c1d2b4e5f607"
ANA = "arn:aws:iam::111122223333:user/ana"


def policy(*statements: dict[str, Any]) -> dict[str, Any]:
    """A document of today's version."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    """A statement that allows."""
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    """A statement that denies."""
    return {"Effect": "Deny", "Action": action, "Resource": resource, **more}


READ_REPORTS = policy(
    {"Sid": "ListReports", **allow("s3:ListBucket", REPORTS)},
    {"Sid": "ReadReports", **allow("s3:GetObject", f"{REPORTS}/*")},
)
S3_FULL = policy({"Sid": "Everything", **allow("s3:*")})
GOALS = [
    {"wanted": "allowed", "action": "s3:ListBucket", "resource": REPORTS},
    {"wanted": "allowed", "action": "s3:GetObject", "resource": f"{REPORTS}/2026/q1.csv"},
    {"wanted": "denied", "action": "s3:ListAllMyBuckets", "resource": "*"},
    {"wanted": "denied", "action": "s3:GetObject", "resource": f"{PAYROLL}/2026/march.csv"},
    {"wanted": "denied", "action": "s3:PutObject", "resource": f"{REPORTS}/2026/q1.csv"},
    {"wanted": "denied", "action": "s3:DeleteBucket", "resource": REPORTS},
]


def _request(action: str, resource: str = "*", principal: str = ROLE_SESSION, **context: Any) -> dict[str, Any]:
    return {"principal": principal, "action": action, "resource": resource, "context": context}


def _state(slug: str, title: str, line: str, request: dict[str, Any], *policies: Any, **more: Any) -> dict[str, Any]:
    data = {"policies": list(policies), "request": request, **more}
    return {"slug": slug, "title": title, "line": line, "data": data}


GUARDED = {"aws:MultiFactorAuthPresent": "false"}
STATES = (
    _state(
        "after-the-repair",
        "After the repair",
        "The role signs at last, and aws s3 ls fails. Bug or proof?",
        _request("s3:ListAllMyBuckets"),
        READ_REPORTS,
    ),
    _state(
        "exercise",
        "Exercise: six requests",
        "Write the smallest policy under which all six come out as listed.",
        _request("s3:GetObject", f"{REPORTS}/2026/q1.csv"),
        goals=GOALS,
        beside=[S3_FULL],
    ),
    _state(
        "bucket-or-object",
        "A bucket is not its objects",
        "ListBucket with the objects’ ARN.",
        _request("s3:ListBucket", REPORTS),
        policy(allow(["s3:ListBucket", "s3:GetObject"], f"{REPORTS}/*")),
    ),
    _state(
        "deny-wins",
        "Allow and deny",
        "Two statements fit. One wins.",
        _request("s3:GetObject", f"{PAYROLL}/2026/march.csv"),
        S3_FULL,
        policy({"Sid": "KeepOut", **deny("s3:*", [PAYROLL, f"{PAYROLL}/*"])}),
    ),
    _state(
        "bool",
        "Deny without MFA, by Bool",
        "Long-term keys carry no MFA key at all.",
        _request("s3:ListAllMyBuckets", principal=ANA),
        policy(allow("*"), {"Sid": "DenyWithoutMfa", **deny("*", Condition={"Bool": GUARDED})}),
    ),
    _state(
        "bool-if-exists",
        "The same, by BoolIfExists",
        "Eight letters more.",
        _request("s3:ListAllMyBuckets", principal=ANA),
        policy(allow("*"), {"Sid": "DenyWithoutMfa", **deny("*", Condition={"BoolIfExists": GUARDED})}),
    ),
    _state(
        "boundary",
        "A permissions boundary",
        "The identity may, the boundary may not.",
        _request("s3:DeleteBucket", REPORTS, principal=ANA),
        S3_FULL,
        permissions_boundary=policy(allow(["s3:Get*", "s3:List*"])),
    ),
    _state(
        "session-policy",
        "A session policy",
        "The role was assumed with less than it has.",
        _request("s3:GetObject", f"{PAYROLL}/2026/march.csv"),
        S3_FULL,
        session_policies=[READ_REPORTS],
    ),
    _state(
        "scp",
        "Above the account",
        "An administrator, and a service control policy.",
        _request("ec2:RunInstances", principal=ANA, **{"aws:RequestedRegion": "us-east-1"}),
        policy(allow("*")),
        scps=[
            policy(
                allow("*"),
                {
                    "Sid": "EuropeOnly",
                    **deny("*", Condition={"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-west-3"]}}),
                },
            )
        ],
    ),
    _state(
        "scp-list",
        "A list above the account",
        "It allows S3 and nothing else. The administrator starts a machine.",
        _request("ec2:RunInstances", principal=ANA),
        policy(allow("*")),
        scps=[policy({"Sid": "OnlyS3", **allow("s3:*")})],
    ),
    _state(
        "resource-policy",
        "Only the bucket says yes",
        "No identity policy at all.",
        _request("s3:GetObject", f"{REPORTS}/2026/q1.csv"),
        resource_policy=policy(
            {
                "Sid": "Readers",
                "Principal": {"AWS": "arn:aws:iam::111122223333:role/reports-reader"},
                **allow("s3:GetObject", f"{REPORTS}/*"),
            }
        ),
    ),
    _state(
        "not-action",
        "Everything but IAM",
        "NotAction allows all the rest.",
        _request("organizations:LeaveOrganization", principal=ANA),
        policy({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}),
    ),
    _state(
        "variable",
        "A folder of one’s own",
        "${aws:username} stands for the caller.",
        _request("s3:GetObject", f"{REPORTS}/home/bob/notes.txt", principal=ANA),
        policy(allow("s3:GetObject", f"{REPORTS}/home/${{aws:username}}/*")),
    ),
    _state(
        "address",
        "From the office only",
        "A condition on the address.",
        _request("s3:ListAllMyBuckets", principal=ANA, **{"aws:SourceIp": "198.51.100.7"}),
        policy(allow("s3:*", Condition={"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"]}})),
    ),
)


def states() -> tuple[dict[str, Any], ...]:
    """Each with its slug, title, one line, and the lab's fields."""
    return STATES
