"""What an identity may do: the evaluation of IAM policies, statement by statement."""

from studyapp.engines.policies.documents import Document, Statement
from studyapp.engines.policies.evaluate import Evaluation, PolicyQuestion, Verdict, decide, evaluate

__all__ = ["Document", "Evaluation", "PolicyQuestion", "Statement", "Verdict", "decide", "evaluate"]
