"""JSON Schemas of what others ask of our data, written down from their documentation."""

from jsonschema import Draft202012Validator, FormatChecker

ADDRESS = {"type": "string", "pattern": '^https?://[^ <>"]+$'}
MOMENT = {"type": "string", "format": "date-time"}
TEXT = {"type": "string", "minLength": 1}
PEOPLE = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "properties": {"name": TEXT, "url": ADDRESS, "avatar": ADDRESS},
        "additionalProperties": False,
    },
}

# https://www.jsonfeed.org/version/1.1/
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": TEXT,
        "home_page_url": ADDRESS,
        "feed_url": ADDRESS,
        "language": TEXT,
        "authors": PEOPLE,
        "hubs": {
            "type": "array",
            "items": {"type": "object", "required": ["type", "url"]},
        },
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id"],
                "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
                "properties": {
                    "id": TEXT,
                    "url": ADDRESS,
                    "external_url": ADDRESS,
                    "title": TEXT,
                    "content_html": TEXT,
                    "content_text": TEXT,
                    "summary": TEXT,
                    "image": ADDRESS,
                    "date_published": MOMENT,
                    "date_modified": MOMENT,
                    "authors": PEOPLE,
                    "tags": {"type": "array", "items": TEXT},
                    "language": TEXT,
                },
                "patternProperties": {"^_[a-z]+$": {}},
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}

ORGANISATION = {
    "type": "object",
    "required": ["@type", "name", "url"],
    "properties": {
        "@type": {"enum": ["Organization", "NewsMediaOrganization"]},
        "name": TEXT,
        "url": ADDRESS,
    },
}
# https://developers.google.com/search/docs/appearance/structured-data/article
NEWS_ARTICLE = {
    "type": "object",
    "required": ["headline", "image", "datePublished", "dateModified", "author", "publisher"],
    "properties": {
        "@context": {"const": "https://schema.org"},
        "@type": {"const": "NewsArticle"},
        "headline": TEXT,
        "url": ADDRESS,
        "mainEntityOfPage": {
            "type": "object",
            "required": ["@type", "@id"],
            "properties": {"@type": {"const": "WebPage"}, "@id": ADDRESS},
        },
        "datePublished": MOMENT,
        "dateModified": MOMENT,
        "author": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["@type", "name", "url"],
                "properties": {
                    "@type": {"enum": ["Person", "Organization"]},
                    "name": TEXT,
                    "url": ADDRESS,
                },
            },
        },
        "publisher": ORGANISATION
        | {
            "required": ["@type", "name", "logo"],
            "properties": {
                "logo": {
                    "type": "object",
                    "required": ["@type", "url"],
                    "properties": {"@type": {"const": "ImageObject"}, "url": ADDRESS},
                }
            },
        },
        # https://developers.google.com/search/docs/appearance/structured-data/image-license-metadata
        "image": {
            "type": "object",
            "required": ["@type", "contentUrl", "creditText"],
            "properties": {"contentUrl": ADDRESS, "creditText": TEXT},
        },
        "isBasedOn": ADDRESS,
        "creditText": TEXT,
        "copyrightNotice": TEXT,
        "wordCount": {"type": "integer", "minimum": 1},
        "correction": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["@type", "text", "datePublished"],
                "properties": {
                    "@type": {"const": "CorrectionComment"},
                    "text": TEXT,
                    "datePublished": MOMENT,
                },
            },
        },
    },
}
# https://developers.google.com/search/docs/appearance/structured-data/breadcrumb
BREADCRUMBS = {
    "type": "object",
    "required": ["itemListElement"],
    "properties": {
        "@type": {"const": "BreadcrumbList"},
        "itemListElement": {
            "type": "array",
            "minItems": 2,
            "items": {
                "type": "object",
                "required": ["@type", "position", "name", "item"],
                "properties": {
                    "@type": {"const": "ListItem"},
                    "position": {"type": "integer", "minimum": 1},
                    "name": TEXT,
                    "item": ADDRESS,
                },
            },
        },
    },
}


def faults(value, schema):
    """Return what is wrong with `value` by `schema`, a line each."""
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]
