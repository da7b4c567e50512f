"""Everything kept about a learner, as data to take along."""

import csv
import io
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from studyapp.models import Account, Answer, AttemptItem, Draft, Learner
from studyapp.web.cells import cell

COLUMNS = (
    "answered_at",
    "question",
    "seed",
    "kind",
    "purpose",
    "lesson",
    "correct",
    "score",
    "misconception",
    "confidence",
    "milliseconds",
    "hints",
    "engine",
)
ITEM_COLUMNS = (
    "id",
    "attempt_id",
    "place",
    "nonce",
    "objective",
    "topic",
    "lesson",
    "flagged",
    "fields",
    "confidence",
    "milliseconds",
    "rev",
    "saved_at",
)


def everything(learner: Learner | None, account: Account | None) -> dict[str, Any]:
    """Every row that belongs to a learner, table by table: tables that come later are in it without a change here."""
    found: dict[str, Any] = {"account": None, "learner": None}
    if account is not None:
        found["account"] = {
            "email": account.email,
            "created_at": account.created_at,
            "last_login": account.last_login,
        }
    if learner is not None:
        found["learner"] = {name.attname: getattr(learner, name.attname) for name in Learner._meta.concrete_fields}
        for relation in Learner._meta.related_objects:
            rows = relation.related_model._default_manager.filter(**{relation.field.name: learner})
            found[relation.related_model._meta.model_name or ""] = list(rows.values())
        # Without the items themselves: those of a test under way hold its key.
        items = AttemptItem.objects.filter(attempt__learner=learner)
        found["attemptitem"] = list(items.values(*ITEM_COLUMNS))
        found["draft"] = list(Draft.objects.filter(item__attempt__learner=learner).values())
    return found


def as_json(learner: Learner | None, account: Account | None) -> str:
    return json.dumps(everything(learner, account), cls=DjangoJSONEncoder, indent=1, ensure_ascii=False)


def answers_csv(learner: Learner | None) -> str:
    """One row an answer, the oldest first."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for row in Answer.objects.of(learner).order_by("answered_at").values_list(*COLUMNS):
        writer.writerow([cell(value.isoformat() if hasattr(value, "isoformat") else value) for value in row])
    return out.getvalue()
