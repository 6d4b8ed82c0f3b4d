"""What a page weighs on the wire, without its pictures."""

import re
import socket
import urllib.request
from urllib.parse import urlsplit

FILES = re.compile(r'<(?:link rel="stylesheet"|script)[^>]* (?:href|src)="(/[^"]+)"')


def fetch(address, encoding):
    request = urllib.request.Request(address, headers={"Accept-Encoding": encoding})
    return urllib.request.urlopen(request)


def print_weight(site, path):
    """Print the bytes, heads included, of the page and its style and script, as br."""
    page = fetch(site + path, "identity").read().decode()
    addresses = [path, *FILES.findall(page)]
    weights = [_weight(site, address) for address in addresses]
    print("\n| an article on the wire (br), without its pictures | bytes |\n| --- | ---: |")
    for address, weight in zip(addresses, weights, strict=True):
        kind = address.rpartition(".")[2] if "." in address else "page"
        print(f"| {kind} | {weight:,} |")
    print(f"| all | {sum(weights):,} |")


def _weight(site, path):
    host, _colon, port = urlsplit(site).netloc.partition(":")
    head = (
        f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\n"
        "Accept-Encoding: br\r\nConnection: close\r\n\r\n"
    )
    weight = 0
    with socket.create_connection((host, port)) as wire:
        wire.sendall(head.encode())
        while piece := wire.recv(65536):
            weight += len(piece)
    return weight
