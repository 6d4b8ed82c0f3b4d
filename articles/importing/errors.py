class DocumentError(ValueError):
    """A document that cannot be read. `line` and `column` count from 1; None when unknown."""

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None):
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column

    def __reduce__(self):
        return _document_error, (self.message, self.line, self.column)


def _document_error(message, line, column):
    return DocumentError(message, line=line, column=column)
