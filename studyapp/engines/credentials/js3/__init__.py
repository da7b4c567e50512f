"""The chain of the AWS SDK for JavaScript v3: a small declared model, compared with the real package's answers."""

from studyapp.engines.credentials.js3.chain import resolve_js3

__all__ = ["resolve_js3"]
