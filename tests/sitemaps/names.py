MAP = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
    "i": "http://www.google.com/schemas/sitemap-image/1.1",
}
OTHER_HOST = {"host": "127.0.0.1", "x-forwarded-host": "evil.test"}
