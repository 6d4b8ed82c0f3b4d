import errno

from articles.telling import tell

# What the system says most often of a file that it does not give away, in its own words.
SYSTEM = {
    errno.EACCES: tell("Permission denied"),
    errno.ENOENT: tell("No such file or directory"),
    errno.EIO: tell("Input/output error"),
}


def why_not(error: OSError) -> str:
    """Return why a file or folder could not be read."""
    return SYSTEM.get(error.errno or 0, error.strerror or str(error))


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
