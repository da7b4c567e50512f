"""How a link of the JavaScript SDK fails: softly, so that the next one is asked, or for good."""


class NextLinkError(Exception):
    """CredentialsProviderError with tryNextLink: the chain goes on."""


class StopError(Exception):
    """Any other error: the chain ends with it. `kind` is the error's name, `provider` the link that met it."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
