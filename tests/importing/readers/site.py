"""Answers of a server on loopback, for the fixture `site`."""

from articles.importing.readers import open_collection

FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Bay</title>
<item><guid>1</guid><title>A</title><description>Text</description></item></channel></rss>"""


def answer(content=b"", status=200, **headers):
    def send(request):
        request.send_response(status)
        for name, value in {"Content-Length": len(content), **headers}.items():
            request.send_header(name.replace("_", "-"), str(value))
        request.end_headers()
        request.wfile.write(content)

    return send


def fetch(site, path="/feed.xml", **options):
    return open_collection(site.address + path, **options)
