"""What an identity may do: the evaluation of IAM policies, statement by statement."""

from studyapp.engines.policies.asked import Goal, PolicyQuestion, Request
from studyapp.engines.policies.documents import Document, Statement
from studyapp.engines.policies.evaluate import Evaluation, Finding, Met, Verdict, decide, evaluate

__all__ = [
    "Document",
    "Evaluation",
    "Finding",
    "Goal",
    "Met",
    "PolicyQuestion",
    "Request",
    "Statement",
    "Verdict",
    "decide",
    "evaluate",
]
