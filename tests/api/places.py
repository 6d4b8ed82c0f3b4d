ADDRESSES = ["", "posts/", "sections/", "authors/", "tags/", "sources/", "openapi.json"]


def path_of(address):
    assert address.startswith("http://testserver/")
    return address.removeprefix("http://testserver")
