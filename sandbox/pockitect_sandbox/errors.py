"""How a request can end, other than with an answer from moto."""


class AwsError(Exception):
    """An error answer with AWS's own code and message; the protocol's shape is added when it is written."""

    def __init__(self, code: str, message: str, status: int = 400):
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status


class NoAnswer(Exception):
    """The connection ends without an answer: immediately, or when the client gives up."""

    def __init__(self, hold: bool):
        super().__init__("held" if hold else "dropped")
        self.hold = hold
