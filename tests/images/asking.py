import pytest

from articles.images.guarding import FetchFailed


def problem_of(call, *arguments, **options):
    """Return why a call that fetches something fails."""
    with pytest.raises(FetchFailed) as raised:
        call(*arguments, **options)
    return raised.value.problem
