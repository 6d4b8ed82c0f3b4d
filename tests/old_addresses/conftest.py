import pytest


@pytest.fixture
def lead(client):
    """A function that returns where an address leads, or its status when it leads nowhere."""

    def ask(address, **options):
        response = client.get(address, **options)
        return response.headers["Location"] if response.status_code == 301 else response.status_code

    return ask
