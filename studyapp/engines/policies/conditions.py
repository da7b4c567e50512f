"""Condition operators: what they compare, and what an absent key does.

Source: IAM guide, "IAM JSON policy elements: Condition operators", "Conditions with multiple context keys or values".
A key that is absent makes an operator fail, makes a negated one hold, and makes one with IfExists hold.
"""

import operator
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from ipaddress import ip_address, ip_network
from typing import Any

from studyapp.engines.policies.wildcards import arn_matches, matches

Compare = Callable[[str, str], bool]


def _number(compare: Callable[[Any, Any], bool]) -> Compare:
    def numeric(wanted: str, given: str) -> bool:
        try:
            return compare(Decimal(given), Decimal(wanted))
        except InvalidOperation:
            return False

    return numeric


def _moment(text: str) -> datetime:
    if text.isdigit() and len(text) <= 12:
        return datetime.fromtimestamp(int(text), UTC)
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _date(compare: Callable[[Any, Any], bool]) -> Compare:
    def dated(wanted: str, given: str) -> bool:
        try:
            return compare(_moment(given), _moment(wanted))
        except (ValueError, OverflowError, OSError):
            return False

    return dated


def _address(wanted: str, given: str) -> bool:
    try:
        return ip_address(given) in ip_network(wanted, strict=False)
    except ValueError:
        return False


def _ignoring_case(wanted: str, given: str) -> bool:
    return wanted.lower() == given.lower()


POSITIVE: Mapping[str, Compare] = {
    "StringEquals": operator.eq,
    "StringEqualsIgnoreCase": _ignoring_case,
    "StringLike": matches,
    "ArnEquals": arn_matches,
    "ArnLike": arn_matches,
    "NumericEquals": _number(operator.eq),
    "NumericLessThan": _number(operator.lt),
    "NumericLessThanEquals": _number(operator.le),
    "NumericGreaterThan": _number(operator.gt),
    "NumericGreaterThanEquals": _number(operator.ge),
    "DateEquals": _date(operator.eq),
    "DateLessThan": _date(operator.lt),
    "DateLessThanEquals": _date(operator.le),
    "DateGreaterThan": _date(operator.gt),
    "DateGreaterThanEquals": _date(operator.ge),
    "Bool": _ignoring_case,
    "BinaryEquals": operator.eq,
    "IpAddress": _address,
}
NEGATED: Mapping[str, Compare] = {
    "StringNotEquals": operator.eq,
    "StringNotEqualsIgnoreCase": _ignoring_case,
    "StringNotLike": matches,
    "ArnNotEquals": arn_matches,
    "ArnNotLike": arn_matches,
    "NumericNotEquals": _number(operator.eq),
    "DateNotEquals": _date(operator.eq),
    "NotIpAddress": _address,
}


def split(name: str) -> tuple[str, str, bool]:
    """An operator's set prefix, its bare name, and whether it ends in IfExists."""
    prefix, colon, bare = name.partition(":")
    if not colon:
        prefix, bare = "", name
    return prefix, bare.removesuffix("IfExists"), bare.endswith("IfExists")


def known(name: str) -> bool:
    """Whether this evaluator knows the operator."""
    prefix, bare, _ = split(name)
    return prefix in ("", "ForAnyValue", "ForAllValues") and (bare in POSITIVE or bare in NEGATED or bare == "Null")


def holds(name: str, wanted: tuple[str, ...], given: tuple[str, ...] | None) -> bool:
    """Whether one operator with one key holds; `given` is None where the request carries no such key."""
    prefix, bare, if_exists = split(name)
    if bare == "Null":
        return any((given is None) == (value.lower() == "true") for value in wanted)
    if given is None:
        return if_exists or prefix == "ForAllValues" or (bare in NEGATED and prefix != "ForAnyValue")
    negated = bare in NEGATED
    compare = NEGATED[bare] if negated else POSITIVE[bare]

    def one(value: str) -> bool:
        return any(compare(pattern, value) for pattern in wanted) != negated

    return all(map(one, given)) if prefix == "ForAllValues" or (negated and not prefix) else any(map(one, given))
